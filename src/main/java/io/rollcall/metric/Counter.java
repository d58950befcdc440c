package io.rollcall.metric;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** {@code count} over a lifetime. */
final class Counter extends MetricState {
    private long count;

    @Override
    void add(int day, int today) {
        count++;
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
    }

    @Override
    public void read(DataInput in) throws IOException {
        count = Varint.read(in);
    }
}
