package io.rollcall.jobs.heartbeat;

import static java.util.Objects.requireNonNull;

import io.rollcall.jobs.config.JobConfiguration;
import io.rollcall.jobs.config.JobOptions;
import io.rollcall.jobs.event.WallClock;
import io.rollcall.jobs.program.ProgramMessage;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichMapFunction;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.flink.util.function.SerializableFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets the heart beat while the job runs. It stands in the stream of programs, which it passes on as they are, because
 * that has one subtask and nothing to do. A checkpoint keeps how it went so far, for the one that goes on after a failure.
 *
 * <p>The beats have a thread of their own: a broker that is away makes them wait, and the task must not.
 */
public final class Heartbeats extends RichMapFunction<ProgramMessage, ProgramMessage> implements CheckpointedFunction {
    private static final long serialVersionUID = 1;
    private static final ListStateDescriptor<long[]> KEPT =
            new ListStateDescriptor<>("answered", PrimitiveArrayTypeInfo.LONG_PRIMITIVE_ARRAY_TYPE_INFO);
    private static final Logger LOG = LoggerFactory.getLogger(Heartbeats.class);

    private final JobConfiguration configuration;
    private final WallClock wallClock;
    private final SerializableFunction<JobConfiguration, ClockLog> opener;
    private transient @Nullable ScheduledExecutorService beats;
    private transient @Nullable ClockLog log;
    private transient @Nullable Heartbeat heartbeat;
    private transient volatile long promised;
    private transient volatile long failures;
    private transient boolean inTrouble;
    private transient @Nullable ListState<long[]> kept;
    private transient volatile Heartbeat.@Nullable Answered answered;

    /**
     * The heart of a job.
     *
     * @param wallClock milliseconds since 1970
     */
    public Heartbeats(JobConfiguration configuration, WallClock wallClock) {
        this(configuration, wallClock, KafkaClockLog::open);
    }

    Heartbeats(
            JobConfiguration configuration,
            WallClock wallClock,
            SerializableFunction<JobConfiguration, ClockLog> opener) {
        this.configuration = configuration;
        this.wallClock = wallClock;
        this.opener = opener;
    }

    @Override
    public void initializeState(FunctionInitializationContext context) throws Exception {
        kept = context.getOperatorStateStore().getListState(KEPT);
        for (long[] before : kept.get()) {
            answered = new Heartbeat.Answered(before[0], before[1], before[2]);
        }
    }

    @Override
    public void snapshotState(FunctionSnapshotContext context) throws Exception {
        Heartbeat.Answered now = answered;
        requireNonNull(kept)
                .update(now == null ? List.of() : List.of(new long[] {now.since(), now.until(), now.room()}));
    }

    @Override
    public void open(OpenContext context) {
        MetricGroup group =
                getRuntimeContext().getMetricGroup().addGroup("rollcall").addGroup("heartbeat");
        group.gauge("age", () -> promised == 0 ? -1 : wallClock.getAsLong() - promised);
        group.gauge("failures", () -> failures);
        long interval = configuration.get(JobOptions.HEARTBEAT_INTERVAL).toMillis();
        if (interval == 0) {
            return;
        }
        ClockLog opened = opener.apply(configuration);
        heartbeat = new Heartbeat(
                opened,
                interval,
                configuration.get(JobOptions.HEARTBEAT_MARGIN).toMillis(),
                configuration.get(JobOptions.HEARTBEAT_RECOVERY).toMillis());
        if (answered != null) {
            heartbeat.goOnAfter(answered);
        }
        log = opened;
        ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "rollcall-heartbeat");
            thread.setDaemon(true);
            return thread;
        });
        beats = executor;
        executor.scheduleWithFixedDelay(this::beat, 0, interval, TimeUnit.MILLISECONDS);
    }

    void beat() {
        Heartbeat heart = requireNonNull(heartbeat);
        try {
            heart.beat(wallClock.getAsLong());
            promised = heart.promised();
            answered = heart.answered();
            report(heart.trouble());
        } catch (RuntimeException | Error e) {
            // what is thrown would end the beats without a word
            report(e);
        }
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // one thread counts, others read
    private void report(@Nullable Throwable trouble) {
        if (trouble != null && !inTrouble) {
            failures++;
            LOG.warn(
                    "The time cannot be told to {}: {}. Until it can, deadlines pass only as events move the clock. It"
                            + " takes the right to write to that topic; {} 0s turns it off.",
                    configuration.topics().events(),
                    trouble.toString(),
                    JobOptions.HEARTBEAT_INTERVAL.key());
        } else if (trouble == null && inTrouble) {
            LOG.info("The time can be told to {} again.", configuration.topics().events());
        }
        inTrouble = trouble != null;
    }

    @Override
    public ProgramMessage map(ProgramMessage message) {
        return message;
    }

    @Override
    public void close() {
        if (beats != null) {
            beats.shutdownNow();
        }
        if (log != null) {
            log.close();
        }
    }
}
