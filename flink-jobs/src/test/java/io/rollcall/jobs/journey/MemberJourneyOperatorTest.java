package io.rollcall.jobs.journey;

import static io.rollcall.jobs.journey.Journey.event;
import static org.assertj.core.api.Assertions.assertThat;

import io.rollcall.event.Event;
import io.rollcall.jobs.event.EventRecords;
import io.rollcall.jobs.out.DeadLetterCode;
import io.rollcall.jobs.program.ProgramMessage;
import io.rollcall.wire.DeadLetter;
import io.rollcall.wire.MemberEvent;
import io.rollcall.wire.WireFormat;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.watermarkstatus.WatermarkStatus;
import org.junit.jupiter.api.Test;

class MemberJourneyOperatorTest {
    private static final long DAY = 86_400_000L;
    private static final long START = Instant.parse("2026-03-01T12:00:00Z").toEpochMilli();

    static final String PROGRAM = """
            program: club
            community: club
            exclude: [bot]
            events: {speak: [post]}
            metrics: {posts: {count: post}, days_30d: {days: post, over: 30d}}
            ladders:
              activity:
                - {tier: visitor}
                - {tier: member, enter: "posts >= 1", keep: always}
                - {tier: regular, enter: "days_30d >= 3", keep: "days_30d >= 1"}
            badges: {talker: {metric: posts, levels: {bronze: 2, silver: 5}}}
            lifecycle: {activity: speak, newcomer: 14d, mature: "days_30d >= 3", dormant: 30d, churned: 90d}
            alerts: {silent-newcomer: {since: join, after: 7d, unless: speak}}
            """;

    // ---- events and the clock

    @Test
    void aBadgeIsSentWithItsEventWhateverTheWatermark() throws Exception {
        try (Journey journey = Journey.fresh(PROGRAM)) {
            journey.event(event("e-1", "post", "anna", START));
            journey.outcomes();
            journey.event(event("e-2", "post", "anna", START + 1));
            assertThat(journey.outcomes())
                    .singleElement()
                    .asString()
                    .contains("badges", "bronze", "\"event\": \"e-2\"");
        }
    }

    @Test
    void aDeadlineIsEvaluatedAtItsOwnInstantHoweverFarTheWatermarkJumps() throws Exception {
        try (Journey journey = Journey.fresh(PROGRAM)) {
            journey.event(event("e-1", "join", "anna", START));
            journey.outcomes();
            journey.watermark(START + 7 * DAY - 1);
            assertThat(journey.outcomes()).isEmpty();
            journey.watermark(START + 20 * DAY);
            assertThat(journey.outcomes())
                    .hasSize(2)
                    .anySatisfy(line -> assertThat(line)
                            .contains("alerts", "RAISED", "2026-03-08T12:00:00Z", "\"clock\": \"DEADLINE\""))
                    .anySatisfy(line -> assertThat(line).contains("stages", "growing", "2026-03-15T12:00:00Z"));
        }
    }

    @Test
    void anEventAheadOfTheWatermarkComesAfterTheDeadlinesBeforeIt() throws Exception {
        try (Journey journey = Journey.fresh(PROGRAM)) {
            journey.event(event("e-1", "join", "anna", START));
            journey.outcomes();
            journey.event(event("e-2", "post", "anna", START + 8 * DAY));
            assertThat(journey.outcomes())
                    .satisfiesExactly(
                            line -> assertThat(line).contains("alerts", "RAISED", "2026-03-08T12:00:00Z"),
                            line -> assertThat(line).contains("tier-changes", "2026-03-09T12:00:00Z"),
                            line -> assertThat(line).contains("alerts", "RESOLVED", "acted"));
            journey.watermark(START + 8 * DAY);
            assertThat(journey.outcomes()).isEmpty();
        }
    }

