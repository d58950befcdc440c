package io.rollcall.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.rollcall.embedded.EmbeddedFlink;
import io.rollcall.embedded.EmbeddedKafka;
import io.rollcall.embedded.TopicSetup;
import io.rollcall.jobs.MemberJourneyJob;
import io.rollcall.jobs.config.JobConfiguration;
import io.rollcall.journey.CommittedRecords;
import io.rollcall.wire.AlertChange;
import io.rollcall.wire.BadgeAward;
import io.rollcall.wire.MemberEvent;
import io.rollcall.wire.OutcomeHeader;
import io.rollcall.wire.TierChange;
import io.rollcall.wire.Topics;
import io.rollcall.wire.WireFormat;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code rollcall run member-journey --from earliest --historical-until T} beside the live job, with another program in force, in a community as it is
 * today: two partitions, each with members of its own, and the jobs' heartbeats tell the time, as they do unless told otherwise.
 */
@Timeout(300)
class BackfillIT {
    private static final Duration LONG = Duration.ofMinutes(3);
    private static final Topics TOPICS = new Topics("it.");

    /** So long ago that a start's heartbeats, which stay minutes behind, have passed what follows from it. */
    private static final Instant START =
            Instant.now().truncatedTo(ChronoUnit.SECONDS).minus(Duration.ofHours(4));

    private static final int ANNAS = 0;
    private static final int BERTS = 1;
    private static final String PROGRAM = """
            program: club
            community: club
            metrics: {posts: {count: post}}
            ladders: {activity: [{tier: visitor}, {tier: member, enter: "posts >= 1", keep: always}]}
            badges: {writer: {when: "posts >= 4"}}
            alerts: {silent: {since: join, after: 2h, unless: post}}
            """;
    private static final String CHANGED = PROGRAM.replace("posts >= 4", "posts >= 3")
            .replace("badges: {", "badges: {newcomer: {when: \"posts >= 1\"}, ");

    @TempDir
    private Path directory;

    private EmbeddedKafka kafka;
    private KafkaProducer<byte[], byte[]> producer;
    private CommittedRecords committed;

    @BeforeEach
    void start() throws Exception {
        kafka = EmbeddedKafka.start(directory.resolve("kafka"));
        producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", kafka.bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer());
        committed = new CommittedRecords(kafka.bootstrapServers());
        try (Admin admin = kafka.admin()) {
            TopicSetup.create(admin, TOPICS, 2, 1);
        }
    }

    @AfterEach
    void stop() {
        committed.close();
        producer.close();
        kafka.close();
    }

    @Test
    void aBackfillTellsWhatTheNewProgramMakesOfThePastAndMarksItWithTheSameIds() throws Exception {
        try (EmbeddedFlink flink = EmbeddedFlink.in(directory.resolve("flink")).start()) {
            // the live job under the first program: anna posts twice, bert joins and is silent
            program(PROGRAM);
            event(BERTS, "join", "bert", at(0));
            event(ANNAS, "post", "anna", at(1));
            event(ANNAS, "post", "anna", at(2));
            live(flink);
            await().atMost(LONG).untilAsserted(() -> {
                assertThat(tiers()).hasSize(1);
                assertThat(alerts()).hasSize(1);
            });
            OutcomeHeader promotion = tiers().get(0);
            OutcomeHeader alert = alerts().get(0);
            assertThat(alert.getAt()).isEqualTo(at(2));
            assertThat(List.of(promotion, alert)).noneMatch(OutcomeHeader::getHistorical);

            // another program comes into force, and with it a backfill from the first event on
            program(CHANGED);
            try (Backfill backfill = new Backfill(kafka.bootstrapServers(), Instant.now())) {
                await().atMost(LONG).untilAsserted(() -> {
                    assertThat(tiers()).hasSize(2);
                    assertThat(alerts()).hasSize(2);
                    assertThat(badges("newcomer")).hasSize(1);
                });
                repeated(promotion, tiers().get(1));
                repeated(alert, alerts().get(1));
                assertThat(badges("newcomer"))
                        .as("what the new program would have said at the first post")
                        .singleElement()
                        .satisfies(badge -> {
                            assertThat(badge.getHistorical()).isTrue();
                            assertThat(badge.getAt()).isEqualTo(at(1));
                        });
                String newcomer = badges("newcomer").get(0).getId();
                await().atMost(LONG)
                        .untilAsserted(() -> assertThat(backfill.said()).contains("Caught up"));
                assertThat(backfill.said()).contains("consumer group rollcall-member-journey-backfill-");

                // what happens after the cut-over both say alike, and the backfill marks it no longer
                Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
                event(ANNAS, "post", "anna", now);
                await().atMost(LONG)
                        .untilAsserted(() -> assertThat(badges("writer")).hasSize(2));
                List<OutcomeHeader> writer = badges("writer");
                assertThat(writer).allSatisfy(badge -> {
                    assertThat(badge.getHistorical()).isFalse();
                    assertThat(badge.getAt()).isEqualTo(now);
                    assertThat(badge.getId()).isEqualTo(writer.get(0).getId());
                });
                // to the live job what is new is won with the next event; whoever greets by the id does so once
                await().atMost(LONG)
                        .untilAsserted(() -> assertThat(badges("newcomer")).hasSize(2));
                assertThat(badges("newcomer")).extracting(OutcomeHeader::getId).hasSameElementsAs(List.of(newcomer));
                assertThat(badges("newcomer"))
                        .extracting(OutcomeHeader::getHistorical)
                        .containsExactlyInAnyOrder(true, false);
            }
        }
    }

