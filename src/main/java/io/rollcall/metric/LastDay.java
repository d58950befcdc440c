package io.rollcall.metric;

import java.io.DataInput;
import java.io.IOException;

/** {@code since}: the last date. */
final class LastDay extends MetricState {
    private int last = NEVER;

    @Override
    boolean add(int day, int today) {
        if (last != NEVER && day <= last) {
            return false;
        }
        last = day;
        return true;
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
    public void clear() {
        last = NEVER;
    }

    @Override
    public boolean isEmpty() {
        return last == NEVER;
    }

    @Override
    public void write(StateWriter out) {
        out.date(last);
    }

    @Override
    public void read(StateReader in) throws IOException {
        last = in.date();
    }

    @Override
    public void readFormat1(DataInput in) throws IOException {
        last = (int) Varint.readSigned(in);
    }
}
