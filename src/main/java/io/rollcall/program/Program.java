package io.rollcall.program;

/** Stub of the API; the body follows. A program, right as a whole. Immutable. */
public final class Program {
    private Program() {}

    /** Its name. */
    public String name() {
        throw new UnsupportedOperationException();
    }

    /** The community that it governs. */
    public String community() {
        throw new UnsupportedOperationException();
    }

    /** Its version: in a topic its offset; 0 outside. The higher one wins. */
    public long version() {
        throw new UnsupportedOperationException();
    }

    /** Whether it is evaluated beside the live one. */
    public boolean shadow() {
        throw new UnsupportedOperationException();
    }

    /** Whether the program keeps nothing of this member (staff, bots). */
    public boolean excludes(String member) {
        throw new UnsupportedOperationException(member);
    }
}
