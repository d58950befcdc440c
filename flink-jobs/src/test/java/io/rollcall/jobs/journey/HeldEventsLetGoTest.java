package io.rollcall.jobs.journey;

import static io.rollcall.jobs.journey.HeldEventsTest.AHEAD;
import static io.rollcall.jobs.journey.HeldEventsTest.DAY;
import static io.rollcall.jobs.journey.HeldEventsTest.LATER;
import static io.rollcall.jobs.journey.HeldEventsTest.PROGRAM;
import static io.rollcall.jobs.journey.HeldEventsTest.ROOM;
import static io.rollcall.jobs.journey.HeldEventsTest.SECOND;
import static io.rollcall.jobs.journey.HeldEventsTest.START;
import static io.rollcall.jobs.journey.HeldEventsTest.catchingUp;
import static io.rollcall.jobs.journey.HeldEventsTest.inOrder;
import static io.rollcall.jobs.journey.HeldEventsTest.live;
import static io.rollcall.jobs.journey.Journey.event;
import static org.assertj.core.api.Assertions.assertThat;

import io.rollcall.event.Event;
import java.util.List;
import java.util.Map;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.junit.jupiter.api.Test;

/** What waits is let go although the clock has not come: it stands still, there is no room, nothing follows. */
class HeldEventsLetGoTest {
    /** Seconds of the wall clock pass, one by one. */
    private static void seconds(Journey journey, long from, int count) throws Exception {
        for (int i = 1; i <= count; i++) {
            journey.harness().setProcessingTime(from + i * SECOND);
        }
    }

    // ---- a clock that stands still

    @Test
    void withoutHeartbeatsTheTailOfAHistoryThatNoClockRecordEndsIsDecidedWhenNothingMoreComes() throws Exception {
        try (Journey journey = Journey.holding(Map.of("event-time.heartbeat", "0s"), Journey.bootstrap(PROGRAM), 1, 0)
                .start()) {
            tailOfAHistory(journey);
            seconds(journey, LATER, 5);
            assertThat(journey.held()).isEqualTo(3);
            seconds(journey, LATER + 5 * SECOND, 1);
            assertThat(journey.outcomes()).anyMatch(line -> line.contains("\"event\": \"e-2\""));
            assertThat(journey.heldTooShort())
                    .as("no further ahead than a live event may be")
                    .isZero();
            seconds(journey, LATER + 6 * SECOND, 240);
            assertThat(journey.held())
                    .as("a day ahead of a partition that may have a backlog")
                    .isEqualTo(1);
        }
    }

    @Test
    void withHeartbeatsASilenceIsABrokerThatIsAwayAndForMinutesLetsNothingGo() throws Exception {
        try (Journey journey = catchingUp(ROOM)) {
            tailOfAHistory(journey);
            int patience = (int) (AHEAD / SECOND);
            seconds(journey, LATER, patience);
            assertThat(journey.held()).isEqualTo(3);
            // nobody knows whether it comes back: a badge is worth more than the order then
            seconds(journey, LATER + patience * SECOND, 3);
            assertThat(journey.held()).isZero();
            assertThat(journey.heldTooShort()).isEqualTo(3);
        }
    }

    private static void tailOfAHistory(Journey journey) throws Exception {
        journey.harness().setProcessingTime(LATER);
        journey.event(event("e-1", "post", "anna", START));
        journey.event(event("e-2", "post", "anna", START + 5 * SECOND));
        journey.event(event("e-3", "post", "anna", START + DAY));
        journey.watermark(START - 1);
        journey.outcomes();
    }

    @Test
    void whereAnEventAMinuteComesAndTheClockStandsStillTheyWaitNoLongerThanLiveOnesCanBeAhead() throws Exception {
        int patience = (int) (AHEAD / SECOND);
        try (Journey journey = live()) {
            for (int i = 0; i <= patience; i++) {
                if (i % 60 == 0) {
                    journey.event(event("e-" + i, "post", "anna", START + AHEAD + i * SECOND));
                }
                journey.harness().setProcessingTime(START + i * SECOND);
            }
            assertThat(journey.held()).isEqualTo(6);
            assertThat(journey.outcomes()).isEmpty();
            long now = START + (patience + 1) * SECOND;
            journey.harness().setProcessingTime(now);
            assertThat(journey.held()).isZero();
            assertThat(journey.heldTooShort()).isEqualTo(6);
            journey.event(event("f-1", "join", "bert", now + AHEAD));
            assertThat(journey.outcomes()).as("at once").anyMatch(line -> line.contains("bert"));

            // it goes again, and stops again
            journey.watermark(START + 10 * SECOND);
            journey.event(event("f-2", "post", "bert", now + AHEAD + SECOND));
            seconds(journey, now, patience);
            assertThat(journey.held()).isEqualTo(1);
            seconds(journey, now + patience * SECOND, 1);
            assertThat(journey.held()).isZero();
        }
    }

    // ---- room, the end, and turned off

