package io.rollcall.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import io.rollcall.cli.ProgramFile;
import io.rollcall.event.Event;
import io.rollcall.outcome.Outcome;
import io.rollcall.outcome.Outcome.AlertRaised;
import io.rollcall.outcome.Outcome.AlertResolved;
import io.rollcall.outcome.Outcome.BadgeAwarded;
import io.rollcall.outcome.Outcome.PointsPosted;
import io.rollcall.outcome.Outcome.QuestCompleted;
import io.rollcall.outcome.Outcome.QuestExpired;
import io.rollcall.outcome.Outcome.RedemptionRefused;
import io.rollcall.outcome.Outcome.RfmChanged;
import io.rollcall.outcome.Outcome.SegmentEntered;
import io.rollcall.outcome.Outcome.SegmentLeft;
import io.rollcall.outcome.Outcome.StageChanged;
import io.rollcall.outcome.Outcome.TierChanged;
import io.rollcall.program.Program;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the example program makes of a simulated community: there is something of everything to see. */
class BookClubLifeTest {
    private static final Instant START = Instant.parse("2026-01-04T16:00:00Z");
    private static final int MEMBERS = 400;

    private static Map<String, Integer> inEightWeeks = Map.of();
    private static Map<String, Integer> inThirtyWeeks = Map.of();

    @BeforeAll
    static void live() {
        inEightWeeks = live(8);
        inThirtyWeeks = live(30);
    }

    private static Map<String, Integer> live(int weeks) {
        Program program = ProgramFile.example().parse();
        long end = START.plus(Duration.ofDays(7L * weeks)).toEpochMilli();
        Simulation simulation = new Simulation(
                new Community(program.community(), 42, START, program.dates().zone(), MEMBERS));
        EngineAlone engine = new EngineAlone(program);
        for (Event event = simulation.next(); event.at() < end; event = simulation.next()) {
            engine.accept(event);
        }
        engine.runClock(end);
        Map<String, Integer> counts = new TreeMap<>();
        engine.outcomes().forEach(outcome -> counts.merge(describe(outcome), 1, Integer::sum));
        return counts;
    }

    private static String describe(Outcome outcome) {
        if (outcome instanceof TierChanged tier) {
            return "tier " + tier.direction() + " " + tier.to();
        } else if (outcome instanceof BadgeAwarded badge) {
            return "badge " + badge.badge() + (badge.level() == null ? "" : " " + badge.level());
        } else if (outcome instanceof PointsPosted points) {
            return "points " + points.entry();
        } else if (outcome instanceof RedemptionRefused) {
            return "refused";
        } else if (outcome instanceof QuestCompleted) {
            return "quest completed";
        } else if (outcome instanceof QuestExpired) {
            return "quest expired";
        } else if (outcome instanceof StageChanged stage) {
            return stage.returned() ? "stage returned" : "stage " + stage.to();
        } else if (outcome instanceof SegmentEntered segment) {
            return "entered " + segment.segment();
        } else if (outcome instanceof SegmentLeft segment) {
            return "left " + segment.segment();
        } else if (outcome instanceof RfmChanged rfm) {
            return "rfm " + rfm.to();
        } else if (outcome instanceof AlertRaised alert) {
            return "raised " + alert.alert().name();
        } else if (outcome instanceof AlertResolved alert) {
            return "resolved " + alert.alert().name() + " " + alert.reason();
        }
        return outcome.toString();
    }

    private static void assertOften(Map<String, Integer> counts, String what, int times) {
        assertThat(counts.getOrDefault(what, 0)).as(what + " in " + counts).isGreaterThanOrEqualTo(times);
    }

    @Test
    void tiersMoveUpAndDown() {
        assertOften(inEightWeeks, "tier UP member", 200);
        assertOften(inEightWeeks, "tier UP regular", 80);
        assertOften(inEightWeeks, "tier DOWN visitor", 20);
        // a regular falls after weeks of holding and grace, and most of them then past member
        assertOften(inThirtyWeeks, "tier DOWN member", 10);
    }

    @Test
    void everyBadgeThatEightWeeksAreLongEnoughForIsWon() {
        assertOften(inEightWeeks, "badge first-words", 250);
        assertOften(inEightWeeks, "badge storyteller bronze", 80);
        assertOften(inEightWeeks, "badge storyteller silver", 5);
        assertOften(inEightWeeks, "badge seven-days", 50);
    }

    @Test
    void questsAreCompletedAndExpire() {
        assertOften(inEightWeeks, "quest completed", 100);
        assertOften(inEightWeeks, "quest expired", 100);
    }

    @Test
    void pointsAreEarnedByEveryRuleAndSpent() {
        for (String entry : List.of("daily-check-in", "week-complete", "comment", "purchase", "redeem")) {
            assertOften(inEightWeeks, "points " + entry, 40);
        }
        assertOften(inEightWeeks, "points badge:storyteller", 80);
        assertOften(inEightWeeks, "points quest:settle-in", 100);
        assertOften(inEightWeeks, "refused", 5);
    }

    @Test
    void everyStageIsReached() {
        for (String stage : List.of("newcomer", "growing", "mature", "dormant")) {
            assertOften(inEightWeeks, "stage " + stage, 30);
        }
        assertOften(inEightWeeks, "stage left", 10);
        assertOften(inEightWeeks, "stage returned", 3);
        // nobody can be away for ninety days in eight weeks
        assertOften(inThirtyWeeks, "stage churned", 50);
    }

    @Test
    void everySegmentIsEnteredAndLeft() {
        for (String segment : List.of("active", "passive", "zombie")) {
            assertOften(inEightWeeks, "entered " + segment, 50);
            assertOften(inEightWeeks, "left " + segment, 20);
        }
        for (String rfm : List.of("HHH", "HHL", "HLL", "LLL", "HLH", "LLH", "LHL")) {
            assertOften(inEightWeeks, "rfm " + rfm, 5);
        }
    }

    @Test
    void everyAlertIsRaisedAndResolved() {
        assertOften(inEightWeeks, "raised silent-newcomer", 100);
        assertOften(inEightWeeks, "resolved silent-newcomer ACTED", 20);
        assertOften(inEightWeeks, "raised churn-risk", 20);
        assertOften(inEightWeeks, "resolved churn-risk ACTED", 5);
        assertOften(inEightWeeks, "raised tier-at-risk", 10);
        assertOften(inEightWeeks, "resolved tier-at-risk RECOVERED", 2);
        assertOften(inEightWeeks, "resolved tier-at-risk DEMOTED", 3);
        assertOften(inEightWeeks, "raised spree", 3);
        assertOften(inThirtyWeeks, "resolved spree CLEARED", 3);
    }
}
