package io.rollcall.wording;

import io.rollcall.condition.Vocabulary;
import io.rollcall.outcome.Outcome;
import java.util.BitSet;

/** What is so of one member besides numbers, as far as outcomes tell it: add each of them, in order, from the first one on. */
public final class Told {
    private static final int NO_STAGE = -1;

    /** A badge has at most 64 levels, and one bit says that it was won at all. */
    private static final int BITS_OF_A_BADGE = 65;

    private final Vocabulary vocabulary;
    private final int[] tiers;
    private final BitSet segments;
    private final BitSet badges;
    private int stage;

    Told(Vocabulary vocabulary) {
        this(vocabulary, new int[vocabulary.ladders().size()], new BitSet(), new BitSet(), NO_STAGE);
    }

    private Told(Vocabulary vocabulary, int[] tiers, BitSet segments, BitSet badges, int stage) {
        this.vocabulary = vocabulary;
        this.tiers = tiers;
        this.segments = segments;
        this.badges = badges;
        this.stage = stage;
    }

    /** The same, to go on by itself. */
    public Told copy() {
        return new Told(vocabulary, tiers.clone(), (BitSet) segments.clone(), (BitSet) badges.clone(), stage);
    }

    /** The next outcome. */
    public void add(Outcome outcome) {
        if (outcome instanceof Outcome.TierChanged tier) {
            int ladder = vocabulary.ladders().indexOf(tier.ladder());
            tiers[ladder] = vocabulary.tiers(ladder).indexOf(tier.to());
        } else if (outcome instanceof Outcome.SegmentEntered segment) {
            segments.set(vocabulary.segments().indexOf(segment.segment()));
        } else if (outcome instanceof Outcome.SegmentLeft segment) {
            segments.clear(vocabulary.segments().indexOf(segment.segment()));
        } else if (outcome instanceof Outcome.BadgeAwarded badge) {
            int index = vocabulary.badges().indexOf(badge.badge());
            badges.set(bit(index, -1));
            if (badge.level() != null) {
                badges.set(bit(index, vocabulary.levels(index).indexOf(badge.level())));
            }
        } else if (outcome instanceof Outcome.StageChanged change) {
            stage = vocabulary.stages().indexOf(change.to());
        }
    }

    private static int bit(int badge, int level) {
        return badge * BITS_OF_A_BADGE + 1 + level;
    }

    /** The tier on a ladder, from 0. */
    int tier(int ladder) {
        return tiers[ladder];
    }

    /** As of {@link io.rollcall.condition.Facts#hasBadge}. */
    public boolean hasBadge(int badge, int level) {
        return badges.get(bit(badge, level));
    }

    /** As of {@link io.rollcall.condition.Facts#reached}. */
    public boolean reached(int ladder, int tier) {
        return tiers[ladder] >= tier;
    }

    /** As of {@link io.rollcall.condition.Facts#inSegment}. */
    public boolean inSegment(int segment) {
        return segments.get(segment);
    }

    /** As of {@link io.rollcall.condition.Facts#inStage}. */
    public boolean inStage(int index) {
        return stage == index;
    }
}
