package io.rollcall.jobs.journey;

import static java.util.Objects.requireNonNull;

import io.rollcall.decide.Decision;
import io.rollcall.decide.Engine;
import io.rollcall.event.Event;
import io.rollcall.jobs.config.JobConfiguration;
import io.rollcall.jobs.config.JobOptions;
import io.rollcall.jobs.event.Reached;
import io.rollcall.jobs.out.DeadLetterCode;
import io.rollcall.jobs.out.MemberRecords;
import io.rollcall.jobs.out.TopicRecord;
import io.rollcall.jobs.out.TopicRecordSerializer;
import io.rollcall.jobs.program.KnownPrograms;
import io.rollcall.jobs.program.ProgramBootstrap;
import io.rollcall.jobs.program.ProgramMessage;
import io.rollcall.member.MemberState;
import io.rollcall.outcome.Outcome;
import io.rollcall.program.Program;
import io.rollcall.wire.ProgramKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
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
import org.jspecify.annotations.Nullable;

/**
 * Asks the engine about each event and each instant of the clock that concerns a member, and keeps what it answers.
 *
 * <p><b>State.</b> One value per member, read and written once a checkpoint where there is memory for it: see
 * {@link MemberStore}. Programs are kept as union list state: see {@link KnownPrograms#kept}.
 *
 * <p><b>Time.</b> A live event is decided at once; one far ahead of the clock, and on a backlog every one that is ahead of it, waits
 * ({@link HeldEvents}). The engine runs the member's clock up to it first. One event-time timer
 * per member is kept lazily: moved when the next instant became earlier, otherwise left, and looked at again when it
 * fires. The clock is that of the events alone: watermarks and idleness of the programs input are ignored, else a quiet
 * programs topic would hold it back, or make it jump to the end of time. The end of the events is not the end of time
 * either, so it fires nothing.
 *
 * <p><b>Programs on trial</b> are kept apart: {@link MemberShadows}.
 *
 * <p><b>Failures.</b> What cannot be evaluated is a dead letter, and the member stays as it was; state that cannot be
 * read stops the job, for going on would lose it.
 */
