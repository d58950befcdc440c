package io.rollcall.journey;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.rollcall.embedded.EmbeddedFlink;
import io.rollcall.embedded.EmbeddedKafka;
import io.rollcall.embedded.FlinkJob;
import io.rollcall.embedded.TopicSetup;
import io.rollcall.jobs.MemberJourneyJob;
import io.rollcall.jobs.config.JobConfiguration;
import io.rollcall.jobs.config.JobOptions;
import io.rollcall.wire.AlertChange;
import io.rollcall.wire.DeadLetter;
import io.rollcall.wire.MemberEvent;
import io.rollcall.wire.MemberSnapshot;
import io.rollcall.wire.TierChange;
import io.rollcall.wire.Topics;
import io.rollcall.wire.WireFormat;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The job on a real cluster between the topics of a real broker: right and wrong input, a stop, another parallelism. */
class MemberJourneyIT {
    private static final Duration LONG = Duration.ofMinutes(3);
    private static final int PARTITIONS = 2;
    private static final Instant JOINED = Instant.parse("2026-03-01T12:00:00Z");
    private static final String PROGRAM = """
            program: club
            community: club
            metrics: {posts: {count: post}}
            ladders: {activity: [{tier: visitor}, {tier: member, enter: "posts >= 1", keep: always}]}
            alerts: {silent-newcomer: {since: join, after: 7d, unless: post}}
            """;

    @ParameterizedTest
    @ValueSource(strings = {"at-least-once", "exactly-once"})
    void eventsBecomeOutcomesAndWrongInputBecomesDeadLettersAcrossAStopAndARescale(
            String delivery, @TempDir Path directory) throws Exception {
        try (EmbeddedKafka kafka = EmbeddedKafka.start(directory.resolve("kafka"));
                EmbeddedFlink flink =
                        EmbeddedFlink.in(directory.resolve("flink")).slots(2).start();
                KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                        Map.of("bootstrap.servers", kafka.bootstrapServers()),
                        new ByteArraySerializer(),
                        new ByteArraySerializer());
                CommittedRecords committed = new CommittedRecords(kafka.bootstrapServers())) {
            Topics topics = new Topics("it.");
            try (Admin admin = kafka.admin()) {
                TopicSetup.create(admin, topics, PARTITIONS, 1);
            }
            JobConfiguration configuration = JobConfiguration.of(Map.of(
                    "kafka.bootstrap-servers",
                    kafka.bootstrapServers(),
                    "topics.prefix",
                    topics.prefix(),
                    "delivery",
                    delivery,
                    "checkpoint.interval",
                    "500ms",
                    "snapshot-interval",
                    "200ms",
                    "event-time.heartbeat",
                    "0s",
                    "event-time.idle-timeout",
                    "2s",
                    "parallelism",
                    "2"));

            send(producer, topics.programs(), "club", PROGRAM.getBytes(UTF_8));
            send(
                    producer,
                    topics.programs(),
                    "club",
                    PROGRAM.replace("posts >= 1", "pots >= 1").getBytes(UTF_8));
            send(producer, topics.events(), "anna", avro("e-1", "club", "join", "anna", JOINED));
            send(producer, topics.events(), "bert", json("e-2", "bert"));
            takeBack(kafka, topics.events(), avro("e-5", "club", "post", "anna", JOINED.plusSeconds(1)));
            send(producer, topics.events(), "x", "garbage".getBytes(UTF_8));
            send(producer, topics.events(), "x", null);
            send(
                    producer,
                    topics.events(),
                    "x",
                    avro("e-3", "club", "post", "anna", JOINED.plusSeconds(4_000_000_000L)));
            send(producer, topics.events(), "x", avro("e-4", "chess", "post", "anna", JOINED));
            FlinkJob job = flink.submit(environment(flink, configuration));

            await().atMost(LONG).untilAsserted(() -> {
                assertThat(committed.read(topics.deadLetters(), DeadLetter.class).stream()
                                .map(DeadLetter::getCode))
                        .containsExactlyInAnyOrder(
                                "undecodable", "undecodable", "future", "unknown-community", "invalid-program");
                assertThat(committed.read(topics.tierChanges(), TierChange.class))
                        .singleElement()
                        .satisfies(change ->
                                assertThat(change.getHeader().getMember()).isEqualTo("bert"));
                assertThat(committed.read(topics.members(), MemberSnapshot.class).stream()
                                .map(MemberSnapshot::getMember))
                        .contains("anna", "bert");
            });
            assertThat(committed.read(topics.alerts(), AlertChange.class)).isEmpty();

            String savepoint = job.stop();
            job.awaitEnd(LONG);
            flink.submit(environment(flink, configuration.with(JobOptions.PARALLELISM, "1")), savepoint);
            tellTime(producer, topics.events(), JOINED.plus(Duration.ofDays(8)));

            // bert's post answered his own alert
            await().atMost(LONG).untilAsserted(() -> assertThat(committed.read(topics.alerts(), AlertChange.class))
                    .singleElement()
                    .satisfies(alert -> {
                        assertThat(alert.getAlert()).isEqualTo("silent-newcomer");
                        assertThat(alert.getHeader().getMember()).isEqualTo("anna");
                        assertThat(alert.getHeader().getAt()).isEqualTo(JOINED.plus(Duration.ofDays(7)));
                    }));
            assertThat(committed.read(topics.tierChanges(), TierChange.class)).hasSize(1);
            assertThat(committed.read(topics.deadLetters(), DeadLetter.class)).hasSize(5);
        }
    }

    private static StreamExecutionEnvironment environment(EmbeddedFlink flink, JobConfiguration configuration) {
        StreamExecutionEnvironment environment = flink.environment();
        MemberJourneyJob.build(environment, configuration);
        return environment;
    }

    private static byte[] avro(String id, String community, String type, String member, Instant at) throws IOException {
        return WireFormat.of(MemberEvent.class)
                .encode(new MemberEvent(id, community, type, member, null, at, null, Map.of()));
    }

    private static byte[] json(String id, String member) {
        return "{\"id\":\"%s\",\"community\":\"club\",\"type\":\"post\",\"member\":\"%s\",\"at\":\"2026-03-01T13:00:00+01:00\"}"
                .formatted(id, member)
                .getBytes(UTF_8);
    }

    private static void send(KafkaProducer<byte[], byte[]> producer, String topic, String key, byte @Nullable [] value)
            throws Exception {
        producer.send(new ProducerRecord<>(topic, key.getBytes(UTF_8), value)).get();
    }

    /** What a producer takes back did not happen: else anna would have spoken. */
    private static void takeBack(EmbeddedKafka kafka, String topic, byte[] event) throws Exception {
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", kafka.bootstrapServers(), "transactional.id", "a-producer"),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            producer.initTransactions();
            producer.beginTransaction();
            producer.send(new ProducerRecord<>(topic, "anna".getBytes(UTF_8), event))
                    .get();
            producer.abortTransaction();
        }
    }

    private static void tellTime(KafkaProducer<byte[], byte[]> producer, String topic, Instant instant)
            throws Exception {
        for (int partition = 0; partition < PARTITIONS; partition++) {
            ProducerRecord<byte[], byte[]> clock = new ProducerRecord<>(topic, partition, null, null);
            clock.headers()
                    .add("rollcall-clock", Long.toString(instant.toEpochMilli()).getBytes(UTF_8));
            producer.send(clock).get();
        }
    }
}