    /** The second time that something is said: it is the same, but marked. */
    private static void repeated(OutcomeHeader first, OutcomeHeader again) {
        assertThat(again.getHistorical()).isTrue();
        assertThat(again.getId()).isEqualTo(first.getId());
        assertThat(again.getAt()).isEqualTo(first.getAt());
    }

    /** The command, in a thread of its own until the test is over. */
    private static final class Backfill implements AutoCloseable {
        private final StringWriter talk = new StringWriter();
        private final Thread thread;

        Backfill(String bootstrapServers, Instant cutOver) {
            thread = new Thread(
                    () -> Rollcall.commandLine(new PrintWriter(talk), new PrintWriter(talk))
                            .execute(
                                    "run",
                                    "member-journey",
                                    "--from",
                                    "earliest",
                                    "--historical-until",
                                    cutOver.toString(),
                                    "--kafka.bootstrap-servers",
                                    bootstrapServers,
                                    "--topics.prefix",
                                    TOPICS.prefix(),
                                    "--checkpoint.interval",
                                    "500ms"),
                    "backfill");
            thread.start();
        }

        String said() {
            return talk.toString();
        }

        /** As Ctrl-C does. */
        @Override
        public void close() throws InterruptedException {
            thread.interrupt();
            thread.join();
        }
    }

    private void live(EmbeddedFlink flink) {
        StreamExecutionEnvironment environment = flink.environment();
        MemberJourneyJob.build(
                environment,
                JobConfiguration.of(Map.of(
                        "kafka.bootstrap-servers",
                        kafka.bootstrapServers(),
                        "topics.prefix",
                        TOPICS.prefix(),
                        "checkpoint.interval",
                        "500ms",
                        "parallelism",
                        "1")));
        flink.submit(environment);
    }

    private static Instant at(int hour) {
        return START.plus(Duration.ofHours(hour));
    }

    private void event(int partition, String type, String member, Instant at) throws Exception {
        byte[] event = WireFormat.of(MemberEvent.class)
                .encode(new MemberEvent(
                        type + "-" + member + "-" + at, "club", type, member, null, at, null, Map.of()));
        producer.send(new ProducerRecord<>(TOPICS.events(), partition, member.getBytes(UTF_8), event))
                .get();
    }

    private void program(String text) throws Exception {
        producer.send(new ProducerRecord<>(TOPICS.programs(), "club".getBytes(UTF_8), text.getBytes(UTF_8)))
                .get();
    }

    private List<OutcomeHeader> tiers() throws Exception {
        return committed.read(TOPICS.tierChanges(), TierChange.class).stream()
                .map(TierChange::getHeader)
                .toList();
    }

    private List<OutcomeHeader> alerts() throws Exception {
        return committed.read(TOPICS.alerts(), AlertChange.class).stream()
                .map(AlertChange::getHeader)
                .toList();
    }

    private List<OutcomeHeader> badges(String name) throws Exception {
        return committed.read(TOPICS.badges(), BadgeAward.class).stream()
                .filter(badge -> badge.getBadge().equals(name))
                .map(BadgeAward::getHeader)
                .toList();
    }
}
