package io.rollcall.program.review;

import io.rollcall.metric.Metric;
import io.rollcall.metric.Metric.Form;
import io.rollcall.program.Program;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** What numbers that look at the same events can be together. */
record Relations(Program program) {

    /** Why numbers cannot be within these ranges all at once; empty if they can, or if nobody knows. */
    Optional<String> against(Map<Integer, Range> ranges) {
        for (var one : ranges.entrySet()) {
            for (var other : ranges.entrySet()) {
                if (isMetric(one.getKey())
                        && isMetric(other.getKey())
                        && !one.getKey().equals(other.getKey())) {
                    Metric metric = program.metrics().get(one.getKey());
                    Metric beside = program.metrics().get(other.getKey());
                    if (isNeverMore(metric, beside)
                            && one.getValue().least() > other.getValue().most()) {
                        return Optional.of(metric.name() + " is never above " + beside.name());
                    }
                    if (isEmptiedBy(metric, beside)
                            && one.getValue().least() > 0
                            && other.getValue().least() >= metric.over()) {
                        return Optional.of("%s is 0 where %s is %d or more"
                                .formatted(metric.name(), beside.name(), metric.over()));
                    }
                }
            }
        }
        return Optional.empty();
    }

    private boolean isMetric(int slot) {
        return slot < program.metrics().size();
    }

    /** Whether one counts only what the other counts, too. */
    private static boolean isNeverMore(Metric one, Metric other) {
        boolean counted = one.form() == other.form() && (one.form() == Form.COUNT || one.form() == Form.DAYS)
                || one.form() == Form.DAYS && other.form() == Form.COUNT;
        boolean isLonger = other.over() == 0 || one.over() > 0 && one.over() <= other.over();
        return counted && isLonger && isPartOf(one, other);
    }

    /** Whether one looks at a window that is empty when the other, the time since the last event, is as long. */
    private static boolean isEmptiedBy(Metric window, Metric since) {
        boolean counts = window.form() == Form.COUNT || window.form() == Form.DAYS || window.form() == Form.DISTINCT;
        return counts && window.over() > 0 && since.form() == Form.SINCE && isPartOf(window, since);
    }

    /** Whether every event of one is an event of the other. */
    private static boolean isPartOf(Metric one, Metric other) {
        boolean isAsNarrow = other.whereText() == null || Objects.equals(one.whereText(), other.whereText());
        return isAsNarrow
                && one.asRecipient() == other.asRecipient()
                && other.set().types().containsAll(one.set().types());
    }
}
