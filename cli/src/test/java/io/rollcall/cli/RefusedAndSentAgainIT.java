package io.rollcall.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.rollcall.embedded.EmbeddedFlink;
import io.rollcall.embedded.FlinkJob;
import io.rollcall.jobs.MemberJourneyJob;
import io.rollcall.jobs.config.JobConfiguration;
import io.rollcall.wire.BadgeAward;
import io.rollcall.wire.DeadLetter;
import io.rollcall.wire.MemberEvent;
import io.rollcall.wire.WireFormat;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.avro.specific.SpecificRecordBase;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole way of what the job refuses, between a real broker, the job, and the commands for it. */
class RefusedAndSentAgainIT extends DeadLettersOnABroker {
    private static final Duration LONG = Duration.ofMinutes(3);

    /** Of the 1,048,588 bytes that a broker takes by default, the others are for the rest of the record. */
    private static final int MEGABYTE = 1_000_000;

    /** Five seconds of who posts a thousand times a second. */
    private static final int HOT = 5_000;

    private static final String PROGRAM = """
            program: club
            community: club
            metrics: {posts: {count: post}}
            badges: {first-words: {when: "posts >= 1"}, writer: {when: "posts >= 3"}, loud: {when: "posts >= 10000"}}
            """;

    /** Each like is a badge for both. */
    private static final String LIKES = """
            program: club
            community: club
            metrics: {given: {count: like}, gained: {count: like, as: recipient}, worth: {sum: like, as: recipient}}
            badges:
              has-given: {metric: given, every: 1}
              was-given: {metric: gained, every: 1}
            """;

    private static EmbeddedFlink flink;

    @TempDir
    private Path files;

    @BeforeAll
    static void startFlink(@TempDir Path flinkDirectory) {
        flink = EmbeddedFlink.in(flinkDirectory).slots(3).start();
    }

    @AfterAll
    static void stopFlink() {
        flink.close();
    }

    @Test
    void whatCameBeforeItsProgramGivesItsOutcomesOnceWhenItIsSentOnceMore() throws Exception {
        Community club = new Community("late.");
        FlinkJob job = submit(club, "exactly-once");
        send(club, json("e-1"));
        send(club, avro("e-2"));
        send(club, json("e-3"));
        await().atMost(LONG).untilAsserted(() -> assertThat(codes(club))
                .containsExactly("unknown-community", "unknown-community", "unknown-community"));

        publish(club);
        awaitProgram(club);
        assertThat(badges(club)).isEmpty();
        assertThat(club.run("replay", "--yes")).as(err.toString()).isEqualTo(Rollcall.DONE);
        assertThat(out.toString()).contains("3 events to send once more", "Sent: 3 events");
        await().atMost(LONG).untilAsserted(() -> assertThat(badges(club))
                .containsExactlyInAnyOrder("anna first-words e-1", "anna writer e-3"));

        assertThat(club.run("replay", "--yes")).as(err.toString()).isEqualTo(Rollcall.DONE);
        assertThat(out.toString()).contains("There is nothing to send.", "Sent once more already: 3 dead letters.");

        // whatever came before it was judged before it
        send(club, ordinary());
        await().atMost(LONG).untilAsserted(() -> assertThat(badges(club)).contains("bert first-words e-9"));
        assertThat(badges(club)).hasSize(3);
        assertThat(codes(club))
                .containsExactly(
                        "invalid-program",
                        "replayed",
                        "replayed",
                        "replayed",
                        "unknown-community",
                        "unknown-community",
                        "unknown-community");
        assertThat(job.failure()).isEmpty();
    }

