package io.rollcall.metric;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/** {@code sum} over a window: how much on each date. */
final class DailyTotals extends MetricState {
    private final int over;
    private final Dates dates = new Dates();
    private double[] totals = new double[4];

    DailyTotals(int over) {
        this.over = over;
    }

    @Override
    void add(int day, int today, double amount) {
        prune(today);
        if (day > today - over) {
            put(day, amount);
        }
    }

    private void put(int day, double amount) {
        int index = dates.find(day);
        if (index < 0) {
            index = -index - 1;
            if (dates.size() == totals.length) {
                totals = Arrays.copyOf(totals, totals.length * 2);
            }
            System.arraycopy(totals, index, totals, index + 1, dates.size() - index);
            totals[index] = 0;
            dates.insert(index, day);
        }
        totals[index] += amount;
    }

    private void prune(int today) {
        int gone = dates.before(today - over + 1);
        if (gone > 0) {
            System.arraycopy(totals, gone, totals, 0, dates.size() - gone);
            dates.removeFirst(gone);
        }
    }

    @Override
    public double value(int today, int joined) {
        double sum = 0;
        for (int i = dates.before(today - over + 1); i < dates.size(); i++) {
            sum += totals[i];
        }
        return Decimals.round6(sum);
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
            out.writeDouble(totals[i]);
            previous = dates.get(i);
        }
    }

    @Override
    public void read(DataInput in) throws IOException {
        int size = Varint.readInt(in);
        int day = 0;
        for (int i = 0; i < size; i++) {
            day += (int) Varint.readSigned(in);
            put(day, in.readDouble());
        }
    }
}
