package io.rollcall.metric;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/** {@code distinct} over a lifetime: the values seen, until there are as many as count. */
final class Values extends MetricState {
    private static final long[] NONE = {};

    private final int cap;
    private long[] seen = NONE;
    private int count;

    Values(int cap) {
        this.cap = cap;
    }

    @Override
    void add(int day, int today, long hash) {
        if (count == cap) {
            return;
        }
        int index = Arrays.binarySearch(seen, 0, count, hash);
        if (index >= 0) {
            return;
        }
        index = -index - 1;
        if (count == seen.length) {
            seen = Arrays.copyOf(seen, Math.min(cap, Math.max(4, count * 2)));
        }
        System.arraycopy(seen, index, seen, index + 1, count - index);
        seen[index] = hash;
        count++;
        if (count == cap) {
            seen = NONE; // no further value can count: which ones they were no longer matters
        }
    }

    @Override
    public double value(int today, int joined) {
        return count;
    }

    @Override
    public boolean isEmpty() {
        return count == 0;
    }

    @Override
    public void write(DataOutput out) throws IOException {
        Varint.write(out, count);
        for (int i = 0; count < cap && i < count; i++) {
            out.writeLong(seen[i]);
        }
    }

    @Override
    public void read(DataInput in) throws IOException {
        count = Varint.readInt(in);
        if (count < cap) {
            seen = new long[count];
            for (int i = 0; i < count; i++) {
                seen[i] = in.readLong();
            }
        }
    }
}
