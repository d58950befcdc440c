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

    /** From a bit of the bytes on. */
    static StateReader at(byte[] bytes, int bit) {
        var in = new StateReader(bytes, 0);
        in.seek(bit);
        return in;
    }

    private void seek(int bit) {
        next = bit / Byte.SIZE;
        pending = 0;
        pendingBits = 0;
        int within = bit % Byte.SIZE;
        if (within > 0) {
            pending = (bytes[next++] & 0xFF) >>> within;
            pendingBits = Byte.SIZE - within;
        }
    }

    /** The bytes that are read. */
    byte[] bytes() {
        return bytes;
    }

    /** How many bits of the bytes lie behind. */
    int position() {
        return next * Byte.SIZE - pendingBits;
    }

    /**
     * Passes over so many bits.
     *
     * @throws IOException if there are not as many left
     */
    void skip(long count) throws IOException {
        long to = position() + count;
        if (count < 0 || to > (long) bytes.length * Byte.SIZE) {
            throw endsTooEarly();
        }
        seek((int) to);
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
            throw endsTooEarly();
        }
        pending >>>= count;
        pendingBits -= count;
    }

    private EOFException endsTooEarly() {
        return new EOFException("a member's state ends too early, after " + bytes.length + " bytes");
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
        int all = 2 * length + 1;
        if (all <= pendingBits) {
            long value = 1L << length | pending >>> length + 1 & (1L << length) - 1;
            take(all);
            return value;
        }
        return gammaRest(zeros());
    }

    /** How many bits the rest of a number has, of which {@link StateWriter#gammaLength} wrote that. */
    int gammaLength() throws IOException {
        int length = zeros();
        if (length >= Integer.SIZE - 1) {
            throw damaged("a number is too long");
        }
        return length;
    }

    /** Zeros up to a one. */
    private int zeros() throws IOException {
        refill(MOST_PENDING - 7);
        int length = Long.numberOfTrailingZeros(pending);
        if (length < pendingBits) {
            take(length + 1);
            return length;
        }
        length = 0;
        while (!bit()) {
            length++;
        }
        if (length >= Long.SIZE) {
            throw damaged("a number is too long");
        }
        return length;
    }

    /** The number whose rest has so many bits. */
    long gammaRest(int length) throws IOException {
        return 1L << length | bits(length);
    }

    /** How many bits the {@linkplain #gammaLength lengths} of so many numbers and all their rests have; passes over nothing. */
    long gammasAhead(int numbers) throws IOException {
        int from = position();
        long rests = passGammaLengths(numbers);
        long lengths = position() - from;
        seek(from);
        return lengths + rests;
    }

    private long passGammaLengths(int numbers) throws IOException {
        long zeros = 0;
        int left = numbers;
        while (left > 0) {
            refill(1);
            int ends = Long.bitCount(pending);
            if (ends < left) {
                if (pendingBits == 0) {
                    throw endsTooEarly();
                }
                left -= ends;
                zeros += pendingBits - ends;
                take(pendingBits);
            } else {
                long rest = pending;
                for (int passed = 1; passed < left; passed++) {
                    rest &= rest - 1;
                }
                int length = Long.numberOfTrailingZeros(rest) + 1;
                zeros += length - left;
                take(length);
                left = 0;
            }
        }
        return zeros;
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
