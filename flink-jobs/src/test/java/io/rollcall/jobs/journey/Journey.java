package io.rollcall.jobs.journey;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import io.rollcall.event.Event;
import io.rollcall.jobs.config.JobConfiguration;
import io.rollcall.jobs.event.Origin;
import io.rollcall.jobs.event.Reached;
import io.rollcall.jobs.out.DeadLetterCode;
import io.rollcall.jobs.out.TopicRecord;
import io.rollcall.jobs.out.TopicRecordSerializer;
import io.rollcall.jobs.program.ProgramBootstrap;
import io.rollcall.jobs.program.ProgramMessage;
import io.rollcall.wire.AlertChange;
import io.rollcall.wire.BadgeAward;
import io.rollcall.wire.DeadLetter;
import io.rollcall.wire.MemberSnapshot;
import io.rollcall.wire.PointsEntry;
import io.rollcall.wire.StageChange;
import io.rollcall.wire.TierChange;
import io.rollcall.wire.WireFormat;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecordBase;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.state.StateBackend;
import org.apache.flink.runtime.state.hashmap.HashMapStateBackend;
import org.apache.flink.state.rocksdb.EmbeddedRocksDBStateBackend;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.AbstractStreamOperatorTestHarness;
import org.apache.flink.streaming.util.KeyedTwoInputStreamOperatorTestHarness;
import org.jspecify.annotations.Nullable;

/** One subtask of the member step on Flink's harness, with RocksDB, and what it sent. */
final class Journey implements AutoCloseable {
    static final int MAX_PARALLELISM = 128;

    private static final Map<String, Class<? extends SpecificRecordBase>> TYPES = Map.of(
            "rollcall.tier-changes", TierChange.class,
            "rollcall.badges", BadgeAward.class,
            "rollcall.points", PointsEntry.class,
            "rollcall.stages", StageChange.class,
            "rollcall.alerts", AlertChange.class,
            "rollcall.members", MemberSnapshot.class,
            "rollcall.dead-letters", DeadLetter.class);

    private final KeyedTwoInputStreamOperatorTestHarness<String, Reached, ProgramMessage, TopicRecord> harness;
    private final MemberJourneyOperator operator;

    /** Made once: a format reads its schemas, which takes longer than a thousand records. */
    private final Map<Class<? extends SpecificRecordBase>, WireFormat<?>> formats = new HashMap<>();

    private long offset;
    private boolean seesItLeave;

    private Journey(ProgramBootstrap bootstrap, int parallelism, int subtask, StateBackend backend) throws Exception {
        this(configuration(Map.of()), bootstrap, parallelism, subtask, backend);
    }

    /** No event waits for the clock unless the test says so ({@link #holding}). */
    private static JobConfiguration configuration(Map<String, String> options) {
        Map<String, String> values = new HashMap<>(options);
        values.putIfAbsent("event-time.hold-ahead", "0s");
        return JobConfiguration.of(values);
    }

    private Journey(
            JobConfiguration configuration,
            ProgramBootstrap bootstrap,
            int parallelism,
            int subtask,
            StateBackend backend)
            throws Exception {
        operator = new MemberJourneyOperator(configuration, bootstrap);
        harness = new KeyedTwoInputStreamOperatorTestHarness<>(
                operator, Reached::key, null, Types.STRING, MAX_PARALLELISM, parallelism, subtask);
        harness.setStateBackend(backend);
        harness.setup(new TopicRecordSerializer());
    }

    /** A fresh start; these programs are in the topic, at offsets from 1. */
    static Journey fresh(String... programs) throws Exception {
        Journey journey = of(bootstrap(programs), 1, 0);
        journey.harness.open();
        return journey;
    }

    /** A fresh start on the heap, where entries can be counted. */
    static Journey onHeap(String... programs) throws Exception {
        Journey journey = new Journey(bootstrap(programs), 1, 0, new HashMapStateBackend());
        journey.harness.open();
        return journey;
    }

    /** The only subtask, not started yet, which keeps so many members in memory. */
    static Journey withHotMembers(int most, String... programs) throws Exception {
        return withHotAndWarmMembers(most, "1mb", programs);
    }

    /** The same, which also keeps the bytes of others in so much memory. */
    static Journey withHotAndWarmMembers(int hot, String warm, String... programs) throws Exception {
        return new Journey(
                configuration(
                        Map.of("member-journey.hot-members", String.valueOf(hot), "member-journey.warm-members", warm)),
                bootstrap(programs),
                1,
                0,
                new EmbeddedRocksDBStateBackend(false));
    }

