package io.rollcall.jobs.journey;

import static io.rollcall.jobs.journey.Journey.event;
import static org.assertj.core.api.Assertions.assertThat;

import io.rollcall.event.Event;
import io.rollcall.wire.MemberSnapshot;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is kept of who has left, and for how long. */
class DepartedMemberTest {
    private static final long DAY = 86_400_000L;
    private static final long JOINED = Instant.parse("2026-03-01T12:00:00Z").toEpochMilli();
    private static final long LEFT = JOINED + 10 * DAY;
    private static final String OPTION = "member-journey.departed-expiry";
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
            assertThat(journey.stateEntries()).isEqualTo(1);
            assertThat(journey.timers()).isZero();
        }
    }

    @Test
    void atTheVeryInstantOfTheExpiryOnlyIsKeptThatTheyLeftAndTheSnapshotEnds() throws Exception {
        try (Journey journey = departed(forgetting(PROGRAM))) {
            journey.watermark(LEFT + 90 * DAY - 1);
            assertThat(journey.endedSnapshots()).isEmpty();
            journey.checkpoint();
            journey.sent();
            long before = journey.store().stateBytes().getMin();

            journey.watermark(LEFT + 90 * DAY);
            assertThat(journey.endedSnapshots()).containsExactly("club/anna");
            assertThat(journey.outcomes()).isEmpty();
            assertThat(journey.timers()).isZero();
            assertThat(journey.expired()).isEqualTo(1);
            assertThat(journey.store().stateBytes().getMin()).isLessThan(before);
            journey.checkpoint();
            assertThat(journey.snapshots()).isEmpty();
        }
    }

    @Test
    void whoReturnsInTimeIsTheMemberThatTheyWere() throws Exception {
        try (Journey journey = departed(forgetting(PROGRAM))) {
            journey.event(event("e-5", "post", "anna", LEFT + 90 * DAY));
            journey.watermark(LEFT + 90 * DAY);
            assertThat(journey.endedSnapshots()).isEmpty();
            journey.minutePasses();
            assertThat(last(journey).getMetrics()).containsEntry("posts", 3.0);

            journey.watermark(LEFT + 200 * DAY);
            assertThat(journey.expired()).isZero();
        }
    }

    @Test
    void whoReturnsLaterBeginsAnewEvenIfTheWatermarkIsBehind() throws Exception {
        for (boolean fired : new boolean[] {false, true}) {
            try (Journey journey = departed(forgetting(PROGRAM))) {
                long returned = LEFT + 90 * DAY + 1;
                if (fired) {
                    journey.watermark(LEFT + 90 * DAY);
                }
                journey.event(event("e-5", "post", "anna", returned));
                assertThat(journey.outcomes()).anySatisfy(line -> assertThat(line)
                        .contains("stages", "\"from\": \"left\"", "\"returned\": true"));
                journey.checkpoint();
                journey.event(event("e-6", "visit", "anna", returned));
                journey.minutePasses();
                MemberSnapshot anna = last(journey);
                assertThat(anna.getMetrics()).containsEntry("posts", 1.0);
                assertThat(anna.getJoinedAt()).isEqualTo(Instant.ofEpochMilli(returned));
                assertThat(journey.expired()).isEqualTo(1);
            }
        }
    }

    @Test
    void beingActedUponBringsNobodyBackNotEvenWhereWhoeverIsSeenJoins() throws Exception {
        String firstSeen = PROGRAM.replace("community: club\n", "community: club\njoin: first-seen\n")
                .replace("posts: {count: post}", "posts: {count: post}, likes: {count: like, as: recipient}");
        try (Journey journey = departed(forgetting(firstSeen))) {
            long liked = LEFT + 400 * DAY;
            journey.event(new Event("e-5", "club", "like", "bob", "anna", liked, 0, Map.of()));
            assertThat(journey.endedSnapshots()).containsExactly("club/anna");
            assertThat(journey.outcomes()).noneSatisfy(line -> assertThat(line).contains("anna"));
            journey.watermark(liked + 300 * DAY);
            journey.checkpoint();
            assertThat(journey.sent())
                    .noneSatisfy(
                            record -> assertThat(record.getValue().toString()).contains("anna"));
            assertThat(journey.expired()).isEqualTo(1);
        }
    }

    @Test
    void whatComesLateFromBeforeTheyLeftBringsNobodyBack() throws Exception {
        try (Journey journey = departed(forgetting(PROGRAM))) {
            journey.watermark(LEFT + 100 * DAY);
            journey.sent();
            journey.event(event("e-5", "post", "anna", LEFT - 1));
            journey.event(event("e-6", "leave", "anna", LEFT + 101 * DAY));
            journey.checkpoint();
            assertThat(journey.sent()).isEmpty();
            assertThat(journey.timers()).isZero();
        }
    }

    @Test
    void theExpiryOutlivesARestart() throws Exception {
        Journey before = departed(forgetting(PROGRAM));
        var kept = before.checkpoint();
        before.close();
        try (Journey after = Journey.restored(kept, OPTION, "90d", PROGRAM)) {
            after.watermark(LEFT + 90 * DAY);
            assertThat(after.endedSnapshots()).containsExactly("club/anna");
            var forgotten = after.checkpoint();
            try (Journey later = Journey.restored(forgotten, OPTION, "90d", PROGRAM)) {
                later.event(event("e-5", "visit", "anna", LEFT + 100 * DAY));
                later.minutePasses();
                assertThat(last(later).getMetrics()).containsEntry("posts", 0.0);
            }
        }
    }

    @Test
    void aTrialForgetsThemToo() throws Exception {
        try (Journey journey = forgetting(PROGRAM)) {
            journey.program(
                    Journey.trial(7, "sooner", PROGRAM.replace("program: club", "program: sooner") + "mode: shadow\n"));
            departed(journey);
            assertThat(journey.stateEntries()).isEqualTo(2);
            journey.watermark(LEFT + 90 * DAY);
            assertThat(journey.stateEntries()).isEqualTo(1);
        }
    }

    private static Journey forgetting(String program) throws Exception {
        return Journey.with(OPTION, "90d", program);
    }

    private static MemberSnapshot last(Journey journey) throws Exception {
        var snapshots = journey.snapshots();
        return snapshots.get(snapshots.size() - 1);
    }
}
