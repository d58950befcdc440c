package io.rollcall.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.rollcall.embedded.EmbeddedFlink;
import io.rollcall.embedded.EmbeddedKafka;
import io.rollcall.embedded.FlinkJob;
import io.rollcall.embedded.TopicSetup;
import io.rollcall.jobs.MemberJourneyJob;
import io.rollcall.jobs.config.JobConfiguration;
import io.rollcall.journey.CommittedRecords;
import io.rollcall.wire.BadgeAward;
import io.rollcall.wire.DeadLetter;
import io.rollcall.wire.OutcomeHeader;
import io.rollcall.wire.Topics;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One job that is never started again, and programs that change under it by {@code rollcall publish}. */
class ProgramsLiveIT {
    private static final Duration LONG = Duration.ofMinutes(3);
    private static final Topics TOPICS = new Topics("live.");

    private static final String FIRST = """
            program: club
            community: club
            metrics: {posts: {count: post}}
            badges: {writer: {when: "posts >= 2"}}
            """;

    private static final String SECOND = FIRST.replace("badges: {", "badges: {first-words: {when: \"posts >= 1\"}, ");

    private static final String TRIAL = FIRST.replace("program: club", "program: sooner\nmode: shadow")
            .replace("writer: {when: \"posts >= 2\"}", "starter: {when: \"posts >= 1\"}");

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private Path directory;

    private EmbeddedKafka kafka;
    private KafkaProducer<byte[], byte[]> producer;
    private CommittedRecords committed;
    private final List<String> expected = new ArrayList<>();
    private int refused;
    private int events;

    @BeforeEach
    void start() {
        kafka = EmbeddedKafka.start(directory.resolve("kafka"));
        producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", kafka.bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer());
        committed = new CommittedRecords(kafka.bootstrapServers());
        try (Admin admin = kafka.admin()) {
            TopicSetup.create(admin, TOPICS, 1, 1);
        }
    }

    @AfterEach
    void stop() {
        committed.close();
        producer.close();
        kafka.close();
    }

    @Test
    void aNewVersionABadOneAndATrialTakeEffectWithoutARestart() throws Exception {
        try (EmbeddedFlink flink = EmbeddedFlink.in(directory.resolve("flink")).start()) {
            publish(FIRST);
            FlinkJob job = submit(flink);
            posts("anna");
            posts("anna");
            awaitBadges("anna writer 0");

            aBadProgramIsRefused();
            posts("bert");
            posts("bert");
            awaitBadges("bert writer 0");

            assertThat(publish(SECOND)).contains("In place of version 0", "new      badge first-words");
            aBadProgramIsRefused();
            // who was there before wins what is new with their next event, and nothing twice
            posts("anna");
            posts("carl");
            awaitBadges("anna first-words 2", "carl first-words 2");

            assertThat(publish(TRIAL)).contains("On trial beside version 2");
            aBadProgramIsRefused();
            posts("dora");
            awaitBadges("dora first-words 2", "dora starter 4 on trial");

            publish(List.of("--end-shadow", "club/sooner"));
            aBadProgramIsRefused();
            posts("emil");
            awaitBadges("emil first-words 2");
            assertThat(committed.read(TOPICS.badges(), BadgeAward.class))
                    .extracting(badge -> badge.getHeader().getId())
                    .doesNotHaveDuplicates();
            assertThat(job.failure()).isEmpty();
            assertThat(job.status()).isEqualTo(JobStatus.RUNNING);
        }
    }

    private FlinkJob submit(EmbeddedFlink flink) {
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
                        "event-time.heartbeat",
                        "200ms",
                        "event-time.heartbeat-margin",
                        "500ms",
                        "parallelism",
                        "1")));
        return flink.submit(environment);
    }

    private String publish(String program) throws IOException {
        Path file = Files.writeString(directory.resolve("program.yaml"), program);
        return publish(List.of(file.toString()));
    }

    private String publish(List<String> what) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        List<String> arguments = new ArrayList<>(List.of("publish", "--yes", "-b", kafka.bootstrapServers()));
        arguments.addAll(List.of("--topics-prefix", TOPICS.prefix()));
        arguments.addAll(what);
        int status = Rollcall.commandLine(new PrintWriter(out, true), new PrintWriter(err, true))
                .execute(arguments.toArray(String[]::new));
        assertThat(status).as(err.toString()).isEqualTo(Rollcall.DONE);
        return out.toString();
    }

    /** By another way than the command, which would not send it. The job reads programs in order, so it has those before this one. */
    private void aBadProgramIsRefused() throws Exception {
        byte[] bad = FIRST.replace("count:", "cuont:").getBytes(UTF_8);
        producer.send(new ProducerRecord<>(TOPICS.programs(), "club".getBytes(UTF_8), bad))
                .get();
        int letters = ++refused;
        await().atMost(LONG).untilAsserted(() -> assertThat(committed.read(TOPICS.deadLetters(), DeadLetter.class))
                .hasSize(letters)
                .allSatisfy(letter -> {
                    assertThat(letter.getCode()).isEqualTo("invalid-program");
                    assertThat(letter.getReason()).contains("cuont");
                }));
    }

    private void posts(String member) throws Exception {
        String event = """
                {"id":"e-%d","community":"club","type":"post","at":"%s","member":"%s"}""".formatted(events++, Instant.now(), member);
        producer.send(new ProducerRecord<>(TOPICS.events(), member.getBytes(UTF_8), event.getBytes(UTF_8)))
                .get();
    }

    /** Who wins which badge by which version, beside those before and nobody else. */
    private void awaitBadges(String... more) {
        expected.addAll(List.of(more));
        await().atMost(LONG).untilAsserted(() -> assertThat(committed.read(TOPICS.badges(), BadgeAward.class).stream()
                        .map(badge -> line(badge.getHeader(), badge.getBadge())))
                .containsExactlyInAnyOrderElementsOf(expected));
    }

    private static String line(OutcomeHeader header, String badge) {
        return header.getMember() + " " + badge + " " + header.getProgramVersion()
                + (header.getShadow() ? " on trial" : "");
    }
}
