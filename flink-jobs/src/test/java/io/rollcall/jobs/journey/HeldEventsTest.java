package io.rollcall.jobs.journey;

import static io.rollcall.jobs.journey.Journey.event;
import static io.rollcall.jobs.journey.Journey.trial;
import static org.assertj.core.api.Assertions.assertThat;

import io.rollcall.event.Event;
import io.rollcall.jobs.event.Origin;
import io.rollcall.jobs.event.Reached;
import io.rollcall.wire.DeadLetter;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;
import org.apache.flink.streaming.util.AbstractStreamOperatorTestHarness;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A member's events stand in several partitions, which are read at different speeds. */
class HeldEventsTest {
    static final long SECOND = 1_000;
    static final long MINUTE = 60 * SECOND;
    static final long DAY = 86_400_000L;
    static final long START = Instant.parse("2026-03-01T12:00:00Z").toEpochMilli();
    /** The wall clock, when all of this is long over. */
    static final long LATER = START + 400 * DAY;
    /** How far ahead of the clock an event is decided at once: five minutes and the out-of-orderness. */
    static final long AHEAD = 5 * MINUTE + 5 * SECOND;

    static final String PROGRAM = MemberJourneyOperatorTest.PROGRAM;
    static final int ROOM = 10_000;
    private static final Pattern MEMBER = Pattern.compile("\"member\": \"([^\"]+)\"");

    static Journey catchingUp(int room) throws Exception {
        Journey journey =
                Journey.holding(room, Journey.bootstrap(PROGRAM), 1, 0).start();
        journey.harness().setProcessingTime(LATER);
        return journey;
    }

    /** A live job: the clock of all partitions is half a minute behind the wall's. */
    static Journey live() throws Exception {
        Journey journey =
                Journey.holding(ROOM, Journey.bootstrap(PROGRAM), 1, 0).start();
        journey.harness().setProcessingTime(START);
        journey.watermark(START - 30 * SECOND);
        return journey;
    }

    /** What the same gives in order. */
    static List<String> inOrder(long end, Event... events) throws Exception {
        try (Journey journey = Journey.fresh(PROGRAM)) {
            for (Event event : events) {
                journey.event(event);
            }
            journey.watermark(end);
            return journey.outcomes();
        }
    }

    // ---- while a backlog lasts

    @Test
    void ofTwoPartitionsTheFasterOneDoesNotPassADeadlineThatTheSlowerOneAverts() throws Exception {
        Event join = event("e-1", "join", "anna", START);
        Event answer = event("e-2", "post", "anna", START + 3 * DAY);
        Event visit = event("e-3", "post", "anna", START + 20 * DAY);
        long end = START + 22 * DAY;
        try (Journey journey = catchingUp(ROOM)) {
            journey.watermark(START - DAY);
            journey.event(join);
            journey.event(visit);
            journey.watermark(START + DAY);
            List<String> told = new ArrayList<>(journey.outcomes());
            assertThat(journey.held()).isEqualTo(1);
            journey.event(answer);
            journey.watermark(START + 20 * DAY);
            journey.watermark(end);
            told.addAll(journey.outcomes());

            assertThat(told)
                    .isEqualTo(inOrder(end, join, answer, visit))
                    .noneMatch(line -> line.contains("silent-newcomer"));
            assertThat(inOrder(end, join, visit, answer))
                    .as("at once")
                    .anyMatch(line -> line.contains("silent-newcomer"));
        }
    }

    @Test
    void aDeadlineBeforeAHeldEventFiresBeforeItAndOneAtItsInstantAfterIt() throws Exception {
        Event anna = event("e-1", "join", "anna", START);
        Event bert = event("e-2", "join", "bert", START);
        Event tooLate = event("e-3", "post", "anna", START + 7 * DAY + 1);
        Event justInTime = event("e-4", "post", "bert", START + 7 * DAY);
        long end = START + 8 * DAY;
        try (Journey journey = catchingUp(ROOM)) {
            journey.event(tooLate);
            journey.event(justInTime);
            journey.event(bert);
            journey.event(anna);
            assertThat(journey.outcomes()).isEmpty();
            journey.watermark(end);
            List<String> told = journey.outcomes();
            assertThat(told).containsExactlyInAnyOrderElementsOf(inOrder(end, anna, bert, justInTime, tooLate));
            assertThat(told)
                    .filteredOn(line -> line.contains("silent-newcomer"))
                    .satisfiesExactly(
                            line -> assertThat(line).contains("RAISED", "anna", "2026-03-08T12:00:00Z"),
                            line -> assertThat(line).contains("RESOLVED", "anna"));
        }
    }

