package io.rollcall.metric;

import java.io.DataInput;
import java.io.IOException;
import java.util.Arrays;

/** {@code days} over a window: one bit a date. */
final class DayWindow extends MetricState {
    private final int over;
    private final long[] bits;
    private int last = NEVER;

    DayWindow(int over) {
        this.over = over;
        this.bits = new long[(over + Long.SIZE - 1) / Long.SIZE];
    }

    /** Whether there was one {@code ago} dates before the last date that had one. */
    private boolean has(int ago) {
        return (bits[ago / Long.SIZE] & 1L << ago % Long.SIZE) != 0;
    }

    @Override
    boolean add(int day, int today) {
        if (day == last) {
            return false;
        }
        if (last == NEVER) {
            last = day;
            bits[0] = 1;
        } else if (day > last) {
            shift(day - last);
            last = day;
            bits[0] |= 1;
        } else if (last - day < over) {
            bits[(last - day) / Long.SIZE] |= 1L << (last - day) % Long.SIZE;
        }
        return true;
    }

    private void shift(int days) {
        int words = days / Long.SIZE;
        int rest = days % Long.SIZE;
        for (int i = bits.length - 1; i >= 0; i--) {
            long high = i >= words ? bits[i - words] << rest : 0;
            long low = rest > 0 && i > words ? bits[i - words - 1] >>> Long.SIZE - rest : 0;
            bits[i] = high | low;
        }
        int spare = bits.length * Long.SIZE - over;
        bits[bits.length - 1] &= -1L >>> spare;
    }

    @Override
    public double value(int today, int joined) {
        if (last == NEVER) {
            return 0;
        }
        // the window ends `today - last` dates after the newest bit, so that many of the oldest bits are outside it
        int inside = over - Math.max(0, today - last);
        int count = 0;
        for (int word = 0; word * Long.SIZE < inside; word++) {
            int width = Math.min(Long.SIZE, inside - word * Long.SIZE);
            count += Long.bitCount(bits[word] & -1L >>> Long.SIZE - width);
        }
        return count;
    }

    @Override
    public int nextChange(int today) {
        if (last == NEVER) {
            return NEVER;
        }
        int inside = over - Math.max(0, today - last);
        for (int word = (inside - 1) / Long.SIZE; inside > 0 && word >= 0; word--) {
            int width = Math.min(Long.SIZE, inside - word * Long.SIZE);
            long those = bits[word] & -1L >>> Long.SIZE - width;
            if (those != 0) {
                int ago = word * Long.SIZE + Long.SIZE - 1 - Long.numberOfLeadingZeros(those);
                return last - ago + over;
            }
        }
        return NEVER;
    }

    @Override
    public void clear() {
        last = NEVER;
        Arrays.fill(bits, 0);
    }

    @Override
    public boolean isEmpty() {
        return last == NEVER;
    }

    @Override
    public void write(StateWriter out) {
        out.date(last);
        int width = over;
        while (!has(width - 1)) {
            width--;
        }
        out.small(width);
        for (int i = 0; i * Long.SIZE < width; i++) {
            out.bits(bits[i], Math.min(Long.SIZE, width - i * Long.SIZE));
        }
    }

    @Override
    public void read(StateReader in) throws IOException {
        last = in.date();
        int width = in.count();
        for (int i = 0; i * Long.SIZE < width; i++) {
            bits[i] = in.bits(Math.min(Long.SIZE, width - i * Long.SIZE));
        }
    }

    @Override
    public void readFormat1(DataInput in) throws IOException {
        last = (int) Varint.readSigned(in);
        for (int i = 0; i < bits.length; i++) {
            bits[i] = Varint.read(in);
        }
    }
}
