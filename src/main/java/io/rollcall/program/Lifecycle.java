package io.rollcall.program;

import io.rollcall.condition.Condition;
import io.rollcall.event.EventSet;
import org.jspecify.annotations.Nullable;

/**
 * The stages of a membership. Times are in milliseconds; {@link #NEVER} where the program names none.
 *
 * @param activity what counts as activity
 * @param newcomer how long one is a newcomer; 0 where the program names no such time
 * @param mature what makes a member mature; null for nothing
 * @param dormant the idle time after which one is dormant
 * @param churned the idle time after which one is lost
 */
public record Lifecycle(
        EventSet activity, long newcomer, @Nullable Condition mature, long dormant, long churned) {

    /** No such time. */
    public static final long NEVER = Long.MAX_VALUE;
}