public final class MemberJourneyOperator extends AbstractStreamOperator<TopicRecord>
        implements TwoInputStreamOperator<Reached, ProgramMessage, TopicRecord>, Triggerable<String, VoidNamespace> {
    private static final long serialVersionUID = 1;

    /** Where the dead letters go. */
    public static final OutputTag<TopicRecord> DEAD_LETTERS =
            new OutputTag<>("dead-letters", TopicRecordSerializer.TYPE);

    private static final int EVENTS_INPUT = 0;

    /** So many members are written at once while there is time to spare: a millisecond or less. */
    private static final int WRITTEN_AT_ONCE = 100;

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
    private transient MemberRecords records;
    private transient JourneyMetrics measured;
    private transient StoreMetrics stored;
    private transient Refusals refusals;
    private transient long settledUpTo;
    private transient WatermarkSteps watermarks;
    private transient WriteBack writeBack;
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
        records = new MemberRecords(configuration);
        measured = new JourneyMetrics(getMetricGroup());
        stored = new StoreMetrics(getMetricGroup());
        writeBack = new WriteBack(getProcessingTimeService()::getCurrentProcessingTime, () -> backlog.isWorkedOff());
        members = new MemberStore(
                backend,
                programs,
                this::setCurrentKey,
                () -> spareTime.look(),
                writeBack,
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
        snapshotTimes.start();
        spareTime = new SpareTime(
                getProcessingTimeService(),
                idleMillis,
                () -> writeBack.millisUntilWork(members.unwritten()),
                () -> members.writeSome(WRITTEN_AT_ONCE, writeBack.most()));
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

    /** Decides an event of the member of the current key. */
    private void decide(Reached reached) throws Exception {
        Event event = reached.event();
        measured.events.inc();
        if (event.at() <= timers.currentWatermark()) {
            measured.late.inc();
        }
        KnownPrograms.Current current = programs.current(event.community());
        if (current == null) {
            if (reached.first()) {
                refusals.event(
                        DeadLetterCode.UNKNOWN_COMMUNITY,
                        "community '" + event.community() + "' has no program; publish one, then replay this event",
                        reached);
            }
            return;
        }
        // the current key, and not a new text of it, whose hash nobody knows yet
        String key = (String) getCurrentKey();
        Member known = members.find(key);
        if (current.program().excludes(reached.member())) {
            shadows.event(reached, () -> null);
            forget(known);
            return;
        }
        Engine engine = current.engine();
        if (known != null && departures.areForgotten() && staysAway(known, engine, reached)) {
            return;
        }
        MemberState state = known == null ? engine.newMember(reached.member()) : members.state(known);
        shadows.event(reached, () -> known == null ? null : members.copy(state));
        List<Outcome> outcomes = new ArrayList<>();
        Decision decision;
        try {
            decision = settle(engine, engine.decide(state, event), outcomes);
        } catch (UncheckedIOException e) {
            throw e;
        } catch (RuntimeException e) {
            failed(key, event.community(), known, e);
            refusals.event(DeadLetterCode.EVALUATION_FAILED, "a fault in the engine: " + e, reached);
            return;
        }
        Member member = known == null ? new Member(key, Decision.NEVER, Decision.NEVER, null) : known;
        sent(member, current, decision, outcomes);
        members.keepActive(member, decision.state(), reached, settledUpTo);
        snapshots.changed(member, current, decision.state());
    }

    // ---- the clock

    @Override
    public void onEventTime(InternalTimer<String, VoidNamespace> timer) throws Exception {
        Member member = members.find(timer.getKey());
        if (member == null || member.timer != timer.getTimestamp()) {
            return;
        }
        member.timer = Decision.NEVER;
        if (member.next > timer.getTimestamp()) {
            arm(member);
            members.keepTimer(member);
            return;
        }
        String community = MemberKey.community(member.key());
        KnownPrograms.Current current = requireNonNull(programs.current(community));
        if (current.program().excludes(MemberKey.member(member.key()))) {
            forget(member);
            return;
        }
        if (departures.instant(members.state(member)) <= timer.getTimestamp()) {
            expire(member, current.engine());
            return;
        }
        shadows.clock(member.key(), () -> members.copy(members.state(member)));
        long upTo = timers.currentWatermark();
        Decision decision;
        try {
            // everything that is due up to the watermark, each at its own instant: one reading and writing for all
            decision = current.engine().decide(members.state(member), upTo);
        } catch (UncheckedIOException e) {
            throw e;
        } catch (RuntimeException e) {
            failed(member.key(), community, member, e);
            members.keepTimer(member);
            refusals.member(
                    DeadLetterCode.EVALUATION_FAILED,
                    "a fault in the engine at instant " + member.next + ": " + e,
                    member.key());
            return;
        }
        measured.clockSteps.inc();
        sent(member, current, decision, decision.outcomes());
        members.keep(member, decision.state(), upTo);
        snapshots.changed(member, current, decision.state());
    }

    @Override
    public void onProcessingTime(InternalTimer<String, VoidNamespace> timer) {
        throw new IllegalStateException("members have no processing-time timers");
    }

    /**
     * Runs the member's clock up to the watermark, behind which a late event can leave it.
     *
     * @param outcomes takes every outcome, in order
     */
    private Decision settle(Engine engine, Decision first, List<Outcome> outcomes) {
        // of most events there are none
        if (!first.outcomes().isEmpty()) {
            outcomes.addAll(first.outcomes());
        }
        if (first.next() > timers.currentWatermark()) {
            settledUpTo = Decision.NEVER;
            return first;
        }
        long upTo = timers.currentWatermark();
        Decision settled = engine.decide(first.state(), upTo);
        settledUpTo = upTo;
        outcomes.addAll(settled.outcomes());
        return settled;
    }

    /** Sends what was decided, and moves the timer. */
    private void sent(Member member, KnownPrograms.Current current, Decision decision, List<Outcome> outcomes)
            throws IOException {
        send(member.key(), outcomes, current.program());
        measured.overruns.inc(current.engine().takeOverruns());
        measured.duplicates.inc(current.engine().takeRepeats());
        member.next = Math.min(decision.next(), departures.instant(decision.state()));
        arm(member);
    }

    /** Whether the member expired before the event, be the watermark there or not, and it does not bring them back. */
    private boolean staysAway(Member member, Engine engine, Reached reached) throws Exception {
        MemberState state = members.state(member);
        if (!state.isForgotten()) {
            if (departures.instant(state) >= reached.event().at()) {
                return false;
            }
            expire(member, engine);
        }
        return !Departures.isReturn(reached, members.state(member));
    }

    /** Forgets all of a member but that they left. */
    private void expire(Member member, Engine engine) throws Exception {
        measured.expired.inc();
        shadows.forget(member.key());
        disarm(member);
        member.next = Decision.NEVER;
        members.replace(member, engine.forget(members.state(member)));
        snapshots.end(member);
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

    /** Registers the member's timer at its next instant if that is earlier than the one it has. */
    private void arm(Member member) {
        if (member.next >= member.timer) {
            return;
        }
        disarm(member);
        timers.registerEventTimeTimer(VoidNamespace.INSTANCE, member.next);
        member.timer = member.next;
    }

    private void disarm(Member member) {
        if (member.timer != Decision.NEVER) {
            timers.deleteEventTimeTimer(VoidNamespace.INSTANCE, member.timer);
            member.timer = Decision.NEVER;
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
                forget(members.find(key));
            }
        }
    }

    // ---- snapshots

    @Override
    public void prepareSnapshotPreBarrier(long checkpointId) throws Exception {
        writeBack.barrier();
        members.writeAll();
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

    // ---- state and output

    /** An excluded member has no state and no snapshot; one that was excluded later loses both. */
    private void forget(@Nullable Member member) {
        if (member != null) {
            disarm(member);
            members.remove(member);
            snapshots.end(member);
        }
    }

    /** An engine that failed may hold half an evaluation, which must not reach the next member; nor this one. */
    private void failed(String key, String community, @Nullable Member member, RuntimeException fault)
            throws IOException {
        LOG.error("Member {} cannot be evaluated and stays as it was", key, fault);
        programs.renewEngine(community);
        if (member != null) {
            members.restore(member, requireNonNull(programs.current(community)).engine());
        }
    }

    private void send(String key, List<Outcome> outcomes, Program program) throws IOException {
        for (Outcome outcome : outcomes) {
            outbox.add(records.outcome(key, outcome, program.name(), program.version()));
            measured.outcome(outcome, getProcessingTimeService().getCurrentProcessingTime());
        }
    }

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
