package io.rollcall.jobs.journey;

import static io.rollcall.jobs.journey.Journey.event;
import static io.rollcall.jobs.journey.Journey.message;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.rollcall.event.Event;
import io.rollcall.jobs.config.JobConfiguration;
import io.rollcall.jobs.event.EventDeserializer;
import io.rollcall.jobs.event.EventRecords;
import io.rollcall.jobs.event.Reached;
import io.rollcall.jobs.event.Received;
import io.rollcall.jobs.event.Routing;
import io.rollcall.wire.DeadLetter;
import io.rollcall.wire.MemberEvent;
import io.rollcall.wire.MemberSnapshot;
import io.rollcall.wire.Topics;
import io.rollcall.wire.WireFormat;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.flink.api.common.functions.util.ListCollector;
import org.apache.flink.streaming.util.ProcessFunctionTestHarnesses;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * An event of two members on which the engine failed for one of them, sent to that one once more when its id is forgotten:
 * from the record with its header, through reading and routing, to the members' numbers.
 */
class SentToOneMemberTest {
    private static final long HOUR = 3_600_000L;
    private static final long START = Instant.parse("2026-03-01T12:00:00Z").toEpochMilli();
    private static final Event LIKE = new Event("e-1", "club", "like", "anna", "bert", START, 1e9, Map.of());

    private static final String RIGHT = """
            program: club
            community: club
            metrics:
              given: {count: like}
              likes: {count: like, as: recipient}
              spent: {sum: like}
              worth: {sum: like, as: recipient}
            points: {earn: {give: {on: like, points: 2}}}
            badges:
              loved: {when: "likes >= 1", points: 5}
            """;

    /** A badge for every one of a billion is a fault in the engine. */
    private static String faultyFor(String metric) {
        return RIGHT + "  absurd: {metric: %s, every: 1}\n".formatted(metric);
    }

    @ParameterizedTest
    @CsvSource({"worth, bert, anna", "spent, anna, bert"})
    void theOtherMembersNumbersStayAndTheirsAreAsIfItHadNeverFailed(String metric, String failed, String other)
            throws Exception {
        try (Journey journey = Journey.fresh(faultyFor(metric));
                Journey neverFailed = Journey.fresh(RIGHT)) {
            liked(journey);
            DeadLetter letter = onlyLetter(journey);
            assertThat(letter.getCode()).isEqualTo("evaluation-failed");
            assertThat(letter.getKey()).isEqualTo(ByteBuffer.wrap(failed.getBytes(UTF_8)));
            liked(neverFailed);
            hoursPass(journey);
            hoursPass(neverFailed);
            String before = numbers(journey).get(other);
            journey.program(message(2, RIGHT));

            for (Reached reached : routed(letter, failed)) {
                journey.reached(reached);
            }

            assertThat(journey.deadLetters()).isEmpty();
            assertThat(journey.outcomes())
                    .as("outcomes of the other one")
                    .noneMatch(line -> line.contains("\"member\": \"" + other + "\""));
            poke(journey, 6);
            poke(neverFailed, 6);
            Map<String, String> right = numbers(neverFailed);
            assertThat(numbers(journey)).isEqualTo(right).hasSize(2).containsEntry(other, requireNonNull(before));
        }
    }

    /** What the header is for. */
    @Test
    void withoutTheHeaderTheOtherMemberWouldCountItAgain() throws Exception {
        try (Journey journey = Journey.fresh(faultyFor("worth"))) {
            liked(journey);
            DeadLetter letter = onlyLetter(journey);
            hoursPass(journey);
            assertThat(numbers(journey).get("anna")).contains("given=1.0", "2 points");
            journey.program(message(2, RIGHT));

            for (Reached reached : routed(letter, null)) {
                journey.reached(reached);
            }

            poke(journey, 6);
            assertThat(numbers(journey).get("anna")).contains("given=2.0", "4 points");
        }
    }

    @Test
    void aTrialThatTookItWhenItCameDoesNotTakeItAgain() throws Exception {
        try (Journey journey = Journey.fresh(faultyFor("worth"))) {
            journey.program(Journey.trial(2, "sooner", """
                    program: sooner
                    community: club
                    mode: shadow
                    metrics: {likes: {count: like, as: recipient}}
                    badges: {liked: {metric: likes, every: 1}}
                    """));
            liked(journey);
            assertThat(journey.outcomes())
                    .filteredOn(SentToOneMemberTest::isOfTheTrial)
                    .hasSize(1);
            DeadLetter letter = onlyLetter(journey);
            hoursPass(journey);
            journey.program(message(3, RIGHT));
            journey.outcomes();

            for (Reached reached : routed(letter, "bert")) {
                journey.reached(reached);
            }

            assertThat(journey.outcomes()).isNotEmpty().noneMatch(SentToOneMemberTest::isOfTheTrial);
        }
    }

