package io.rollcall.jobs.journey;

import io.rollcall.jobs.out.DeadLetterCode;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.MetricGroup;

/** What can be seen of the job from outside, below the operator's metric group {@code rollcall}. */
final class JourneyMetrics {
    private final MetricGroup group;
    private final MetricGroup outcomes;
    private final Map<Class<?>, Counter> outcomesByKind = new HashMap<>();
    private final Map<DeadLetterCode, Counter> deadLettered = new EnumMap<>(DeadLetterCode.class);
    private final Map<String, Long> versions = new HashMap<>();

    /** Events that reached a member; an event with a recipient counts twice. */
    final Counter events;

    /** Events that came behind the watermark. */
    final Counter late;

    /** Events that changed nothing because their member had seen their id. */
    final Counter duplicates;

    /** Evaluations by the clock. */
    final Counter clockSteps;

    /** Evaluations that ended because their rules went on undoing each other: a mistake in the program. */
    final Counter overruns;

    /** Snapshots sent. */
    final Counter snapshots;

    JourneyMetrics(MetricGroup operator) {
        this.group = operator.addGroup("rollcall");
        this.outcomes = group.addGroup("outcomes");
        this.events = group.counter("events");
        this.late = group.counter("late");
        this.duplicates = group.counter("duplicates");
        this.clockSteps = group.counter("clockSteps");
        this.overruns = group.counter("overruns");
        this.snapshots = group.counter("snapshots");
        MetricGroup letters = group.addGroup("deadLettered");
        for (DeadLetterCode code : DeadLetterCode.values()) {
            deadLettered.put(code, letters.counter(code.text()));
        }
    }

    void outcome(Object outcome) {
        outcomesByKind
                .computeIfAbsent(outcome.getClass(), kind -> outcomes.counter(kind.getSimpleName()))
                .inc();
    }

    void deadLettered(DeadLetterCode code) {
        Counter counter = deadLettered.get(code);
        if (counter != null) {
            counter.inc();
        }
    }

    void programVersion(String community, long version) {
        if (versions.put(community, version) == null) {
            Gauge<Long> gauge = () -> versions.getOrDefault(community, -1L);
            group.addGroup("community", community).gauge("programVersion", gauge);
        }
    }
}
