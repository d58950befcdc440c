package io.rollcall.jobs.journey;

import static java.util.Objects.requireNonNull;

import io.rollcall.jobs.config.JobConfiguration;
import io.rollcall.jobs.config.JobOptions;
import io.rollcall.jobs.event.Reached;
import io.rollcall.jobs.out.MemberRecords;
import io.rollcall.jobs.out.TopicRecord;
import io.rollcall.jobs.out.TopicRecordSerializer;
import io.rollcall.jobs.program.KnownPrograms;
import io.rollcall.jobs.program.ProgramBootstrap;
import io.rollcall.jobs.program.ProgramMessage;
import io.rollcall.program.Program;
import io.rollcall.wire.ProgramKey;
import java.io.IOException;
import java.util.function.LongSupplier;
import org.apache.flink.api.common.TaskInfo;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.runtime.state.VoidNamespaceSerializer;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.InternalTimeServiceManager;
import org.apache.flink.streaming.api.operators.InternalTimer;
import org.apache.flink.streaming.api.operators.InternalTimerService;
import org.apache.flink.streaming.api.operators.Triggerable;
import org.apache.flink.streaming.api.operators.TwoInputStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.runtime.watermarkstatus.WatermarkStatus;
import org.apache.flink.util.OutputTag;

/**
 * The member step as Flink sees it: its inputs, its clock, its checkpoints, its output. What an event and an instant make of a member is in
 * {@link MemberDecisions}.
 *
 * <p><b>State.</b> One value per member, read and written once a checkpoint where there is memory for it: see
 * {@link MemberStore}. Programs are kept as union list state: see {@link KnownPrograms#kept}.
 *
 * <p><b>Time.</b> A live event is decided at once; one far ahead of the clock, and on a backlog every one that is ahead of it,
 * waits ({@link HeldEvents}). The engine runs the member's clock up to it first. Each member has one event-time timer ({@link
 * MemberTimers}). The clock is that of the events alone: watermarks and idleness of the programs input are ignored, else a
 * quiet programs topic would hold it back, or make it jump to the end of time. The end of the events is not the end of time
 * either, so it fires nothing.
 *
 * <p><b>Programs on trial</b> are kept apart: {@link MemberShadows}.
 */
