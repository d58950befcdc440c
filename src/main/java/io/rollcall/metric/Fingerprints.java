package io.rollcall.metric;

import java.io.IOException;

/**
 * How a set knows its values: by so many bits of each. Few values are known by 40 bits, many by fewer, so that a full set of
 * the usual cap takes a few hundred bytes; what that can cost is in docs/decisions.md. Once narrowed, a set stays so until it
 * is empty.
 */
final class Fingerprints {
    /** The fewest bits of a value. */
    static final int LEAST = 20;

    private static final int[] WIDTHS = {40, 32, 22, LEAST};
    private static final int[] MOST = {16, 32, 64, Integer.MAX_VALUE};
    /** A program that asks for more values than usual has the room for them. */
    private static final int USUAL_CAP = 100;

    /** The bits of {@link #lasting(String)}. */
    static final int LASTING = 32;

    private static final long LASTING_MASK = (1L << LASTING) - 1;

    private final boolean wide;
    private int step;
    /** Whether the values are those of format 1, which were hashed in another way. */
    private boolean old;

    Fingerprints(int cap) {
        this.wide = cap > USUAL_CAP;
    }

    long of(String value) {
        return narrow(hash(value));
    }

    /** What is kept for ever of a value: enough bits that thousands of them do not meet. */
    long lasting(String value) {
        return hash(value) & LASTING_MASK;
    }

    static long lasting(long hash) {
        return hash & LASTING_MASK;
    }

    private long hash(String value) {
        return old ? Hash.of(value) : Hash.ofNumbered(value);
    }

    /** As many bits of a fingerprint as the set still knows. */
    long narrow(long fingerprint) {
        return fingerprint & (1L << WIDTHS[step]) - 1;
    }

    /** The set has so many values now: whether it has to be content with fewer bits of each. */
    boolean fit(int size) {
        if (size == 0) {
            step = 0;
            old = false;
            return false;
        }
        int before = step;
        while (!wide && size > MOST[step]) {
            step++;
        }
        return step != before;
    }

    /** The values are those that format 1 knew. */
    void takeOld() {
        old = true;
    }

    void write(StateWriter out) {
        out.bit(old);
        out.bits(step, 2);
    }

    void read(StateReader in) throws IOException {
        old = in.bit();
        step = (int) in.bits(2);
    }

    void write(StateWriter out, long fingerprint) {
        out.bits(fingerprint, WIDTHS[step]);
    }

    /** How many bits so many of them take. */
    long bits(int values) {
        return (long) values * WIDTHS[step];
    }

    long readOne(StateReader in) throws IOException {
        return in.bits(WIDTHS[step]);
    }
}
