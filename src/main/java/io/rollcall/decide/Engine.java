package io.rollcall.decide;

import io.rollcall.event.Event;
import io.rollcall.member.MemberState;
import io.rollcall.outcome.Snapshot;
import io.rollcall.program.Program;

/** Stub of the API; the body follows. One per thread and program. */
public final class Engine {

    public Engine(Program program) {
        throw new UnsupportedOperationException(program.toString());
    }

    /** A member of whom nothing is known yet. */
    public MemberState newMember(String member) {
        throw new UnsupportedOperationException(member);
    }

    /** An event reached the member (as actor or as recipient). First the member's clock runs up to the event. */
    public Decision decide(MemberState state, Event event) {
        throw new UnsupportedOperationException(event.toString() + state);
    }

    /** The clock: every event up to and including {@code instant} was seen. */
    public Decision decide(MemberState state, long instant) {
        throw new UnsupportedOperationException(instant + "" + state);
    }

    /** All that is known of the member at {@code at}, which is not before the member's latest instant. */
    public Snapshot snapshot(MemberState state, long at) {
        throw new UnsupportedOperationException(at + "" + state);
    }
}
