package io.rollcall.metric;

import java.io.DataInput;
import java.io.IOException;

/** {@code count} over a lifetime. */
final class Counter extends MetricState {
    private long count;

    @Override
    boolean add(int day, int today) {
        count++;
        return true;
    }

    @Override
    public double value(int today, int joined) {
        return count;
    }

    @Override
    public void clear() {
        count = 0;
    }

    @Override
    public boolean isEmpty() {
        return count == 0;
    }

    @Override
    public void write(StateWriter out) {
        out.small(count);
    }

    @Override
    public void read(StateReader in) throws IOException {
        count = in.small();
    }

    @Override
    public void readFormat1(DataInput in) throws IOException {
        count = Varint.read(in);
    }
}
