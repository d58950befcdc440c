package io.rollcall.metric;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Writes a member's state bit by bit: what is as it mostly is takes one bit, a small number four. */
public final class StateWriter {
    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private static final int FIRST_BYTES = 256;

    /** More room than this is not kept for what is written later. */
    private static final int MOST_KEPT = 1 << 16;

    private byte[] bytes = new byte[FIRST_BYTES];
    private int size;
    private long pending;
    private int pendingBits;
    private int today;

    /** Begins anew, as if nothing had been written. */
    public void clear() {
        if (bytes.length > MOST_KEPT) {
            bytes = new byte[FIRST_BYTES];
        }
        size = 0;
        pending = 0;
        pendingBits = 0;
        today = 0;
    }

    /** The date near which dates are expected from now on. */
    public void near(int date) {
        today = date;
    }

    /** What was written, in whole bytes. */
    public byte[] toBytes() {
        reserve();
        INTS.set(bytes, size, (int) pending);
        return Arrays.copyOf(bytes, size + (pendingBits + Byte.SIZE - 1) / Byte.SIZE);
    }

    /** One bit. */
    public void bit(boolean value) {
        bits(value ? 1 : 0, 1);
    }

    /** The lowest {@code count} bits of a value. */
    public void bits(long value, int count) {
        if (count > Integer.SIZE) {
            bits(value, Integer.SIZE);
            bits(value >>> Integer.SIZE, count - Integer.SIZE);
            return;
        }
        pending |= (value & (1L << count) - 1) << pendingBits;
        pendingBits += count;
        if (pendingBits >= Integer.SIZE) {
            reserve();
            INTS.set(bytes, size, (int) pending);
            size += Integer.BYTES;
            pending >>>= Integer.SIZE;
            pendingBits -= Integer.SIZE;
        }
    }

    private void reserve() {
        if (bytes.length - size < Long.BYTES) {
            bytes = Arrays.copyOf(bytes, bytes.length * 2);
        }
    }

    /** A number from 0 on that is mostly below 8: four bits for every three. */
    public void small(long value) {
        groups(value, 3);
    }

    /** A number from 0 on that is mostly large: eight bits for every seven. */
    public void large(long value) {
        groups(value, 7);
    }

    /** Groups of so many bits, the lowest first, each behind a bit that says whether another one follows. */
    private void groups(long value, int width) {
        long rest = value;
        while (rest >>> width != 0) {
            bits(rest << 1 | 1, width + 1);
            rest >>>= width;
        }
        bits(rest << 1, width + 1);
    }

    /** A number from 1 on that is mostly 1: Elias's gamma code. */
    public void gamma(long value) {
        int length = length(value);
        if (length < Short.SIZE) {
            bits((value << 1 ^ 2L << length | 1) << length, 2 * length + 1);
        } else {
            gammaLength(value);
            gammaRest(value);
        }
    }

    /** How many bits a number from 1 on has below its highest one. */
    private static int length(long value) {
        return Long.SIZE - 1 - Long.numberOfLeadingZeros(value);
    }

    /** The first half of {@link #gamma}, for many numbers of which first all lengths are written and then all rests. */
    void gammaLength(long value) {
        int length = length(value);
        for (int zeros = length; zeros > 0; zeros -= Integer.SIZE) {
            bits(0, Math.min(zeros, Integer.SIZE));
        }
        bits(1, 1);
    }

    /** The second half of {@link #gamma}. */
    void gammaRest(long value) {
        bits(value, length(value));
    }

    /** Bits that were written before: {@code count} of them, from a bit of the bytes on. */
    void copy(byte[] from, int bit, int count) {
        int next = bit;
        int left = count;
        while (left > 0) {
            int some = Math.min(left, Integer.SIZE);
            bits(at(from, next), some);
            next += some;
            left -= some;
        }
    }

    /** At least 32 bits from one on, or as many as there are. */
    private static long at(byte[] bytes, int bit) {
        int first = bit / Byte.SIZE;
        if (bytes.length - first >= Long.BYTES) {
            return (long) LONGS.get(bytes, first) >>> bit % Byte.SIZE;
        }
        long value = 0;
        for (int i = bytes.length - 1; i >= first; i--) {
            value = value << Byte.SIZE | bytes[i] & 0xFF;
        }
        return value >>> bit % Byte.SIZE;
    }

    /** A number of which those near 0 on both sides are the likely ones. */
    public void signed(long value) {
        large(value << 1 ^ value >> 63);
    }

    /** A date; those near the state's own take few bits. */
    public void date(int date) {
        long back = (long) today - date;
        small(back << 1 ^ back >> 63);
    }

    /** An amount: cents where it is whole cents, else all its bits. */
    void amount(double amount) {
        double cents = Math.rint(amount * 100);
        boolean whole = Math.abs(cents) < 1L << 52 && cents / 100 == amount;
        bit(whole);
        if (whole) {
            long number = (long) cents;
            small(number << 1 ^ number >> 63);
        } else {
            bits(Double.doubleToRawLongBits(amount), Long.SIZE);
        }
    }

    /** A set of bits of which the lowest is set. */
    void mask(long mask) {
        int above = Long.SIZE - 1 - Long.numberOfLeadingZeros(mask);
        bits(above, 6);
        bits(mask >>> 1, above);
    }
}
