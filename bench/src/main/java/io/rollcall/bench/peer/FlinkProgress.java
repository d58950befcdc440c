package io.rollcall.bench.peer;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.flink.api.common.JobID;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.Metric;
import org.apache.flink.runtime.checkpoint.AbstractCheckpointStats;
import org.apache.flink.runtime.checkpoint.SubtaskStateStats;
import org.apache.flink.runtime.testutils.InMemoryReporter;

/** How far the member operator of a job in this process is, by Flink's own metrics. */
final class FlinkProgress {
    private static final String OPERATOR = '.' + FlinkPeer.MEMBER + '.';

    private final InMemoryReporter metrics;
    private final JobID job;
    private final int subtasks;
    private final Map<String, List<Metric>> known = new HashMap<>();

    FlinkProgress(InMemoryReporter metrics, JobID job, int subtasks) {
        this.metrics = metrics;
        this.job = job;
        this.subtasks = subtasks;
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

    /** The watermark that has left all of the operator's subtasks, in milliseconds since the epoch. */
    long outputWatermark() {
        return ofAll("currentOutputWatermark").stream()
                .mapToLong(gauge -> (Long) ((Gauge<?>) gauge).getValue())
                .min()
                .orElse(Long.MIN_VALUE);
    }

    /** This moment. */
    Mark mark() {
        return Mark.now(deliveries(), records());
    }

    private long count(String metric) {
        return ofAll(metric).stream()
                .mapToLong(counter -> ((Counter) counter).getCount())
                .sum();
    }

    /** That metric of every subtask; none until all of the operator runs. They are looked for once: Flink has thousands, and a look every 20 ms took a twentieth of a core. */
    private List<Metric> ofAll(String metric) {
        List<Metric> found = known.get(metric);
        if (found == null) {
            found = find(metric);
            if (found.size() < subtasks) {
                return List.of();
            }
            known.put(metric, found);
        }
        return found;
    }

    /** That metric of each subtask that has it. */
    private List<Metric> find(String metric) {
        Map<String, Metric> all = metrics.getMetricsByIdentifiers(job);
        return IntStream.range(0, subtasks)
                .mapToObj(subtask -> OPERATOR + subtask + '.' + metric)
                .flatMap(end -> all.entrySet().stream()
                        .filter(each -> each.getKey().endsWith(end))
                        .map(Map.Entry::getValue)
                        .limit(1))
                .toList();
    }
}
