package io.rollcall.jobs.journey;

import static io.rollcall.jobs.journey.Journey.event;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.rollcall.decide.Decision;
import io.rollcall.decide.Engine;
import io.rollcall.event.Event;
import io.rollcall.jobs.config.JobConfiguration;
import io.rollcall.jobs.event.Origin;
import io.rollcall.jobs.event.Reached;
import io.rollcall.jobs.out.MemberRecords;
import io.rollcall.jobs.out.TopicRecord;
import io.rollcall.jobs.program.ProgramBootstrap;
import io.rollcall.member.MemberState;
import io.rollcall.outcome.Outcome;
import io.rollcall.program.Program;
import io.rollcall.program.ProgramParser;
import io.rollcall.wire.MemberSnapshot;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.apache.avro.specific.SpecificRecordBase;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;
import org.apache.flink.streaming.util.AbstractStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;

/** The step gives what the engine alone gives, also over restarts and with more or fewer subtasks. */
class RestoreAndRescaleTest {
    private static final long DAY = 86_400_000L;
    private static final long START = Instant.parse("2026-03-01T12:00:00Z").toEpochMilli();
    private static final String PROGRAM = MemberJourneyOperatorTest.PROGRAM;
    private static final long VERSION = 1;

    @Test
    void aRestartedMemberGoesOnAsIfNothingHadHappened() throws Exception {
        OperatorSubtaskState kept;
        try (Journey before = Journey.fresh(PROGRAM)) {
            before.event(event("e-1", "join", "anna", START));
            before.watermark(START + DAY);
            kept = before.checkpoint();
        }
        // the topic is empty by now: what was kept must be enough
        try (Journey after = Journey.of(Journey.bootstrap(), 1, 0).restore(kept, 1, 1, 0)) {
            assertThat(after.timers()).isEqualTo(1);
            after.event(event("e-1", "join", "anna", START));
            assertThat(after.outcomes()).as("a duplicate").isEmpty();
            after.watermark(START + 7 * DAY);
            assertThat(after.outcomes())
                    .anySatisfy(line -> assertThat(line).contains("RAISED", "2026-03-08T12:00:00Z"));
            assertThat(after.timers()).isEqualTo(1);
        }
    }

    @Test
    void aProgramThatWasPublishedMeanwhileIsKnownBeforeTheFirstEvent() throws Exception {
        OperatorSubtaskState kept;
        try (Journey before = Journey.fresh()) {
            kept = before.checkpoint();
        }
        try (Journey after = Journey.of(Journey.bootstrap(PROGRAM), 1, 0).restore(kept, 1, 1, 0)) {
            after.event(event("e-1", "post", "anna", START));
            assertThat(after.deadLetters()).isEmpty();
            assertThat(after.outcomes()).isNotEmpty();
        }
    }

    /**
     * One subtask read version 2 ahead of the stream and wrote state of it; the topic was compacted before the others saw
     * it. That state moves to another subtask, which can read it.
     */
    @Test
    void stateOfAVersionThatOneSubtaskAloneKnewIsReadByAnother() throws Exception {
        String member = memberOfSubtask(1, 2);
        OperatorSubtaskState first;
        OperatorSubtaskState second;
        try (Journey ahead =
                        Journey.of(Journey.bootstrap(PROGRAM, PROGRAM), 2, 1).start();
                Journey behind = Journey.of(Journey.bootstrap(PROGRAM), 2, 0).start()) {
            ahead.event(event("e-1", "post", member, START));
            first = behind.checkpoint();
            second = ahead.checkpoint();
        }
        OperatorSubtaskState kept = AbstractStreamOperatorTestHarness.repackageState(first, second);
        try (Journey after = Journey.of(Journey.bootstrap(), 1, 0).restore(kept, 2, 1, 0)) {
            after.event(event("e-2", "post", member, START + 1));
            assertThat(after.outcomes()).singleElement().asString().contains("bronze", "\"programVersion\": 2");
        }
    }

    @Test
    void fromTwoToFourToThreeSubtasksGivesWhatTheEngineAloneGives() throws Exception {
        List<Event> history = history();
        List<Event> firstPart = history.subList(0, history.size() / 3);
        List<Event> secondPart = history.subList(history.size() / 3, 2 * history.size() / 3);
        List<Event> thirdPart = history.subList(2 * history.size() / 3, history.size());
        long end = history.get(history.size() - 1).at() + 100 * DAY;

        List<String> outcomes = new ArrayList<>();
        Map<String, MemberSnapshot> snapshots = new TreeMap<>();
        List<Journey> two = new ArrayList<>();
        ProgramBootstrap topic = Journey.bootstrap(PROGRAM);
        for (int i = 0; i < 2; i++) {
            two.add(Journey.of(topic, 2, i).start());
        }
        run(two, firstPart);
        List<Journey> four = rescale(two, 4, outcomes, snapshots);
        run(four, secondPart);
        List<Journey> three = rescale(four, 3, outcomes, snapshots);
        run(three, thirdPart);
        for (Journey journey : three) {
            journey.watermark(end);
            journey.finish();
            collect(journey, outcomes, snapshots);
            journey.close();
        }

        Reference reference = new Reference(PROGRAM, history, end);
        assertThat(outcomes).containsExactlyInAnyOrderElementsOf(reference.outcomes);
        assertThat(reference.outcomes).hasSizeGreaterThan(300);
        assertThat(snapshots.keySet()).isEqualTo(reference.states.keySet());
        snapshots.forEach((member, snapshot) -> {
            var expected = reference.engine.snapshot(requireNonNull(reference.states.get(member)), end);
            assertThat(snapshot.getTiers()).isEqualTo(expected.tiers());
            assertThat(snapshot.getStage()).isEqualTo(expected.stage());
            assertThat(snapshot.getBadges().keySet())
                    .isEqualTo(expected.badges().keySet());
            assertThat(snapshot.getOpenAlerts()).hasSameSizeAs(expected.openAlerts());
        });
    }

