package io.rollcall.metric;

import java.io.DataInput;
import java.io.IOException;

/**
 * {@code days} over a lifetime: how many dates had an event.
 *
 * <p>The last 64 dates are known one by one, so that a late event counts a date once; one that is later than that is
 * taken as of a date already counted, because nothing that is bounded could tell.
 */
final class DayCounter extends MetricState {
    private int last = NEVER;
    private long recent;
    private long count;

    @Override
    boolean add(int day, int today) {
        if (last == NEVER) {
            last = day;
            recent = 1;
            count = 1;
            return true;
        }
        if (day > last) {
            int ahead = day - last;
            recent = (ahead < Long.SIZE ? recent << ahead : 0) | 1;
            last = day;
            count++;
            return true;
        }
        if (last - day < Long.SIZE && (recent & 1L << last - day) == 0) {
            recent |= 1L << last - day;
            count++;
            return true;
        }
        return false;
    }

    @Override
    public double value(int today, int joined) {
        return count;
    }

    @Override
    public void clear() {
        last = NEVER;
        recent = 0;
        count = 0;
    }

    @Override
    public boolean isEmpty() {
        return count == 0;
    }

    @Override
    public void write(StateWriter out) {
        out.date(last);
        out.mask(recent);
        out.small(count);
    }

    @Override
    public void read(StateReader in) throws IOException {
        last = in.date();
        recent = in.mask();
        count = in.small();
    }

    @Override
    public void readFormat1(DataInput in) throws IOException {
        last = (int) Varint.readSigned(in);
        recent = Varint.read(in);
        count = Varint.read(in);
    }
}