    /** A fresh start with an option, on the heap, where entries can be counted. */
    static Journey with(String option, String value, String... programs) throws Exception {
        Journey journey =
                new Journey(configuration(Map.of(option, value)), bootstrap(programs), 1, 0, new HashMapStateBackend());
        journey.harness.open();
        return journey;
    }

    /** The same, from what a checkpoint kept. */
    static Journey restored(OperatorSubtaskState kept, String option, String value, String... programs)
            throws Exception {
        return new Journey(configuration(Map.of(option, value)), bootstrap(programs), 1, 0, new HashMapStateBackend())
                .restore(kept, 1, 1, 0);
    }

    /** A subtask, not started yet, in which events that are ahead of the clock wait: at most so many. */
    static Journey holding(int most, ProgramBootstrap bootstrap, int parallelism, int subtask) throws Exception {
        return holding(Map.of("member-journey.held-events", String.valueOf(most)), bootstrap, parallelism, subtask);
    }

    /** The same with any options. */
    static Journey holding(Map<String, String> options, ProgramBootstrap bootstrap, int parallelism, int subtask)
            throws Exception {
        return new Journey(
                JobConfiguration.of(options), bootstrap, parallelism, subtask, new EmbeddedRocksDBStateBackend(true));
    }

    /** A subtask that is not started yet. */
    static Journey of(ProgramBootstrap bootstrap, int parallelism, int subtask) throws Exception {
        return new Journey(bootstrap, parallelism, subtask, new EmbeddedRocksDBStateBackend(true));
    }

    /** Starts it without state. */
    Journey start() throws Exception {
        harness.open();
        return this;
    }

    /** Starts it from what subtasks of another parallelism kept. */
    Journey restore(OperatorSubtaskState kept, int oldParallelism, int parallelism, int subtask) throws Exception {
        harness.initializeState(AbstractStreamOperatorTestHarness.repartitionOperatorState(
                kept, MAX_PARALLELISM, oldParallelism, parallelism, subtask));
        harness.open();
        return this;
    }

    static ProgramBootstrap bootstrap(String... programs) {
        return () -> {
            List<ProgramMessage> messages = new ArrayList<>();
            for (int i = 0; i < programs.length; i++) {
                messages.add(message(i + 1, programs[i]));
            }
            return messages;
        };
    }

    static ProgramMessage message(long version, String program) {
        return new ProgramMessage(0, version, "club".getBytes(UTF_8), program.getBytes(UTF_8));
    }

    /** A message about a program on trial; without a text it ends the trial. */
    static ProgramMessage trial(long version, String name, @Nullable String program) {
        return new ProgramMessage(
                0, version, ("club/" + name).getBytes(UTF_8), program == null ? null : program.getBytes(UTF_8));
    }

    static Event event(String id, String type, String member, long at) {
        return new Event(id, "club", type, member, null, at, 0, Map.of());
    }

    void event(Event event) throws Exception {
        Origin origin = new Origin(3, offset++);
        if (event.member() != null) {
            harness.processElement1(new StreamRecord<>(new Reached(event, false, origin)));
        }
        if (event.reachesRecipient()) {
            harness.processElement1(new StreamRecord<>(new Reached(event, true, origin)));
        }
    }

    void reached(Reached reached) throws Exception {
        harness.processElement1(new StreamRecord<>(reached));
    }

    void program(ProgramMessage message) throws Exception {
        harness.processElement2(new StreamRecord<>(message));
    }

    void watermark(long instant) throws Exception {
        harness.processWatermark1(new Watermark(instant));
    }

    /** On the wall clock: every snapshot that is due leaves. */
    void minutePasses() throws Exception {
        harness.setProcessingTime(harness.getProcessingTime() + 60_000);
    }

    KeyedTwoInputStreamOperatorTestHarness<String, Reached, ProgramMessage, TopicRecord> harness() {
        return harness;
    }

    /** How many timers of the processing time are set, beside the one after which what is told leaves at the latest. */
    int looks() {
        return harness.getProcessingTimeService().getNumActiveTimers() - (isTimed() ? 1 : 0);
    }

    /** Whether a time is set after which what was gathered leaves at the latest. */
    boolean isTimed() {
        return operator.outbox().isTimed();
    }

    int timers() {
        return harness.numEventTimeTimers();
    }

    OperatorSubtaskState checkpoint() throws Exception {
        harness.prepareSnapshotPreBarrier(1);
        return harness.snapshot(1, 1);
    }

