package io.rollcall.member;

import io.rollcall.metric.Varint;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/**
 * The ids of the events that a member has seen lately, as hashes, with the events' instants: at most 256, and none that
 * is more than an hour older than the member's latest instant, as no event in order could repeat it.
 */
public final class RecentIds {
    private static final long HOUR = 3_600_000;
    private static final int MOST = 256;

    private long[] hashes = new long[2];
    private long[] instants = new long[2];
    private int size;

    /** Whether an event with this id, at most an hour away, was seen. */
    public boolean isRepeat(long hash, long at) {
        for (int i = size - 1; i >= 0; i--) {
            if (hashes[i] == hash && Math.abs(at - instants[i]) <= HOUR) {
                return true;
            }
        }
        return false;
    }

    /** Remembers an event; {@code seen} is the member's latest instant. */
    public void remember(long hash, long at, long seen) {
        forget(Math.max(seen, at) - HOUR);
        if (size == MOST) {
            System.arraycopy(hashes, 1, hashes, 0, --size);
            System.arraycopy(instants, 1, instants, 0, size);
        }
        append(hash, at);
    }

    private void append(long hash, long at) {
        if (size == hashes.length) {
            hashes = Arrays.copyOf(hashes, size * 2);
            instants = Arrays.copyOf(instants, size * 2);
        }
        hashes[size] = hash;
        instants[size++] = at;
    }

    private void forget(long before) {
        int kept = 0;
        for (int i = 0; i < size; i++) {
            if (instants[i] >= before) {
                hashes[kept] = hashes[i];
                instants[kept++] = instants[i];
            }
        }
        size = kept;
    }

    void takeOver(RecentIds other) {
        hashes = other.hashes;
        instants = other.instants;
        size = other.size;
    }

    void write(DataOutput out, long seen) throws IOException {
        Varint.write(out, size);
        for (int i = 0; i < size; i++) {
            out.writeLong(hashes[i]);
            Varint.writeSigned(out, seen - instants[i]);
        }
    }

    void read(DataInput in, long seen) throws IOException {
        int count = Varint.readInt(in);
        for (int i = 0; i < count; i++) {
            long hash = in.readLong();
            append(hash, seen - Varint.readSigned(in));
        }
    }
}
