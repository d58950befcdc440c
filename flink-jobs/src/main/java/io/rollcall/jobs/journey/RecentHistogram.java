package io.rollcall.jobs.journey;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.HdrHistogram.SingleWriterRecorder;
import org.apache.flink.metrics.Histogram;
import org.apache.flink.metrics.HistogramStatistics;

/**
 * Times in milliseconds, or sizes in bytes, of the last two minutes: of what came since somebody asked last, and in the two minutes before that. So what a backlog
 * brought is forgotten soon after it, even where hardly anything comes behind it.
 *
 * <p>One thread brings them, others ask. Quantiles are right to a hundredth of their value.
 */
final class RecentHistogram implements Histogram {
    /** So long one is remembered after it was asked for first, in nanoseconds. */
    static final long LASTS = 120_000_000_000L;

    private static final int DIGITS = 2;

    private final LongSupplier nanos;
    private final SingleWriterRecorder recorder = new SingleWriterRecorder(DIGITS);
    private final AtomicLong count = new AtomicLong();
    private final Deque<Part> parts = new ArrayDeque<>();

    /** What came between two askings. */
    private record Part(long end, org.HdrHistogram.Histogram values) {}

    /**
     * Nothing yet.
     *
     * @param nanos a clock that nobody sets, in nanoseconds
     */
    RecentHistogram(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /** Takes one; a time below 0, as of an event from a clock that is fast, is 0. */
    @Override
    public void update(long value) {
        recorder.recordValue(Math.max(0, value));
        // there is one writer
        count.lazySet(count.get() + 1);
    }

    /** How many there were since the beginning. */
    @Override
    public long getCount() {
        return count.get();
    }

    @Override
    public synchronized HistogramStatistics getStatistics() {
        long now = nanos.getAsLong();
        org.HdrHistogram.Histogram latest = recorder.getIntervalHistogram();
        if (latest.getTotalCount() > 0) {
            parts.add(new Part(now, latest));
        }
        parts.removeIf(part -> now - part.end > LASTS);
        org.HdrHistogram.Histogram all = new org.HdrHistogram.Histogram(DIGITS);
        parts.forEach(part -> all.add(part.values));
        return new Statistics(all);
    }

    private static final class Statistics extends HistogramStatistics {
        private static final double PERCENT = 100;

        private final org.HdrHistogram.Histogram values;

        Statistics(org.HdrHistogram.Histogram values) {
            this.values = values;
        }

        @Override
        public double getQuantile(double quantile) {
            return values.getValueAtPercentile(quantile * PERCENT);
        }

        @Override
        public long[] getValues() {
            long[] values = new long[size()];
            int next = 0;
            for (var each : this.values.recordedValues()) {
                for (long left = each.getCountAddedInThisIterationStep(); left > 0; left--) {
                    values[next++] = each.getValueIteratedTo();
                }
            }
            return values;
        }

        @Override
        public int size() {
            return Math.toIntExact(values.getTotalCount());
        }

        @Override
        public double getMean() {
            return values.getMean();
        }

        @Override
        public double getStdDev() {
            return values.getStdDeviation();
        }

        @Override
        public long getMax() {
            return values.getMaxValue();
        }

        @Override
        public long getMin() {
            return values.getMinValue();
        }
    }
}
