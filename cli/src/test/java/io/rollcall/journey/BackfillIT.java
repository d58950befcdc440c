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
import io.rollcall.wire.BadgeAward;
import io.rollcall.wire.MemberEvent;
import io.rollcall.wire.OutcomeHeader;
import io.rollcall.wire.TierChange;
import io.rollcall.wire.Topics;
import io.rollcall.wire.WireFormat;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same job from the first event on, beside the live one, with another program in force: on a real cluster and broker. */
class BackfillIT {
    private static final Duration LONG = Duration.ofMinutes(3);
    private static final Topics TOPICS = new Topics("it.");
    private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");
    private static final Instant CUT_OVER = START.plus(Duration.ofHours(5));
    private static final String PROGRAM = """
            program: club
            community: club
            metrics: {posts: {count: post}}
            ladders: {activity: [{tier: visitor}, {tier: member, enter: "posts >= 1", keep: always}]}
            badges: {writer: {when: "posts >= 4"}}
            """;
    private static final String CHANGED = PROGRAM.replace("posts >= 4", "posts >= 3")
            .replace("badges: {", "badges: {newcomer: {when: \"posts >= 1\"}, ");

    @Test
    void aBackfillTellsWhatTheNewProgramMakesOfThePastAndMarksItWithTheSameIds(@TempDir Path directory)
            throws Exception {
        try (EmbeddedKafka kafka = EmbeddedKafka.start(directory.resolve("kafka"));
                EmbeddedFlink flink =
                        EmbeddedFlink.in(directory.resolve("flink")).slots(2).start();
                KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                        Map.of("bootstrap.servers", kafka.bootstrapServers()),
                        new ByteArraySerializer(),
                        new ByteArraySerializer());
                CommittedRecords committed = new CommittedRecords(kafka.bootstrapServers())) {
            try (Admin admin = kafka.admin()) {
                TopicSetup.create(admin, TOPICS, 1, 1);
            }
            Map<String, String> live = Map.of(
                    "kafka.bootstrap-servers", kafka.bootstrapServers(),
                    "topics.prefix", TOPICS.prefix(),
                    "checkpoint.interval", "500ms",
                    "event-time.heartbeat", "0s",
                    "parallelism", "1");

            // the live job: anna posts twice under the first program
            program(producer, PROGRAM);
            submit(flink, live);
            post(producer, 1);
            post(producer, 2);
            await().atMost(LONG).untilAsserted(() -> assertThat(tiers(committed, header -> true))
                    .hasSize(1));
            OutcomeHeader promotion = tiers(committed, header -> true).get(0);
            assertThat(promotion.getHistorical()).isFalse();

            // another program comes into force, and with it a backfill from the first event on
            program(producer, CHANGED);
            Map<String, String> backfill = new HashMap<>(live);
            backfill.put("events.start", "earliest");
            backfill.put("member-journey.group-id", "backfill");
            backfill.put("historical-until", CUT_OVER.toString());
            submit(flink, backfill);
            await().atMost(LONG).untilAsserted(() -> assertThat(tiers(committed, OutcomeHeader::getHistorical))
                    .singleElement()
                    .satisfies(again -> {
                        assertThat(again.getId()).isEqualTo(promotion.getId());
                        assertThat(again.getAt()).isEqualTo(promotion.getAt());
                        assertThat(again.getProgramVersion()).isEqualTo(1);
                    }));
            await().atMost(LONG)
                    .untilAsserted(() -> assertThat(badges(committed, "newcomer", OutcomeHeader::getHistorical))
                            .as("what the new program would have said at the first post")
                            .singleElement()
                            .satisfies(badge -> assertThat(badge.getAt()).isEqualTo(at(1))));

            // after the cut-over both say the same, and the backfill marks it no longer
            post(producer, 6);
            await().atMost(LONG).untilAsserted(() -> assertThat(badges(committed, "writer", header -> true))
                    .hasSize(2));
            List<OutcomeHeader> writer = badges(committed, "writer", header -> true);
            assertThat(writer).allSatisfy(badge -> {
                assertThat(badge.getHistorical()).isFalse();
                assertThat(badge.getAt()).isEqualTo(at(6));
                assertThat(badge.getId()).isEqualTo(writer.get(0).getId());
            });
        }
    }

    private static FlinkJob submit(EmbeddedFlink flink, Map<String, String> configuration) {
        StreamExecutionEnvironment environment = flink.environment();
        MemberJourneyJob.build(environment, JobConfiguration.of(configuration));
        return flink.submit(environment);
    }

    private static Instant at(int hour) {
        return START.plus(Duration.ofHours(hour));
    }

    private static void post(KafkaProducer<byte[], byte[]> producer, int hour) throws Exception {
        byte[] event = WireFormat.of(MemberEvent.class)
                .encode(new MemberEvent("e-" + hour, "club", "post", "anna", null, at(hour), null, Map.of()));
        producer.send(new ProducerRecord<>(TOPICS.events(), "anna".getBytes(UTF_8), event))
                .get();
    }

    private static void program(KafkaProducer<byte[], byte[]> producer, String text) throws Exception {
        producer.send(new ProducerRecord<>(TOPICS.programs(), "club".getBytes(UTF_8), text.getBytes(UTF_8)))
                .get();
    }

    private static List<OutcomeHeader> tiers(CommittedRecords committed, Predicate<OutcomeHeader> which)
            throws Exception {
        return committed.read(TOPICS.tierChanges(), TierChange.class).stream()
                .map(TierChange::getHeader)
                .filter(which)
                .toList();
    }

    private static List<OutcomeHeader> badges(CommittedRecords committed, String name, Predicate<OutcomeHeader> which)
            throws Exception {
        return committed.read(TOPICS.badges(), BadgeAward.class).stream()
                .filter(badge -> badge.getBadge().equals(name))
                .map(BadgeAward::getHeader)
                .filter(which)
                .toList();
    }
}
