package io.rollcall.metric;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/**
 * {@code distinct} over a window: each value with the last date that had it. As many as count are kept, those of the
 * latest dates; when that many are in the window the value is the cap, else all that are in it are among them.
 */
final class DatedValues extends MetricState {
    private final int over;
    private final int cap;
    private long[] seen = new long[4];
    private int[] dates = new int[4];
    private int size;

    DatedValues(int over, int cap) {
        this.over = over;
        this.cap = cap;
    }

    @Override
    void add(int day, int today, long hash) {
        prune(today);
        if (day <= today - over) {
            return;
        }
        int oldest = -1;
        for (int i = 0; i < size; i++) {
            if (seen[i] == hash) {
                dates[i] = Math.max(dates[i], day);
                return;
            }
            if (oldest < 0 || dates[i] < dates[oldest]) {
                oldest = i;
            }
        }
        if (size < cap) {
            append(hash, day);
        } else if (day > dates[oldest]) {
            seen[oldest] = hash;
            dates[oldest] = day;
        }
    }

    private void append(long hash, int day) {
        if (size == seen.length) {
            seen = Arrays.copyOf(seen, size * 2);
            dates = Arrays.copyOf(dates, size * 2);
        }
        seen[size] = hash;
        dates[size++] = day;
    }

    private void prune(int today) {
        int kept = 0;
        for (int i = 0; i < size; i++) {
            if (dates[i] > today - over) {
                seen[kept] = seen[i];
                dates[kept++] = dates[i];
            }
        }
        size = kept;
    }

    @Override
    public double value(int today, int joined) {
        int count = 0;
        for (int i = 0; i < size; i++) {
            if (dates[i] > today - over) {
                count++;
            }
        }
        return count;
    }

    @Override
    public int nextChange(int today) {
        int next = NEVER;
        for (int i = 0; i < size; i++) {
            if (dates[i] > today - over) {
                next = Math.min(next, dates[i] + over);
            }
        }
        return next;
    }

    @Override
    public boolean isEmpty() {
        return size == 0;
    }

    @Override
    public void write(DataOutput out) throws IOException {
        Varint.write(out, size);
        int previous = 0;
        for (int i = 0; i < size; i++) {
            out.writeLong(seen[i]);
            Varint.writeSigned(out, (long) dates[i] - previous);
            previous = dates[i];
        }
    }

    @Override
    public void read(DataInput in) throws IOException {
        int count = Varint.readInt(in);
        int day = 0;
        for (int i = 0; i < count; i++) {
            long hash = in.readLong();
            day += (int) Varint.readSigned(in);
            append(hash, day);
        }
    }
}
