package io.rollcall.metric;

import java.io.DataInput;
import java.io.IOException;

/** Integers as the first format of states had them: seven bits a byte, the lowest first. */
public final class Varint {
    private Varint() {}

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

    /** Reads a number. */
    public static long readSigned(DataInput in) throws IOException {
        long value = read(in);
        return value >>> 1 ^ -(value & 1);
    }
}
