package io.rollcall.jobs.journey;

import static io.rollcall.jobs.journey.Journey.event;
import static org.assertj.core.api.Assertions.assertThat;

import io.rollcall.event.Event;
import io.rollcall.wire.DeadLetter;
import io.rollcall.wire.MemberSnapshot;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.avro.specific.SpecificRecordBase;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Members who act often stay in memory, and nobody can tell but by the speed. */
@TestInstance(Lifecycle.PER_CLASS)
class MemberStoreTest {
    private static final long DAY = 86_400_000L;
    private static final long START = Instant.parse("2026-03-01T12:00:00Z").toEpochMilli();
    private static final String PROGRAM = MemberJourneyOperatorTest.PROGRAM;
    private static final String COINS = """
            program: club
            community: club
            metrics: {coins: {sum: gift}}
            badges: {coin: {metric: coins, every: 1}}
            """;

    private static final String LAPSES = """
            program: club
            community: club
            alerts: {quiet: {since: post, after: 7d}}
            """;

    private static final String LISTS = """
            program: club
            community: club
            metrics:
              fans: {distinct: like, of: member, as: recipient, over: 30d, cap: 40}
              ever: {distinct: like, of: member, as: recipient, cap: 60}
              nice: {reach: like, of: post, at: 4, as: recipient}
            badges:
              loved: {metric: fans, levels: {few: 3, some: 8, many: 20}}
              known: {metric: ever, levels: {few: 5, some: 15, many: 40}}
              nice-post: {metric: nice, every: 1}
            """;

    /** What is sent where nobody stays in memory. */
    private List<String> withoutCache = List.of();

    /** Of the last history. */
    private long evictions;

    @BeforeAll
    void askWithoutCache() throws Exception {
        withoutCache = sent(0, "0b");
    }

    private static Event gift(String id, double value, long at) {
        return new Event(id, "club", "gift", "anna", null, at, value, Map.of());
    }

    /** What was sent over a history with checkpoints, after some of which the job starts again. */
    private List<String> sent(int hotMembers, String warmMembers) throws Exception {
        evictions = 0;
        List<String> sent = new ArrayList<>();
        List<Event> history = RestoreAndRescaleTest.history();
        Journey journey =
                Journey.withHotAndWarmMembers(hotMembers, warmMembers, PROGRAM).start();
        try {
            for (int i = 0; i < history.size(); i++) {
                // everybody acts several times in a row, so that many act often
                Event event = history.get(i);
                journey.event(event);
                for (int again = 0; again < 3; again++) {
                    journey.event(event("again-" + again + event.id(), "post", "member-" + i % 5, event.at()));
                }
                if (i % 3 == 0) {
                    // whoever makes room now is written already
                    journey.writeSome(100, 0);
                }
                if (i % 7 == 0) {
                    journey.watermark(event.at() - 1);
                }
                if (i % 40 == 0) {
                    OperatorSubtaskState kept = journey.checkpoint();
                    if (i % 80 == 0) {
                        drain(journey, sent);
                        evictions += journey.store().evictions.getCount();
                        journey.close();
                        journey = Journey.withHotAndWarmMembers(hotMembers, warmMembers)
                                .restore(kept, 1, 1, 0);
                    }
                }
            }
            journey.watermark(history.get(history.size() - 1).at() + 100 * DAY);
            journey.finish();
            drain(journey, sent);
        } finally {
            journey.close();
        }
        return sent;
    }

    private static void drain(Journey journey, List<String> sent) throws Exception {
        for (Map.Entry<String, SpecificRecordBase> record : journey.sent()) {
            sent.add(Journey.line(record.getKey(), record.getValue()));
        }
    }

