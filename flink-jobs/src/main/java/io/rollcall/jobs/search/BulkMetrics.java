package io.rollcall.jobs.search;

import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;

/**
 * What the job counts, in the group {@code elasticsearch} of the sink.
 *
 * @param written documents that were acknowledged
 * @param conflicts documents of which there was a newer version already
 * @param retried documents that were sent again
 * @param rejected documents that went to the dead letters
 * @param requests requests that were sent
 */
record BulkMetrics(Counter written, Counter conflicts, Counter retried, Counter rejected, Counter requests) {

    static BulkMetrics in(MetricGroup group) {
        return new BulkMetrics(
                group.counter("documentsWritten"),
                group.counter("documentsConflicting"),
                group.counter("documentsRetried"),
                group.counter("documentsRejected"),
                group.counter("requests"));
    }
}
