package io.rollcall.jobs.journey;

import static io.rollcall.jobs.journey.Journey.event;
import static io.rollcall.jobs.journey.Journey.trial;
import static org.assertj.core.api.Assertions.assertThat;

import io.rollcall.event.Event;
import io.rollcall.jobs.out.DeadLetterCode;
import io.rollcall.jobs.program.ProgramMessage;
import io.rollcall.wire.MemberSnapshot;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.junit.jupiter.api.Test;

/** A program in shadow mode beside the live one. */
class ProgramOnTrialTest {
    private static final long DAY = 86_400_000L;
    private static final long START = Instant.parse("2026-03-01T12:00:00Z").toEpochMilli();
    private static final String LIVE = MemberJourneyOperatorTest.PROGRAM;

    private static String named(String name) {
        return LIVE.replace("program: club", "program: " + name) + "mode: shadow\n";
    }

    private static List<String> live(List<String> outcomes) {
        return outcomes.stream()
                .filter(line -> line.contains("\"shadow\": false"))
                .toList();
    }

    private static List<String> shadow(List<String> outcomes) {
        return outcomes.stream()
                .filter(line -> line.contains("\"shadow\": true"))
                .toList();
    }

    @Test
    void itsOutcomesAreMarkedAndThoseOfTheLiveOneAreAsIfItWereNotThere() throws Exception {
        List<String> alone;
        try (Journey journey = Journey.fresh(LIVE)) {
            alone = lead(journey);
        }
        try (Journey journey = Journey.fresh(LIVE)) {
            journey.program(trial(2, "sooner", named("sooner").replace("bronze: 2", "bronze: 1")));
            List<String> beside = lead(journey);

            assertThat(live(beside)).isEqualTo(alone);
            assertThat(shadow(beside))
                    .hasSameSizeAs(alone)
                    .allSatisfy(line -> assertThat(line).contains("\"program\": \"sooner\"", "\"programVersion\": 2"))
                    .anySatisfy(line -> assertThat(line).contains("bronze", "\"event\": \"e-1\""));
        }
    }

    private static List<String> lead(Journey journey) throws Exception {
        journey.event(event("e-0", "join", "anna", START));
        for (int i = 1; i <= 6; i++) {
            journey.event(event("e-" + i, "post", "anna", START + i * DAY));
        }
        journey.watermark(START + 200 * DAY);
        return journey.outcomes();
    }

    @Test
    void aMemberHasTheLiveProgramsSnapshotAlone() throws Exception {
        try (Journey journey = Journey.fresh(LIVE)) {
            journey.program(trial(2, "sooner", named("sooner")));
            journey.event(event("e-1", "post", "anna", START));
            assertThat(journey.snapshots())
                    .extracting(MemberSnapshot::getProgram)
                    .containsExactly("club");
        }
    }

    @Test
    void itTakesMembersOverAsTheyAreAndTellsOnlyWhatIsNew() throws Exception {
        try (Journey journey = Journey.fresh(LIVE)) {
            for (int i = 1; i <= 3; i++) {
                journey.event(event("e-" + i, "post", "anna", START + i));
            }
            journey.program(trial(2, "sooner", named("sooner").replace("silver: 5", "silver: 4")));
            journey.outcomes();

            journey.event(event("e-4", "post", "anna", START + 4));

            assertThat(journey.outcomes())
                    .singleElement()
                    .asString()
                    .contains("silver", "\"shadow\": true", "\"posts\": 4.0");
        }
    }

    @Test
    void anEventThatComesTwiceCountsOnceHoweverEarlyTheTrialBegan() throws Exception {
        try (Journey journey = Journey.fresh(LIVE)) {
            journey.event(event("e-1", "post", "anna", START));
            journey.program(trial(2, "sooner", named("sooner")));
            journey.outcomes();
            journey.event(event("e-1", "post", "anna", START));
            assertThat(journey.outcomes()).isEmpty();
        }
    }

