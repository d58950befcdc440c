package io.rollcall.metric;

import java.io.DataInput;
import java.io.IOException;
import java.util.Arrays;

/**
 * {@code reach}: how many values were shared by enough events. Of those that are short of it the most recently touched
 * are remembered; one that got there stays counted, and is remembered so that it is not counted again.
 */
final class Reach extends MetricState {
    private final int at;
    private final int cap;
    private final Fingerprints fingerprints;
    /** On their way, the least recently touched first. */
    private long[] open = new long[4];

    private int[] counts = new int[4];
    private int size;
    /** There, in order; these are never forgotten, so more bits of them are kept. */
    private long[] reached = new long[2];

    private int reachedSize;
    /** Both lists, as they were written; if there is any of them, they are not in the arrays yet. */
    private final Unread unread = new Unread();

    Reach(int at, int cap) {
        this.at = at;
        this.cap = cap;
        this.fingerprints = new Fingerprints(cap);
    }

    @Override
    boolean add(int day, int today, String value) {
        unread.read(this::readLists);
        long lasting = fingerprints.lasting(value);
        if (Arrays.binarySearch(reached, 0, reachedSize, lasting) >= 0) {
            return false;
        }
        long fingerprint = fingerprints.of(value);
        int count = 1;
        for (int i = size - 1; i >= 0; i--) {
            if (open[i] == fingerprint) {
                count = counts[i] + 1;
                remove(i);
                break;
            }
        }
        if (count >= at) {
            insertReached(lasting);
            fit();
            return true;
        }
        if (size == cap) {
            remove(0);
        }
        append(fingerprint, count);
        fit();
        return false;
    }

    private void append(long fingerprint, int count) {
        if (size == open.length) {
            open = Arrays.copyOf(open, size * 2);
            counts = Arrays.copyOf(counts, size * 2);
        }
        open[size] = fingerprint;
        counts[size++] = count;
    }

    private void remove(int index) {
        System.arraycopy(open, index + 1, open, index, size - index - 1);
        System.arraycopy(counts, index + 1, counts, index, size - index - 1);
        size--;
    }

    private void insertReached(long fingerprint) {
        int index = Arrays.binarySearch(reached, 0, reachedSize, fingerprint);
        index = index < 0 ? -index - 1 : index;
        if (reachedSize == reached.length) {
            reached = Arrays.copyOf(reached, reachedSize * 2);
        }
        System.arraycopy(reached, index, reached, index + 1, reachedSize - index);
        reached[index] = fingerprint;
        reachedSize++;
    }

    private void fit() {
        if (fingerprints.fit(size + reachedSize)) {
            for (int i = 0; i < size; i++) {
                open[i] = fingerprints.narrow(open[i]);
            }
        }
    }

    @Override
    public double value(int today, int joined) {
        return reachedSize;
    }

    @Override
    public void clear() {
        size = 0;
        reachedSize = 0;
        fingerprints.fit(0);
        unread.clear();
    }

    @Override
    public boolean isEmpty() {
        return size == 0 && reachedSize == 0;
    }

    @Override
    public void write(StateWriter out) {
        fingerprints.write(out);
        out.small(size);
        out.small(reachedSize);
        if (unread.isAny()) {
            unread.write(out);
            return;
        }
        for (int i = 0; i < size; i++) {
            out.gammaLength(counts[i]);
        }
        for (int i = 0; i < size; i++) {
            out.gammaRest(counts[i]);
        }
        for (int i = 0; i < size; i++) {
            fingerprints.write(out, open[i]);
        }
        for (int i = 0; i < reachedSize; i++) {
            out.bits(reached[i], Fingerprints.LASTING);
        }
    }

    @Override
    public void read(StateReader in) throws IOException {
        fingerprints.read(in);
        size = in.entries(in.count(), Fingerprints.LEAST);
        reachedSize = in.entries(in.count(), Fingerprints.LASTING);
        unread.leave(in, in.gammasAhead(size) + fingerprints.bits(size) + (long) reachedSize * Fingerprints.LASTING);
    }

    private void readLists(StateReader in) throws IOException {
        reserveOpen();
        for (int i = 0; i < size; i++) {
            counts[i] = in.gammaLength();
        }
        for (int i = 0; i < size; i++) {
            counts[i] = (int) in.gammaRest(counts[i]);
        }
        for (int i = 0; i < size; i++) {
            open[i] = fingerprints.readOne(in);
        }
        readReached(in);
    }

    private void reserveOpen() {
        if (size > open.length) {
            open = new long[size];
            counts = new int[size];
        }
    }

    private void readReached(StateReader in) throws IOException {
        if (reachedSize > reached.length) {
            reached = new long[reachedSize];
        }
        for (int i = 0; i < reachedSize; i++) {
            reached[i] = in.bits(Fingerprints.LASTING);
        }
    }

    @Override
    public void readFormat2(StateReader in) throws IOException {
        fingerprints.read(in);
        size = in.entries(in.count(), Fingerprints.LEAST);
        reserveOpen();
        for (int i = 0; i < size; i++) {
            open[i] = fingerprints.readOne(in);
            counts[i] = (int) in.gamma();
        }
        reachedSize = in.entries(in.count(), Fingerprints.LASTING);
        readReached(in);
    }

    @Override
    public void readFormat1(DataInput in) throws IOException {
        fingerprints.takeOld();
        int count = Varint.readInt(in);
        for (int i = 0; i < count; i++) {
            long hash = fingerprints.narrow(in.readLong());
            append(hash, Varint.readInt(in));
        }
        int there = Varint.readInt(in);
        for (int i = 0; i < there; i++) {
            insertReached(Fingerprints.lasting(in.readLong()));
        }
        fit();
    }
}