    private static void run(List<Journey> subtasks, List<Event> events) throws Exception {
        long offset = 0;
        for (Event event : events) {
            Reached reached = new Reached(event, false, new Origin(0, offset++));
            int subtask = KeyGroupRangeAssignment.assignKeyToParallelOperator(
                    reached.key(), Journey.MAX_PARALLELISM, subtasks.size());
            subtasks.get(subtask).reached(reached);
            // the clock of the subtasks goes by steps of its own, always behind the events
            if (offset % 7 == 0) {
                for (Journey journey : subtasks) {
                    journey.watermark(event.at() - 1);
                }
            }
            assertThat(subtasks.get(subtask).timers()).isLessThanOrEqualTo(40);
        }
    }

    private static List<Journey> rescale(
            List<Journey> before, int parallelism, List<String> outcomes, Map<String, MemberSnapshot> snapshots)
            throws Exception {
        List<OperatorSubtaskState> states = new ArrayList<>();
        int timers = 0;
        for (Journey journey : before) {
            states.add(journey.checkpoint());
            timers += journey.timers();
            collect(journey, outcomes, snapshots);
            journey.close();
        }
        OperatorSubtaskState kept =
                AbstractStreamOperatorTestHarness.repackageState(states.toArray(OperatorSubtaskState[]::new));
        List<Journey> after = new ArrayList<>();
        int restoredTimers = 0;
        for (int i = 0; i < parallelism; i++) {
            OperatorSubtaskState part = AbstractStreamOperatorTestHarness.repartitionOperatorState(
                    kept, Journey.MAX_PARALLELISM, before.size(), parallelism, i);
            Journey journey = Journey.of(Journey.bootstrap(), parallelism, i);
            journey.harness().initializeState(part);
            journey.harness().open();
            restoredTimers += journey.timers();
            after.add(journey);
        }
        assertThat(restoredTimers).isEqualTo(timers);
        return after;
    }

    private static void collect(Journey journey, List<String> outcomes, Map<String, MemberSnapshot> snapshots)
            throws IOException {
        for (Map.Entry<String, SpecificRecordBase> sent : journey.sent()) {
            if (sent.getValue() instanceof MemberSnapshot snapshot) {
                MemberSnapshot before = snapshots.put(snapshot.getMember(), snapshot);
                assertThat(before == null || !before.getAt().isAfter(snapshot.getAt()))
                        .isTrue();
            } else {
                outcomes.add(Journey.line(sent.getKey(), sent.getValue()));
            }
        }
    }

    private static String memberOfSubtask(int subtask, int parallelism) {
        for (int i = 0; ; i++) {
            String member = "member-" + i;
            if (KeyGroupRangeAssignment.assignKeyToParallelOperator(
                            "club/" + member, Journey.MAX_PARALLELISM, parallelism)
                    == subtask) {
                return member;
            }
        }
    }

    /** Forty members over a hundred days: some post often, some fall silent, some leave and come back. */
    static List<Event> history() {
        Random random = new Random(20260301);
        List<Event> events = new ArrayList<>();
        for (int member = 0; member < 40; member++) {
            long at = START + (long) (random.nextDouble() * 20 * DAY);
            events.add(event("j-" + member, "join", "member-" + member, at));
            int acts = random.nextInt(30);
            for (int act = 0; act < acts; act++) {
                at += (long) (random.nextDouble() * (member % 3 == 0 ? 12 : 3) * DAY);
                String type = random.nextInt(25) == 0 ? "leave" : "post";
                events.add(event("e-" + member + "-" + act, type, "member-" + member, at));
            }
        }
        events.sort(Comparator.comparingLong(Event::at).thenComparing(Event::id));
        return events;
    }

    /** The engine alone: no Flink, no bytes. */
    static final class Reference {
        private final Engine engine;
        private final Map<String, MemberState> states = new TreeMap<>();
        private final List<String> outcomes = new ArrayList<>();

        Reference(String rules, List<Event> history, long end) throws IOException {
            Program program = ProgramParser.parse("club.yaml", rules, VERSION);
            engine = new Engine(program);
            for (Event event : history) {
                decide(requireNonNull(event.member()), event);
                if (event.reachesRecipient()) {
                    decide(requireNonNull(event.recipient()), event);
                }
            }
            for (String member : List.copyOf(states.keySet())) {
                take(member, engine.decide(requireNonNull(states.get(member)), end));
            }
        }

        List<String> outcomes() {
            return outcomes;
        }

        private void decide(String member, Event event) throws IOException {
            take(member, engine.decide(states.computeIfAbsent(member, engine::newMember), event));
        }

        private void take(String member, Decision decision) throws IOException {
            states.put(member, decision.state());
            MemberRecords records = new MemberRecords(JobConfiguration.of(Map.of()));
            for (Outcome outcome : decision.outcomes()) {
                TopicRecord record = records.outcome("club/" + member, outcome, "club", VERSION);
                outcomes.add(Journey.line(record.topic(), Journey.decode(record)));
            }
        }
    }
}
