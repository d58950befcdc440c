package io.rollcall.member;

import io.rollcall.metric.Hash;
import io.rollcall.metric.StateReader;
import io.rollcall.metric.StateWriter;
import io.rollcall.metric.Varint;
import java.io.DataInput;
import java.io.IOException;
import java.util.Arrays;

/**
 * The ids of the events that a member has seen lately, as hashes, with the events' instants: at most 256, and of those more
 * than an hour older than the member's latest instant, which no event in order could repeat, the last one only, which a
 * producer is the likeliest to send again.
 */
public final class RecentIds {
    private static final long HOUR = 3_600_000;
    private static final int MOST = 256;
    /** Five bytes: what that can cost is in docs/decisions.md. */
    private static final int WIDTH = 40;

    private long[] hashes = new long[2];
    private long[] instants = new long[2];
    private int size;

    /** What is remembered of an id. */
    public static long of(String id) {
        return narrow(Hash.of(id));
    }

    private static long narrow(long hash) {
        return hash & (1L << WIDTH) - 1;
    }

    /** Whether an event with this id, at most an hour away, was seen; {@code seen} is the member's latest instant. */
    public boolean isRepeat(long hash, long at, long seen) {
        for (int i = size - 1; i >= 0; i--) {
            if (hashes[i] == hash && Math.abs(at - instants[i]) <= HOUR) {
                // what the bytes would have forgotten by now is forgotten
                if (i == size - 1 || instants[i] >= seen - HOUR) {
                    return true;
                }
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
        while (kept < size && instants[kept] >= before) {
            kept++;
        }
        for (int i = kept; i < size; i++) {
            if (instants[i] >= before) {
                hashes[kept] = hashes[i];
                instants[kept++] = instants[i];
            }
        }
        size = kept;
    }

    void clear() {
        size = 0;
    }

    void takeOver(RecentIds other) {
        hashes = other.hashes;
        instants = other.instants;
        size = other.size;
    }

    /** The latest one first, as it mostly is of the member's latest instant or a little before. */
    void write(StateWriter out, long seen) {
        int first = 0;
        while (first < size - 1 && instants[first] < seen - HOUR) {
            first++;
        }
        out.gamma(size - first + 1L);
        long after = seen;
        for (int i = size - 1; i >= first; i--) {
            out.bit(instants[i] == after);
            if (instants[i] != after) {
                out.signed(after - instants[i]);
            }
            out.bits(hashes[i], WIDTH);
            after = instants[i];
        }
    }

    void read(StateReader in, long seen) throws IOException {
        size = in.entries(in.gamma() - 1, WIDTH);
        if (size > hashes.length) {
            hashes = new long[size];
            instants = new long[size];
        }
        long after = seen;
        for (int i = size - 1; i >= 0; i--) {
            after -= in.bit() ? 0 : in.signed();
            instants[i] = after;
            hashes[i] = in.bits(WIDTH);
        }
    }

    void readFormat1(DataInput in, long seen) throws IOException {
        int count = Varint.readInt(in);
        for (int i = 0; i < count; i++) {
            long hash = narrow(in.readLong());
            append(hash, seen - Varint.readSigned(in));
        }
    }
}
