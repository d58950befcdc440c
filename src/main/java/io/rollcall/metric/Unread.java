package io.rollcall.metric;

import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * A part of a state's bits that nobody has asked for yet. Most events touch few of the lists of values that a member has, so the
 * others are neither read nor written one by one: their bits are copied.
 *
 * <p>It is a view of the bytes that the state was read from, which must not change meanwhile.
 */
final class Unread {
    private static final byte[] NONE = {};

    /** Reads what was left. */
    @FunctionalInterface
    interface Part {
        void read(StateReader in) throws IOException;
    }

    private byte[] bytes = NONE;
    private int from;
    private int count;

    /** Leaves the next {@code bits} of what is read for later. */
    void leave(StateReader in, long bits) throws IOException {
        bytes = in.bytes();
        from = in.position();
        in.skip(bits);
        count = in.position() - from;
    }

    /** Whether there is any. */
    boolean isAny() {
        return count > 0;
    }

    /** Reads it, if there is any; from now on there is none. */
    void read(Part part) {
        if (count == 0) {
            return;
        }
        var in = StateReader.at(bytes, from);
        clear();
        try {
            part.read(in);
        } catch (IOException e) {
            throw new UncheckedIOException("a member's state is damaged", e);
        }
    }

    /** Writes it as it is. */
    void write(StateWriter out) {
        out.copy(bytes, from, count);
    }

    void clear() {
        bytes = NONE;
        from = 0;
        count = 0;
    }
}
