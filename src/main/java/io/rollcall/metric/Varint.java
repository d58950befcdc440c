package io.rollcall.metric;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** Integers in as few bytes as they need: seven bits a byte, the lowest first. */
public final class Varint {
    private Varint() {}

    /** Writes a number of which small values of at least 0 are the likely ones; others take ten bytes. */
    public static void write(DataOutput out, long value) throws IOException {
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            out.writeByte((int) (rest & 0x7F | 0x80));
            rest >>>= 7;
        }
        out.writeByte((int) rest);
    }

    /** Reads a number. */
    public static long read(DataInput in) throws IOException {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            byte b = in.readByte();
            value |= (long) (b & 0x7F) << shift;
            if (b >= 0) {
                return value;
            }
        }
        throw new IOException("not a variable-length integer: more than ten bytes");
    }

    /** Reads a number that fits an int. */
    public static int readInt(DataInput in) throws IOException {
        return Math.toIntExact(read(in));
    }

    /** Writes a number of which those near 0 on both sides are the likely ones. */
    public static void writeSigned(DataOutput out, long value) throws IOException {
        write(out, value << 1 ^ value >> 63);
    }

    /** Reads a number. */
    public static long readSigned(DataInput in) throws IOException {
        long value = read(in);
        return value >>> 1 ^ -(value & 1);
    }
}
