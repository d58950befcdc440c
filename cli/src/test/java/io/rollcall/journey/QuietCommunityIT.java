package io.rollcall.journey;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.rollcall.embedded.EmbeddedFlink;
import io.rollcall.embedded.EmbeddedKafka;
import io.rollcall.embedded.TopicSetup;
import io.rollcall.jobs.MemberJourneyJob;
import io.rollcall.jobs.config.JobConfiguration;
import io.rollcall.wire.AlertChange;
import io.rollcall.wire.MemberEvent;
import io.rollcall.wire.PointsEntry;
import io.rollcall.wire.Topics;
import io.rollcall.wire.WireFormat;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Time passes where nothing happens, and never ahead of events that are there to be read; on real servers. */
class QuietCommunityIT {
    private static final Duration LONG = Duration.ofMinutes(2);
    private static final Topics TOPICS = Topics.DEFAULT;
    private static final int JOINS = 0;
    private static final int ANSWERS = 1;
    private static final int ADDED = 2;
    private static final int BACKLOG = 60_000;

    @TempDir
    Path directory;

    private final WireFormat<MemberEvent> format = WireFormat.of(MemberEvent.class);
    private EmbeddedKafka kafka;

    @BeforeEach
    void start() throws Exception {
        kafka = EmbeddedKafka.start(directory.resolve("kafka"));
        try (Admin admin = kafka.admin()) {
            TopicSetup.create(admin, TOPICS, 2, 1);
        }
    }

    /** Be it that two of three subtasks have no partition to hear of the time from. */
    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void aNewcomersDeadlinePassesThoughNothingElseEverHappens(int subtasks) throws Exception {
        try (EmbeddedKafka broker = kafka;
                EmbeddedFlink flink = EmbeddedFlink.in(directory.resolve("flink"))
                        .slots(subtasks)
                        .start();
                KafkaProducer<byte[], byte[]> producer = producer();
                CommittedRecords committed = committed()) {
            publish(producer, "3s");
            run(flink, Map.of("parallelism", Integer.toString(subtasks)));
            Instant joined = Instant.now().truncatedTo(ChronoUnit.MILLIS);
            send(producer, JOINS, "join", "ann", joined);

            await().atMost(Duration.ofMinutes(1))
                    .untilAsserted(
                            () -> assertThat(alerts(committed)).singleElement().satisfies(alert -> {
                                assertThat(alert.getHeader().getMember()).isEqualTo("ann");
                                assertThat(alert.getHeader().getAt()).isEqualTo(joined.plusSeconds(3));
                            }));
        }
    }

    @Test
    void aJobWithABacklogDoesNotRunAheadOfWhatItHasNotReadYet() throws Exception {
        try (EmbeddedKafka broker = kafka;
                EmbeddedFlink flink =
                        EmbeddedFlink.in(directory.resolve("flink")).start();
                KafkaProducer<byte[], byte[]> producer = producer();
                CommittedRecords committed = committed()) {
            publish(producer, "10m");
            Instant joined = Instant.now().minus(Duration.ofHours(1)).truncatedTo(ChronoUnit.MILLIS);
            send(producer, JOINS, "join", "ann", joined);
            send(producer, JOINS, "join", "bob", joined);
            for (int i = 0; i < BACKLOG; i++) {
                send(producer, ANSWERS, "visit", "v" + i % 100, joined.plusMillis(i));
            }
            // in time, but far behind
            send(producer, ANSWERS, "post", "ann", joined.plus(Duration.ofMinutes(5)));
            producer.flush();
            run(flink, Map.of());

            await().atMost(LONG).until(() -> isReported(committed, "bob"));
            assertThat(isReported(committed, "ann")).isFalse();
        }
    }

