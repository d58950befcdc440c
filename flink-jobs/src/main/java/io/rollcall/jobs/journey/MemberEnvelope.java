package io.rollcall.jobs.journey;

import io.rollcall.decide.Decision;

/**
 * All that is kept of a member: what the engine keeps, and what the operator needs to know without reading it.
 *
 * @param timer the instant of the one timer that is registered, or {@link Decision#NEVER}
 * @param next the next instant at which the clock alone can change anything, or {@link Decision#NEVER}; never before the
 *     timer
 * @param content what {@link io.rollcall.member.StateCodec} wrote
 */
public record MemberEnvelope(long timer, long next, byte[] content) {

    /** The same, with another timer. */
    MemberEnvelope withTimer(long newTimer) {
        return new MemberEnvelope(newTimer, next, content);
    }
}
