package io.rollcall.metric;

import java.io.DataInput;
import java.io.IOException;

/** {@code sum} over a lifetime. */
final class Total extends MetricState {
    private double total;

    @Override
    boolean add(int day, int today, double amount) {
        total += amount;
        return true;
    }

    @Override
    public double value(int today, int joined) {
        return Decimals.round6(total);
    }

    @Override
    public void clear() {
        total = 0;
    }

    @Override
    public boolean isEmpty() {
        return total == 0;
    }

    @Override
    public void write(StateWriter out) {
        out.amount(total);
    }

    @Override
    public void read(StateReader in) throws IOException {
        total = in.amount();
    }

    @Override
    public void readFormat1(DataInput in) throws IOException {
        total = in.readDouble();
    }
}
