package io.rollcall.jobs.type;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Whole numbers in as few bytes as they need (seven bits a byte, the lowest first), and byte strings behind them. */
public final class Varint {
    private Varint() {}

    /** Writes a number that is small when it is not negative: one byte below 128, ten for a negative one. */
    public static void write(long number, DataOutput out) throws IOException {
        long rest = number;
        while ((rest & ~0x7FL) != 0) {
            out.writeByte((int) (rest & 0x7F) | 0x80);
            rest >>>= 7;
        }
        out.writeByte((int) rest);
    }

    /** Reads what {@link #write} wrote. */
    public static long read(DataInput in) throws IOException {
        long number = 0;
        for (int shift = 0; shift < Long.SIZE; shift += 7) {
            byte next = in.readByte();
            number |= (long) (next & 0x7F) << shift;
            if (next >= 0) {
                return number;
            }
        }
        throw new IOException("no number: it has more than ten bytes");
    }

    /** Writes a number that is small when it is near 0, on either side. */
    public static void writeSigned(long number, DataOutput out) throws IOException {
        write((number << 1) ^ (number >> 63), out);
    }

    /** Reads what {@link #writeSigned} wrote. */
    public static long readSigned(DataInput in) throws IOException {
        long number = read(in);
        return (number >>> 1) ^ -(number & 1);
    }

    /** Writes bytes and their number, or that there are none at all. */
    public static void writeBytes(byte @Nullable [] bytes, DataOutput out) throws IOException {
        if (bytes == null) {
            write(0, out);
        } else {
            write(bytes.length + 1L, out);
            out.write(bytes);
        }
    }

    /** How many bytes {@link #writeBytes} writes. */
    public static int sizeOfBytes(byte[] bytes) {
        int size = bytes.length + 1;
        for (int rest = bytes.length + 1 >>> 7; rest != 0; rest >>>= 7) {
            size++;
        }
        return size;
    }

    /** Writes what {@link #writeBytes} writes before the bytes; returns where these begin. */
    public static int writeLength(byte[] bytes, byte[] out) {
        int at = 0;
        int rest = bytes.length + 1;
        while ((rest & ~0x7F) != 0) {
            out[at++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        out[at++] = (byte) rest;
        return at;
    }

    /** Reads what {@link #writeBytes} wrote. */
    public static byte @Nullable [] readBytes(DataInput in) throws IOException {
        int length = Math.toIntExact(read(in) - 1);
        if (length < 0) {
            return null;
        }
        byte[] bytes = new byte[length];
        in.readFully(bytes);
        return bytes;
    }
}
