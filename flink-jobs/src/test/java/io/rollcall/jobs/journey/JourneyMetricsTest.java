package io.rollcall.jobs.journey;

import static io.rollcall.jobs.journey.Journey.event;
import static org.assertj.core.api.Assertions.assertThat;

import io.rollcall.jobs.out.DeadLetterCode;
import io.rollcall.outcome.Outcome.AlertRaised;
import io.rollcall.outcome.Outcome.BadgeAwarded;
import io.rollcall.outcome.Outcome.SegmentEntered;
import io.rollcall.outcome.Outcome.SegmentLeft;
import io.rollcall.outcome.Outcome.TierChanged;
import io.rollcall.wire.ProgramKey;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** What an engineer reads at three in the morning is what happened. */
class JourneyMetricsTest {
    private static final long HOUR = 3_600_000L;
    private static final long DAY = 24 * HOUR;
    private static final long START = Instant.parse("2026-03-01T12:00:00Z").toEpochMilli();

    private static final String PROGRAM = """
            program: club
            community: club
            metrics: {posts: {count: post}}
            ladders: {activity: [{tier: visitor}, {tier: member, enter: "posts >= 1", keep: always}]}
            badges: {talker: {metric: posts, levels: {bronze: 2}}}
            alerts: {silent: {since: post, after: 7d}}
            """;

    /** Two segments that deny each other never settle: ten rounds of two outcomes each. */
    private static final String CIRCLE = """
            program: club
            community: club
            segments: {odd: "!in_segment('even')", even: "in_segment('odd')"}
            """;

    @Test
    void eventsLateOnesRepetitionsTheClocksStepsAndOutcomesByKind() throws Exception {
        try (Journey journey = Journey.fresh(PROGRAM)) {
            JourneyMetrics measured = journey.measured();
            journey.event(event("e-1", "post", "anna", START));
            journey.event(event("e-2", "post", "anna", START + HOUR));
            journey.event(event("e-2", "post", "anna", START + HOUR));
            journey.event(event("e-3", "post", "bert", START + HOUR));
            assertThat(measured.events.getCount()).isEqualTo(4);
            assertThat(measured.duplicates.getCount()).isEqualTo(1);
            assertThat(measured.late.getCount()).isZero();
            assertThat(measured.outcomes(TierChanged.class)).isEqualTo(2);
            assertThat(measured.outcomes(BadgeAwarded.class)).isEqualTo(1);
            assertThat(measured.outcomes(AlertRaised.class)).isZero();

            journey.watermark(START + 2 * HOUR);
            journey.event(event("e-4", "visit", "bert", START + 2 * HOUR));
            journey.event(event("e-5", "visit", "bert", START + 2 * HOUR + 1));
            assertThat(measured.late.getCount())
                    .as("one at the very watermark is, one after it is not")
                    .isEqualTo(1);

            long before = measured.clockSteps.getCount();
            journey.watermark(START + 8 * DAY);
            assertThat(measured.outcomes(AlertRaised.class)).isEqualTo(2);
            assertThat(measured.clockSteps.getCount() - before).isGreaterThanOrEqualTo(2);
            assertThat(measured.overruns.getCount()).isZero();
        }
    }

    @Test
    void rulesThatGoOnUndoingEachOtherAreOverruns() throws Exception {
        try (Journey journey = Journey.fresh(CIRCLE)) {
            journey.event(event("e-1", "visit", "anna", START));
            assertThat(journey.measured().overruns.getCount()).isEqualTo(1);
            assertThat(journey.measured().outcomes(SegmentEntered.class)).isEqualTo(10);
            assertThat(journey.measured().outcomes(SegmentLeft.class)).isEqualTo(10);
            journey.event(event("e-2", "visit", "bert", START));
            assertThat(journey.measured().overruns.getCount()).isEqualTo(2);
        }
    }

    @Test
    void theVersionInForceByCommunityAndTheOneOnTrialUntilItEnds() throws Exception {
        ProgramKey live = ProgramKey.live("club");
        ProgramKey trial = ProgramKey.shadow("club", "next");
        try (Journey journey = Journey.fresh(PROGRAM)) {
            assertThat(journey.measured().version(live)).isEqualTo(1);
            assertThat(journey.measured().version(trial)).isEqualTo(JourneyMetrics.NONE);
            journey.program(Journey.message(7, PROGRAM.replace("posts >= 1", "posts >= 3")));
            assertThat(journey.measured().version(live)).isEqualTo(7);
            journey.program(Journey.message(8, PROGRAM.replace("posts >= 1", "pots >= 3")));
            assertThat(journey.measured().version(live))
                    .as("the bad one is refused")
                    .isEqualTo(7);
            assertThat(journey.refused(DeadLetterCode.INVALID_PROGRAM)).isEqualTo(1);
            journey.program(Journey.trial(9, "next", PROGRAM.replace("program: club", "program: next\nmode: shadow")));
            assertThat(journey.measured().version(trial)).isEqualTo(9);
            journey.program(Journey.trial(10, "next", null));
            assertThat(journey.measured().version(trial)).isEqualTo(JourneyMetrics.NONE);
        }
    }

    @Test
    void whereMembersWereFoundAndHowManyBytesTheyHave() throws Exception {
        try (Journey journey = Journey.withHotAndWarmMembers(1, "1mb", PROGRAM).start()) {
            StoreMetrics stored = journey.store();
            assertThat(stored.hitRate()).as("nobody was asked for").isZero();
            journey.event(event("e-1", "post", "anna", START));
            assertThat(stored.reads.getCount()).as("a first time").isEqualTo(1);
            journey.event(event("e-2", "post", "anna", START + 1));
            assertThat(stored.warmHits.getCount()).isEqualTo(1);
            journey.event(event("e-3", "post", "anna", START + 2));
            assertThat(stored.hits.getCount()).as("hot since the second").isEqualTo(1);
            journey.event(event("e-4", "post", "bert", START + 3));
            assertThat(stored.hitRate()).isEqualTo(0.5);

            assertThat(stored.writes()).isZero();
            journey.checkpoint();
            assertThat(stored.writes()).isEqualTo(2);
            assertThat(stored.stateBytes().size()).isEqualTo(2);
            assertThat(stored.stateBytes().getMin()).isBetween(10L, 60L);
            assertThat(stored.stateBytes().getMax())
                    .isGreaterThan(stored.stateBytes().getMin());
        }
    }
}