    @Test
    void whatFailedForOneMemberCountsForThemAndNotAgainForTheOtherWhenItIsSentOnceMoreHoursLater() throws Exception {
        Community club = new Community("one.");
        publish(club, LIKES + "  absurd: {metric: worth, every: 1}\n");
        FlinkJob job = submit(club, "exactly-once");
        // only who has come can fail to be evaluated
        send(club, new String(ordinary(), UTF_8).replace("T12:00", "T11:00").getBytes(UTF_8));
        send(club, like("e-1", "12:00", 1e9));
        await().atMost(LONG).untilAsserted(() -> assertThat(codes(club)).containsExactly("evaluation-failed"));
        await().atMost(LONG).untilAsserted(() -> assertThat(won(club)).containsExactly("anna has given 1 e-1"));
        // the ids of the hour before are forgotten
        send(club, like("e-2", "15:00", 0));
        send(club, like("e-3", "18:00", 0));
        await().atMost(LONG).untilAsserted(() -> assertThat(won(club)).hasSize(5));

        publish(club, LIKES);
        awaitProgram(club);
        assertThat(club.run("replay", "--yes", "--code", "evaluation-failed"))
                .as(err.toString())
                .isEqualTo(Rollcall.DONE);
        assertThat(out.toString()).contains("Sent: 1 event.");
        await().atMost(LONG).untilAsserted(() -> assertThat(won(club)).hasSize(6));

        // whatever came before it was judged before it
        send(club, like("e-4", "19:00", 0));
        await().atMost(LONG).untilAsserted(() -> assertThat(won(club))
                .containsExactlyInAnyOrder(
                        "anna has given 1 e-1",
                        "anna has given 2 e-2",
                        "bert was given 1 e-2",
                        "anna has given 3 e-3",
                        "bert was given 2 e-3",
                        "bert was given 3 e-1",
                        "anna has given 4 e-4",
                        "bert was given 4 e-4"));
        assertThat(codes(club)).containsExactly("evaluation-failed", "invalid-program", "replayed");
        assertThat(job.failure()).isEmpty();
    }

    @Test
    void absurdRecordsAreDeadLettersAndTheNextEventHasItsOutcome() throws Exception {
        Community club = new Community("absurd.");
        publish(club);
        byte[] unknown = avro("e-3");
        unknown[4] ^= 0x55;
        send(club, json("x".repeat(MEGABYTE)));
        send(club, avroWithAttributes(10_000));
        send(club, new byte[] {7, 7, 7});
        send(club, unknown);
        send(club, json(""));
        sendHot(club, 0);
        send(club, ordinary());
        FlinkJob job = submit(club, "at-least-once");

        await().atMost(LONG).untilAsserted(() -> assertThat(badges(club))
                .containsExactlyInAnyOrder("hot first-words h-0", "hot writer h-2", "bert first-words e-9"));
        // and once more while the job runs: each of them counts
        sendHot(club, HOT);
        await().atMost(LONG).untilAsserted(() -> assertThat(badges(club)).contains("hot loud h-9999"));
        await().atMost(LONG).untilAsserted(() -> assertThat(codes(club))
                .containsExactly("invalid-event", "too-large", "too-large", "undecodable", "unknown-schema"));
        assertThat(job.failure()).isEmpty();
        assertThat(job.status()).isEqualTo(JobStatus.RUNNING);

        assertThat(club.run("list")).as(err.toString()).isEqualTo(Rollcall.DONE);
        assertThat(out.toString())
                .contains(
                        "id is too long",
                        "there are 10000 attributes",
                        "neither Avro nor JSON",
                        "fingerprint",
                        "id is missing");

        // whole they go to the job once more, and are refused once more
        assertThat(club.run("replay", "--yes", "--code", "too-large"))
                .as(err.toString())
                .isEqualTo(Rollcall.DONE);
        assertThat(out.toString()).contains("Sent: 2 events");
        await().atMost(LONG)
                .untilAsserted(() ->
                        assertThat(codes(club)).filteredOn("too-large"::equals).hasSize(4));
        assertThat(job.failure()).isEmpty();
    }