    /** How many records were refused for this reason, as the metric has it. */
    long refused(DeadLetterCode code) {
        return operator.measured().deadLetters(code);
    }

    /** How many events wait for the clock. */
    int held() {
        return operator.held().size();
    }

    /** Whether all that is ahead of the clock waits. */
    boolean isCatchingUp() {
        return operator.held().isCatchingUp();
    }

    /** How many did not wait to the end. */
    long heldTooShort() {
        return operator.held().tooShort();
    }

    /** What is counted. */
    JourneyMetrics measured() {
        return operator.measured();
    }

    /** What is counted of where members are kept. */
    StoreMetrics store() {
        return operator.stored();
    }

    /** How many values the state backend has when everything is written, as before a checkpoint. */
    int stateEntries() throws IOException {
        operator.members().writeAll();
        return harness().numKeyedStateEntries();
    }

    /** Writes members as the operator does in its spare time. */
    void writeSome(int most, int spared) throws IOException {
        operator.members().writeSome(most, spared);
    }

    /** The task has a moment to spare. */
    void spareTime() throws IOException {
        operator.members().writeInSpareTime();
    }

    /** How many members are not written. */
    int unwritten() {
        return operator.members().unwritten();
    }

    /** How many were forgotten because they had left long ago. */
    long expired() {
        return operator.measured().expired.getCount();
    }

    /** The input ends. */
    void finish() throws Exception {
        operator.finish();
    }

    /** Every record sent since the last call, as a line of topic and record, without snapshots. */
    List<String> outcomes() throws IOException {
        List<String> lines = new ArrayList<>();
        for (Map.Entry<String, SpecificRecordBase> sent : sent()) {
            if (!(sent.getValue() instanceof MemberSnapshot)) {
                lines.add(line(sent.getKey(), sent.getValue()));
            }
        }
        return lines;
    }

    /** Every snapshot sent since the last call; outcomes in between are dropped. */
    List<MemberSnapshot> snapshots() throws IOException {
        List<MemberSnapshot> snapshots = new ArrayList<>();
        for (Map.Entry<String, SpecificRecordBase> sent : sent()) {
            if (sent.getValue() instanceof MemberSnapshot snapshot) {
                snapshots.add(snapshot);
            }
        }
        return snapshots;
    }

    List<DeadLetter> deadLetters() throws IOException {
        List<DeadLetter> letters = new ArrayList<>();
        var side = harness.getSideOutput(MemberJourneyOperator.DEAD_LETTERS);
        if (side != null) {
            for (StreamRecord<TopicRecord> record : side) {
                letters.add((DeadLetter) decode(record.getValue()));
            }
            side.clear();
        }
        return letters;
    }

    /** The members whose snapshots were ended since the last call of {@link #sent}. */
    List<String> endedSnapshots() {
        List<String> keys = new ArrayList<>();
        for (TopicRecord record : harness.extractOutputValues()) {
            if (record.value() == null) {
                keys.add(new String(requireNonNull(record.key()), UTF_8));
            }
        }
        return keys;
    }

    /** Has what is told together be seen when it leaves; else it counts as sent when it is asked for. */
    Journey asItLeaves() {
        seesItLeave = true;
        return this;
    }

    List<Map.Entry<String, SpecificRecordBase>> sent() throws IOException {
        if (!seesItLeave) {
            operator.outbox().sendAll();
        }
        List<Map.Entry<String, SpecificRecordBase>> sent = new ArrayList<>();
        for (TopicRecord record : harness.extractOutputValues()) {
            if (record.value() != null) {
                WireFormat<?> format = formats.computeIfAbsent(type(record), WireFormat::of);
                sent.add(Map.entry(record.topic(), format.decode(record.value())));
            }
        }
        harness.getOutput().clear();
        return sent;
    }

    static String line(String topic, SpecificRecordBase record) {
        return topic.replace("rollcall.", "") + " " + record;
    }

    static SpecificRecordBase decode(TopicRecord record) throws IOException {
        return WireFormat.of(type(record)).decode(requireNonNull(record.value()));
    }

    private static Class<? extends SpecificRecordBase> type(TopicRecord record) {
        Class<? extends SpecificRecordBase> type = TYPES.get(record.topic());
        if (type == null) {
            throw new AssertionError("an unexpected topic: " + record.topic());
        }
        return type;
    }

    @Override
    public void close() throws Exception {
        harness.close();
    }
}
