package io.rollcall.jobs.journey;

import static io.rollcall.jobs.journey.Journey.event;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

/** What is kept of who has left, and for how long. */
class DepartedMemberTest {
    private static final long DAY = 86_400_000L;
    private static final long JOINED = Instant.parse("2026-03-01T12:00:00Z").toEpochMilli();
    private static final long LEFT = JOINED + 10 * DAY;
    private static final String PROGRAM = MemberJourneyOperatorTest.PROGRAM;

    /** One who has joined, won bronze and left. */
    private static Journey departed(Journey journey) throws Exception {
        journey.event(event("e-1", "join", "anna", JOINED));
        journey.event(event("e-2", "post", "anna", JOINED + 1));
        journey.event(event("e-3", "post", "anna", JOINED + 2));
        journey.event(event("e-4", "leave", "anna", LEFT));
        journey.sent();
        return journey;
    }

    @Test
    void withoutTheOptionOneWhoLeftIsKeptWithoutATimer() throws Exception {
        try (Journey journey = departed(Journey.onHeap(PROGRAM))) {
            journey.watermark(LEFT + 4000 * DAY);
            assertThat(journey.endedSnapshots()).isEmpty();
            assertThat(journey.harness().numKeyedStateEntries()).isEqualTo(1);
            assertThat(journey.timers()).isZero();
        }
    }

    @Test
    void atTheVeryInstantOfTheExpiryNothingIsKeptAndTheSnapshotEnds() throws Exception {
        try (Journey journey = departed(Journey.with("member-journey.departed-expiry", "90d", PROGRAM))) {
            journey.watermark(LEFT + 90 * DAY - 1);
            assertThat(journey.endedSnapshots()).isEmpty();
            assertThat(journey.harness().numKeyedStateEntries()).isEqualTo(1);

            journey.watermark(LEFT + 90 * DAY);
            assertThat(journey.endedSnapshots()).containsExactly("club/anna");
            assertThat(journey.outcomes()).isEmpty();
            assertThat(journey.harness().numKeyedStateEntries()).isZero();
            assertThat(journey.timers()).isZero();
            assertThat(journey.expired()).isEqualTo(1);
        }
    }

    @Test
    void whoReturnsInTimeIsTheMemberThatTheyWere() throws Exception {
        try (Journey journey = departed(Journey.with("member-journey.departed-expiry", "90d", PROGRAM))) {
            journey.event(event("e-5", "post", "anna", LEFT + 90 * DAY));
            journey.watermark(LEFT + 90 * DAY);
            assertThat(journey.endedSnapshots()).isEmpty();
            journey.checkpoint();
            assertThat(journey.snapshots()).last().satisfies(anna -> assertThat(anna.getMetrics())
                    .containsEntry("posts", 3.0));

            journey.watermark(LEFT + 200 * DAY);
            assertThat(journey.harness().numKeyedStateEntries()).isEqualTo(1);
        }
    }

    @Test
    void whoReturnsLaterBeginsAsANewMemberEvenIfTheWatermarkIsBehind() throws Exception {
        try (Journey journey = departed(Journey.with("member-journey.departed-expiry", "90d", PROGRAM))) {
            long returned = LEFT + 90 * DAY + 1;
            journey.event(event("e-5", "post", "anna", returned));
            journey.checkpoint();
            assertThat(journey.snapshots()).last().satisfies(anna -> {
                assertThat(anna.getMetrics()).containsEntry("posts", 1.0);
                assertThat(anna.getJoinedAt()).isEqualTo(Instant.ofEpochMilli(returned));
            });
            journey.watermark(returned);
            assertThat(journey.harness().numKeyedStateEntries()).isEqualTo(1);
            assertThat(journey.expired()).isEqualTo(1);
        }
    }

    @Test
    void theExpiryOutlivesARestart() throws Exception {
        Journey before = departed(Journey.with("member-journey.departed-expiry", "90d", PROGRAM));
        var kept = before.checkpoint();
        before.close();
        try (Journey after = Journey.restored(kept, "member-journey.departed-expiry", "90d", PROGRAM)) {
            after.watermark(LEFT + 90 * DAY);
            assertThat(after.endedSnapshots()).containsExactly("club/anna");
        }
    }

    @Test
    void aTrialForgetsThemToo() throws Exception {
        try (Journey journey = Journey.with("member-journey.departed-expiry", "90d", PROGRAM)) {
            journey.program(
                    Journey.trial(7, "sooner", PROGRAM.replace("program: club", "program: sooner") + "mode: shadow\n"));
            departed(journey);
            assertThat(journey.harness().numKeyedStateEntries()).isEqualTo(2);
            journey.watermark(LEFT + 90 * DAY);
            assertThat(journey.harness().numKeyedStateEntries()).isZero();
        }
    }
}