    @Test
    void whatALateJoinHasMissedIsMadeUpForAtOnce() throws Exception {
        try (Journey journey = Journey.fresh(PROGRAM)) {
            journey.watermark(START + 10 * DAY);
            journey.event(event("e-1", "join", "anna", START));
            assertThat(journey.outcomes())
                    .anySatisfy(line -> assertThat(line).contains("alerts", "RAISED", "2026-03-08T12:00:00Z"));
            assertThat(journey.timers()).isEqualTo(1);
        }
    }

    @Test
    void anEventReachesItsRecipientToo() throws Exception {
        String likes = PROGRAM.replace("posts: {count: post}", "posts: {count: post, as: recipient}");
        try (Journey journey = Journey.fresh(likes)) {
            journey.event(event("e-1", "join", "bert", START));
            journey.outcomes();
            journey.event(new Event("e-2", "club", "post", "anna", "bert", START + 1, 0, Map.of()));
            assertThat(journey.outcomes()).anySatisfy(line -> assertThat(line)
                    .contains("tier-changes", "\"member\": \"bert\"", "\"event\": \"e-2\""));
        }
    }

    // ---- timers

    @Test
    void aMemberHasOneTimerAtMostWhateverHappens() throws Exception {
        try (Journey journey = Journey.fresh(PROGRAM)) {
            for (int i = 0; i < 200; i++) {
                journey.event(event("e-" + i, i < 5 ? "join" : "post", "member-" + i % 5, START + i * DAY / 3));
                journey.watermark(START + i * DAY / 3 - DAY / 2);
                assertThat(journey.timers()).isLessThanOrEqualTo(5);
            }
            assertThat(journey.timers()).isEqualTo(5);
        }
    }

    @Test
    void whereManyDeadlinesFallTogetherAnEventAndACheckpointComeInBetween() throws Exception {
        int members = 2 * WatermarkSteps.MOST_AT_ONCE + 50;
        try (Journey journey = Journey.fresh(PROGRAM)) {
            for (int i = 0; i < members; i++) {
                journey.event(event("e-" + i, "join", "member-" + i, START));
            }
            journey.outcomes();

            Watermark day7 = new Watermark(START + 7 * DAY);
            journey.watermark(day7.getTimestamp());
            assertThat(journey.harness().getOutput()).doesNotContain(day7);
            assertThat(journey.outcomes()).hasSize(WatermarkSteps.MOST_AT_ONCE);
            journey.event(event("new", "join", "newcomer", START + 7 * DAY + 1));
            assertThat(journey.outcomes()).singleElement().asString().contains("stages", "newcomer");
            journey.checkpoint();

            journey.harness().setProcessingTime(1);
            assertThat(journey.harness().getOutput()).contains(day7);
            assertThat(journey.outcomes()).hasSize(members - WatermarkSteps.MOST_AT_ONCE);
        }
    }

    @Test
    void theEndOfTheEventsWaitsForTheDeadlinesThatAreUnderWay() throws Exception {
        int members = WatermarkSteps.MOST_AT_ONCE + 1;
        try (Journey journey = Journey.fresh(PROGRAM)) {
            for (int i = 0; i < members; i++) {
                journey.event(event("e-" + i, "join", "member-" + i, START));
            }
            journey.outcomes();

            journey.watermark(START + 7 * DAY);
            journey.finish();

            assertThat(journey.outcomes()).hasSize(members);
        }
    }

    @Test
    void aTimerThatFiresTooEarlyMovesOnWithoutAnEvaluation() throws Exception {
        try (Journey journey = Journey.fresh(PROGRAM)) {
            journey.event(event("e-1", "join", "anna", START));
            journey.event(event("e-2", "post", "anna", START + DAY));
            journey.snapshots();
            // the post answered the alert of day 7, for which the timer still stands
            journey.watermark(START + 7 * DAY);
            assertThat(journey.sent()).isEmpty();
            assertThat(journey.timers()).isEqualTo(1);
            journey.watermark(START + 14 * DAY);
            assertThat(journey.outcomes()).anySatisfy(line -> assertThat(line).contains("stages", "growing"));
        }
    }

