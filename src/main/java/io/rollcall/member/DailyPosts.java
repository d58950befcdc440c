package io.rollcall.member;

import io.rollcall.metric.Varint;
import java.io.DataInput;
import java.io.DataOutput;
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

    void write(DataOutput out) throws IOException {
        Varint.write(out, size);
        int previous = 0;
        for (int i = 0; i < size; i++) {
            Varint.writeSigned(out, (long) dates[i] - previous);
            Varint.write(out, counts[i]);
            previous = dates[i];
        }
    }

    void read(DataInput in) throws IOException {
        size = Varint.readInt(in);
        int previous = 0;
        for (int i = 0; i < size; i++) {
            previous += (int) Varint.readSigned(in);
            dates[i] = previous;
            counts[i] = Varint.readInt(in);
        }
    }
}
