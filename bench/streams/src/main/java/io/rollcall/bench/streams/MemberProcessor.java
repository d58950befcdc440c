package io.rollcall.bench.streams;

import static java.util.Objects.requireNonNull;

import io.rollcall.bench.community.Population;
import io.rollcall.decide.Decision;
import io.rollcall.decide.Engine;
import io.rollcall.event.Event;
import io.rollcall.event.EventException;
import io.rollcall.jobs.config.JobConfiguration;
import io.rollcall.jobs.config.JobOptions;
import io.rollcall.jobs.event.EventRecords;
import io.rollcall.jobs.journey.SnapshotPace;
import io.rollcall.jobs.out.MemberRecords;
import io.rollcall.jobs.out.TopicRecord;
import io.rollcall.member.MemberState;
import io.rollcall.member.StateCodec;
import io.rollcall.outcome.Outcome;
import io.rollcall.program.Program;
import io.rollcall.wire.MemberEvent;
import io.rollcall.wire.WireFormat;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/**
 * Does for each event what the job does: decodes it, asks the engine for its actor and its recipient, keeps the state, sends
 * outcomes, and snapshots at the same pace. Deadlines pass by stream time, behind it by the same out-of-orderness.
 *
 * <p>It is spared what several partitions would take: a repartition topic for those recipients who are in another one.
 */
final class MemberProcessor implements Processor<byte[], byte[], byte[], TopicRecord> {
    private static final Duration CLOCK = Duration.ofSeconds(1);
    private static final Duration TICK = Duration.ofSeconds(1);
    private static final int MOST_SNAPSHOTS_AT_ONCE = 5000;

    private final Program program;
    private final Engine engine;
    private final MemberRecords records;
    private final SnapshotPace pace;
    private final long outOfOrderness;
    private final WireFormat<MemberEvent> format = WireFormat.of(MemberEvent.class);
    private final StateCodec.Encoder encoder = new StateCodec.Encoder();
    private final StateCodec.Decoder decoder = new StateCodec.Decoder();
    private final AtomicLong deliveries;
    private final AtomicLong sent;
    private @Nullable ProcessorContext<byte[], TopicRecord> context;
    private @Nullable MemberTables tables;

    /**
     * The processor.
     *
     * @param deliveries counts members reached by events
     * @param sent counts records sent
     */
    MemberProcessor(Program program, JobConfiguration configuration, AtomicLong deliveries, AtomicLong sent) {
        this.program = program;
        this.engine = new Engine(program);
        this.records = new MemberRecords(configuration);
        this.pace = new SnapshotPace(
                configuration.get(JobOptions.SNAPSHOT_INTERVAL).toMillis(),
                configuration.get(JobOptions.SNAPSHOT_RATE),
                // Kafka Streams keeps no checkpoints
                0,
                System.currentTimeMillis());
        this.outOfOrderness = configuration.get(JobOptions.MAX_OUT_OF_ORDERNESS).toMillis();
        this.deliveries = deliveries;
        this.sent = sent;
    }

    @Override
    public void init(ProcessorContext<byte[], TopicRecord> own) {
        context = own;
        tables = MemberTables.of(own);
        own.schedule(CLOCK, PunctuationType.STREAM_TIME, this::runClock);
        own.schedule(TICK, PunctuationType.WALL_CLOCK_TIME, this::sendSnapshots);
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        try {
            Event event = EventRecords.event(format.decode(record.value()));
            if (event.member() != null) {
                decide(Population.COMMUNITY + '/' + event.member(), event.member(), event);
            }
            if (event.reachesRecipient()) {
                String recipient = requireNonNull(event.recipient());
                decide(Population.COMMUNITY + '/' + recipient, recipient, event);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (EventException e) {
            throw new IllegalStateException(e);
        }
    }

    private void decide(String key, String member, Event event) throws IOException {
        deliveries.incrementAndGet();
        if (program.excludes(member)) {
            return;
        }
        Stored stored = requireNonNull(tables).members().get(key);
        MemberState state = stored == null ? engine.newMember(member) : read(member, stored);
        finish(key, stored, engine.decide(state, event));
    }

    private void runClock(long streamTime) {
        long upTo = streamTime - outOfOrderness - 1;
        try {
            for (String key : requireNonNull(tables).takeDue(upTo)) {
                Stored stored = requireNonNull(tables.members().get(key));
                Stored disarmed = new Stored(Decision.NEVER, stored.next(), stored.content());
                if (stored.next() > upTo) {
                    tables.keep(key, Decision.NEVER, stored.next(), stored.content());
                } else {
                    String member = key.substring(key.indexOf('/') + 1);
                    finish(key, disarmed, engine.decide(read(member, stored), upTo));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void finish(String key, @Nullable Stored before, Decision decision) throws IOException {
        for (Outcome outcome : decision.outcomes()) {
            send(records.outcome(key, outcome, program.name(), program.version()));
        }
        requireNonNull(tables)
                .keep(
                        key,
                        before == null ? Decision.NEVER : before.timer(),
                        decision.next(),
                        encoder.bytes(decision.state()));
        if (pace.changed(key, requireNonNull(context).currentSystemTimeMs())) {
            sendSnapshot(key, decision.state());
        }
        decoder.reuse(decision.state());
    }

    private void sendSnapshots(long now) {
        try {
            for (String key : pace.due(now, MOST_SNAPSHOTS_AT_ONCE)) {
                Stored stored = requireNonNull(tables).members().get(key);
                if (stored != null) {
                    MemberState state = read(key.substring(key.indexOf('/') + 1), stored);
                    sendSnapshot(key, state);
                    decoder.reuse(state);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void sendSnapshot(String key, MemberState state) throws IOException {
        long at = Math.max(state.seen(), requireNonNull(context).currentStreamTimeMs() - outOfOrderness - 1);
        send(records.snapshot(key, engine.snapshot(state, at), program.name(), program.version()));
    }

    private void send(TopicRecord record) {
        sent.incrementAndGet();
        ProcessorContext<byte[], TopicRecord> own = requireNonNull(context);
        own.forward(new Record<>(record.key(), record, own.currentSystemTimeMs()));
    }

    private MemberState read(String member, Stored stored) throws IOException {
        return decoder.read(member, stored.content(), version -> program);
    }
}