    @ParameterizedTest
    @CsvSource({"0, 8kb", "0, 1mb", "1, 0b", "1, 8kb", "4, 1mb", "1000, 0b", "1000, 1mb"})
    void howeverManyStayInMemoryTheSameIsSent(int hotMembers, String warmMembers) throws Exception {
        assertThat(sent(hotMembers, warmMembers)).isEqualTo(withoutCache);
        assertThat(withoutCache).hasSizeGreaterThan(500);
        if (hotMembers > 0 && hotMembers < 5) {
            assertThat(evictions).as("members who made room").isGreaterThan(20);
        }
    }

    private static List<Event> likes() {
        Random random = new Random(20261129);
        List<Event> events = new ArrayList<>();
        long at = START;
        for (int i = 0; i < 1500; i++) {
            at += random.nextInt(7_200_000);
            String fan = "m-" + random.nextInt(45);
            int liked = random.nextInt(1 + random.nextInt(10));
            // a visit asks for no list
            String type = random.nextInt(3) == 0 ? "visit" : "like";
            events.add(new Event(
                    "e-" + i,
                    "club",
                    type,
                    fan,
                    type.equals("like") ? "m-" + liked : null,
                    at,
                    0,
                    Map.of("post", "p-" + liked + "-" + random.nextInt(30))));
        }
        return events;
    }

    @ParameterizedTest
    @CsvSource({"0, 0b", "0, 8kb", "3, 8kb", "1000, 1mb"})
    void listsOfValuesAreWhatTheyAreWithoutBytesAndWithoutAStore(int hotMembers, String warmMembers) throws Exception {
        List<Event> history = likes();
        long end = history.get(history.size() - 1).at() + 100 * DAY;
        List<String> sent = new ArrayList<>();
        Journey journey =
                Journey.withHotAndWarmMembers(hotMembers, warmMembers, LISTS).start();
        try {
            for (int i = 0; i < history.size(); i++) {
                journey.event(history.get(i));
                if (i % 50 == 0) {
                    journey.watermark(history.get(i).at() - 1);
                }
                if (i % 250 == 249) {
                    OperatorSubtaskState kept = journey.checkpoint();
                    drain(journey, sent);
                    journey.close();
                    journey = Journey.withHotAndWarmMembers(hotMembers, warmMembers)
                            .restore(kept, 1, 1, 0);
                }
            }
            journey.watermark(end);
            journey.finish();
            drain(journey, sent);
        } finally {
            journey.close();
        }

        List<String> expected = new RestoreAndRescaleTest.Reference(LISTS, history, end).outcomes();
        assertThat(sent).filteredOn(line -> !line.startsWith("members ")).containsExactlyInAnyOrderElementsOf(expected);
        assertThat(expected).hasSizeGreaterThan(100);
    }

    @Test
    void whatACheckpointHoldsIsWhatItWouldHoldWithoutTheCache() throws Exception {
        OperatorSubtaskState kept;
        try (Journey journey = Journey.withHotMembers(10, COINS).start()) {
            for (int i = 0; i < 5; i++) {
                journey.event(gift("e-" + i, 1, START + i));
            }
            kept = journey.checkpoint();
            // what comes after it is lost with the job, and comes again
            journey.event(gift("e-5", 1, START + 5));
        }
        try (Journey journey = Journey.withHotMembers(10).restore(kept, 1, 1, 0)) {
            journey.event(gift("e-4", 1, START + 4));
            assertThat(journey.outcomes()).as("a repetition").isEmpty();
            journey.event(gift("e-5", 1, START + 5));
            assertThat(journey.outcomes()).singleElement().asString().contains("\"times\": 6");
        }
    }

    @Test
    void spareTimeIsLookedForWhenManyAreUnwrittenAndNotBefore() throws Exception {
        int calm = WriteBack.LEFT_TO_THE_BARRIER;
        try (Journey journey = Journey.withHotMembers(400, PROGRAM).start()) {
            // it is not behind, as it is after a start
            journey.watermark(START - 1);
            // the snapshots' timer
            int others = 1;
            for (int member = 0; member < calm; member++) {
                actsOften(journey, "member-" + member);
            }
            assertThat(journey.unwritten()).isEqualTo(calm);
            assertThat(journey.looks()).isEqualTo(others);
            actsOften(journey, "one-more");
            assertThat(journey.unwritten()).isEqualTo(calm + 1);
            assertThat(journey.looks()).isEqualTo(others + 1);
            journey.checkpoint();
            journey.harness().setProcessingTime(journey.harness().getProcessingTime() + 5);
            assertThat(journey.looks()).isEqualTo(others);
        }
    }