    @Test
    void eventsOfOneInstantAreTakenInTheOrderOfTheBytesOfTheirIdsAndEqualOnesAsTheyWereRead() throws Exception {
        // in UTF-16, by which Java compares, the emoji comes before the full-width letter
        String letter = "\uFF41";
        String emoji = "\uD83D\uDE00";
        try (Journey journey = catchingUp(ROOM)) {
            journey.event(event(emoji, "post", "anna", START));
            journey.event(event("a", "visit", "bert", START));
            journey.event(event("a", "post", "bert", START));
            journey.event(event("b", "post", "bert", START));
            journey.event(event(letter, "post", "anna", START));
            journey.watermark(START);
            assertThat(journey.outcomes())
                    .filteredOn(line -> line.contains("bronze"))
                    .as("with the second post; of the two events that are alike the first, which is no post, counts")
                    .singleElement()
                    .asString()
                    .contains("\"member\": \"anna\"", "\"event\": \"" + emoji + "\"");
        }
    }

    @Test
    void manyMembersOverThreePartitionsAndTwoRescalesGiveWhatTheEngineAloneGives() throws Exception {
        List<Event> history = RestoreAndRescaleTest.history();
        long end = history.get(history.size() - 1).at() + 100 * DAY;
        RestoreAndRescaleTest.Reference reference =
                new RestoreAndRescaleTest.Reference(MemberJourneyOperatorTest.PROGRAM, history, end);
        assertThat(byMember(reference.outcomes())).hasSize(40);

        for (int seed = 1; seed <= 3; seed++) {
            assertThat(byMember(readOverThreePartitions(history, end, seed, true)))
                    .as("seed " + seed)
                    .isEqualTo(byMember(reference.outcomes()));
        }
        assertThat(byMember(readOverThreePartitions(history, end, 1, false)))
                .as("at once")
                .isNotEqualTo(byMember(reference.outcomes()));
    }

    private static List<String> readOverThreePartitions(List<Event> history, long end, int seed, boolean holds)
            throws Exception {
        Random random = new Random(seed);
        List<List<Event>> partitions = List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        history.forEach(event -> partitions.get(random.nextInt(3)).add(event));
        int[] read = new int[3];
        long[] newest = {Long.MIN_VALUE, Long.MIN_VALUE, Long.MIN_VALUE};
        List<String> told = new ArrayList<>();
        int batches = 0;
        int heldOverRescales = 0;
        List<Journey> subtasks = subtasks(2, holds, null, 0);
        while (read[0] + read[1] + read[2] < history.size()) {
            int partition = random.nextInt(3);
            List<Event> events = partitions.get(partition);
            int until = Math.min(events.size(), read[partition] + 1 + random.nextInt(40));
            for (; read[partition] < until; read[partition]++) {
                Event event = events.get(read[partition]);
                send(subtasks, new Reached(event, false, new Origin(partition, read[partition])));
                newest[partition] = event.at();
            }
            long slowest = Math.min(newest[0], Math.min(newest[1], newest[2]));
            if (slowest > Long.MIN_VALUE) {
                for (Journey journey : subtasks) {
                    journey.watermark(slowest - 5 * SECOND - 1);
                }
            }
            if (++batches == 8 || batches == 16) {
                heldOverRescales += subtasks.stream().mapToInt(Journey::held).sum();
                subtasks = rescale(subtasks, batches == 8 ? 4 : 3, holds, told);
            }
        }
        for (Journey journey : subtasks) {
            journey.watermark(end);
            assertThat(journey.held()).isZero();
            told.addAll(journey.outcomes());
            journey.close();
        }
        assertThat(heldOverRescales > 0).isEqualTo(holds);
        return told;
    }

    private static List<Journey> subtasks(
            int parallelism, boolean holds, @Nullable OperatorSubtaskState kept, int before) throws Exception {
        List<Journey> subtasks = new ArrayList<>();
        for (int i = 0; i < parallelism; i++) {
            Journey journey = holds
                    ? Journey.holding(ROOM, Journey.bootstrap(PROGRAM), parallelism, i)
                    : Journey.of(Journey.bootstrap(PROGRAM), parallelism, i);
            journey.harness().setProcessingTime(LATER);
            subtasks.add(kept == null ? journey.start() : journey.restore(kept, before, parallelism, i));
        }
        return subtasks;
    }

