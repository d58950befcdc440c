package io.rollcall.metric;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** {@code sum} over a lifetime. */
final class Total extends MetricState {
    private double total;

    @Override
    void add(int day, int today, double amount) {
        total += amount;
    }

    @Override
    public double value(int today, int joined) {
        return Decimals.round6(total);
    }

    @Override
    public boolean isEmpty() {
        return total == 0;
    }

    @Override
    public void write(DataOutput out) throws IOException {
        out.writeDouble(total);
    }

    @Override
    public void read(DataInput in) throws IOException {
        total = in.readDouble();
    }
}
