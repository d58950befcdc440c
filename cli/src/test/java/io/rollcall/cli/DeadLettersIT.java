package io.rollcall.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.rollcall.embedded.EmbeddedKafka;
import io.rollcall.embedded.TopicSetup;
import io.rollcall.event.Event;
import io.rollcall.jobs.config.JobConfiguration;
import io.rollcall.jobs.event.EventRecords;
import io.rollcall.jobs.out.DeadLetterCode;
import io.rollcall.jobs.out.DeadLetters;
import io.rollcall.wire.MemberEvent;
import io.rollcall.wire.Topics;
import io.rollcall.wire.WireFormat;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code rollcall dead-letters} on a real broker, with letters as the job writes them. */
class DeadLettersIT {
    private static final int PARTITIONS = 2;
    private static final Instant AT = Instant.parse("2026-03-01T12:00:00Z");
    private static final int CUT = 300;

    @TempDir
    private static Path directory;

    private static EmbeddedKafka kafka;
    private static KafkaProducer<byte[], byte[]> producer;

    private StringWriter out = new StringWriter();
    private StringWriter err = new StringWriter();

    @BeforeAll
    static void start() {
        kafka = EmbeddedKafka.start(directory);
        producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", kafka.bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    @AfterAll
    static void stop() {
        producer.close();
        kafka.close();
    }

    /** Topics of one test. */
    private final class Community {
        private final Topics topics;
        private final DeadLetters letters;
        private int written;

        Community(String prefix) {
            topics = new Topics(prefix);
            letters = new DeadLetters(
                    JobConfiguration.of(Map.of("topics.prefix", prefix, "limits.max-dead-letter-size", CUT + "b")),
                    "member-journey/source");
            try (Admin admin = kafka.admin()) {
                TopicSetup.create(admin, topics, PARTITIONS, 1);
            }
        }

        /** A record that was refused: where it came from it still is. */
        void refuse(DeadLetterCode code, String reason, int partition, byte[] payload) throws Exception {
            long offset = producer.send(
                            new ProducerRecord<>(topics.events(), partition, "anna".getBytes(UTF_8), payload))
                    .get()
                    .offset();
            letter(
                    code,
                    reason,
                    new DeadLetters.Letter(topics.events(), partition, offset, "anna".getBytes(UTF_8), payload));
        }

        /** The same without waiting, for many: in the one partition where they can be numbered. */
        void refuseSoon(DeadLetterCode code, String reason, int number, byte[] payload) throws Exception {
            byte[] key = "anna".getBytes(UTF_8);
            producer.send(new ProducerRecord<>(topics.events(), 0, key, payload));
            producer.send(new ProducerRecord<>(
                    topics.deadLetters(),
                    0,
                    null,
                    letters.write(code, reason, new DeadLetters.Letter(topics.events(), 0, (long) number, key, payload))
                            .value()));
        }

        /** Letters have no key: they lie in any partition, here in one after the other. */
        void letter(DeadLetterCode code, String reason, DeadLetters.Letter letter) throws Exception {
            letterIn(written++ % PARTITIONS, code, reason, letter);
        }

        void letterIn(int partition, DeadLetterCode code, String reason, DeadLetters.Letter letter) throws Exception {
            producer.send(new ProducerRecord<>(
                            topics.deadLetters(),
                            partition,
                            null,
                            letters.write(code, reason, letter).value()))
                    .get();
        }

        /** What lies in the topic of events, as {@code partition key value}. */
        List<String> events() {
            return TopicRecords.of(kafka.bootstrapServers(), topics.events()).stream()
                    .map(record -> record.partition() + " " + new String(record.key(), UTF_8) + " "
                            + new String(record.value(), UTF_8))
                    .toList();
        }

        int run(String... arguments) {
            out = new StringWriter();
            err = new StringWriter();
            return execute(out, err, arguments);
        }

        int execute(StringWriter out, StringWriter err, String... arguments) {
            List<String> all = new ArrayList<>(List.of("dead-letters"));
            all.addAll(List.of(arguments));
            all.addAll(List.of("-b", kafka.bootstrapServers(), "--topics-prefix", topics.prefix()));
            return Rollcall.commandLine(new PrintWriter(out, true), new PrintWriter(err, true))
                    .execute(all.toArray(String[]::new));
        }
    }

    private static byte[] json(String id) {
        return """
                {"id":"%s","community":"club","type":"post","at":"2026-03-01T12:00:00Z","member":"anna"}""".formatted(id).getBytes(UTF_8);
    }

    private static byte[] avro(String id) throws Exception {
        return WireFormat.of(MemberEvent.class)
                .encode(EventRecords.record(
                        new Event(id, "club", "post", "anna", null, AT.toEpochMilli(), 0, Map.of("topic", "tea"))));
    }

    private List<JsonNode> jsonLines() throws Exception {
        List<JsonNode> lines = new ArrayList<>();
        for (String line : out.toString().lines().toList()) {
            lines.add(new ObjectMapper().readTree(line));
        }
        return lines;
    }

    @Test
    void theListSaysWhatWasRefusedWhyAndWhereItCameFrom() throws Exception {
        Community club = new Community("list.");
        club.refuse(DeadLetterCode.UNKNOWN_COMMUNITY, "community 'club' has no program", 0, avro("e-1"));
        club.refuse(DeadLetterCode.UNDECODABLE, "neither Avro nor JSON", 1, new byte[] {1, 2, (byte) 0xFF});
        club.refuse(DeadLetterCode.UNDECODABLE, "neither Avro nor JSON", 1, "hello".getBytes(UTF_8));

        assertThat(club.run("list")).isEqualTo(Rollcall.DONE);
        assertThat(out.toString())
                .contains("3 dead letters in list.dead-letters at " + kafka.bootstrapServers())
                .contains("0/0", "unknown-community", "community 'club' has no program")
                .contains("from list.events 0/0, key anna, refused by member-journey/source")
                .contains("In all: 2 undecodable, 1 unknown-community.");

        assertThat(club.run("list", "--payload", "--code", "unknown-community")).isEqualTo(Rollcall.DONE);
        assertThat(out.toString())
                .contains("1 dead letter in")
                .contains("{\"id\":\"e-1\",\"community\":\"club\",\"type\":\"post\"", "\"topic\":\"tea\"")
                .doesNotContain("undecodable");

        assertThat(club.run("list", "--limit", "1", "--payload")).isEqualTo(Rollcall.DONE);
        assertThat(out.toString())
                .contains("hello", "Only the last 1 are shown; --limit 0 shows all.")
                .doesNotContain("01 02 ff");
        club.run("list", "1/0", "--payload");
        assertThat(out.toString()).contains("01 02 ff");
    }

    @Test
    void forMachinesEachLetterIsAJsonObject() throws Exception {
        Community club = new Community("json.");
        club.refuse(DeadLetterCode.FUTURE, "at is 2126", 1, avro("e-1"));

        assertThat(club.run("list", "--json")).isEqualTo(Rollcall.DONE);
        assertThat(jsonLines()).singleElement().satisfies(letter -> {
            assertThat(letter.path("letter").asText()).isEqualTo("0/0");
            assertThat(letter.path("code").asText()).isEqualTo("future");
            assertThat(letter.path("partition").asInt()).isEqualTo(1);
            assertThat(letter.at("/event/id").asText()).isEqualTo("e-1");
            assertThat(letter.path("payload").binaryValue()).isEqualTo(avro("e-1"));
        });
    }

    @Test
    void aReplaySendsEachEventOnceToThePartitionItCameFrom() throws Exception {
        Community club = new Community("replay.");
        club.refuse(DeadLetterCode.UNKNOWN_COMMUNITY, "community 'club' has no program", 1, json("e-1"));
        club.refuse(DeadLetterCode.UNKNOWN_COMMUNITY, "community 'club' has no program", 0, json("e-2"));

        assertThat(club.run("replay", "--yes")).isEqualTo(Rollcall.DONE);
        assertThat(out.toString()).contains("2 events to send once more", "Sent: 2 events");
        String first = "1 anna " + new String(json("e-1"), UTF_8);
        String second = "0 anna " + new String(json("e-2"), UTF_8);
        assertThat(club.events()).containsExactlyInAnyOrder(first, first, second, second);

        assertThat(club.run("replay", "--yes")).isEqualTo(Rollcall.DONE);
        assertThat(out.toString()).contains("There is nothing to send.");
        assertThat(club.events()).hasSize(4);

        club.run("list");
        assertThat(out.toString())
                .contains("No dead letters in", "2 more were sent once more already; --replayed shows them too.");
        club.run("list", "--replayed");
        assertThat(out.toString()).contains("2 dead letters in").containsPattern("sent\\s+once\\s+more\\s+already");
        club.run("list", "0/0");
        assertThat(out.toString())
                .contains("1 dead letter in", "0/0")
                .containsPattern("sent\\s+once\\s+more\\s+already");
        club.run("list", "--json", "0/0");
        assertThat(out.toString()).contains("\"replayed\":true");
    }

    @Test
    void eventsAreSentInTheOrderInWhichTheyCameWhereverTheirLettersLie() throws Exception {
        Community club = new Community("order.");
        for (int i = 0; i < 8; i++) {
            club.refuse(DeadLetterCode.UNKNOWN_COMMUNITY, "community 'club' has no program", 0, json("e-" + i));
        }
        club.run("replay", "--yes");
        List<String> events = club.events();
        assertThat(events.subList(8, 16)).isEqualTo(events.subList(0, 8));
    }

    @Test
    void anEventThatWasRefusedTwiceIsSentOnce() throws Exception {
        Community club = new Community("twice.");
        club.refuse(DeadLetterCode.UNKNOWN_COMMUNITY, "community 'club' has no program", 0, json("e-1"));
        var again = new DeadLetters.Letter(club.topics.events(), 0, 0L, "anna".getBytes(UTF_8), json("e-1"));
        club.letter(DeadLetterCode.UNKNOWN_COMMUNITY, "after a restart", again);

        club.run("replay", "--yes");
        assertThat(out.toString())
                .contains(
                        "1 event to send once more",
                        "2 unknown-community (some of them more than once)",
                        "Sent: 1 event");
        assertThat(club.events()).hasSize(2);
        // and once more after that
        club.letter(DeadLetterCode.UNKNOWN_COMMUNITY, "after another restart", again);
        club.run("replay", "--yes");
        assertThat(out.toString()).contains("There is nothing to send.", "Sent once more already: 3 dead letters.");
        assertThat(club.events()).hasSize(2);
    }

    @Test
    void behindATransactionOfAJobNothingIsSentTwice() throws Exception {
        Community club = new Community("open.");
        club.refuse(DeadLetterCode.UNKNOWN_COMMUNITY, "community 'club' has no program", 0, json("e-1"));
        try (KafkaProducer<byte[], byte[]> job = transactional("a-job")) {
            job.initTransactions();
            job.beginTransaction();
            for (int partition = 0; partition < PARTITIONS; partition++) {
                job.send(new ProducerRecord<>(club.topics.deadLetters(), partition, null, new byte[] {1}))
                        .get();
            }
            assertThat(club.run("replay", "--yes")).isEqualTo(Rollcall.FAILED);
            assertThat(err.toString()).contains("not committed yet", "Nothing was sent", "next checkpoint");
            assertThat(club.events()).hasSize(1);
            job.abortTransaction();
        }
        assertThat(club.run("replay", "--yes")).isEqualTo(Rollcall.DONE);
        assertThat(club.events()).hasSize(2);
    }

    /** Whoever else takes the one name that may send ends this one; what is left then is sent by the next, and nothing twice. */
    @Test
    void aReplayThatAnotherOneEndedSendsNothingTwice() throws Exception {
        Community club = new Community("two.");
        int refused = 20_000;
        for (int i = 0; i < refused; i++) {
            club.refuseSoon(DeadLetterCode.UNKNOWN_COMMUNITY, "community 'club' has no program", i, json("e-" + i));
        }
        producer.flush();

        StringWriter said = new StringWriter();
        CompletableFuture<Integer> first =
                CompletableFuture.supplyAsync(() -> club.execute(new StringWriter(), said, "replay", "--yes"));
        try (Admin admin = kafka.admin();
                KafkaProducer<byte[], byte[]> another = transactional(club.topics.deadLetters() + "-replay")) {
            TopicPartition events = new TopicPartition(club.topics.events(), 0);
            await().atMost(Duration.ofMinutes(1))
                    .pollInterval(Duration.ofMillis(10))
                    .until(() -> admin.listOffsets(Map.of(events, OffsetSpec.latest()))
                                    .partitionResult(events)
                                    .get()
                                    .offset()
                            > refused);
            another.initTransactions();
        }
        assertThat(first.get(1, TimeUnit.MINUTES)).isEqualTo(Rollcall.FAILED);
        // a broker (4.2) that is asked for both at the same moment answers the one that commits with a fault of its
        // own, now and then
        assertThat(said.toString().replaceAll("\\s+", " "))
                .containsAnyOf(
                        "Another 'rollcall dead-letters replay' has begun meanwhile and ended this one, after",
                        "EndTxnResponse: The server experienced an unexpected error");

        assertThat(club.run("replay", "--yes")).as(err.toString()).isEqualTo(Rollcall.DONE);
        Map<String, Long> times =
                club.events().stream().collect(Collectors.groupingBy(event -> event, Collectors.counting()));
        assertThat(times).hasSize(refused);
        assertThat(times.values()).as("once refused, once sent").containsOnly(2L);
    }

    @Test
    void theLatestLettersAreShownInTheOrderOfTheirTime() throws Exception {
        Community club = new Community("latest.");
        for (int i = 0; i < 6; i++) {
            var letter = new DeadLetters.Letter(club.topics.events(), 0, (long) i, null, json("e-" + i));
            club.letterIn(i < 3 ? 1 : 0, DeadLetterCode.FUTURE, "number " + i, letter);
        }
        club.run("list", "--limit", "4");
        assertThat(out.toString()
                        .lines()
                        .filter(line -> line.contains("number"))
                        .map(String::strip))
                .containsExactly("number 2", "number 3", "number 4", "number 5");
        club.run("list", "--json");
        assertThat(jsonLines()).hasSize(6);
        club.run("list", "0/99", "0/00");
        assertThat(out.toString()).contains("1 dead letter in", "There is no letter 0/99.");
    }

    private static KafkaProducer<byte[], byte[]> transactional(String id) {
        return new KafkaProducer<>(
                Map.of("bootstrap.servers", kafka.bootstrapServers(), "transactional.id", id),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    @Test
    void whatTheLetterHoldsOnlyInPartIsSentWhole() throws Exception {
        Community club = new Community("cut.");
        byte[] large = ("{\"id\":\"" + "x".repeat(5 * CUT) + "\"}").getBytes(UTF_8);
        club.refuse(DeadLetterCode.TOO_LARGE, "the id has 1500 bytes", 1, large);

        assertThat(club.run("replay", "--yes")).isEqualTo(Rollcall.DONE);
        String whole = "1 anna " + new String(large, UTF_8);
        assertThat(club.events()).containsExactly(whole, whole);
    }

    @Test
    void whatIsGoneFromItsOriginIsSentAsItsLetterHasItIfThatIsWhole() throws Exception {
        Community club = new Community("gone.");
        byte[] large = ("{\"id\":\"" + "x".repeat(5 * CUT) + "\"}").getBytes(UTF_8);
        var key = "anna".getBytes(UTF_8);
        club.letter(
                DeadLetterCode.FUTURE, "at is 2126", new DeadLetters.Letter("gone.events", 1, 70L, key, json("e-1")));
        club.letter(
                DeadLetterCode.TOO_LARGE, "the id is long", new DeadLetters.Letter("gone.events", 1, 71L, key, large));

        assertThat(club.run("replay", "--yes")).isEqualTo(Rollcall.DONE);
        assertThat(out.toString().replaceAll("\\s+", " "))
                .contains("Sent: 1 event.")
                .contains("Not sent: the event of letter 1/0", "is gone from gone.events 1/71.");
        assertThat(club.events()).containsExactly("1 anna " + new String(json("e-1"), UTF_8));
    }

    @Test
    void whatIsNoEventOrMayHaveArrivedIsLeftAndSaid() throws Exception {
        Community club = new Community("left.");
        club.letter(DeadLetterCode.INVALID_PROGRAM, "line 1: …", letter("left.programs", "program: ["));
        club.letter(DeadLetterCode.REJECTED_DOCUMENT, "mapper_parsing_exception", letter("left.badges", "x"));
        club.letter(DeadLetterCode.EVALUATION_FAILED, "a fault in the engine", letter("left.events", "{}"));
        club.letter(DeadLetterCode.UNDECODABLE, "no value", letter("left.events", null));
        club.letter(DeadLetterCode.UNDECODABLE, "neither Avro nor JSON", letter("left.events", "{"));

        assertThat(club.run("replay", "--yes")).isEqualTo(Rollcall.DONE);
        assertThat(out.toString())
                .contains("There is nothing to send.")
                .contains("publish a right one in its place")
                .contains("a document, which comes from a topic")
                .contains("a record without a value")
                .contains("--code evaluation-failed")
                .containsPattern("--code\\s+undecodable");
        assertThat(club.events()).isEmpty();

        assertThat(club.run("replay", "--yes", "--code", "evaluation-failed")).isEqualTo(Rollcall.DONE);
        assertThat(club.events()).containsExactly("0 anna {}");
    }

    private static DeadLetters.Letter letter(String topic, @Nullable String payload) {
        return new DeadLetters.Letter(
                topic, 0, 0L, "anna".getBytes(UTF_8), payload == null ? null : payload.getBytes(UTF_8));
    }

    @Test
    void withoutATerminalAndWithoutYesNothingIsSent() throws Exception {
        Community club = new Community("asks.");
        club.refuse(DeadLetterCode.UNKNOWN_COMMUNITY, "community 'club' has no program", 0, json("e-1"));
        assertThat(club.run("replay")).isEqualTo(Rollcall.WRONG);
        assertThat(err.toString()).contains("no terminal to ask at", "--yes");
        assertThat(club.run("replay", "--dry-run")).isEqualTo(Rollcall.DONE);
        assertThat(out.toString()).contains("1 event to send once more");
        assertThat(club.events()).hasSize(1);
    }

    @Test
    void aWrongFilterOrAMissingTopicIsSaidInWords() {
        Community club = new Community("wrong.");
        assertThat(club.run("list", "--code", "futur")).isEqualTo(Rollcall.WRONG);
        assertThat(err.toString()).contains("--code takes one of undecodable", "not 'futur'");
        assertThat(club.run("list", "17")).isEqualTo(Rollcall.WRONG);
        assertThat(err.toString()).contains("as 0/17, not '17'");
        int status = Rollcall.commandLine(new PrintWriter(out, true), new PrintWriter(err, true))
                .execute("dead-letters", "list", "-b", kafka.bootstrapServers(), "--topics-prefix", "none.");
        assertThat(status).isEqualTo(Rollcall.FAILED);
        assertThat(err.toString()).contains("has no topic 'none.dead-letters'", "rollcall topics create");
    }

    @Test
    void whatIsNoLetterIsCountedAndNamed() throws Exception {
        Community club = new Community("foreign.");
        producer.send(new ProducerRecord<>(club.topics.deadLetters(), 1, null, "hello".getBytes(UTF_8)))
                .get();
        assertThat(club.run("list")).isEqualTo(Rollcall.DONE);
        assertThat(out.toString()).contains("1 record in the topic is no dead letter", "the first is 1/0");
    }
}