    private static boolean isOfTheTrial(String outcome) {
        return outcome.contains("\"shadow\": true");
    }

    @Test
    void whenItFailedForBothEachIsSentTheirs() throws Exception {
        String faulty = faultyFor("spent") + "  also: {metric: worth, every: 1}\n";
        try (Journey journey = Journey.fresh(faulty);
                Journey neverFailed = Journey.fresh(RIGHT)) {
            liked(journey);
            List<DeadLetter> letters = journey.deadLetters();
            assertThat(letters).hasSize(2);
            liked(neverFailed);
            hoursPass(journey);
            hoursPass(neverFailed);
            journey.program(message(2, RIGHT));

            for (DeadLetter letter : letters) {
                for (Reached reached : routed(
                        letter, UTF_8.decode(requireNonNull(letter.getKey())).toString())) {
                    journey.reached(reached);
                }
            }

            poke(journey, 6);
            poke(neverFailed, 6);
            assertThat(numbers(journey)).isEqualTo(numbers(neverFailed)).hasSize(2);
        }
    }

    @Test
    void toARecipientOfNoCommunityItIsADeadLetterAgainAndNotSilence() throws Exception {
        try (Journey journey = Journey.fresh(faultyFor("worth"));
                Journey elsewhere = Journey.fresh()) {
            liked(journey);
            for (Reached reached : routed(onlyLetter(journey), "bert")) {
                elsewhere.reached(reached);
            }
            assertThat(onlyLetter(elsewhere).getCode()).isEqualTo("unknown-community");
        }
    }

    /** Both are members, and anna likes what bert did. */
    private static void liked(Journey journey) throws Exception {
        poke(journey, -1);
        journey.event(LIKE);
    }

    /** The record as it is sent once more, read and routed. */
    private static List<Reached> routed(DeadLetter letter, @Nullable String only) throws Exception {
        byte[] value = WireFormat.of(MemberEvent.class).encode(EventRecords.record(LIKE));
        assertThat(letter.getPayload()).isEqualTo(ByteBuffer.wrap(value));
        var record = new ConsumerRecord<>("rollcall.events", 3, 42L, "anna".getBytes(UTF_8), value);
        if (only != null) {
            record.headers().add(Topics.ONLY_MEMBER_HEADER, only.getBytes(UTF_8));
        }
        List<Received> received = new ArrayList<>();
        new EventDeserializer(JobConfiguration.of(Map.of()), () -> START + 6 * HOUR)
                .deserialize(record, new ListCollector<>(received));
        try (var routing = ProcessFunctionTestHarnesses.forProcessFunction(new Routing())) {
            for (Received each : received) {
                routing.processElement(each, 0);
            }
            return routing.extractOutputValues();
        }
    }

    private static DeadLetter onlyLetter(Journey journey) throws Exception {
        List<DeadLetter> letters = journey.deadLetters();
        assertThat(letters).hasSize(1);
        return letters.get(0);
    }

    /** Both act later, and the clock follows. */
    private static void hoursPass(Journey journey) throws Exception {
        for (int hour = 2; hour < 6; hour++) {
            poke(journey, hour);
        }
        journey.watermark(START + 5 * HOUR);
    }

    /** Something that counts nowhere, so that both have a snapshot. */
    private static void poke(Journey journey, int hour) throws Exception {
        for (String member : List.of("anna", "bert")) {
            journey.event(event("poke-" + member + hour, "poke", member, START + hour * HOUR));
        }
    }

    /** What each member's latest snapshot counts. */
    private static Map<String, String> numbers(Journey journey) throws Exception {
        journey.minutePasses();
        return journey.snapshots().stream()
                .collect(Collectors.toMap(
                        MemberSnapshot::getMember, SentToOneMemberTest::numbers, (earlier, later) -> later));
    }

    private static String numbers(MemberSnapshot snapshot) {
        Function<Map<?, ?>, String> sorted = map -> map.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + entry.getValue())
                .sorted()
                .collect(Collectors.joining(" "));
        return "%s, %d points of %d, badges %s"
                .formatted(
                        sorted.apply(snapshot.getMetrics()),
                        snapshot.getPoints(),
                        snapshot.getPointsEarned(),
                        snapshot.getBadges().keySet());
    }
}
