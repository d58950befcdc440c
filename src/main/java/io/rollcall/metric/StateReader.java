package io.rollcall.metric;

import java.io.EOFException;
import java.io.IOException;

/** Reads what {@link StateWriter} wrote. */
public final class StateReader {
    private final byte[] bytes;
    private int next;
    private long pending;
    private int pendingBits;
    private int today;

    /** The bytes from {@code from} on. */
    public StateReader(byte[] bytes, int from) {
        this.bytes = bytes;
        this.next = from;
    }

    /** The date near which dates are expected from now on. */
    public void near(int date) {
        today = date;
    }

    /** One bit. */
    public boolean bit() throws IOException {
        return bits(1) != 0;
    }

    /** So many bits. */
    public long bits(int count) throws IOException {
        if (count > Integer.SIZE) {
            long low = bits(Integer.SIZE);
            return low | bits(count - Integer.SIZE) << Integer.SIZE;
        }
        while (pendingBits < count) {
            if (next == bytes.length) {
                throw new EOFException("a member's state ends too early, after " + next + " bytes");
            }
            pending |= (bytes[next++] & 0xFFL) << pendingBits;
            pendingBits += Byte.SIZE;
        }
        long value = pending & (1L << count) - 1;
        pending >>>= count;
        pendingBits -= count;
        return value;
    }

    /** A number that is mostly below 8. */
    public long small() throws IOException {
        long value = 0;
        for (int shift = 0; ; shift += 3) {
            long group = bits(4);
            value |= group >>> 1 << shift;
            if ((group & 1) == 0) {
                return value;
            }
        }
    }

    /** How many there are of something. */
    public int count() throws IOException {
        return Math.toIntExact(small());
    }

    /** A number that is mostly large. */
    public long large() throws IOException {
        long value = 0;
        for (int shift = 0; ; shift += 7) {
            long group = bits(8);
            value |= group >>> 1 << shift;
            if ((group & 1) == 0) {
                return value;
            }
        }
    }

    /** A number that is mostly 1. */
    public long gamma() throws IOException {
        int length = 0;
        while (!bit()) {
            length++;
        }
        return 1L << length | bits(length);
    }

    /** A number of either sign. */
    public long signed() throws IOException {
        long value = large();
        return value >>> 1 ^ -(value & 1);
    }

    /** A date. */
    public int date() throws IOException {
        long value = small();
        return (int) (today - (value >>> 1 ^ -(value & 1)));
    }

    /** An amount. */
    double amount() throws IOException {
        if (!bit()) {
            return Double.longBitsToDouble(bits(Long.SIZE));
        }
        long value = small();
        return (value >>> 1 ^ -(value & 1)) / 100.0;
    }

    /** A set of bits of which the lowest is set. */
    long mask() throws IOException {
        int above = (int) bits(6);
        return bits(above) << 1 | 1;
    }
}
