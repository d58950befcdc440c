package io.rollcall.decide;

import io.rollcall.condition.Asked;
import io.rollcall.member.BadgeState;
import io.rollcall.outcome.Outcome;
import io.rollcall.program.Badge;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Badges are won and never taken back (SEMANTICS section 5, Badges). */
record Badges(List<Badge> badges) implements Rules {
    /** One event that brings more awards than this is a mistake, and would fill the memory. */
    private static final long MOST_AT_ONCE = 10_000;

    @Override
    public boolean apply(Evaluation evaluation) {
        boolean moved = false;
        for (int i = 0; i < badges.size(); i++) {
            int rule = evaluation.readers().badge(i);
            if (!evaluation.takePending(rule)) {
                continue;
            }
            BadgeState held = evaluation.state().badges[i];
            boolean won = false;
            Badge badge = badges.get(i);
            if (badge instanceof Badge.When when) {
                if (held.times == 0 && evaluation.holds(when.when())) {
                    award(evaluation, badge, held, null, () -> evaluation.evidence(when.when()));
                    won = true;
                }
            } else if (badge instanceof Badge.Levels levels) {
                won = levels(evaluation, levels, held);
            } else if (badge instanceof Badge.Every every) {
                won = every(evaluation, every, held);
            }
            if (won) {
                evaluation.changed(Asked.BADGES, rule);
                moved = true;
            }
        }
        return moved;
    }

    private static boolean levels(Evaluation evaluation, Badge.Levels badge, BadgeState held) {
        boolean moved = false;
        double value = evaluation.number(badge.slot());
        for (int i = 0; i < badge.levels().size(); i++) {
            Badge.Level level = badge.levels().get(i);
            if ((held.levels & 1L << i) == 0 && value >= level.at()) {
                held.levels |= 1L << i;
                award(evaluation, badge, held, level.name(), () -> evaluation.evidence(badge.slot()));
                moved = true;
            }
        }
        return moved;
    }

    private static boolean every(Evaluation evaluation, Badge.Every badge, BadgeState held) {
        long passed = passed(evaluation.number(badge.metric()), badge.every());
        if (passed - held.passed > MOST_AT_ONCE) {
            throw new IllegalStateException("badge '" + badge.name() + "' would be won " + (passed - held.passed)
                    + " times at once, more than " + MOST_AT_ONCE + ": its metric is "
                    + evaluation.number(badge.metric()) + ", which is surely an amount in a wrong unit");
        }
        boolean moved = false;
        while (held.passed < passed) {
            held.passed++;
            award(evaluation, badge, held, null, () -> evaluation.evidence(badge.metric()));
            moved = true;
        }
        held.passed = passed;
        return moved;
    }

    /** How many multiples of {@code every}, from the first one upwards, a value has passed. */
    static long passed(double value, long every) {
        return value > 0 ? (long) (value / every) : 0;
    }

    private static void award(
            Evaluation evaluation,
            Badge badge,
            BadgeState held,
            @Nullable String level,
            Supplier<Map<String, Double>> evidence) {
        if (level == null) {
            held.times++;
        }
        int times = level == null ? held.times : 1;
        Object[] what = {badge.name(), level == null ? "" : level, times};
        evaluation.add(new Outcome.BadgeAwarded(
                evaluation.header(evidence.get(), "badge-awarded", what), badge.name(), badge.title(), level, times));
        evaluation.post("badge:" + badge.name(), badge.points(), evidence, what);
    }
}
