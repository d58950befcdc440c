package io.rollcall.metric;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/** {@code count} over a window: how many on each date. */
final class DailyCounts extends MetricState {
    private final int over;
    private final Dates dates = new Dates();
    private long[] counts = new long[4];

    DailyCounts(int over) {
        this.over = over;
    }

    @Override
    void add(int day, int today) {
        prune(today);
        if (day > today - over) {
            add(day, 1L);
        }
    }

    private void add(int day, long count) {
        int index = dates.find(day);
        if (index < 0) {
            index = -index - 1;
            if (dates.size() == counts.length) {
                counts = Arrays.copyOf(counts, counts.length * 2);
            }
            System.arraycopy(counts, index, counts, index + 1, dates.size() - index);
            counts[index] = 0;
            dates.insert(index, day);
        }
        counts[index] += count;
    }

    private void prune(int today) {
        int gone = dates.before(today - over + 1);
        if (gone > 0) {
            System.arraycopy(counts, gone, counts, 0, dates.size() - gone);
            dates.removeFirst(gone);
        }
    }

    @Override
    public double value(int today, int joined) {
        long sum = 0;
        for (int i = dates.before(today - over + 1); i < dates.size(); i++) {
            sum += counts[i];
        }
        return sum;
    }

    @Override
    public int nextChange(int today) {
        return dates.nextToLeave(today, over);
    }

    @Override
    public boolean isEmpty() {
        return dates.size() == 0;
    }

    @Override
    public void write(DataOutput out) throws IOException {
        Varint.write(out, dates.size());
        int previous = 0;
        for (int i = 0; i < dates.size(); i++) {
            Varint.writeSigned(out, (long) dates.get(i) - previous);
            Varint.write(out, counts[i]);
            previous = dates.get(i);
        }
    }

    @Override
    public void read(DataInput in) throws IOException {
        int size = Varint.readInt(in);
        int day = 0;
        for (int i = 0; i < size; i++) {
            day += (int) Varint.readSigned(in);
            add(day, Varint.read(in));
        }
    }
}
