package io.rollcall.jobs.journey;

import io.rollcall.decide.Decision;
import io.rollcall.member.MemberState;
import org.jspecify.annotations.Nullable;

/**
 * A member as the operator works with it: its timer, and its state, as bytes until somebody asks for it.
 *
 * <p>One that is held between events also knows the steps since its bytes: a step that fails uses the state up, and from
 * these it comes back.
 */
final class Member {
    private final String key;

    /** The instant of the one timer that is registered, or {@link Decision#NEVER}. */
    long timer;

    /** The next instant at which the clock alone can change anything, or {@link Decision#NEVER}; never before the timer. */
    long next;

    /** Its state; null until it is asked for. */
    @Nullable
    MemberState state;

    /** The bytes of its state before {@link #steps}; null if there were none. */
    byte @Nullable [] bytes;

    /** What was evaluated since. */
    final Steps steps = new Steps();

    /** Whether it stays in memory after this event. */
    boolean held;

    /** Its neighbours among those that the state backend has not as they are; null if it is none of them. */
    @Nullable
    Member before;

    @Nullable
    Member after;

    /** Whether it was asked for since the cache last looked for somebody to make room. */
    boolean used;

    /** Where the cache has it. */
    int place;

    /** Whether its snapshot is due at some time and {@link SnapshotTimes} knows it, so that nobody has to say so again. */
    boolean snapshotIsDue;

    Member(String key, long timer, long next, byte @Nullable [] bytes) {
        this.key = key;
        this.timer = timer;
        this.next = next;
        this.bytes = bytes;
    }

    String key() {
        return key;
    }
}
