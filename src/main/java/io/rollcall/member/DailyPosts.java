package io.rollcall.member;

import io.rollcall.metric.StateReader;
import io.rollcall.metric.StateWriter;
import io.rollcall.metric.Varint;
import java.io.DataInput;
import java.io.IOException;

/**
 * How often a limited points rule has posted on each of the last three local dates that it posted on. A late event of
 * an older date finds its limit used up: of two mistakes that one is mended by hand, the other one is spent.
 */
public final class DailyPosts {
    private static final int DATES = 3;

    private final int[] dates = new int[DATES];
    private final int[] counts = new int[DATES];
    private int size;

    /** Whether the rule may post once more on the date; if so, that is noted. */
    public boolean post(int date, int limit) {
        int index = 0;
        while (index < size && dates[index] < date) {
            index++;
        }
        if (index < size && dates[index] == date) {
            return counts[index] < limit && ++counts[index] > 0;
        }
        if (size == DATES) {
            if (index == 0) {
                return false;
            }
            System.arraycopy(dates, 1, dates, 0, --size);
            System.arraycopy(counts, 1, counts, 0, size);
            index--;
        }
        System.arraycopy(dates, index, dates, index + 1, size - index);
        System.arraycopy(counts, index, counts, index + 1, size - index);
        dates[index] = date;
        counts[index] = 1;
        size++;
        return true;
    }

    void clear() {
        size = 0;
    }

    void write(StateWriter out) {
        out.bits(size, 2);
        for (int i = size - 1; i >= 0; i--) {
            if (i == size - 1) {
                out.date(dates[i]);
            } else {
                out.gamma((long) dates[i + 1] - dates[i]);
            }
            out.gamma(counts[i]);
        }
    }

    void read(StateReader in) throws IOException {
        size = (int) in.bits(2);
        for (int i = size - 1; i >= 0; i--) {
            dates[i] = i == size - 1 ? in.date() : dates[i + 1] - (int) in.gamma();
            counts[i] = (int) in.gamma();
        }
    }

    void readFormat1(DataInput in) throws IOException {
        size = Varint.readInt(in);
        int previous = 0;
        for (int i = 0; i < size; i++) {
            previous += (int) Varint.readSigned(in);
            dates[i] = previous;
            counts[i] = Varint.readInt(in);
        }
    }
}
