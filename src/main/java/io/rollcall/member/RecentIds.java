package io.rollcall.member;

import io.rollcall.metric.Hash;
import io.rollcall.metric.StateReader;
import io.rollcall.metric.StateWriter;
import io.rollcall.metric.Varint;
import java.io.DataInput;
import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

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

    /** So few are looked through without asking first whether the id can be among them. */
    private static final int FEW = 16;

    /** Of new ids one in eight to five is looked for in vain, the more the longer ago the filter was made. */
    private static final int FILTER_BITS = 2048;

    // the oldest first; what is before the first is forgotten
    private long[] hashes = new long[2];
    private long[] instants = new long[2];
    private int first;
    private int end;

    /** Whether no instant is before one that was remembered earlier, as mostly. */
    private boolean isInOrder = true;

    /** A bit for each hash, and for some that are forgotten; made when it is asked for a second time, as most states are asked once. */
    private long @Nullable [] filter;

    /** So many more the filter takes before it is made anew, as it fills up with what is forgotten; 0 while it does not count. */
    private int filterTakes;

    private boolean wasAsked;

    /** What is remembered of an id. */
    public static long of(String id) {
        return narrow(Hash.of(id));
    }

    private static long narrow(long hash) {
        return hash & (1L << WIDTH) - 1;
    }

    /** Whether an event with this id, at most an hour away, was seen; {@code seen} is the member's latest instant. */
    public boolean isRepeat(long hash, long at, long seen) {
        if (end - first > FEW && !isPossible(hash)) {
            return false;
        }
        for (int i = end - 1; i >= first; i--) {
            if (hashes[i] == hash && Math.abs(at - instants[i]) <= HOUR) {
                // what the bytes would have forgotten by now is forgotten
                if (i == end - 1 || instants[i] >= seen - HOUR) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Remembers an event; {@code seen} is the member's latest instant. */
    public void remember(long hash, long at, long seen) {
        forget(Math.max(seen, at) - HOUR);
        if (end - first == MOST) {
            first++;
        }
        append(hash, at);
    }

    private void append(long hash, long at) {
        if (first == end) {
            isInOrder = true;
        } else if (at < instants[end - 1]) {
            isInOrder = false;
        }
        if (end == hashes.length) {
            makeRoom();
        }
        hashes[end] = hash;
        instants[end++] = at;
        if (filterTakes > 0 && filter != null) {
            set(filter, hash);
            filterTakes--;
        }
    }

    /** At the begin where a quarter of all is forgotten, so that each id is moved a few times at most; else there is more of it. */
    private void makeRoom() {
        int size = end - first;
        int length = hashes.length;
        int more = Math.max(size + 1, Math.min(2 * length, MOST + MOST / 2));
        int room = size <= length - length / 4 && size < length ? length : more;
        hashes = Arrays.copyOfRange(hashes, first, first + room);
        instants = Arrays.copyOfRange(instants, first, first + room);
        first = 0;
        end = size;
    }

    private void forget(long before) {
        while (first < end && instants[first] < before) {
            first++;
        }
        if (isInOrder) {
            return;
        }
        int kept = first;
        isInOrder = true;
        for (int i = first; i < end; i++) {
            if (instants[i] >= before) {
                isInOrder &= kept == first || instants[i] >= instants[kept - 1];
                hashes[kept] = hashes[i];
                instants[kept++] = instants[i];
            }
        }
        end = kept;
    }

    // ---- the filter

    private boolean isPossible(long hash) {
        if (filterTakes > 0 && filter != null) {
            return (filter[word(hash)] & 1L << hash) != 0;
        }
        if (wasAsked) {
            makeFilter();
        }
        wasAsked = true;
        return true;
    }

    private void makeFilter() {
        long[] bits = filter == null ? new long[FILTER_BITS / Long.SIZE] : filter;
        Arrays.fill(bits, 0);
        for (int i = first; i < end; i++) {
            set(bits, hashes[i]);
        }
        filter = bits;
        filterTakes = MOST;
    }

    private static void set(long[] bits, long hash) {
        bits[word(hash)] |= 1L << hash;
    }

    private static int word(long hash) {
        return (int) hash >>> 6 & FILTER_BITS / Long.SIZE - 1;
    }

    void clear() {
        begin(0);
    }

    private void begin(int size) {
        first = 0;
        end = size;
        isInOrder = true;
        filterTakes = 0;
        wasAsked = false;
    }

    void takeOver(RecentIds other) {
        begin(0);
        hashes = other.hashes;
        instants = other.instants;
        first = other.first;
        end = other.end;
        isInOrder = other.isInOrder;
    }

    /** The latest one first, as it mostly is of the member's latest instant or a little before. */
    void write(StateWriter out, long seen) {
        int oldest = first;
        while (oldest < end - 1 && instants[oldest] < seen - HOUR) {
            oldest++;
        }
        out.gamma(end - oldest + 1L);
        long after = seen;
        for (int i = end - 1; i >= oldest; i--) {
            out.bit(instants[i] == after);
            if (instants[i] != after) {
                out.signed(after - instants[i]);
            }
            out.bits(hashes[i], WIDTH);
            after = instants[i];
        }
    }

    void read(StateReader in, long seen) throws IOException {
        begin(in.entries(in.gamma() - 1, WIDTH));
        if (end > hashes.length) {
            hashes = new long[end];
            instants = new long[end];
        }
        long after = seen;
        for (int i = end - 1; i >= 0; i--) {
            long instant = after - (in.bit() ? 0 : in.signed());
            isInOrder &= i == end - 1 || instant <= after;
            instants[i] = instant;
            hashes[i] = in.bits(WIDTH);
            after = instant;
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