    @Test
    void whatIsInAPartitionThatWasAddedIsHeardBeforeTheClockPassesIt() throws Exception {
        try (EmbeddedKafka broker = kafka;
                EmbeddedFlink flink =
                        EmbeddedFlink.in(directory.resolve("flink")).start();
                Admin admin = broker.admin();
                KafkaProducer<byte[], byte[]> producer = producer();
                CommittedRecords committed = committed()) {
            publish(producer, "10s");
            run(flink, Map.of("event-time.heartbeat-margin", "2s"));
            Instant joined = Instant.now().truncatedTo(ChronoUnit.MILLIS);
            send(producer, JOINS, "join", "ann", joined);
            send(producer, JOINS, "join", "bob", joined.plusSeconds(1));
            await().atMost(LONG)
                    .until(() ->
                            !committed.read(TOPICS.points(), PointsEntry.class).isEmpty());
            admin.createPartitions(Map.of(TOPICS.events(), NewPartitions.increaseTo(ADDED + 1)))
                    .all()
                    .get();
            try (KafkaProducer<byte[], byte[]> knowing = producer()) {
                send(knowing, ADDED, "post", "ann", joined.plusSeconds(1));
            }

            await().atMost(LONG).until(() -> isReported(committed, "bob"));
            assertThat(isReported(committed, "ann")).isFalse();
        }
    }

    @Test
    void aBrokerThatWasAwayIsGivenTimeToHearWhatProducersHeldBack() throws Exception {
        try (EmbeddedFlink flink = EmbeddedFlink.in(directory.resolve("flink")).start()) {
            Instant joined;
            int port = kafka.port();
            try (EmbeddedKafka broker = kafka;
                    KafkaProducer<byte[], byte[]> producer = producer()) {
                publish(producer, "10s");
                run(flink, Map.of("event-time.heartbeat-recovery", "6s"));
                joined = Instant.now().truncatedTo(ChronoUnit.MILLIS);
                send(producer, JOINS, "join", "ann", joined);
                send(producer, JOINS, "join", "bob", joined);
                producer.flush();
            }
            // ann speaks in time; nobody hears it before bob's time is over
            await().atMost(LONG).until(() -> Instant.now().isAfter(joined.plusSeconds(15)));
            kafka = EmbeddedKafka.start(directory.resolve("kafka"), port);
            try (EmbeddedKafka broker = kafka;
                    KafkaProducer<byte[], byte[]> producer = producer();
                    CommittedRecords committed = committed()) {
                send(producer, ANSWERS, "post", "ann", joined.plusSeconds(5));
                producer.flush();

                await().atMost(LONG).until(() -> isReported(committed, "bob"));
                assertThat(isReported(committed, "ann")).isFalse();
            }
        }
    }

    private void run(EmbeddedFlink flink, Map<String, String> more) {
        Map<String, String> values = new HashMap<>(Map.of(
                "kafka.bootstrap-servers",
                kafka.bootstrapServers(),
                "checkpoint.interval",
                "1s",
                "event-time.max-out-of-orderness",
                "0s",
                "event-time.heartbeat",
                "200ms",
                "event-time.heartbeat-margin",
                "500ms",
                "event-time.heartbeat-recovery",
                "1s"));
        values.putAll(more);
        StreamExecutionEnvironment environment = flink.environment();
        MemberJourneyJob.build(environment, JobConfiguration.of(values));
        flink.submit(environment);
    }

    private static boolean isReported(CommittedRecords committed, String member) throws IOException {
        return alerts(committed).stream()
                .anyMatch(alert -> alert.getHeader().getMember().equals(member));
    }

    private static List<AlertChange> alerts(CommittedRecords committed) throws IOException {
        return committed.read(TOPICS.alerts(), AlertChange.class);
    }

    private CommittedRecords committed() {
        return new CommittedRecords(kafka.bootstrapServers());
    }

    private KafkaProducer<byte[], byte[]> producer() {
        return new KafkaProducer<>(
                Map.of("bootstrap.servers", kafka.bootstrapServers(), "linger.ms", "5"),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    private static void publish(KafkaProducer<byte[], byte[]> producer, String after) throws Exception {
        String program = """
                program: club
                community: club
                points: {earn: {joined: {on: join, points: 1}}}
                alerts: {silent-newcomer: {since: join, after: %s, unless: post}}
                """.formatted(after);
        producer.send(new ProducerRecord<>(TOPICS.programs(), "club".getBytes(UTF_8), program.getBytes(UTF_8)))
                .get();
    }

    private void send(KafkaProducer<byte[], byte[]> producer, int partition, String type, String member, Instant at)
            throws IOException {
        String id = type + "-" + member + "-" + at.toEpochMilli();
        byte[] event = format.encode(new MemberEvent(id, "club", type, member, null, at, null, Map.of()));
        producer.send(new ProducerRecord<>(TOPICS.events(), partition, member.getBytes(UTF_8), event));
    }
}
