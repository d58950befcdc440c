package io.rollcall.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.rollcall.jobs.out.DeadLetterCode;
import io.rollcall.jobs.out.DeadLetters;
import io.rollcall.wire.DeadLetter;
import io.rollcall.wire.WireFormat;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** {@code rollcall dead-letters}: what is listed, and what is sent once more. */
class DeadLettersIT extends DeadLettersOnABroker {
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
        Community club = new Community("replay.").withProgram();
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
        Community club = new Community("order.").withProgram();
        for (int i = 0; i < 8; i++) {
            club.refuse(DeadLetterCode.UNKNOWN_COMMUNITY, "community 'club' has no program", 0, json("e-" + i));
        }
        club.run("replay", "--yes");
        List<String> events = club.events();
        assertThat(events.subList(8, 16)).isEqualTo(events.subList(0, 8));
    }

    @Test
    void anEventThatWasRefusedTwiceIsSentOnce() throws Exception {
        Community club = new Community("twice.").withProgram();
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
    void whatIsNoEventOrWouldFailAgainIsLeftAndSaid() throws Exception {
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
                .containsPattern("--code\\s+evaluation-failed")
                .containsPattern("--code\\s+undecodable");
        assertThat(club.events()).isEmpty();

        assertThat(club.run("replay", "--yes", "--code", "evaluation-failed")).isEqualTo(Rollcall.DONE);
        assertThat(club.events()).containsExactly("0 anna {}");
    }

    @Test
    void whatFailedForOneMemberIsSentToThatMemberAlone() throws Exception {
        Community club = new Community("one.");
        producer.send(new ProducerRecord<>(
                        club.topics.events(),
                        1,
                        null,
                        "anna".getBytes(UTF_8),
                        json("e-1"),
                        new RecordHeaders().add("trace", "t-1".getBytes(UTF_8))))
                .get();
        failed(club, "bért", 1, 0);

        assertThat(club.run("replay", "--yes", "0/0")).isEqualTo(Rollcall.DONE);
        assertThat(headers(club)).containsExactly("trace=t-1", "trace=t-1 rollcall-only-member=bért");
        String event = "1 anna " + new String(json("e-1"), UTF_8);
        assertThat(club.events()).containsExactly(event, event);
        assertThat(notes(club))
                .singleElement()
                .asString()
                .contains(
                        "refused as evaluation-failed (letter 0/0), sent once more for 'bért' alone, to one.events 1/1");

        // it fails once more: a new record, a new letter
        failed(club, "bért", 1, 1);
        assertThat(club.run("replay", "--yes", "--code", "evaluation-failed")).isEqualTo(Rollcall.DONE);
        assertThat(out.toString()).contains("Sent: 1 event.", "Sent once more already: 1 dead letter.");
        assertThat(headers(club)).hasSize(3).endsWith("trace=t-1 rollcall-only-member=bért");
    }

    @Test
    void whatFailedForBothMembersIsSentToEachOnce() throws Exception {
        Community club = new Community("both.");
        producer.send(new ProducerRecord<>(club.topics.events(), 0, null, json("e-1")))
                .get();
        failed(club, "anna", 0, 0);
        failed(club, "bert", 0, 0);
        failed(club, "bert", 0, 0);

        // one of them by name
        assertThat(club.run("replay", "--yes", "1/0")).isEqualTo(Rollcall.DONE);
        assertThat(headers(club)).containsExactly("", "rollcall-only-member=bert");
        assertThat(club.run("list")).isEqualTo(Rollcall.DONE);
        assertThat(out.toString()).contains("1 dead letter in", "key anna", "2 more were sent once more already");

        assertThat(club.run("replay", "--yes", "--code", "evaluation-failed")).isEqualTo(Rollcall.DONE);
        assertThat(headers(club)).containsExactly("", "rollcall-only-member=bert", "rollcall-only-member=anna");
        assertThat(club.run("replay", "--yes", "--code", "evaluation-failed")).isEqualTo(Rollcall.DONE);
        assertThat(out.toString()).contains("There is nothing to send.", "Sent once more already: 3 dead letters.");
    }

    @Test
    void toAMemberWhomItReachedAsAWholeNothingIsSentAndWholeNothingThatReachedAMember() throws Exception {
        Community club = new Community("whole.").withProgram();
        club.refuse(DeadLetterCode.UNKNOWN_COMMUNITY, "community 'club' has no program", 0, json("e-1"));
        assertThat(club.run("replay", "--yes")).isEqualTo(Rollcall.DONE);
        failed(club, "bert", 0, 0);
        assertThat(club.run("replay", "--yes", "--code", "evaluation-failed")).isEqualTo(Rollcall.DONE);
        assertThat(out.toString()).contains("There is nothing to send.");
        assertThat(headers(club)).containsExactly("", "");

        // before a restart it was refused, after it anna had it; a mark of the transaction lies before it
        club.refuse(DeadLetterCode.UNKNOWN_COMMUNITY, "community 'club' has no program", 0, json("e-2"));
        failed(club, "bert", 0, 3);
        assertThat(club.run("replay", "--yes", "--code", "unknown-community,evaluation-failed"))
                .isEqualTo(Rollcall.DONE);
        assertThat(headers(club)).containsExactly("", "", "", "rollcall-only-member=bert");
        assertThat(club.run("replay", "--yes")).isEqualTo(Rollcall.DONE);
        assertThat(out.toString()).contains("There is nothing to send.");
    }

    @Test
    void whatWasRefusedAsAWholeAfterItFailedForAMemberIsSentWholeAndOnce() throws Exception {
        Community club = new Community("last.").withProgram();
        club.refuse(DeadLetterCode.UNKNOWN_COMMUNITY, "community 'club' has no program", 0, json("e-1"));
        aMillisecondPasses();
        failed(club, "bert", 0, 0);
        aMillisecondPasses();
        // another job reads it from the beginning
        club.letter(
                DeadLetterCode.TOO_LARGE,
                "it is too large",
                new DeadLetters.Letter(club.topics.events(), 0, 0L, "anna".getBytes(UTF_8), json("e-1")));
        assertThat(club.run("replay", "--yes", "--code", "unknown-community,evaluation-failed,too-large"))
                .isEqualTo(Rollcall.DONE);
        assertThat(headers(club)).containsExactly("", "");
        assertThat(club.run("replay", "--yes", "--code", "unknown-community,evaluation-failed,too-large"))
                .isEqualTo(Rollcall.DONE);
        assertThat(out.toString()).contains("There is nothing to send.");
    }

    /** Letters tell of milliseconds. */
    private static void aMillisecondPasses() {
        long now = System.currentTimeMillis();
        await().pollInterval(Duration.ofMillis(1)).until(() -> System.currentTimeMillis() > now);
    }

    @Test
    void whatFailedForOneMemberAndIsGoneIsSentToThatMemberAsItsLetterHasIt() throws Exception {
        Community club = new Community("lost.");
        failed(club, "bert", 1, 70);
        assertThat(club.run("replay", "--yes", "--code", "evaluation-failed")).isEqualTo(Rollcall.DONE);
        assertThat(club.events()).containsExactly("1 bert " + new String(json("e-1"), UTF_8));
        assertThat(headers(club)).containsExactly("rollcall-only-member=bert");
    }

    /** The letter that the member step writes. */
    private static void failed(Community club, String member, int partition, long offset) throws Exception {
        club.letter(
                DeadLetterCode.EVALUATION_FAILED,
                "a fault in the engine",
                new DeadLetters.Letter(club.topics.events(), partition, offset, member.getBytes(UTF_8), json("e-1")));
    }

    /** The headers of what lies in the topic of events. */
    private static List<String> headers(Community club) {
        return TopicRecords.of(kafka.bootstrapServers(), club.topics.events()).stream()
                .map(record -> Arrays.stream(record.headers().toArray())
                        .map(header -> header.key() + "=" + new String(header.value(), UTF_8))
                        .collect(Collectors.joining(" ")))
                .toList();
    }

    private static List<String> notes(Community club) throws Exception {
        List<String> notes = new ArrayList<>();
        for (var record : TopicRecords.of(kafka.bootstrapServers(), club.topics.deadLetters())) {
            DeadLetter letter = WireFormat.of(DeadLetter.class).decode(record.value());
            if (letter.getCode().equals("replayed")) {
                notes.add(letter.getReason());
            }
        }
        return notes;
    }

    private static DeadLetters.Letter letter(String topic, @Nullable String payload) {
        return new DeadLetters.Letter(
                topic, 0, 0L, "anna".getBytes(UTF_8), payload == null ? null : payload.getBytes(UTF_8));
    }

    @Test
    void withoutATerminalAndWithoutYesNothingIsSent() throws Exception {
        Community club = new Community("asks.").withProgram();
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
