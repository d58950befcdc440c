package io.rollcall.jobs.journey;

import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
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

    private volatile int lastBytes;

    StoreMetrics(MetricGroup operator) {
        MetricGroup group = operator.addGroup("rollcall").addGroup("members");
        hits = group.counter("cacheHits");
        warmHits = group.counter("warmHits");
        evictions = group.counter("cacheEvictions");
        reads = group.counter("stateReads");
        writes = group.counter("stateWrites");
        Gauge<Integer> bytes = () -> lastBytes;
        group.gauge("lastStateBytes", bytes);
        Gauge<Double> rate = () -> {
            long found = hits.getCount() + warmHits.getCount();
            long asked = found + reads.getCount();
            return asked == 0 ? 0 : (double) found / asked;
        };
        group.gauge("cacheHitRate", rate);
    }

    /** How often a member was written to the state backend. */
    long writes() {
        return writes.getCount();
    }

    /** The bytes of the member written last. */
    int lastBytes() {
        return lastBytes;
    }

    void written(int bytes) {
        writes.inc();
        lastBytes = bytes;
    }
}
