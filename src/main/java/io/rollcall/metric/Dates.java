package io.rollcall.metric;

import java.util.Arrays;

/** The dates of a window on which something happened, oldest first. */
final class Dates {
    private int[] dates = new int[4];
    private int size;

    int size() {
        return size;
    }

    void clear() {
        size = 0;
    }

    int get(int index) {
        return dates[index];
    }

    /** The index of the date, or {@code -(index at which to insert it) - 1}. Most often it is the last one. */
    int find(int date) {
        int index = size;
        while (index > 0 && dates[index - 1] > date) {
            index--;
        }
        return index > 0 && dates[index - 1] == date ? index - 1 : -index - 1;
    }

    /** There are so many from now on, to be {@linkplain #set set} one by one. */
    void resize(int count) {
        if (count > dates.length) {
            dates = new int[count];
        }
        size = count;
    }

    void set(int index, int date) {
        dates[index] = date;
    }

    void insert(int index, int date) {
        if (size == dates.length) {
            dates = Arrays.copyOf(dates, size * 2);
        }
        System.arraycopy(dates, index, dates, index + 1, size - index);
        dates[index] = date;
        size++;
    }

    /** How many dates, from the oldest on, are before {@code first}. */
    int before(int first) {
        int count = 0;
        while (count < size && dates[count] < first) {
            count++;
        }
        return count;
    }

    void removeFirst(int count) {
        System.arraycopy(dates, count, dates, 0, size - count);
        size -= count;
    }

    /** The first date after {@code today} on which one of them leaves a window of {@code over} dates, or NEVER. */
    int nextToLeave(int today, int over) {
        int first = before(today - over + 1);
        return first < size ? dates[first] + over : MetricState.NEVER;
    }
}