    @Test
    void itHasAClockOfItsOwnAndATimerOfItsOwn() throws Exception {
        try (Journey journey = Journey.fresh(LIVE)) {
            journey.program(trial(2, "sooner", named("sooner").replace("after: 7d", "after: 3d")));
            journey.event(event("e-1", "join", "anna", START));
            journey.outcomes();
            assertThat(journey.timers()).isEqualTo(2);

            journey.watermark(START + 3 * DAY);
            assertThat(journey.outcomes())
                    .singleElement()
                    .asString()
                    .contains("silent-newcomer", "RAISED", "2026-03-04T12:00:00Z", "\"shadow\": true");
            journey.watermark(START + 7 * DAY);
            assertThat(journey.outcomes())
                    .singleElement()
                    .asString()
                    .contains("silent-newcomer", "RAISED", "2026-03-08T12:00:00Z", "\"shadow\": false");
            assertThat(journey.timers()).isEqualTo(2);
        }
    }

    @Test
    void whoIsSilentIsTakenOverAtTheNextInstantOfTheLiveProgram() throws Exception {
        try (Journey journey = Journey.fresh(LIVE)) {
            journey.event(event("e-1", "join", "anna", START));
            journey.program(trial(2, "later", named("later").replace("after: 7d", "after: 10d")));
            journey.outcomes();
            journey.watermark(START + 8 * DAY);
            assertThat(shadow(journey.outcomes())).isEmpty();
            journey.watermark(START + 10 * DAY);
            assertThat(journey.outcomes())
                    .singleElement()
                    .asString()
                    .contains("silent-newcomer", "RAISED", "2026-03-11T12:00:00Z", "\"shadow\": true");
        }
    }

    @Test
    void severalAreKeptApartAndEachEndsAlone() throws Exception {
        try (Journey journey = Journey.onHeap(LIVE)) {
            journey.program(trial(2, "two", named("two")));
            journey.program(trial(3, "three", named("three")));
            journey.event(event("e-1", "join", "anna", START));
            journey.event(event("e-2", "join", "bert", START));
            assertThat(journey.stateEntries()).isEqualTo(6);

            journey.program(trial(4, "two", null));
            assertThat(journey.deadLetters()).isEmpty();
            assertThat(journey.stateEntries()).isEqualTo(4);
            journey.outcomes();
            journey.event(event("e-3", "post", "anna", START + 1));
            journey.watermark(START + 7 * DAY);
            assertThat(shadow(journey.outcomes())).isNotEmpty().allSatisfy(line -> assertThat(line)
                    .contains("\"program\": \"three\""));

            journey.program(trial(5, "three", null));
            journey.watermark(START + 300 * DAY);
            assertThat(shadow(journey.outcomes())).isEmpty();
            assertThat(journey.stateEntries()).isEqualTo(2);
            assertThat(journey.timers()).isZero();
        }
    }

    @Test
    void anotherVersionOfItGoesOnWithItsOwnMembers() throws Exception {
        try (Journey journey = Journey.fresh(LIVE)) {
            journey.program(trial(2, "sooner", named("sooner").replace("bronze: 2", "bronze: 1")));
            journey.event(event("e-1", "post", "anna", START));
            journey.outcomes();
            journey.program(trial(3, "sooner", named("sooner").replace("bronze: 2", "bronze: 1, iron: 2")));
            journey.event(event("e-2", "post", "anna", START + 1));
            assertThat(shadow(journey.outcomes())).singleElement().asString().contains("iron", "\"programVersion\": 3");
        }
    }

    @Test
    void aRestartKeepsItsMembersAndItsClock() throws Exception {
        OperatorSubtaskState kept;
        try (Journey before = Journey.fresh(LIVE)) {
            before.program(trial(2, "sooner", named("sooner").replace("after: 7d", "after: 3d")));
            before.event(event("e-1", "join", "anna", START));
            kept = before.checkpoint();
        }
        // the topic is empty by now: what was kept must be enough
        try (Journey after = Journey.of(Journey.bootstrap(), 1, 0).restore(kept, 1, 1, 0)) {
            assertThat(after.timers()).isEqualTo(2);
            after.watermark(START + 3 * DAY);
            assertThat(after.outcomes())
                    .singleElement()
                    .asString()
                    .contains("RAISED", "2026-03-04T12:00:00Z", "\"shadow\": true");
        }
    }

