package io.rollcall.member;

import io.rollcall.program.Program;

/** Stub of the API; the body follows. All that is kept of one member. Mutable, owned by one step at a time. */
public final class MemberState {
    private MemberState() {}

    /** The program under which it was last evaluated. */
    public Program program() {
        throw new UnsupportedOperationException();
    }

    /** The member. */
    public String member() {
        throw new UnsupportedOperationException();
    }

    /** The latest instant that the member has seen, in milliseconds since the epoch; Long.MIN_VALUE before any. */
    public long seen() {
        throw new UnsupportedOperationException();
    }
}
