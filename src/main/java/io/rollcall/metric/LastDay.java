package io.rollcall.metric;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** {@code since}: the last date. */
final class LastDay extends MetricState {
    private int last = NEVER;

    @Override
    void add(int day, int today) {
        last = last == NEVER ? day : Math.max(last, day);
    }

    @Override
    public double value(int today, int joined) {
        int from = last == NEVER ? joined : last;
        return from == NEVER ? 0 : Math.max(0, today - from);
    }

    @Override
    public int nextChange(int today) {
        return today + 1;
    }

    @Override
    public boolean isEmpty() {
        return last == NEVER;
    }

    @Override
    public void write(DataOutput out) throws IOException {
        Varint.writeSigned(out, last);
    }

    @Override
    public void read(DataInput in) throws IOException {
        last = (int) Varint.readSigned(in);
    }
}
