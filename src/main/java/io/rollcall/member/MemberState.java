package io.rollcall.member;

import io.rollcall.metric.MetricState;
import io.rollcall.program.PointsRule;
import io.rollcall.program.Program;
import io.rollcall.program.Stage;
import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * All that is kept of one member. A struct: {@link io.rollcall.decide} alone writes it, {@link StateCodec} carries it.
 *
 * <p>It has exactly one owner at a time: what is handed to a step is used up by it. The parts stand in the order of the
 * program's rules, so it means nothing without the {@link #program} under which it was last evaluated. Instants are
 * milliseconds since the epoch, or {@link #NONE}.
 */
public final class MemberState {
    /** No instant. */
    public static final long NONE = Long.MIN_VALUE;

    /** Events of the latest instant may still come; its midnight and its deadlines lie ahead. */
    public static final int EVENTS = 0;

    /** The midnight of the latest instant was evaluated. */
    public static final int MIDNIGHT = 1;

    /** The deadlines of the latest instant were evaluated. */
    public static final int DEADLINES = 2;

    private String member;
    private final Program program;

    /** The latest instant that the member has seen. */
    public long seen = NONE;
    /** What of that instant is done: {@link #EVENTS}, {@link #MIDNIGHT} or {@link #DEADLINES}. */
    public int phase;
    /** Whether the next midnight has to be evaluated although no number changes by then. */
    public boolean restless;

    public long joinedAt = NONE;
    public long leftAt = NONE;
    /** The last event as actor. */
    public long lastActiveAt = NONE;
    /** The last event as actor that the lifecycle counts as activity. */
    public long lastActivityAt = NONE;

    public final RecentIds recentIds = new RecentIds();
    public final MetricState[] metrics;

    public long points;
    public long pointsEarned;
    /** By points rule; null where it has no daily limit. */
    public final @Nullable DailyPosts[] dailyPosts;
    /** By points rule, for those on a streak: the multiples that it had passed at the previous evaluation. */
    public final long[] streaksPassed;

    public final LadderState[] ladders;
    public final BadgeState[] badges;
    public final QuestState[] quests;
    public @Nullable Stage stage;
    public final boolean[] segments;
    /** The RFM class: 0 before the first, else 1 + the bits good recency (4), frequency (2), monetary (1). */
    public int rfm;

    public final AlertState[] alerts;

    /** A member of whom nothing is known yet. */
    public MemberState(String member, Program program) {
        this.member = member;
        this.program = program;
        this.metrics = new MetricState[program.metrics().size()];
        for (int i = 0; i < metrics.length; i++) {
            metrics[i] = program.metrics().get(i).newState();
        }
        int earn = program.earn().size();
        this.dailyPosts = new DailyPosts[earn];
        for (int i = 0; i < earn; i++) {
            if (program.earn().get(i) instanceof PointsRule.OnEvent rule && rule.dailyLimit() > 0) {
                dailyPosts[i] = new DailyPosts();
            }
        }
        this.streaksPassed = new long[earn];
        this.ladders = new LadderState[program.ladders().size()];
        for (int i = 0; i < ladders.length; i++) {
            ladders[i] = new LadderState();
        }
        this.badges = new BadgeState[program.badges().size()];
        for (int i = 0; i < badges.length; i++) {
            badges[i] = new BadgeState();
        }
        this.quests = new QuestState[program.quests().size()];
        for (int i = 0; i < quests.length; i++) {
            quests[i] = new QuestState();
        }
        this.segments = new boolean[program.segments().size()];
        this.alerts = new AlertState[program.alerts().size()];
        for (int i = 0; i < alerts.length; i++) {
            alerts[i] = new AlertState();
        }
    }

    /** Begins anew, as a member of whom nothing is known yet, in the objects that are there. */
    void begin(String another) {
        member = another;
        seen = NONE;
        phase = EVENTS;
        restless = false;
        joinedAt = NONE;
        leftAt = NONE;
        lastActiveAt = NONE;
        lastActivityAt = NONE;
        recentIds.clear();
        for (MetricState metric : metrics) {
            metric.clear();
        }
        points = 0;
        pointsEarned = 0;
        for (DailyPosts posts : dailyPosts) {
            if (posts != null) {
                posts.clear();
            }
        }
        Arrays.fill(streaksPassed, 0);
        for (LadderState ladder : ladders) {
            ladder.clear();
        }
        for (BadgeState badge : badges) {
            badge.clear();
        }
        for (QuestState quest : quests) {
            quest.clear();
        }
        stage = null;
        Arrays.fill(segments, false);
        rfm = 0;
        for (AlertState alert : alerts) {
            alert.clear();
        }
    }

    /** Whether it is of this very program. */
    @SuppressWarnings("ReferenceEquality") // comparing two programs rule by rule would cost more than an event does
    public boolean isOf(Program other) {
        return program == other;
    }

    /** A copy, for who runs it ahead while this one stays as it is. */
    public MemberState copy() {
        try {
            return StateCodec.read(member, StateCodec.bytes(this), version -> program);
        } catch (IOException e) {
            throw new IllegalStateException("the state of member " + member + " cannot be read back", e);
        }
    }

    /** The member. */
    public String member() {
        return member;
    }

    /** The program under which it was last evaluated. */
    public Program program() {
        return program;
    }

    /** The latest instant that the member has seen; {@link #NONE} before any. */
    public long seen() {
        return seen;
    }

    /** Whether a membership is running. */
    public boolean isMember() {
        return joinedAt != NONE && leftAt == NONE;
    }

    /** Whether all was forgotten but that the member left: who left by an act of their own has a last one. */
    public boolean isForgotten() {
        return leftAt != NONE && lastActiveAt == NONE;
    }

    /** Whether a badge, or a level of it, is held; {@code level} is -1 for any. */
    public boolean holds(int badge, int level) {
        BadgeState held = badges[badge];
        return level < 0 ? held.times > 0 || held.levels != 0 : (held.levels & 1L << level) != 0;
    }
}
