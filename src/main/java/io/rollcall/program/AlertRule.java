package io.rollcall.program;

import io.rollcall.condition.Condition;
import io.rollcall.event.EventSet;
import io.rollcall.outcome.Outcome.Severity;
import org.jspecify.annotations.Nullable;

/** A rule that raises an alert. */
public sealed interface AlertRule {

    /** Its name. */
    String name();

    /** How much it matters. */
    Severity severity();

    /** What to do about it. */
    @Nullable
    String playbook();

    /**
     * Something did not happen in time.
     *
     * @param since the events it counts from; null for joining
     * @param after the time, in milliseconds
     * @param unless what answers it
     * @param when a further condition at the deadline
     */
    record Absence(
            String name,
            Severity severity,
            @Nullable String playbook,
            @Nullable EventSet since,
            long after,
            EventSet unless,
            @Nullable Condition when)
            implements AlertRule {}

    /**
     * A condition holds.
     *
     * @param cooldown the least time between two raisings, in milliseconds
     */
    record Holding(String name, Severity severity, @Nullable String playbook, Condition when, long cooldown)
            implements AlertRule {}
}