    @Test
    void onABacklogAllWarmMembersWaitForTheCheckpointAndBecomeFewerWhenItEnds() throws Exception {
        int members = WriteBack.LEFT_WITHOUT_SPARE_TIME + 1000;
        try (Journey journey = Journey.withHotAndWarmMembers(0, "16mb", COINS).start()) {
            journey.harness().setProcessingTime(START + DAY);
            journey.watermark(START - 1);
            for (int member = 0; member < 160; member++) {
                journey.event(event("a-" + member, "post", "member-" + member, START));
            }
            assertThat(journey.looks())
                    .as("spare time, as nothing is known yet")
                    .isEqualTo(2);
            // without an idle moment
            for (int tick = 0; tick < 200; tick += 5) {
                journey.harness().setProcessingTime(START + DAY + tick);
            }
            assertThat(journey.looks()).isEqualTo(1);
            for (int member = 160; member < members; member++) {
                journey.event(event("a-" + member, "post", "member-" + member, START));
            }
            assertThat(journey.looks()).isEqualTo(1);
            assertThat(journey.unwritten()).isEqualTo(members);
            assertThat(journey.store().writes()).isZero();

            journey.watermark(START + DAY);
            int unwritten = journey.unwritten();
            for (int member = 0; member < 10; member++) {
                journey.event(event("b-" + member, "post", "new-" + member, START + DAY));
            }
            assertThat(journey.unwritten()).isEqualTo(unwritten + 10 - 10 * WriteBack.WRITTEN_BESIDE);
            for (int member = 10; member < 100; member++) {
                journey.event(event("b-" + member, "post", "new-" + member, START + DAY));
            }
            assertThat(journey.unwritten()).isEqualTo(WriteBack.LEFT_WITHOUT_SPARE_TIME);
        }
    }

    @Test
    void inLiveOperationOnlySoManyWarmMembersWaitAndNoneOfTheOthersIsLost() throws Exception {
        int members = WriteBack.LEFT_WITHOUT_SPARE_TIME + 1000;
        OperatorSubtaskState kept;
        try (Journey journey = Journey.withHotAndWarmMembers(0, "16mb", COINS).start()) {
            journey.harness().setProcessingTime(START);
            journey.watermark(START - 1);
            for (int member = 0; member < members; member++) {
                journey.event(new Event("e-" + member, "club", "gift", "m" + member, null, START, 1, Map.of()));
            }
            assertThat(journey.unwritten())
                    .isBetween(WriteBack.LEFT_WITHOUT_SPARE_TIME - 1, WriteBack.LEFT_WITHOUT_SPARE_TIME);
            assertThat(journey.store().writes()).isEqualTo(members - journey.unwritten());
            kept = journey.checkpoint();
            assertThat(journey.unwritten()).isZero();
        }
        try (Journey journey = Journey.withHotAndWarmMembers(0, "16mb").restore(kept, 1, 1, 0)) {
            for (int member = 0; member < members; member++) {
                journey.event(new Event("f-" + member, "club", "gift", "m" + member, null, START + 9, 1, Map.of()));
            }
            assertThat(journey.outcomes()).hasSize(members).allSatisfy(outcome -> assertThat(outcome)
                    .contains("\"times\": 2"));
        }
    }