    @Test
    void inTheEndNothingIsLeftToWaitFor() throws Exception {
        try (Journey journey = Journey.fresh(PROGRAM)) {
            journey.event(event("e-1", "join", "anna", START));
            journey.watermark(START + 400 * DAY);
            assertThat(journey.timers()).isZero();
            assertThat(journey.outcomes()).anySatisfy(line -> assertThat(line).contains("churned"));
        }
    }

    // ---- the trap

    @Test
    void aProgramsTopicThatIsSilentHoldsNothingBack() throws Exception {
        try (Journey journey = Journey.fresh(PROGRAM)) {
            journey.event(event("e-1", "join", "anna", START));
            journey.watermark(START + 7 * DAY);
            assertThat(journey.outcomes()).anySatisfy(line -> assertThat(line).contains("RAISED"));
        }
    }

    @Test
    void aProgramsTopicAtItsEndDoesNotEndTimeNotEvenWhileTheEventsAreIdle() throws Exception {
        try (Journey journey = Journey.fresh(PROGRAM)) {
            journey.event(event("e-1", "join", "anna", START));
            journey.watermark(START + DAY);
            journey.outcomes();
            journey.harness().processWatermark2(Watermark.MAX_WATERMARK);
            journey.harness().processWatermarkStatus2(WatermarkStatus.IDLE);
            journey.harness().processWatermarkStatus1(WatermarkStatus.IDLE);
            journey.harness().processWatermarkStatus2(WatermarkStatus.ACTIVE);
            journey.harness().processWatermark2(new Watermark(START + 300 * DAY));
            assertThat(journey.outcomes()).isEmpty();
            assertThat(journey.timers()).isEqualTo(1);
            // nor are the events late that follow
            journey.harness().processWatermarkStatus1(WatermarkStatus.ACTIVE);
            journey.event(event("e-2", "post", "anna", START + 2 * DAY));
            assertThat(journey.outcomes()).anySatisfy(line -> assertThat(line).contains("2026-03-03T12:00:00Z"));
        }
    }

    @Test
    void downstreamHearsOfTheEventsClockAlone() throws Exception {
        try (Journey journey = Journey.fresh(PROGRAM)) {
            journey.watermark(START);
            journey.harness().processWatermark2(new Watermark(START + DAY));
            journey.harness().processWatermarkStatus2(WatermarkStatus.IDLE);
            journey.harness().processWatermarkStatus1(WatermarkStatus.IDLE);
            assertThat(journey.harness().getOutput()).containsExactly(new Watermark(START), WatermarkStatus.IDLE);
        }
    }

    @Test
    void theEndOfTheEventsIsNotTheEndOfTime() throws Exception {
        try (Journey journey = Journey.fresh(PROGRAM)) {
            journey.event(event("e-1", "join", "anna", START));
            journey.outcomes();
            journey.watermark(Watermark.MAX_WATERMARK.getTimestamp());
            assertThat(journey.outcomes()).isEmpty();
            assertThat(journey.timers()).isEqualTo(1);
        }
    }

    // ---- programs

    @Test
    void anEventOfACommunityWithoutProgramIsADeadLetterOnceWithTheEventInIt() throws Exception {
        try (Journey journey = Journey.fresh()) {
            Event event = new Event("e-1", "club", "post", "anna", "bert", START, 2, Map.of("a", "b"));
            journey.event(event);
            assertThat(journey.sent()).isEmpty();
            DeadLetter letter = only(journey.deadLetters());
            assertThat(letter.getCode()).isEqualTo("unknown-community");
            assertThat(letter.getReason()).contains("'club'").contains("publish");
            assertThat(letter.getTopic()).isEqualTo("rollcall.events");
            assertThat(letter.getPartition()).isEqualTo(3);
            assertThat(letter.getOffset()).isZero();
            byte[] payload = new byte[letter.getPayload().remaining()];
            letter.getPayload().get(payload);
            assertThat(EventRecords.event(WireFormat.of(MemberEvent.class).decode(payload)))
                    .isEqualTo(event);

            journey.program(Journey.message(1, PROGRAM));
            journey.event(event);
            assertThat(journey.outcomes()).isNotEmpty();
            assertThat(journey.deadLetters()).isEmpty();
        }
    }