    @Test
    void whereThereIsNoRoomTheEarliestAreDecidedAndCountedAndNoneIsLost() throws Exception {
        try (Journey journey = catchingUp(3)) {
            for (int i = 5; i >= 1; i--) {
                journey.event(event("e-" + i, "post", "anna", START + i * SECOND));
            }
            assertThat(journey.held()).isEqualTo(3);
            assertThat(journey.heldTooShort()).isEqualTo(2);
            assertThat(journey.outcomes())
                    .filteredOn(line -> line.contains("bronze"))
                    .hasSize(1);
            journey.watermark(START + DAY);
            assertThat(journey.held()).isZero();
            assertThat(journey.outcomes())
                    .filteredOn(line -> line.contains("silver"))
                    .hasSize(1);
        }
    }

    @Test
    void aBigEventTakesTheRoomOfSeveral() throws Exception {
        try (Journey journey = catchingUp(3)) {
            journey.event(event("e-1", "post", "anna", START));
            journey.event(event("e-2", "join", "bert", START + SECOND));
            assertThat(journey.outcomes()).isEmpty();
            Event letter =
                    new Event("e-3", "club", "post", "anna", null, START + DAY, 0, Map.of("text", "x".repeat(700)));
            journey.event(letter);
            assertThat(journey.held()).isEqualTo(1);
            assertThat(journey.heldTooShort()).isEqualTo(2);
            assertThat(journey.outcomes())
                    .anyMatch(line -> line.contains("anna"))
                    .anyMatch(line -> line.contains("bert"));
            Event book = new Event(
                    "e-4", "club", "post", "cleo", null, START + 2 * DAY, 0, Map.of("text", "x".repeat(7_000)));
            journey.event(book);
            assertThat(journey.held()).as("too big for all the room there is").isZero();
            assertThat(journey.heldTooShort()).isEqualTo(4);
        }
    }

    @Test
    void whatACheckpointKeptWhenThereWasMoreRoomIsDecidedUntilThereIsRoom() throws Exception {
        OperatorSubtaskState kept;
        try (Journey journey = catchingUp(ROOM)) {
            for (int i = 5; i >= 1; i--) {
                journey.event(event("e-" + i, "post", "anna", START + i * SECOND));
            }
            kept = journey.checkpoint();
        }
        try (Journey journey =
                Journey.holding(3, Journey.bootstrap(PROGRAM), 1, 0).restore(kept, 1, 1, 0)) {
            assertThat(journey.held()).isEqualTo(5);
            journey.harness().setProcessingTime(LATER);
            assertThat(journey.held()).isEqualTo(3);
            assertThat(journey.heldTooShort()).isEqualTo(2);
            assertThat(journey.outcomes()).anyMatch(line -> line.contains("\"event\": \"e-2\""));
        }
    }

    @Test
    void theEndOfTheEventsLetsAllGo() throws Exception {
        try (Journey journey = catchingUp(ROOM)) {
            journey.event(event("e-2", "post", "anna", START + 10 * DAY));
            journey.event(event("e-1", "join", "anna", START));
            journey.watermark(Watermark.MAX_WATERMARK.getTimestamp());
            List<String> told = journey.outcomes();
            journey.finish();
            assertThat(journey.held()).isZero();
            assertThat(told)
                    .isEqualTo(inOrder(
                            START + 10 * DAY,
                            event("e-1", "join", "anna", START),
                            event("e-2", "post", "anna", START + 10 * DAY)));
        }
    }

    @Test
    void whatWasDecidedAfterACheckpointIsNotHeldInTheNext() throws Exception {
        OperatorSubtaskState kept;
        try (Journey journey = catchingUp(ROOM)) {
            journey.event(event("e-1", "post", "anna", START));
            journey.event(event("e-2", "post", "anna", START + DAY));
            journey.checkpoint();
            journey.watermark(START);
            kept = journey.checkpoint();
        }
        try (Journey journey =
                Journey.holding(ROOM, Journey.bootstrap(PROGRAM), 1, 0).restore(kept, 1, 1, 0)) {
            journey.harness().setProcessingTime(LATER);
            assertThat(journey.held()).isEqualTo(1);
            journey.event(event("e-0", "post", "bert", START + 2 * DAY));
            journey.watermark(START + DAY);
            assertThat(journey.outcomes()).singleElement().asString().contains("bronze", "\"event\": \"e-2\"");
        }
    }

    @Test
    void whatIsHeldWhenItIsTurnedOffIsDecidedAfterTheStart() throws Exception {
        OperatorSubtaskState kept;
        try (Journey journey = catchingUp(ROOM)) {
            journey.event(event("e-1", "post", "anna", START));
            kept = journey.checkpoint();
        }
        try (Journey journey = Journey.of(Journey.bootstrap(PROGRAM), 1, 0).restore(kept, 1, 1, 0)) {
            assertThat(journey.held()).isEqualTo(1);
            journey.harness().setProcessingTime(SECOND);
            assertThat(journey.held()).isZero();
            journey.event(event("e-2", "post", "anna", START + DAY));
            assertThat(journey.outcomes()).anyMatch(line -> line.contains("bronze"));
        }
    }
}