    @Test
    void onABacklogTheClockChangesWarmMembersInMemoryAndLiveInTheBackend() throws Exception {
        try (Journey journey = Journey.withHotAndWarmMembers(0, "1mb", LAPSES).start()) {
            journey.harness().setProcessingTime(START + 100 * DAY);
            journey.watermark(START - 1);
            for (int member = 0; member < 160; member++) {
                journey.event(event("a-" + member, "post", "member-" + member, START));
            }
            journey.harness().setProcessingTime(START + 100 * DAY + 200);
            journey.watermark(START + 8 * DAY);
            assertThat(journey.outcomes()).hasSize(160);
            assertThat(journey.store().writes()).isZero();

            journey.watermark(START + 100 * DAY);
            for (int member = 0; member < 160; member++) {
                journey.event(event("b-" + member, "post", "member-" + member, START + 100 * DAY));
            }
            journey.outcomes();
            journey.harness().setProcessingTime(START + 108 * DAY);
            journey.watermark(START + 108 * DAY);
            assertThat(journey.outcomes()).hasSize(160);
            assertThat(journey.store().writes()).isEqualTo(160);
            journey.checkpoint();
            assertThat(journey.store().writes()).as("nobody is left").isEqualTo(160);
        }
    }

    /** An event that is too large to be remembered has its member written just after others made room. */
    @Test
    void whoIsWrittenAfterOthersMadeRoomIsWrittenUnderTheirOwnKey() throws Exception {
        Map<String, String> large = Map.of("text", "x".repeat(17_000));
        int members = 100;
        OperatorSubtaskState kept;
        try (Journey journey = Journey.withHotAndWarmMembers(1, "8kb", COINS).start()) {
            for (int i = 0; i < 4; i++) {
                for (int member = 0; member < members; member++) {
                    String key = "m" + member;
                    for (int again = 0; again < 4; again++) {
                        String id = "e-" + i + "-" + member + "-" + again;
                        journey.event(
                                new Event(id, "club", "gift", key, null, START + i, 1, again == 2 ? large : Map.of()));
                    }
                }
            }
            assertThat(journey.store().evictions.getCount()).isGreaterThan(members);
            kept = journey.checkpoint();
        }
        try (Journey journey = Journey.withHotAndWarmMembers(1, "8kb").restore(kept, 1, 1, 0)) {
            for (int member = 0; member < members; member++) {
                journey.event(new Event("f-" + member, "club", "gift", "m" + member, null, START + 9, 1, Map.of()));
                assertThat(journey.outcomes())
                        .singleElement()
                        .asString()
                        .contains("\"times\": 17", "\"m" + member + "\"");
            }
        }
    }

    private static void actsOften(Journey journey, String member) throws Exception {
        journey.event(event("a-" + member, "post", member, START));
        journey.event(event("b-" + member, "post", member, START + 1));
        journey.event(event("c-" + member, "post", member, START + 2));
    }

    @Test
    void anEventThatCannotBeEvaluatedLeavesAHotMemberAsItWas() throws Exception {
        try (Journey journey = Journey.withHotMembers(10, COINS).start()) {
            for (int i = 0; i < 5; i++) {
                journey.event(gift("e-" + i, 1, START + i));
            }
            journey.outcomes();

            journey.event(gift("e-much", 1_000_000, START + 6));

            assertThat(journey.deadLetters())
                    .singleElement()
                    .extracting(DeadLetter::getReason)
                    .asString()
                    .contains("a fault in the engine");
            assertThat(journey.unwritten()).as("nothing to ask for again").isZero();
            assertThat(journey.store().writes()).isEqualTo(1);
            assertThat(journey.outcomes()).isEmpty();
            journey.event(gift("e-4", 1, START + 4));
            assertThat(journey.outcomes()).as("a repetition").isEmpty();
            journey.event(gift("e-7", 1, START + 7));
            assertThat(journey.outcomes()).singleElement().asString().contains("\"times\": 6");
        }
    }