    @Test
    void aNewVersionTakesEffectWithTheMembersNextStep() throws Exception {
        try (Journey journey = Journey.fresh(PROGRAM)) {
            journey.event(event("e-1", "post", "anna", START));
            journey.outcomes();
            journey.program(Journey.message(9, PROGRAM.replace("bronze: 2", "bronze: 3")));
            assertThat(journey.outcomes()).isEmpty();
            journey.event(event("e-2", "post", "anna", START + 1));
            assertThat(journey.outcomes()).isEmpty();
            journey.event(event("e-3", "post", "anna", START + 2));
            assertThat(journey.outcomes()).singleElement().asString().contains("bronze", "\"programVersion\": 9");
        }
    }

    /** Two subtasks hear of the same versions in another order, and one of a faulty one in between. */
    @Test
    void inWhateverOrderVersionsComeTheHighestOneDecides() throws Exception {
        List<ProgramMessage> versions = List.of(
                Journey.message(3, PROGRAM.replace("bronze: 2", "bronze: 4")),
                Journey.message(5, PROGRAM.replace("bronze: 2", "bronze: 1")),
                Journey.message(8, PROGRAM.replace("bronze: 2", "bronze: 3")),
                Journey.message(9, PROGRAM.replace("bronze: 2", "bronze: nine")));
        List<List<String>> told = new ArrayList<>();
        for (int seed = 0; seed < 6; seed++) {
            List<ProgramMessage> order = new ArrayList<>(versions);
            Collections.shuffle(order, new Random(seed));
            try (Journey journey = Journey.fresh(PROGRAM)) {
                for (ProgramMessage version : order) {
                    journey.program(version);
                }
                for (int i = 1; i <= 3; i++) {
                    journey.event(event("e-" + i, "post", "anna", START + i));
                }
                told.add(journey.outcomes());
            }
        }
        assertThat(told.get(0))
                .anySatisfy(line -> assertThat(line).contains("bronze", "\"event\": \"e-3\"", "\"programVersion\": 8"));
        assertThat(told).allSatisfy(each -> assertThat(each).isEqualTo(told.get(0)));
    }

    @Test
    void aRefusedProgramKeepsTheOldOneAndIsReported() throws Exception {
        try (Journey journey = Journey.fresh(PROGRAM)) {
            journey.program(Journey.message(5, PROGRAM.replace("count: post", "cuont: post")));
            DeadLetter letter = only(journey.deadLetters());
            assertThat(letter.getCode()).isEqualTo("invalid-program");
            assertThat(letter.getReason()).contains("cuont").contains("count");
            assertThat(letter.getTopic()).isEqualTo("rollcall.programs");
            assertThat(letter.getOffset()).isEqualTo(5);
            assertThat(letter.getReason()).as("where in it").contains("club@5", ":5:");
            assertThat(letter.getPayload()).isNotNull();
            assertThat(journey.refused(DeadLetterCode.INVALID_PROGRAM)).isEqualTo(1);
            journey.event(event("e-1", "post", "anna", START));
            assertThat(journey.outcomes()).isNotEmpty().allSatisfy(line -> assertThat(line)
                    .contains("\"programVersion\": 1"));
        }
    }

    @Test
    void ofManySubtasksOneReportsARefusedProgram() throws Exception {
        for (int subtask = 0; subtask < 3; subtask++) {
            try (Journey journey = Journey.of(Journey.bootstrap(), 3, subtask).start()) {
                journey.program(Journey.message(5, "program: ["));
                assertThat(journey.deadLetters()).hasSize(subtask == 0 ? 1 : 0);
            }
        }
    }

    private static <T> T only(List<T> list) {
        assertThat(list).hasSize(1);
        return list.get(0);
    }
}
