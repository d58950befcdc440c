package io.rollcall.program.review;

import io.rollcall.event.EventSet;
import io.rollcall.metric.Metric;
import io.rollcall.metric.Metric.Form;
import io.rollcall.program.AlertRule;
import io.rollcall.program.PointsRule;
import io.rollcall.program.Program;
import java.util.ArrayList;
import java.util.List;

/** What the numbers that conditions name can be, and why no more. */
final class Numbers {
    private static final double UNBOUNDED = Double.POSITIVE_INFINITY;
    private static final long DAY = 86_400_000;

    private final Program program;
    private final List<Range> ranges = new ArrayList<>();

    /** {@code posts}: whether it is to be taken as a program that posts points. */
    Numbers(Program program, boolean posts) {
        this.program = program;
        for (Metric metric : program.metrics()) {
            ranges.add(range(metric));
        }
        ranges.add(new Range(0, posts ? UNBOUNDED : 0, true));
        ranges.add(new Range(0, posts ? UNBOUNDED : 0, true));
        ranges.add(new Range(0, UNBOUNDED, true));
    }

    private static Range range(Metric metric) {
        return switch (metric.form()) {
            case SUM -> new Range(-UNBOUNDED, UNBOUNDED, false);
            case DAYS -> new Range(0, metric.over() > 0 ? metric.over() : UNBOUNDED, true);
            case DISTINCT -> new Range(0, metric.cap(), true);
            default -> new Range(0, UNBOUNDED, true);
        };
    }

    static boolean postsPoints(Program program) {
        return program.earn().stream().anyMatch(Numbers::posts)
                || program.badges().stream().anyMatch(badge -> badge.points() > 0)
                || program.quests().stream().anyMatch(quest -> quest.points() > 0);
    }

    /** Whether the rule can post anything. */
    static boolean posts(PointsRule rule) {
        if (rule instanceof PointsRule.OnEvent event) {
            return event.points() > 0 || event.perValue() > 0;
        }
        return rule instanceof PointsRule.OnStreak streak && streak.points() > 0;
    }

    Range of(int slot) {
        return ranges.get(slot);
    }

    String name(int slot) {
        return program.numberName(slot);
    }

    /** Why a number cannot be beyond its range. */
    String reason(int slot) {
        Range range = of(slot);
        if (slot == program.pointsSlot() || slot == program.pointsEarnedSlot()) {
            return range.most() == 0
                    ? "nothing in this program posts points"
                    : name(slot) + " is a whole number and never below 0";
        }
        if (slot < program.metrics().size() && range.most() < UNBOUNDED) {
            Metric metric = program.metrics().get(slot);
            return metric.form() == Form.DAYS
                    ? name(slot) + " looks at " + metric.over() + " dates and is never above that"
                    : name(slot) + " counts up to its 'cap' of " + metric.cap();
        }
        return name(slot) + " is a whole number and never below 0";
    }

    /** The same, for somebody who joined at most {@code within} milliseconds ago. */
    Range ofNewcomer(int slot, long within) {
        Range range = of(slot);
        // one date more than the time has days: it seldom begins and ends at midnight
        long tenure = within / DAY + 1;
        if (slot == program.tenureSlot()) {
            return new Range(0, tenure, true);
        }
        if (slot < program.metrics().size()) {
            Metric metric = program.metrics().get(slot);
            boolean dates = metric.form() == Form.DAYS || metric.form() == Form.STREAK;
            return dates && !metric.asRecipient() ? new Range(0, Math.min(range.most(), tenure + 1), true) : range;
        }
        return range;
    }

    /** The same, for somebody of whom no event of the absence's {@code since} has come for its whole time. */
    Range ofSilent(int slot, AlertRule.Absence absence) {
        Range range = of(slot);
        EventSet since = absence.since();
        if (since == null || slot >= program.metrics().size()) {
            return range;
        }
        Metric metric = program.metrics().get(slot);
        // one date less than the time has days, where a clock change makes one of them longer
        long dates = absence.after() / DAY - 1;
        if (metric.asRecipient() || !since.types().containsAll(metric.set().types())) {
            return range;
        } else if (metric.form() == Form.SINCE) {
            return new Range(Math.max(0, dates), range.most(), true);
        }
        boolean isEmpty = metric.over() > 0 && metric.over() <= dates;
        return isEmpty ? new Range(0, 0, metric.form() != Form.SUM) : range;
    }
}