    @Test
    void aHotMemberWhoIsExcludedLeavesNothingBehind() throws Exception {
        OperatorSubtaskState kept;
        try (Journey journey = Journey.withHotMembers(10, COINS).start()) {
            for (int i = 0; i < 3; i++) {
                journey.event(gift("e-" + i, 1, START + i));
            }
            journey.program(Journey.message(2, COINS.replace("metrics:", "exclude: [anna]\nmetrics:")));
            kept = journey.checkpoint();
        }
        try (Journey journey = Journey.withHotMembers(10).restore(kept, 1, 1, 0)) {
            journey.program(Journey.message(3, COINS));
            journey.event(gift("e-4", 1, START + 4));
            assertThat(journey.outcomes()).singleElement().asString().contains("\"times\": 1");
        }
    }

    @Test
    void aWarmMemberIsNotAskedOfTheBackend() throws Exception {
        try (Journey journey = Journey.withHotAndWarmMembers(0, "1mb", COINS).start()) {
            for (int i = 0; i < 5; i++) {
                journey.event(gift("e-" + i, 1, START + i));
            }
            assertThat(journey.store().reads.getCount())
                    .as("before anything was known")
                    .isEqualTo(1);
            assertThat(journey.store().warmHits.getCount()).isEqualTo(4);
            assertThat(journey.store().writes()).as("at the checkpoint alone").isZero();
            journey.checkpoint();
            assertThat(journey.store().writes()).isEqualTo(1);
            journey.checkpoint();
            assertThat(journey.store().writes()).isEqualTo(1);
        }
    }

    @Test
    void aWarmMemberWhoIsExcludedBeginsAnewLater() throws Exception {
        try (Journey journey = Journey.withHotAndWarmMembers(0, "1mb", COINS).start()) {
            journey.event(gift("e-1", 1, START + 1));
            journey.program(Journey.message(2, COINS.replace("metrics:", "exclude: [anna]\nmetrics:")));
            journey.program(Journey.message(3, COINS));
            journey.outcomes();
            journey.event(gift("e-3", 1, START + 3));
            assertThat(journey.outcomes()).singleElement().asString().contains("\"times\": 1");
        }
    }

    @Test
    void aHotMemberMovesToANewVersionWithWhatIsNotWrittenYet() throws Exception {
        try (Journey journey = Journey.withHotMembers(10, COINS).start()) {
            for (int i = 0; i < 3; i++) {
                journey.event(gift("e-" + i, 1, START + i));
            }
            journey.program(Journey.message(2, COINS.replace("{sum: gift}", "{sum: gift}, visits: {count: visit}")));
            journey.outcomes();
            journey.event(gift("e-3", 1, START + 3));
            assertThat(journey.sent())
                    .filteredOn(sent -> !(sent.getValue() instanceof MemberSnapshot))
                    .singleElement()
                    .asString()
                    .contains("\"times\": 4", "\"programVersion\": 2");
        }
    }

    @Test
    void whatIsWrittenBetweenTwoEventsIsWrittenUnderItsOwnKey() throws Exception {
        OperatorSubtaskState kept;
        try (Journey journey = Journey.withHotMembers(1000, COINS).start()) {
            for (int i = 0; i < 3; i++) {
                for (int member = 0; member < 20; member++) {
                    journey.event(
                            new Event("e-" + i + member, "club", "gift", "m" + member, null, START + i, 1, Map.of()));
                    journey.writeSome(2, 5);
                }
            }
            journey.writeSome(100, 5);
            assertThat(journey.unwritten()).isEqualTo(5);
            kept = journey.checkpoint();
            assertThat(journey.unwritten()).isZero();
        }
        try (Journey journey = Journey.withHotMembers(1000).restore(kept, 1, 1, 0)) {
            for (int member = 0; member < 20; member++) {
                journey.event(new Event("f-" + member, "club", "gift", "m" + member, null, START + 9, 1, Map.of()));
                assertThat(journey.outcomes())
                        .singleElement()
                        .asString()
                        .contains("\"times\": 4", "\"m" + member + "\"");
            }
        }
    }
}
