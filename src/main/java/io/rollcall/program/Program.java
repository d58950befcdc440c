package io.rollcall.program;

import io.rollcall.condition.Condition;
import io.rollcall.condition.Vocabulary;
import io.rollcall.event.EventSet;
import io.rollcall.metric.Metric;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A program: what a community rewards and worries about, right as a whole (SEMANTICS section 3). Immutable.
 *
 * @param name its name
 * @param community the community that it governs
 * @param version in a topic its offset, 0 outside; the higher one wins
 * @param text as it was written
 * @param dates the dates of its time zone
 * @param joinsWhenFirstSeen whether the first event that reaches someone begins a membership, also as recipient
 * @param shadow whether it is evaluated beside the live one
 * @param excluded staff and bots, of whom nothing is kept
 * @param midnightSpread how far midnight evaluations are spread, in milliseconds
 * @param redeem the events that spend points; null if none do
 */
public record Program(
        String name,
        String community,
        long version,
        String text,
        LocalDates dates,
        boolean joinsWhenFirstSeen,
        boolean shadow,
        Set<String> excluded,
        long midnightSpread,
        List<Metric> metrics,
        List<PointsRule> earn,
        @Nullable EventSet redeem,
        List<Ladder> ladders,
        List<Badge> badges,
        List<Quest> quests,
        @Nullable Lifecycle lifecycle,
        List<Segment> segments,
        @Nullable Rfm rfm,
        List<AlertRule> alerts) {

    /** The numeric built-ins, which have the slots after the metrics. */
    public static final List<String> BUILT_INS = List.of("points", "points_earned", "tenure_days");

    /** Whether the program keeps nothing of this member. */
    public boolean excludes(String member) {
        return excluded.contains(member);
    }

    /** The slot of {@code points}. */
    public int pointsSlot() {
        return metrics.size();
    }

    /** The slot of {@code points_earned}. */
    public int pointsEarnedSlot() {
        return metrics.size() + 1;
    }

    /** The slot of {@code tenure_days}. */
    public int tenureSlot() {
        return metrics.size() + 2;
    }

    /** The name of the metric or built-in at a slot. */
    public String numberName(int slot) {
        return slot < metrics.size() ? metrics.get(slot).name() : BUILT_INS.get(slot - metrics.size());
    }

    /** Every condition that it asks of a member, in the order of an evaluation. */
    public List<Condition> conditions() {
        List<@Nullable Condition> asked = new ArrayList<>();
        for (Ladder ladder : ladders) {
            for (Ladder.Tier tier : ladder.tiers()) {
                asked.add(tier.enter());
                asked.add(tier.keep());
            }
        }
        for (Badge badge : badges) {
            asked.add(badge instanceof Badge.When when ? when.when() : null);
        }
        for (Quest quest : quests) {
            asked.add(quest.start());
            quest.steps().forEach(step -> asked.add(step.done()));
        }
        asked.add(lifecycle == null ? null : lifecycle.mature());
        segments.forEach(segment -> asked.add(segment.when()));
        for (AlertRule alert : alerts) {
            asked.add(alert instanceof AlertRule.Absence absence ? absence.when() : ((AlertRule.Holding) alert).when());
        }
        return asked.stream().filter(Objects::nonNull).toList();
    }

    /** The event types that its rules name, by themselves or in a set; {@code join} and {@code leave} mean something anyhow. */
    public Set<String> eventTypes() {
        List<@Nullable EventSet> named = new ArrayList<>();
        metrics.forEach(metric -> named.add(metric.set()));
        for (PointsRule rule : earn) {
            named.add(rule instanceof PointsRule.OnEvent each ? each.on() : null);
        }
        named.add(redeem);
        named.add(lifecycle == null ? null : lifecycle.activity());
        for (AlertRule alert : alerts) {
            if (alert instanceof AlertRule.Absence absence) {
                named.add(absence.since());
                named.add(absence.unless());
            }
        }
        Set<String> types = new TreeSet<>();
        for (EventSet set : named) {
            if (set != null) {
                types.addAll(set.types());
            }
        }
        return types;
    }

    /** What its conditions may name. */
    public Vocabulary vocabulary() {
        return Names.of(
                metrics,
                ladders.stream().map(Ladder::name).toList(),
                ladders.stream()
                        .map(ladder ->
                                ladder.tiers().stream().map(Ladder.Tier::name).toList())
                        .toList(),
                badges.stream().map(Badge::name).toList(),
                badges.stream().map(Program::levels).toList(),
                segments.stream().map(Segment::name).toList());
    }

    private static List<String> levels(Badge badge) {
        return badge instanceof Badge.Levels levels
                ? levels.levels().stream().map(Badge.Level::name).toList()
                : List.of();
    }

    /** What conditions may name. */
    record Names(
            List<String> numbers,
            List<String> ladders,
            List<List<String>> tiersOfLadder,
            List<String> badges,
            List<List<String>> levelsOfBadge,
            List<String> segments)
            implements Vocabulary {

        static Names of(
                List<Metric> metrics,
                List<String> ladders,
                List<List<String>> tiersOfLadder,
                List<String> badges,
                List<List<String>> levelsOfBadge,
                List<String> segments) {
            var numbers = new ArrayList<>(metrics.stream().map(Metric::name).toList());
            numbers.addAll(BUILT_INS);
            return new Names(numbers, ladders, tiersOfLadder, badges, levelsOfBadge, segments);
        }

        @Override
        public List<String> tiers(int ladder) {
            return tiersOfLadder.get(ladder);
        }

        @Override
        public List<String> levels(int badge) {
            return levelsOfBadge.get(badge);
        }

        @Override
        public List<String> stages() {
            return Stage.NAMES;
        }
    }
}
