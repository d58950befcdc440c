package io.rollcall.metric;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/**
 * {@code reach}: how many values were shared by enough events. Of those that are short of it the most recently touched
 * are remembered; one that got there stays counted, and is remembered so that it is not counted again.
 */
final class Reach extends MetricState {
    private final int at;
    private final int cap;
    /** On their way, the least recently touched first. */
    private long[] open = new long[4];

    private int[] counts = new int[4];
    private int size;
    /** There, in order. */
    private long[] reached = new long[2];

    private int reachedSize;

    Reach(int at, int cap) {
        this.at = at;
        this.cap = cap;
    }

    @Override
    void add(int day, int today, long hash) {
        if (Arrays.binarySearch(reached, 0, reachedSize, hash) >= 0) {
            return;
        }
        int count = 1;
        for (int i = 0; i < size; i++) {
            if (open[i] == hash) {
                count = counts[i] + 1;
                remove(i);
                break;
            }
        }
        if (count >= at) {
            insertReached(hash);
            return;
        }
        if (size == cap) {
            remove(0);
        }
        append(hash, count);
    }

    private void append(long hash, int count) {
        if (size == open.length) {
            open = Arrays.copyOf(open, size * 2);
            counts = Arrays.copyOf(counts, size * 2);
        }
        open[size] = hash;
        counts[size++] = count;
    }

    private void remove(int index) {
        System.arraycopy(open, index + 1, open, index, size - index - 1);
        System.arraycopy(counts, index + 1, counts, index, size - index - 1);
        size--;
    }

    private void insertReached(long hash) {
        int index = -Arrays.binarySearch(reached, 0, reachedSize, hash) - 1;
        if (reachedSize == reached.length) {
            reached = Arrays.copyOf(reached, reachedSize * 2);
        }
        System.arraycopy(reached, index, reached, index + 1, reachedSize - index);
        reached[index] = hash;
        reachedSize++;
    }

    @Override
    public double value(int today, int joined) {
        return reachedSize;
    }

    @Override
    public boolean isEmpty() {
        return size == 0 && reachedSize == 0;
    }

    @Override
    public void write(DataOutput out) throws IOException {
        Varint.write(out, size);
        for (int i = 0; i < size; i++) {
            out.writeLong(open[i]);
            Varint.write(out, counts[i]);
        }
        Varint.write(out, reachedSize);
        for (int i = 0; i < reachedSize; i++) {
            out.writeLong(reached[i]);
        }
    }

    @Override
    public void read(DataInput in) throws IOException {
        int count = Varint.readInt(in);
        for (int i = 0; i < count; i++) {
            long hash = in.readLong();
            append(hash, Varint.readInt(in));
        }
        reachedSize = Varint.readInt(in);
        reached = new long[Math.max(2, reachedSize)];
        for (int i = 0; i < reachedSize; i++) {
            reached[i] = in.readLong();
        }
    }
}
