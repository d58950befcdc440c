package io.rollcall.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.rollcall.jobs.MemberJourneyJob;
import io.rollcall.jobs.config.JobConfiguration;
import io.rollcall.wire.Topics;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A job of its own in this process: stopped, and gone on with. */
class JobProcessIT {
    private static final Duration LONG = Duration.ofMinutes(3);
    private static final Topics TOPICS = Topics.DEFAULT;
    private static final TopicPartition BADGES = new TopicPartition(TOPICS.badges(), 0);
    private static final String PROGRAM = """
            program: club
            community: club
            metrics: {posts: {count: post}}
            badges: {writer: {metric: posts, every: 2}}
            """;

    @Test
    void whatIsKeptIsGoneOnWithAndOnlyTheLastOfItIsKept(@TempDir Path directory) throws Exception {
        Path data = directory.resolve("data");
        try (EmbeddedKafka kafka = EmbeddedKafka.start(directory.resolve("kafka"));
                Admin admin = kafka.admin();
                KafkaProducer<String, String> producer = new KafkaProducer<>(
                        Map.of("bootstrap.servers", kafka.bootstrapServers()),
                        new StringSerializer(),
                        new StringSerializer())) {
            TopicSetup.create(admin, TOPICS, 1, 1);
            // a job that began anew would read every post again, and say every badge again
            JobConfiguration configuration = JobConfiguration.of(Map.of(
                    "kafka.bootstrap-servers", kafka.bootstrapServers(),
                    "events.start", "earliest",
                    "checkpoint.interval", "500ms",
                    "parallelism", "1",
                    "event-time.heartbeat", "0s"));
            producer.send(new ProducerRecord<>(TOPICS.programs(), 0, "club", PROGRAM))
                    .get();
            for (int i = 1; i <= 3; i++) {
                try (JobProcess process = JobProcess.start(
                        data, 0, 1, environment -> MemberJourneyJob.build(environment, configuration))) {
                    assertThat(process.isContinued()).isEqualTo(i > 1);
                    post(producer, 2 * i - 1);
                    post(producer, 2 * i);
                    long badges = i;
                    await().atMost(LONG)
                            .untilAsserted(() -> assertThat(written(admin)).isEqualTo(badges));
                }
                assertThat(children(data.resolve("savepoints")))
                        .as("the one that it began with, and its own")
                        .isBetween(1L, 2L);
            }
        }
    }

    private static void post(KafkaProducer<String, String> producer, int number) throws Exception {
        String event =
                "{\"id\":\"e-%d\",\"community\":\"club\",\"type\":\"post\",\"member\":\"anna\",\"at\":\"2026-03-%02dT12:00:00Z\"}"
                        .formatted(number, number);
        producer.send(new ProducerRecord<>(TOPICS.events(), "anna", event)).get();
    }

    private static long written(Admin admin) throws Exception {
        return admin.listOffsets(Map.of(BADGES, OffsetSpec.latest()))
                .partitionResult(BADGES)
                .get()
                .offset();
    }

    private static long children(Path directory) throws Exception {
        try (Stream<Path> children = Files.list(directory)) {
            return children.count();
        }
    }
}
