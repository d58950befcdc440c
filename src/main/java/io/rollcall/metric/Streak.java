package io.rollcall.metric;

import java.io.DataInput;
import java.io.IOException;

/**
 * {@code streak}: the run of dates that ends with the last one.
 *
 * <p>The last 64 dates are known one by one, so that a late event can close a gap; of what lies before them the length
 * of the run that leads up to them is enough.
 */
final class Streak extends MetricState {
    private int last = NEVER;
    private long recent;
    private long before;

    @Override
    boolean add(int day, int today) {
        if (day == last) {
            return false;
        }
        if (last == NEVER) {
            last = day;
            recent = 1;
        } else if (day > last) {
            advance(day - last);
            recent |= 1;
            last = day;
        } else if (last - day < Long.SIZE) {
            recent |= 1L << last - day;
        }
        return true;
    }

    private void advance(int days) {
        if (days > Long.SIZE) {
            recent = 0;
            before = 0;
            return;
        }
        for (int dropped = Long.SIZE - 1; dropped >= Long.SIZE - days; dropped--) {
            before = (recent & 1L << dropped) == 0 ? 0 : before + 1;
        }
        recent = days == Long.SIZE ? 0 : recent << days;
    }

    @Override
    public double value(int today, int joined) {
        if (last == NEVER || last < today - 1) {
            return 0;
        }
        int run = Long.numberOfTrailingZeros(~recent);
        return run == Long.SIZE ? run + before : run;
    }

    @Override
    public int nextChange(int today) {
        return last == NEVER || last < today - 1 ? NEVER : last + 2;
    }

    @Override
    public void clear() {
        last = NEVER;
        recent = 0;
        before = 0;
    }

    @Override
    public boolean isEmpty() {
        return last == NEVER;
    }

    @Override
    public void write(StateWriter out) {
        out.date(last);
        out.mask(recent);
        out.small(before);
    }

    @Override
    public void read(StateReader in) throws IOException {
        last = in.date();
        recent = in.mask();
        before = in.small();
    }

    @Override
    public void readFormat1(DataInput in) throws IOException {
        last = (int) Varint.readSigned(in);
        recent = Varint.read(in);
        before = Varint.read(in);
    }
}
