package io.rollcall.jobs.journey;

import static java.util.Objects.requireNonNull;

import io.rollcall.jobs.event.EventTime;
import io.rollcall.jobs.out.DeadLetterCode;
import io.rollcall.jobs.program.KnownPrograms;
import io.rollcall.outcome.Cause;
import io.rollcall.outcome.Outcome;
import io.rollcall.wire.ProgramKey;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.Histogram;
import org.apache.flink.metrics.MetricGroup;

/** What can be seen of the job from outside, below the operator's metric group {@code rollcall}. */
final class JourneyMetrics {
    static final long NONE = -1;

    /** Why an event or a program is refused here; what cannot be read is refused, and counted, at the source. */
    private static final Set<DeadLetterCode> REASONS =
            Set.of(DeadLetterCode.UNKNOWN_COMMUNITY, DeadLetterCode.INVALID_PROGRAM, DeadLetterCode.EVALUATION_FAILED);

    private final MetricGroup group;
    private final MetricGroup outcomes;
    private final MetricGroup letters;
    private final Map<Class<?>, Counter> outcomesByKind = new HashMap<>();
    private final Map<DeadLetterCode, Counter> deadLettered = new EnumMap<>(DeadLetterCode.class);
    private final Map<String, Long> versions = new ConcurrentHashMap<>();

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

    /** Members who had left and were forgotten. */
    final Counter expired;

    /** Snapshots sent. */
    final Counter snapshots;

    /** Outcomes of programs on trial, of every kind. */
    final Counter shadowOutcomes;

    /** Evaluations of programs on trial that failed: a fault of ours; the live program is not concerned. */
    final Counter shadowFailures;

    /** From the instant of an outcome's cause to its sending, in milliseconds, of the last two minutes: of those that an event caused. */
    final Histogram outcomeLatency;

    /** The same of those that the clock caused: how late deadlines and midnights fire. */
    final Histogram deadlineLatency;

    /** By how much the clock is behind the wall clock, in milliseconds; {@link #NONE} before it is known. */
    Gauge<Long> clockLag = () -> NONE;

    /** 1 while more timers are due than fire at once. */
    Gauge<Integer> deadlinesUnderWay = () -> 0;

    JourneyMetrics(MetricGroup operator) {
        this.group = operator.addGroup("rollcall");
        this.outcomes = group.addGroup("outcomes");
        this.events = group.counter("events");
        this.late = group.counter("late");
        this.duplicates = group.counter("duplicates");
        this.clockSteps = group.counter("clockSteps");
        this.overruns = group.counter("overruns");
        this.expired = group.counter("expired");
        this.snapshots = group.counter("snapshots");
        this.shadowOutcomes = group.counter("shadowOutcomes");
        this.shadowFailures = group.counter("shadowFailures");
        this.outcomeLatency = group.histogram("outcomeLatency", new RecentHistogram(System::nanoTime));
        this.deadlineLatency = group.histogram("deadlineLatency", new RecentHistogram(System::nanoTime));
        this.letters = group.addGroup("deadLettered");
        for (DeadLetterCode code : REASONS) {
            deadLettered.put(code, letters.counter(code.text()));
        }
    }

    /** How many snapshots wait for their turn. */
    void snapshotsWaiting(Gauge<Integer> waiting) {
        group.gauge("snapshotsWaiting", waiting);
    }

    /**
     * How late the clock is, also while it fires nothing.
     *
     * @param now milliseconds of the wall clock
     * @param settled the instant up to which every timer has fired
     * @param isUnderWay whether timers up to a later one are fired bit by bit
     */
    void clock(LongSupplier now, LongSupplier settled, BooleanSupplier isUnderWay) {
        clockLag = group.gauge("clockLag", () -> {
            long instant = settled.getAsLong();
            return instant <= EventTime.NOT_HEARD ? NONE : now.getAsLong() - instant;
        });
        deadlinesUnderWay = group.gauge("deadlinesUnderWay", () -> isUnderWay.getAsBoolean() ? 1 : 0);
    }

    void outcome(Outcome outcome, long now) {
        Histogram latency = outcome.header().cause() instanceof Cause.Clock ? deadlineLatency : outcomeLatency;
        latency.update(now - outcome.header().at());
        outcomesByKind
                .computeIfAbsent(outcome.getClass(), kind -> outcomes.counter(kind.getSimpleName()))
                .inc();
    }

    /** How many outcomes of a kind were sent. */
    long outcomes(Class<? extends Outcome> kind) {
        Counter counter = outcomesByKind.get(kind);
        return counter == null ? 0 : counter.getCount();
    }

    /** The version that counts under a key; {@link #NONE} where none does. */
    long version(ProgramKey key) {
        return versions.getOrDefault(key.text(), NONE);
    }

    void deadLettered(DeadLetterCode code) {
        deadLettered.computeIfAbsent(code, each -> letters.counter(each.text())).inc();
    }

    /** How many records were refused for this reason. */
    long deadLetters(DeadLetterCode code) {
        Counter counter = deadLettered.get(code);
        return counter == null ? 0 : counter.getCount();
    }

    /** The versions that count for communities. */
    void programVersions(KnownPrograms programs) {
        for (String community : programs.communities()) {
            KnownPrograms.Current counts = requireNonNull(programs.current(community));
            programVersion(ProgramKey.live(community), counts.program().version());
        }
    }

    /** The version that counts under a key; {@link #NONE} where a trial has ended. */
    void programVersion(ProgramKey key, long version) {
        if (versions.put(key.text(), version) == null) {
            Gauge<Long> gauge = () -> version(key);
            MetricGroup ofCommunity = group.addGroup("community", key.community());
            (key.shadow() == null ? ofCommunity : ofCommunity.addGroup("shadow", key.shadow()))
                    .gauge("programVersion", gauge);
        }
    }
}
