package io.rollcall.jobs.journey;

import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.Histogram;
import org.apache.flink.metrics.HistogramStatistics;
import org.apache.flink.metrics.MetricGroup;

/** What can be seen from outside of where members are kept, below the metric group {@code rollcall.members}. */
final class StoreMetrics {
    /** Members that were found in memory as objects. */
    final Counter hits;

    /** Members whose bytes were found in memory. */
    final Counter warmHits;

    /** Hot members that made room for others. */
    final Counter evictions;

    /** Members that were asked of the state backend. */
    final Counter reads;

    /** Members that were written to the state backend. */
    private final Counter writes;

    /** The bytes of each member written in the last two minutes. */
    private final Histogram stateBytes;

    StoreMetrics(MetricGroup operator) {
        MetricGroup group = operator.addGroup("rollcall").addGroup("members");
        hits = group.counter("cacheHits");
        warmHits = group.counter("warmHits");
        evictions = group.counter("cacheEvictions");
        reads = group.counter("stateReads");
        writes = group.counter("stateWrites");
        stateBytes = group.histogram("stateBytes", new RecentHistogram(System::nanoTime));
        Gauge<Double> rate = this::hitRate;
        group.gauge("cacheHitRate", rate);
    }

    /** The part of members that were found in memory, of all that were asked for; 0 before any was. */
    double hitRate() {
        long found = hits.getCount() + warmHits.getCount();
        long asked = found + reads.getCount();
        return asked == 0 ? 0 : (double) found / asked;
    }

    /** How often a member was written to the state backend. */
    long writes() {
        return writes.getCount();
    }

    /** The bytes of members written of late. */
    HistogramStatistics stateBytes() {
        return stateBytes.getStatistics();
    }

    void written(int bytes) {
        writes.inc();
        stateBytes.update(bytes);
    }
}
