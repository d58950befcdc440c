package io.rollcall.metric;

import java.io.DataInput;
import java.io.IOException;
import java.util.Arrays;

/**
 * {@code distinct} over a window: each value with the last date that had it. As many as count are kept, those of the
 * latest dates; when that many are in the window the value is the cap, else all that are in it are among them.
 */
final class DatedValues extends MetricState {
    private final int over;
    private final int cap;
    private final Fingerprints fingerprints;
    /** Those of the earliest dates first. */
    private long[] seen = new long[4];

    private int[] dates = new int[4];
    private int size;
    /** The last of the dates. */
    private int last;
    /** The values and their dates, as they were written; if there are any, they are not in the arrays yet. */
    private final Unread unread = new Unread();

    DatedValues(int over, int cap) {
        this.over = over;
        this.cap = cap;
        this.fingerprints = new Fingerprints(cap);
    }

    @Override
    boolean add(int day, int today, String value) {
        unread.read(this::readValues);
        removeFirst(before(today - over + 1));
        if (day <= today - over) {
            return false;
        }
        long fingerprint = fingerprints.of(value);
        for (int i = size - 1; i >= 0; i--) {
            if (seen[i] == fingerprint) {
                if (day > dates[i]) {
                    remove(i);
                    insert(fingerprint, day);
                }
                return false;
            }
        }
        if (size == cap) {
            if (day <= dates[0]) {
                return false;
            }
            removeFirst(1);
        }
        insert(fingerprint, day);
        return true;
    }

    private void insert(long fingerprint, int day) {
        if (size == seen.length) {
            seen = Arrays.copyOf(seen, Math.max(4, size * 2));
            dates = Arrays.copyOf(dates, Math.max(4, size * 2));
        }
        int index = size;
        while (index > 0 && dates[index - 1] > day) {
            index--;
        }
        System.arraycopy(seen, index, seen, index + 1, size - index);
        System.arraycopy(dates, index, dates, index + 1, size - index);
        seen[index] = fingerprint;
        dates[index] = day;
        size++;
        if (fingerprints.fit(size)) {
            for (int i = 0; i < size; i++) {
                seen[i] = fingerprints.narrow(seen[i]);
            }
        }
    }

    private void remove(int index) {
        System.arraycopy(seen, index + 1, seen, index, size - index - 1);
        System.arraycopy(dates, index + 1, dates, index, size - index - 1);
        size--;
    }

    private void removeFirst(int count) {
        if (count > 0) {
            System.arraycopy(seen, count, seen, 0, size - count);
            System.arraycopy(dates, count, dates, 0, size - count);
            size -= count;
            fingerprints.fit(size);
        }
    }

    private int before(int first) {
        int count = 0;
        while (count < size && dates[count] < first) {
            count++;
        }
        return count;
    }

    @Override
    public double value(int today, int joined) {
        unread.read(this::readValues);
        return size - before(today - over + 1);
    }

    @Override
    public int nextChange(int today) {
        unread.read(this::readValues);
        int first = before(today - over + 1);
        return first < size ? dates[first] + over : NEVER;
    }

    @Override
    public void clear() {
        size = 0;
        fingerprints.fit(0);
        unread.clear();
    }

    @Override
    public boolean isEmpty() {
        return size == 0;
    }

    @Override
    public void write(StateWriter out) {
        out.gamma(size);
        fingerprints.write(out);
        if (unread.isAny()) {
            out.date(last);
            unread.write(out);
            return;
        }
        out.date(dates[size - 1]);
        for (int i = size - 2; i >= 0; i--) {
            out.gammaLength(dates[i + 1] - dates[i] + 1L);
        }
        for (int i = size - 2; i >= 0; i--) {
            out.gammaRest(dates[i + 1] - dates[i] + 1L);
        }
        for (int i = size - 1; i >= 0; i--) {
            fingerprints.write(out, seen[i]);
        }
    }

    @Override
    public void read(StateReader in) throws IOException {
        size = in.entries(in.gamma(), Fingerprints.LEAST);
        fingerprints.read(in);
        last = in.date();
        unread.leave(in, in.gammasAhead(size - 1) + fingerprints.bits(size));
    }

    private void readValues(StateReader in) throws IOException {
        reserve();
        dates[size - 1] = last;
        for (int i = size - 2; i >= 0; i--) {
            dates[i] = in.gammaLength();
        }
        for (int i = size - 2; i >= 0; i--) {
            dates[i] = dates[i + 1] + 1 - (int) in.gammaRest(dates[i]);
        }
        for (int i = size - 1; i >= 0; i--) {
            seen[i] = fingerprints.readOne(in);
        }
    }

    private void reserve() {
        if (size > seen.length) {
            seen = new long[size];
            dates = new int[size];
        }
    }

    @Override
    public void readFormat2(StateReader in) throws IOException {
        size = in.entries(in.gamma(), Fingerprints.LEAST);
        reserve();
        fingerprints.read(in);
        int day = in.date();
        for (int i = size - 1; i >= 0; i--) {
            day -= i == size - 1 ? 0 : (int) in.gamma() - 1;
            dates[i] = day;
            seen[i] = fingerprints.readOne(in);
        }
    }

    @Override
    public void readFormat1(DataInput in) throws IOException {
        int count = Varint.readInt(in);
        fingerprints.takeOld();
        int day = 0;
        for (int i = 0; i < count; i++) {
            long hash = in.readLong();
            day += (int) Varint.readSigned(in);
            insert(fingerprints.narrow(hash), day);
        }
    }
}
