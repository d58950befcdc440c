package io.rollcall.bench.peer;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.flink.api.common.JobID;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.Metric;
import org.apache.flink.runtime.checkpoint.AbstractCheckpointStats;
import org.apache.flink.runtime.checkpoint.SubtaskStateStats;
import org.apache.flink.runtime.testutils.InMemoryReporter;

/** How far the member operator of a job in this process is, by Flink's own metrics; of its one subtask. */
final class FlinkProgress {
    private static final String OPERATOR = '.' + FlinkPeer.MEMBER + ".0.";

    private final InMemoryReporter metrics;
    private final JobID job;
    private final Map<String, Counter> counters = new HashMap<>();

    FlinkProgress(InMemoryReporter metrics, JobID job) {
        this.metrics = metrics;
        this.job = job;
    }

    /** Records that have reached the operator. */
    long deliveries() {
        return count("numRecordsIn");
    }

    /** Records that have left it. */
    long records() {
        return count("numRecordsOut");
    }

    /** How long the synchronous part of a checkpoint took in the task where it took longest, in milliseconds. */
    static long synchronous(AbstractCheckpointStats checkpoint) {
        return checkpoint.getAllTaskStateStats().stream()
                .flatMap(task -> Stream.of(task.getSubtaskStats()))
                .filter(Objects::nonNull)
                .mapToLong(SubtaskStateStats::getSyncCheckpointDuration)
                .max()
                .orElse(0);
    }

    /** The watermark that has left the operator, in milliseconds since the epoch. */
    long outputWatermark() {
        return metrics.getMetricsByIdentifiers(job).entrySet().stream()
                .filter(each -> each.getKey().endsWith(OPERATOR + "currentOutputWatermark"))
                .mapToLong(each -> (Long) ((Gauge<?>) each.getValue()).getValue())
                .findFirst()
                .orElse(Long.MIN_VALUE);
    }

    /** This moment. */
    Mark mark() {
        return Mark.now(deliveries(), records());
    }

    private long count(String metric) {
        Counter known = counters.get(metric);
        if (known != null) {
            return known.getCount();
        }
        for (Map.Entry<String, Metric> each :
                metrics.getMetricsByIdentifiers(job).entrySet()) {
            if (each.getKey().endsWith(OPERATOR + metric) && each.getValue() instanceof Counter counter) {
                counters.put(metric, counter);
                return counter.getCount();
            }
        }
        // the operator does not run yet
        return 0;
    }
}
