package io.rollcall.jobs.journey;

import io.rollcall.decide.Decision;
import io.rollcall.event.Event;
import io.rollcall.member.MemberState;
import java.util.ArrayList;
import java.util.List;
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
    final List<Step> steps = new ArrayList<>(0);

    /** Whether it stays in memory after this event. */
    boolean held;

    /** Whether the state backend has something older. */
    boolean unwritten;

    /** Whether it waits for being written. */
    boolean queued;

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

    /**
     * One call of the engine.
     *
     * @param event what happened; null for the clock alone
     * @param instant up to which the clock ran, without an event
     */
    record Step(@Nullable Event event, long instant) {
        static Step of(Event event) {
            return new Step(event, 0);
        }

        static Step clock(long instant) {
            return new Step(null, instant);
        }
    }
}