    private static List<Journey> rescale(List<Journey> before, int parallelism, boolean holds, List<String> told)
            throws Exception {
        List<OperatorSubtaskState> states = new ArrayList<>();
        int held = 0;
        for (Journey journey : before) {
            states.add(journey.checkpoint());
            held += journey.held();
            told.addAll(journey.outcomes());
            journey.close();
        }
        OperatorSubtaskState kept =
                AbstractStreamOperatorTestHarness.repackageState(states.toArray(OperatorSubtaskState[]::new));
        List<Journey> after = subtasks(parallelism, holds, kept, before.size());
        assertThat(after.stream().mapToInt(Journey::held).sum()).isEqualTo(held);
        return after;
    }

    private static void send(List<Journey> subtasks, Reached reached) throws Exception {
        int subtask = KeyGroupRangeAssignment.assignKeyToParallelOperator(
                reached.key(), Journey.MAX_PARALLELISM, subtasks.size());
        subtasks.get(subtask).reached(reached);
    }

    private static Map<String, List<String>> byMember(List<String> lines) {
        Function<String, String> member = line -> MEMBER.matcher(line)
                .results()
                .map(MatchResult::group)
                .findFirst()
                .orElseThrow();
        return lines.stream().collect(Collectors.groupingBy(member, TreeMap::new, Collectors.toList()));
    }

    // ---- live

    @Test
    void aLiveEventIsDecidedAtOnceThoughTheClockTrails() throws Exception {
        try (Journey journey = live()) {
            journey.event(event("e-1", "post", "anna", START));
            assertThat(journey.held()).isZero();
            assertThat(journey.outcomes()).anyMatch(line -> line.contains("tier-changes"));
        }
    }

    @Test
    void anEventOfAProducerWhoseClockIsFastWaitsAloneAndKeepsNobodyElseWaiting() throws Exception {
        try (Journey journey = live()) {
            journey.event(event("e-1", "post", "anna", START));
            journey.event(event("e-9", "post", "anna", START + 9 * MINUTE));
            journey.event(event("e-2", "post", "bert", START + SECOND));
            journey.event(event("e-3", "post", "bert", START + 2 * SECOND));
            assertThat(journey.held()).isEqualTo(1);
            assertThat(journey.outcomes())
                    .filteredOn(line -> line.contains("bronze"))
                    .singleElement()
                    .asString()
                    .contains("bert");
            journey.harness().setProcessingTime(START + 6 * MINUTE);
            journey.watermark(START + 6 * MINUTE - 5 * SECOND);
            assertThat(journey.held()).isZero();
            assertThat(journey.outcomes())
                    .filteredOn(line -> line.contains("bronze"))
                    .singleElement()
                    .asString()
                    .contains("anna", "\"event\": \"e-9\"");
        }
    }

    @Test
    void beforeTheFirstWatermarkAllWaitAndWithItLiveOnesAreDecided() throws Exception {
        try (Journey journey =
                Journey.holding(ROOM, Journey.bootstrap(PROGRAM), 1, 0).start()) {
            journey.harness().setProcessingTime(START);
            journey.event(event("e-2", "post", "anna", START));
            journey.event(event("e-1", "post", "anna", START - SECOND));
            assertThat(journey.outcomes()).isEmpty();
            // what a quiet partition says of itself before its first record
            journey.watermark(Long.MIN_VALUE + 1);
            assertThat(journey.held()).isEqualTo(2);
            // a heartbeat after a start of which the first was answered late
            journey.watermark(START - 290 * SECOND);
            assertThat(journey.held()).isZero();
            assertThat(journey.outcomes())
                    .filteredOn(line -> line.contains("bronze"))
                    .singleElement()
                    .asString()
                    .contains("\"event\": \"e-2\"");
            assertThat(journey.measured().late.getCount()).isZero();
        }
    }

    @Test
    void itSaysWhetherAllThatIsAheadOfTheClockWaits() throws Exception {
        try (Journey journey =
                Journey.holding(ROOM, Journey.bootstrap(PROGRAM), 1, 0).start()) {
            journey.harness().setProcessingTime(START);
            assertThat(journey.isCatchingUp()).as("before the first watermark").isTrue();
            journey.watermark(START - AHEAD - 1);
            assertThat(journey.isCatchingUp()).isTrue();
            journey.watermark(START - AHEAD);
            assertThat(journey.isCatchingUp()).isFalse();
        }
        try (Journey journey = Journey.fresh(PROGRAM)) {
            assertThat(journey.isCatchingUp()).as("where none waits").isFalse();
        }
    }