    private static FlinkJob submit(Community club, String delivery) {
        StreamExecutionEnvironment environment = flink.environment();
        MemberJourneyJob.build(
                environment,
                JobConfiguration.of(Map.of(
                        "kafka.bootstrap-servers",
                        kafka.bootstrapServers(),
                        "topics.prefix",
                        club.topics.prefix(),
                        "member-journey.group-id",
                        club.topics.prefix() + "journey",
                        "delivery",
                        delivery,
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

    private void publish(Community club) throws IOException {
        publish(club, PROGRAM);
    }

    private void publish(Community club, String program) throws IOException {
        Path file = Files.writeString(files.resolve("club.yaml"), program);
        int status = Rollcall.commandLine(new PrintWriter(out, true), new PrintWriter(err, true))
                .execute(
                        "publish",
                        file.toString(),
                        "-b",
                        kafka.bootstrapServers(),
                        "--topics-prefix",
                        club.topics.prefix(),
                        "--yes");
        assertThat(status).as(err.toString()).isEqualTo(Rollcall.DONE);
    }

    /** The job refuses a wrong program, and it reads them in order: so it has the right one that lies before it. */
    private static void awaitProgram(Community club) throws Exception {
        byte[] wrong = PROGRAM.replace("count:", "cuont:").getBytes(UTF_8);
        producer.send(new ProducerRecord<>(club.topics.programs(), "club".getBytes(UTF_8), wrong))
                .get();
        await().atMost(LONG).untilAsserted(() -> assertThat(codes(club)).contains("invalid-program"));
    }

    private static void send(Community club, byte[] event) throws Exception {
        producer.send(new ProducerRecord<>(club.topics.events(), 0, "anna".getBytes(UTF_8), event))
                .get();
    }

    /** One member who posts a thousand times a second for five seconds, all in the topic within one. */
    private static void sendHot(Community club, int from) {
        for (int i = from; i < from + HOT; i++) {
            byte[] event = """
                    {"id":"h-%d","community":"club","type":"post","at":%d,"member":"hot"}""".formatted(i, AT.toEpochMilli() + i).getBytes(UTF_8);
            producer.send(new ProducerRecord<>(club.topics.events(), 0, "hot".getBytes(UTF_8), event));
        }
    }

    private static byte[] like(String id, String time, double value) {
        return """
                {"id":"%s","community":"club","type":"like","at":"2026-03-01T%s:00Z","member":"anna","recipient":"bert","value":%s}""".formatted(id, time, value).getBytes(UTF_8);
    }

    private static byte[] ordinary() {
        return new String(json("e-9"), UTF_8).replace("anna", "bert").getBytes(UTF_8);
    }

    private static byte[] avroWithAttributes(int count) throws IOException {
        Map<String, String> attributes = new TreeMap<>();
        for (int i = 0; i < count; i++) {
            attributes.put("attribute-" + i, "x");
        }
        return WireFormat.of(MemberEvent.class)
                .encode(new MemberEvent("e-2", "club", "post", "anna", null, AT, null, attributes));
    }

    /** Who got which badge, the how many-th, for which event. */
    private static List<String> won(Community club) throws IOException {
        return records(club.topics.badges(), BadgeAward.class).stream()
                .map(badge -> badge.getHeader().getMember() + " "
                        + badge.getBadge().replace('-', ' ') + " " + badge.getTimes() + " "
                        + badge.getHeader().getCause().getEvent())
                .toList();
    }

    /** Who got which badge for which event. */
    private static List<String> badges(Community club) throws IOException {
        return records(club.topics.badges(), BadgeAward.class).stream()
                .map(badge -> badge.getHeader().getMember() + " " + badge.getBadge() + " "
                        + badge.getHeader().getCause().getEvent())
                .toList();
    }

    private static List<String> codes(Community club) throws IOException {
        return records(club.topics.deadLetters(), DeadLetter.class).stream()
                .map(DeadLetter::getCode)
                .sorted()
                .toList();
    }

    private static <T extends SpecificRecordBase> List<T> records(String topic, Class<T> type) throws IOException {
        List<T> records = new ArrayList<>();
        WireFormat<T> format = WireFormat.of(type);
        for (ConsumerRecord<byte[], byte[]> record : TopicRecords.of(kafka.bootstrapServers(), topic)) {
            records.add(format.decode(record.value()));
        }
        return records;
    }
}
