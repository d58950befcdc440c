package io.rollcall.metric;

import java.io.DataInput;
import java.io.IOException;
import java.util.Arrays;

/** {@code count} and {@code sum} over a window: how much on each date. */
final class DailyAmounts extends MetricState {
    private final int over;
    /** Whether the amounts are counts, which take fewer bytes. */
    private final boolean whole;

    private final Dates dates = new Dates();
    private double[] amounts = new double[4];

    DailyAmounts(int over, boolean whole) {
        this.over = over;
        this.whole = whole;
    }

    @Override
    boolean add(int day, int today) {
        return add(day, today, 1.0);
    }

    @Override
    boolean add(int day, int today, double amount) {
        prune(today);
        if (day <= today - over) {
            return false;
        }
        put(day, amount);
        return true;
    }

    private void put(int day, double amount) {
        int index = dates.find(day);
        if (index < 0) {
            index = -index - 1;
            if (dates.size() == amounts.length) {
                amounts = Arrays.copyOf(amounts, amounts.length * 2);
            }
            System.arraycopy(amounts, index, amounts, index + 1, dates.size() - index);
            amounts[index] = 0;
            dates.insert(index, day);
        }
        amounts[index] += amount;
    }

    private void prune(int today) {
        int gone = dates.before(today - over + 1);
        if (gone > 0) {
            System.arraycopy(amounts, gone, amounts, 0, dates.size() - gone);
            dates.removeFirst(gone);
        }
    }

    @Override
    public double value(int today, int joined) {
        double sum = 0;
        for (int i = dates.before(today - over + 1); i < dates.size(); i++) {
            sum += amounts[i];
        }
        return Decimals.round6(sum);
    }

    @Override
    public int nextChange(int today) {
        return dates.nextToLeave(today, over);
    }

    @Override
    public void clear() {
        dates.clear();
    }

    @Override
    public boolean isEmpty() {
        return dates.size() == 0;
    }

    @Override
    public void write(StateWriter out) {
        int later = dates.get(dates.size() - 1);
        out.gamma(dates.size());
        out.date(later);
        for (int i = dates.size() - 1; i >= 0; i--) {
            if (i < dates.size() - 1) {
                out.gamma(later - dates.get(i));
                later = dates.get(i);
            }
            if (whole) {
                out.gamma((long) amounts[i]);
            } else {
                out.amount(amounts[i]);
            }
        }
    }

    @Override
    public void read(StateReader in) throws IOException {
        int size = in.entries(in.gamma(), 1);
        dates.resize(size);
        if (size > amounts.length) {
            amounts = new double[size];
        }
        int day = in.date();
        for (int i = size - 1; i >= 0; i--) {
            day -= i == size - 1 ? 0 : (int) in.gamma();
            dates.set(i, day);
            amounts[i] = whole ? in.gamma() : in.amount();
        }
    }

    @Override
    public void readFormat1(DataInput in) throws IOException {
        int size = Varint.readInt(in);
        int day = 0;
        for (int i = 0; i < size; i++) {
            day += (int) Varint.readSigned(in);
            put(day, whole ? Varint.read(in) : in.readDouble());
        }
    }
}
