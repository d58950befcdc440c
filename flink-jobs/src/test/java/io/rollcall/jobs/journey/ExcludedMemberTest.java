package io.rollcall.jobs.journey;

import static io.rollcall.jobs.journey.Journey.event;
import static io.rollcall.jobs.journey.MemberJourneyOperatorTest.PROGRAM;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;
import org.junit.jupiter.api.Test;

/** Staff, bots, and whoever asked to be left out: nothing is kept of them. */
class ExcludedMemberTest {
    private static final long DAY = 86_400_000L;
    private static final long START = Instant.parse("2026-03-01T12:00:00Z").toEpochMilli();
    private static final int SUBTASKS = 2;

    @Test
    void anExcludedMemberLeavesNoTrace() throws Exception {
        try (Journey journey = Journey.onHeap(PROGRAM)) {
            journey.event(event("e-1", "post", "bot", START));
            assertThat(journey.sent()).isEmpty();
            assertThat(journey.stateEntries()).isZero();
            assertThat(journey.timers()).isZero();
        }
    }

    @Test
    void whoIsExcludedLaterLosesStateAndTimerAtOnceBeTheySilentOrGone() throws Exception {
        try (Journey journey = Journey.onHeap(PROGRAM)) {
            journey.event(event("e-1", "join", "anna", START));
            journey.event(event("e-2", "join", "bert", START));
            journey.event(event("e-3", "leave", "bert", START + 1));
            journey.event(event("e-4", "join", "cleo", START));
            // that it was not sent yet is no matter of theirs any more, nor that it is not written
            journey.event(event("e-5", "post", "anna", START + 2));
            journey.sent();
            journey.program(Journey.message(2, PROGRAM.replace("[bot]", "[bot, anna, bert, nobody]")));
            assertThat(journey.endedSnapshots()).containsExactlyInAnyOrder("club/anna", "club/bert");
            assertThat(journey.stateEntries()).isEqualTo(1);
            assertThat(journey.timers()).isEqualTo(1);
            journey.sent();
            journey.event(event("e-6", "post", "anna", START + 3));
            journey.watermark(START + 7 * DAY);
            journey.minutePasses();
            assertThat(journey.snapshots()).isNotEmpty().allMatch(snapshot -> snapshot.getMember()
                    .equals("cleo"));
            assertThat(journey.stateEntries()).isEqualTo(1);
        }
    }

    @Test
    void whoIsNotExcludedGoesOn() throws Exception {
        try (Journey journey = Journey.onHeap(PROGRAM)) {
            journey.event(event("e-1", "join", "anna", START));
            journey.event(event("e-2", "join", "cleo", START));
            journey.program(Journey.message(2, PROGRAM.replace("[bot]", "[bot, anna]")));
            journey.sent();
            journey.watermark(START + 7 * DAY);
            assertThat(journey.outcomes()).isNotEmpty().allSatisfy(line -> assertThat(line)
                    .contains("cleo"));
            assertThat(journey.stateEntries()).isEqualTo(1);
        }
    }

    @Test
    void eachSubtaskForgetsItsOwnOfThoseWhoAreExcluded() throws Exception {
        List<String> ended = new ArrayList<>();
        for (int subtask = 0; subtask < SUBTASKS; subtask++) {
            try (Journey journey =
                    Journey.of(Journey.bootstrap(PROGRAM), SUBTASKS, subtask).start()) {
                for (int i = 0; i < 20; i++) {
                    if (owner("club/m-" + i) == subtask) {
                        journey.event(event("e-" + i, "join", "m-" + i, START));
                    }
                }
                journey.sent();
                journey.program(Journey.message(2, PROGRAM.replace("[bot]", "[bot, m-3, m-4, m-5, m-6, m-7, m-8]")));
                ended.addAll(journey.endedSnapshots());
            }
        }
        assertThat(ended)
                .containsExactlyInAnyOrder("club/m-3", "club/m-4", "club/m-5", "club/m-6", "club/m-7", "club/m-8");
    }

    private static int owner(String key) {
        return KeyGroupRangeAssignment.assignKeyToParallelOperator(key, Journey.MAX_PARALLELISM, SUBTASKS);
    }
}
