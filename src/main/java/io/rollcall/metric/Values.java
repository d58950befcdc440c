package io.rollcall.metric;

import java.io.DataInput;
import java.io.IOException;
import java.util.Arrays;

/** {@code distinct} over a lifetime: the values seen, until there are as many as count. */
final class Values extends MetricState {
    private static final long[] NONE = {};

    private final int cap;
    private final Fingerprints fingerprints;
    private long[] seen = NONE;
    private int count;
    /** Those of the values that were written before; if there are any, {@link #seen} is not filled yet. */
    private final Unread unread = new Unread();

    Values(int cap) {
        this.cap = cap;
        this.fingerprints = new Fingerprints(cap);
    }

    @Override
    boolean add(int day, int today, String value) {
        if (count == cap) {
            return false;
        }
        unread.read(this::readValues);
        long fingerprint = fingerprints.of(value);
        for (int i = 0; i < count; i++) {
            if (seen[i] == fingerprint) {
                return false;
            }
        }
        append(fingerprint);
        return true;
    }

    private void append(long fingerprint) {
        if (count == seen.length) {
            seen = Arrays.copyOf(seen, Math.min(cap, Math.max(4, count * 2)));
        }
        seen[count++] = fingerprint;
        if (count == cap) {
            seen = NONE; // no further value can count: which ones they were no longer matters
        } else if (fingerprints.fit(count)) {
            for (int i = 0; i < count; i++) {
                seen[i] = fingerprints.narrow(seen[i]);
            }
        }
    }

    @Override
    public double value(int today, int joined) {
        return count;
    }

    @Override
    public void clear() {
        count = 0;
        fingerprints.fit(0);
        unread.clear();
    }

    @Override
    public boolean isEmpty() {
        return count == 0;
    }

    @Override
    public void write(StateWriter out) {
        out.small(count);
        if (count < cap) {
            fingerprints.write(out);
            if (unread.isAny()) {
                unread.write(out);
                return;
            }
            for (int i = 0; i < count; i++) {
                fingerprints.write(out, seen[i]);
            }
        }
    }

    @Override
    public void read(StateReader in) throws IOException {
        count = in.count();
        if (count > cap) {
            throw new IOException("a member's state is damaged: it has %d values of %d at most".formatted(count, cap));
        }
        if (count < cap) {
            fingerprints.read(in);
            in.entries(count, Fingerprints.LEAST);
            unread.leave(in, fingerprints.bits(count));
        }
    }

    private void readValues(StateReader in) throws IOException {
        if (count > seen.length) {
            seen = new long[count];
        }
        for (int i = 0; i < count; i++) {
            seen[i] = fingerprints.readOne(in);
        }
    }

    @Override
    public void readFormat1(DataInput in) throws IOException {
        int size = Varint.readInt(in);
        fingerprints.takeOld();
        if (size == cap) {
            count = size;
            return;
        }
        for (int i = 0; i < size; i++) {
            append(fingerprints.narrow(in.readLong()));
        }
    }
}
