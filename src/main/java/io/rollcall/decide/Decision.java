package io.rollcall.decide;

import io.rollcall.member.MemberState;
import io.rollcall.outcome.Outcome;
import java.util.List;

/**
 * What came of one step.
 *
 * @param state the member's state from now on; the one handed in is used up and may be the same object
 * @param outcomes what became true, in order
 * @param next the next instant at which anything can change by the clock alone, in milliseconds since the epoch, or
 *     {@link #NEVER}
 */
public record Decision(MemberState state, List<Outcome> outcomes, long next) {

    /** No instant: only an event can change anything. */
    public static final long NEVER = Long.MAX_VALUE;
}