public final class MemberJourneyOperator extends AbstractStreamOperator<TopicRecord>
        implements TwoInputStreamOperator<Reached, ProgramMessage, TopicRecord>, Triggerable<String, VoidNamespace> {
    private static final long serialVersionUID = 1;

    /** Where the dead letters go. */
    public static final OutputTag<TopicRecord> DEAD_LETTERS =
            new OutputTag<>("dead-letters", TopicRecordSerializer.TYPE);

    private static final int EVENTS_INPUT = 0;

    private final JobConfiguration configuration;
    private final ProgramBootstrap bootstrap;
    private final Departures departures;

    private transient KnownPrograms programs;
    private transient KeptPrograms keptPrograms;
    private transient ValueState<MemberEnvelope> backend;
    private transient MemberStore members;
    private transient InternalTimerService<VoidNamespace> timers;
    private transient MemberShadows shadows;
    private transient SnapshotTimes snapshotTimes;
    private transient SnapshotSender snapshots;
    private transient MemberDecisions decisions;
    private transient JourneyMetrics measured;
    private transient StoreMetrics stored;
    private transient Refusals refusals;
    private transient WatermarkSteps watermarks;
    private transient SpareTime spareTime;
    private transient Backlog backlog;
    private transient HeldEvents held;
    private transient Outbox outbox;
    private transient boolean isFiring;

    /**
     * The operator.
     *
     * @param configuration of the job
     * @param bootstrap the programs that are there before the first event
     */
    @SuppressWarnings("NullAway.Init") // what is transient is set when the operator starts
    public MemberJourneyOperator(JobConfiguration configuration, ProgramBootstrap bootstrap) {
        this.configuration = configuration;
        this.bootstrap = bootstrap;
        this.departures = new Departures(configuration);
    }

    @Override
    public void initializeState(StateInitializationContext context) throws Exception {
        keptPrograms = new KeptPrograms(
                context.getOperatorStateStore(),
                bootstrap,
                getRuntimeContext().getTaskInfo().getIndexOfThisSubtask() == 0);
        programs = keptPrograms.known();
        backend = context.getKeyedStateStore()
                .getState(new ValueStateDescriptor<>("member", new MemberEnvelopeSerializer()));
        snapshotTimes = new SnapshotTimes(
                configuration.get(JobOptions.SNAPSHOT_INTERVAL).toMillis(),
                configuration.get(JobOptions.SNAPSHOT_RATE),
                getRuntimeContext().getTaskInfo().getMaxNumberOfParallelSubtasks(),
                getProcessingTimeService(),
                () -> watermarks.isUnderWay() || backlog.isThere(),
                this::sendSnapshot);
        snapshotTimes.read(context.getRawKeyedStateInputs());
    }

    @Override
    protected boolean isUsingCustomRawKeyedState() {
        return true;
    }

    @Override
    public void open() throws Exception {
        super.open();
        timers = getInternalTimerService("clock", VoidNamespaceSerializer.INSTANCE, this);
        MemberRecords records = new MemberRecords(configuration);
        measured = new JourneyMetrics(getMetricGroup());
        stored = new StoreMetrics(getMetricGroup());
        members = new MemberStore(
                backend,
                programs,
                this::setCurrentKey,
                () -> spareTime.look(),
                new WriteBack(getProcessingTimeService()::getCurrentProcessingTime, () -> backlog.isWorkedOff()),
                stored,
                configuration.get(JobOptions.WARM_MEMBERS),
                configuration.get(JobOptions.HOT_MEMBERS));
        refusals = new Refusals(
                configuration, measured, letter -> output.collect(DEAD_LETTERS, new StreamRecord<>(letter)));
        outbox = new Outbox(
                getProcessingTimeService(),
                () -> isFiring || backlog.isWorkedOff(),
                record -> output.collect(new StreamRecord<>(record)));
        shadows = new MemberShadows(this, programs, records, measured, outbox::add, refusals);
        held = new HeldEvents(this, configuration, this::decide);
        LongSupplier idleMillis = BusyTask.idleMillis(getContainingTask());
        backlog = new Backlog(
                configuration,
                getProcessingTimeService()::getCurrentProcessingTime,
                idleMillis,
                timers::currentWatermark);
        watermarks = WatermarkSteps.of(this::fireTimers, getProcessingTimeService(), this::emitWatermark);
        measured.programVersions(programs);
        measured.clock(
                getProcessingTimeService()::getCurrentProcessingTime, watermarks::settled, watermarks::isUnderWay);
        snapshots = new SnapshotSender(
                snapshotTimes, members, programs, records, measured, timers::currentWatermark, outbox::add);
        decisions = new MemberDecisions(
                programs,
                members,
                new MemberTimers(timers),
                departures,
                shadows,
                new OutcomeSender(records, measured, getProcessingTimeService()::getCurrentProcessingTime, outbox::add),
                snapshots,
                measured,
                refusals);
        snapshotTimes.start();
        spareTime = new SpareTime(
                getProcessingTimeService(), idleMillis, members::millisUntilWork, members::writeInSpareTime);
        measured.snapshotsWaiting(snapshotTimes::waiting);
    }

    // ---- events

    @Override
    public void processElement1(StreamRecord<Reached> element) throws Exception {
        watermarks.event();
        Reached reached = element.getValue();
        if (held.isAhead(reached.event().at())) {
            held.hold(reached);
        } else {
            decide(reached);
        }
    }

    /** Decides an event of the member of the current key: that one, and not a new text of it, whose hash nobody knows yet. */
    private void decide(Reached reached) throws Exception {
        decisions.event((String) getCurrentKey(), reached);
    }

    // ---- the clock

    @Override
    public void onEventTime(InternalTimer<String, VoidNamespace> timer) throws Exception {
        decisions.clock(timer.getKey(), timer.getTimestamp());
    }

    @Override
    public void onProcessingTime(InternalTimer<String, VoidNamespace> timer) {
        throw new IllegalStateException("members have no processing-time timers");
    }

    @Override
    public void processWatermark1(Watermark mark) throws Exception {
        if (mark.getTimestamp() == Watermark.MAX_WATERMARK.getTimestamp()) {
            watermarks.complete();
            held.end();
            emitWatermark(mark);
        } else {
            held.to(mark.getTimestamp());
            watermarks.to(mark);
        }
    }

    /** Some of those that are due. What they tell, of a hundred members or more at a midnight, leaves together after them. */
    private boolean fireTimers(Watermark mark, InternalTimeServiceManager.ShouldStopAdvancingFn stop) throws Exception {
        isFiring = true;
        boolean all = getTimeServiceManager().orElseThrow().tryAdvanceWatermark(mark, stop);
        isFiring = false;
        if (!backlog.isWorkedOff()) {
            outbox.sendAll();
        }
        return all;
    }

    /** No watermark overtakes what it or an event before it caused. */
    private void emitWatermark(Watermark mark) {
        outbox.sendAll();
        output.emitWatermark(mark);
    }

    @Override
    public void processWatermark2(Watermark mark) {
        // programs take no part in time
    }

    @Override
    protected void processWatermarkStatus(WatermarkStatus status, int index) {
        if (index == EVENTS_INPUT) {
            output.emitWatermarkStatus(status);
        }
    }

    // ---- programs

    @Override
    public void processElement2(StreamRecord<ProgramMessage> element) throws Exception {
        ProgramMessage message = element.getValue();
        ProgramKey program = keptPrograms.learn(message, refusals);
        if (program == null) {
            return;
        }
        if (program.isShadow()) {
            shadows.learned(program, message);
        } else {
            // each member moves to the new program from its bytes
            members.coolDown();
            KnownPrograms.Current current = requireNonNull(programs.current(program.community()));
            measured.programVersion(program, current.program().version());
            forgetExcluded(current.program());
        }
    }

    /** Who is excluded from now on may never come by again. */
    private void forgetExcluded(Program program) throws IOException {
        TaskInfo task = getRuntimeContext().getTaskInfo();
        for (String name : program.excluded()) {
            String key = MemberKey.of(program.community(), name);
            if (MemberKey.isOf(task, key)) {
                setCurrentKey(key);
                decisions.forget(members.find(key));
            }
        }
    }

    // ---- snapshots

    @Override
    public void prepareSnapshotPreBarrier(long checkpointId) throws Exception {
        members.barrier();
        held.writeAll();
        outbox.sendAll();
    }

    @Override
    public void snapshotState(StateSnapshotContext context) throws Exception {
        keptPrograms.write();
        snapshotTimes.write(context.getRawKeyedOperatorStateOutput());
    }

    @Override
    public void finish() throws Exception {
        // the clock is over
        snapshotTimes.stop();
        spareTime.stop();
        outbox.end();
        watermarks.complete();
        held.end();
        snapshotTimes.sendAll();
        super.finish();
    }

    private void sendSnapshot(String key) throws IOException {
        setCurrentKey(key);
        snapshots.send(key);
    }

    // ---- for tests

    /** What is counted; for tests. */
    JourneyMetrics measured() {
        return measured;
    }

    /** Where members are kept; for tests. */
    MemberStore members() {
        return members;
    }

    /** What is counted of where members are kept; for tests. */
    StoreMetrics stored() {
        return stored;
    }

    /** What is on its way out; for tests. */
    Outbox outbox() {
        return outbox;
    }

    /** What waits for the clock; for tests. */
    HeldEvents held() {
        return held;
    }
}