    // ---- among timers

    @Test
    void anEventHeldWhileTimersAreFiredBitByBitFindsItsMembersDeadlineBeforeIt() throws Exception {
        List<Event> joins = new ArrayList<>();
        for (int i = 0; i < WatermarkSteps.MOST_AT_ONCE + 50; i++) {
            joins.add(event("e-" + i, "join", "m-" + i, START));
        }
        long deadline = START + 7 * DAY;
        List<String> told;
        Event post;
        try (Journey journey = catchingUp(ROOM)) {
            for (Event join : joins) {
                journey.event(join);
            }
            journey.watermark(deadline);
            told = new ArrayList<>(journey.outcomes());
            String unfired = joins.stream()
                    .map(Event::member)
                    .filter(member -> told.stream().noneMatch(line -> isAlertOf(member, line)))
                    .findFirst()
                    .orElseThrow();
            post = event("f-1", "post", unfired, deadline + 1);
            journey.event(post);
            assertThat(journey.held()).isEqualTo(1);
            assertThat(journey.outcomes()).isEmpty();
            journey.watermark(deadline + DAY);
            told.addAll(journey.outcomes());
            assertThat(told)
                    .filteredOn(line -> isAlertOf(unfired, line))
                    .satisfiesExactly(line -> assertThat(line).contains("RAISED"), line -> assertThat(line)
                            .contains("RESOLVED"));
            journey.minutePasses();
            told.addAll(journey.outcomes());
        }
        try (Journey journey = Journey.fresh(PROGRAM)) {
            for (Event join : joins) {
                journey.event(join);
            }
            journey.event(post);
            journey.watermark(deadline + DAY);
            journey.minutePasses();
            assertThat(byMember(told)).isEqualTo(byMember(journey.outcomes())).hasSameSizeAs(joins);
        }
    }

    private static boolean isAlertOf(@Nullable String member, String line) {
        return line.contains("silent-newcomer") && line.contains("\"" + member + "\"");
    }

    // ---- who decides

    @Test
    void aProgramOnTrialSeesTheSameOrder() throws Exception {
        String sooner = PROGRAM.replace("program: club", "program: sooner") + "mode: shadow\n";
        try (Journey journey = catchingUp(ROOM)) {
            journey.program(trial(2, "sooner", sooner));
            journey.event(event("e-3", "post", "anna", START + 20 * DAY));
            journey.event(event("e-2", "post", "anna", START + 3 * DAY));
            journey.event(event("e-1", "join", "anna", START));
            journey.watermark(START + 22 * DAY);
            List<String> told = journey.outcomes();
            assertThat(told).noneMatch(line -> line.contains("silent-newcomer"));
            assertThat(told.stream().filter(line -> line.contains("\"shadow\": true")))
                    .hasSameSizeAs(told.stream()
                            .filter(line -> line.contains("\"shadow\": false"))
                            .toList())
                    .hasSizeGreaterThan(3);
        }
    }

    @Test
    void aHeldEventIsDecidedByTheProgramThatIsInForceByThen() throws Exception {
        try (Journey journey = Journey.holding(ROOM, Journey.bootstrap(), 1, 0).start()) {
            journey.harness().setProcessingTime(LATER);
            journey.event(event("e-1", "post", "anna", START));
            journey.event(event("e-2", "post", "bot", START));
            assertThat(journey.deadLetters()).isEmpty();
            journey.program(Journey.message(1, PROGRAM));
            journey.watermark(START);
            assertThat(journey.outcomes()).isNotEmpty().noneMatch(line -> line.contains("bot"));
            assertThat(journey.deadLetters()).isEmpty();
        }
    }

    @Test
    void aHeldEventOfACommunityWithoutProgramIsADeadLetterWithItsOrigin() throws Exception {
        try (Journey journey = Journey.holding(ROOM, Journey.bootstrap(), 1, 0).start()) {
            journey.harness().setProcessingTime(LATER);
            journey.reached(new Reached(event("e-1", "post", "anna", START), false, new Origin(2, 77)));
            assertThat(letters(journey)).isEmpty();
            journey.watermark(START);
            assertThat(letters(journey)).singleElement().satisfies(letter -> {
                assertThat(letter.getCode()).isEqualTo("unknown-community");
                assertThat(letter.getPartition()).isEqualTo(2);
                assertThat(letter.getOffset()).isEqualTo(77);
            });
        }
    }

    private static List<DeadLetter> letters(Journey journey) throws IOException {
        return journey.deadLetters();
    }
}