    /** The end and the new beginning are read ahead of the stream, so nothing has cleared the old state away yet. */
    @Test
    void anotherTrialOfTheSameNameKnowsNothingOfTheFirst() throws Exception {
        String generous = named("sooner").replace("bronze: 2", "bronze: 1");
        ProgramMessage end = trial(5, "sooner", null);
        ProgramMessage anew = trial(6, "sooner", generous + "# once more\n");
        OperatorSubtaskState kept;
        try (Journey before = Journey.fresh(LIVE)) {
            before.program(trial(2, "sooner", generous));
            before.event(event("e-1", "post", "anna", START));
            assertThat(shadow(before.outcomes()))
                    .anySatisfy(line -> assertThat(line).contains("bronze"));
            kept = before.checkpoint();
        }
        try (Journey after = Journey.of(() -> List.of(end, anew), 1, 0).restore(kept, 1, 1, 0)) {
            after.event(event("e-2", "post", "anna", START + 1));
            List<String> outcomes = after.outcomes();
            assertThat(shadow(outcomes))
                    .as("the live state, in which bronze takes two posts, was taken over")
                    .singleElement()
                    .asString()
                    .contains("bronze", "\"programVersion\": 6");

            // now the stream brings them, too: what the second trial has learned stays
            after.program(end);
            after.program(anew);
            after.event(event("e-3", "post", "anna", START + 2));
            assertThat(shadow(after.outcomes())).isEmpty();
        }
    }

    @Test
    void itsOwnExclusionsCountAndNotThoseOfTheLiveOne() throws Exception {
        try (Journey journey = Journey.fresh(LIVE)) {
            journey.program(trial(2, "others", named("others").replace("[bot]", "[anna]")));
            journey.event(event("e-1", "post", "anna", START));
            journey.event(event("e-2", "post", "bot", START));
            List<String> outcomes = journey.outcomes();
            assertThat(live(outcomes)).isNotEmpty().allSatisfy(line -> assertThat(line)
                    .contains("\"member\": \"anna\""));
            assertThat(shadow(outcomes)).isNotEmpty().allSatisfy(line -> assertThat(line)
                    .contains("\"member\": \"bot\""));
        }
    }

    @Test
    void aFaultOfItsOwnDoesNotReachTheLiveProgram() throws Exception {
        String absurd = named("absurd")
                .replace("{posts: {count: post}", "{posts: {count: post}, paid: {sum: post}")
                .replace("badges: {", "badges: {payer: {metric: paid, every: 1}, ");
        try (Journey journey = Journey.fresh(LIVE)) {
            journey.program(trial(2, "absurd", absurd));
            journey.event(new Event("e-1", "club", "post", "anna", null, START, 1e9, Map.of()));

            List<String> outcomes = journey.outcomes();
            assertThat(live(outcomes)).anySatisfy(line -> assertThat(line).contains("tier-changes"));
            assertThat(shadow(outcomes)).isEmpty();
            assertThat(journey.deadLetters()).singleElement().satisfies(letter -> {
                assertThat(letter.getCode()).isEqualTo("evaluation-failed");
                assertThat(letter.getReason()).contains("trial of club/absurd");
            });
            assertThat(journey.refused(DeadLetterCode.EVALUATION_FAILED)).isEqualTo(1);
        }
    }

    @Test
    void withoutALiveProgramThereIsNothingToRunBeside() throws Exception {
        try (Journey journey = Journey.fresh()) {
            journey.program(trial(1, "alone", named("alone")));
            journey.event(event("e-1", "post", "anna", START));
            assertThat(journey.outcomes()).isEmpty();
            assertThat(codes(journey)).containsExactly("unknown-community");
        }
    }

    private static List<String> codes(Journey journey) throws IOException {
        List<String> codes = new ArrayList<>();
        journey.deadLetters().forEach(letter -> codes.add(letter.getCode()));
        return codes;
    }
}
