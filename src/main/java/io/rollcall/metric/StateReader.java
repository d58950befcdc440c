package io.rollcall.metric;

import java.io.EOFException;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Reads what {@link StateWriter} wrote. */
public final class StateReader {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    /** So many bits, that whole bytes always fit above those that are pending. */
    private static final int MOST_PENDING = 63;

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

    /** Has at least {@code count} bits pending, of at most 56, or as many as are left. */
    private void refill(int count) {
        if (pendingBits >= count) {
            return;
        }
        if (bytes.length - next >= Long.BYTES) {
            // what does not fit is read again by the next refill
            pending |= (long) LONGS.get(bytes, next) << pendingBits;
            int whole = MOST_PENDING - pendingBits >>> 3;
            next += whole;
            pendingBits += whole * Byte.SIZE;
            pending &= -1L >>> -pendingBits;
            return;
        }
        while (pendingBits < count && next < bytes.length) {
            pending |= (bytes[next++] & 0xFFL) << pendingBits;
            pendingBits += Byte.SIZE;
        }
    }

    private void take(int count) throws EOFException {
        if (count > pendingBits) {
            throw new EOFException("a member's state ends too early, after " + bytes.length + " bytes");
        }
        pending >>>= count;
        pendingBits -= count;
    }

    /** One bit. */
    public boolean bit() throws IOException {
        if (pendingBits == 0) {
            refill(1);
        }
        boolean value = (pending & 1) != 0;
        take(1);
        return value;
    }

    /** So many bits. */
    public long bits(int count) throws IOException {
        if (count > Integer.SIZE) {
            long low = bits(Integer.SIZE);
            return low | bits(count - Integer.SIZE) << Integer.SIZE;
        }
        refill(count);
        long value = pending & (1L << count) - 1;
        take(count);
        return value;
    }

    /** A number that is mostly below 8. */
    public long small() throws IOException {
        refill(MOST_PENDING - 7);
        if ((pending & 1) == 0) {
            long value = pending >>> 1 & 7;
            take(4);
            return value;
        }
        return groups(3);
    }

    /** A number that is mostly large. */
    public long large() throws IOException {
        return groups(7);
    }

    /** Groups of so many bits of a number, the lowest first, each behind a bit that says whether another one follows. */
    private long groups(int width) throws IOException {
        long value = 0;
        for (int shift = 0; shift < Long.SIZE; shift += width) {
            refill(width + 1);
            long group = pending;
            take(width + 1);
            value |= (group >>> 1 & (1L << width) - 1) << shift;
            if ((group & 1) == 0) {
                return value;
            }
        }
        throw damaged("a number has no end");
    }

    private static IOException damaged(String how) {
        return new IOException("a member's state is damaged: " + how);
    }

    /** How many there are of something. */
    public int count() throws IOException {
        return Math.toIntExact(small());
    }

    /** A number that is mostly 1. */
    public long gamma() throws IOException {
        refill(MOST_PENDING - 7);
        int length = Long.numberOfTrailingZeros(pending);
        if (length < pendingBits) {
            take(length + 1);
        } else {
            length = 0;
            while (!bit()) {
                length++;
            }
        }
        if (length >= Long.SIZE) {
            throw damaged("a number is too long");
        }
        return 1L << length | bits(length);
    }

    /**
     * The number of entries of a list that was read.
     *
     * @param bits the fewest that an entry takes
     * @throws IOException if there is no room for so many
     */
    public int entries(long count, int bits) throws IOException {
        long left = pendingBits + (long) (bytes.length - next) * Byte.SIZE;
        if (count < 0 || count > left / bits) {
            throw damaged("it has " + count + " entries in " + left + " bits");
        }
        return (int) count;
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
