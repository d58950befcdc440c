package io.rollcall.wording;

import io.rollcall.outcome.Outcome;
import io.rollcall.outcome.Outcome.Alert;
import io.rollcall.outcome.Outcome.Direction;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Puts outcomes that have not come yet into words. */
public final class Prospects {
    private Prospects() {}

    /**
     * What will become true, and by which numbers, such as "leaves the segment active (3 posts in 30 days)".
     *
     * @param grounds what it rests on besides numbers, as {@link Grounds} say it
     */
    public static String of(Outcome outcome, List<String> grounds, Terms terms) {
        List<String> evidence = Words.evidence(outcome, terms);
        String what = what(outcome, terms);
        String because =
                grounds.isEmpty() ? "" : (what.contains(": ") ? ", as " : ", because ") + English.conjunction(grounds);
        return what + because + (evidence.isEmpty() ? "" : " (" + String.join(", ", evidence) + ")");
    }

    private static String what(Outcome outcome, Terms terms) {
        if (outcome instanceof Outcome.TierChanged tier) {
            return (tier.direction() == Direction.UP ? "rises from " : "falls from ") + tier.from() + " to " + tier.to()
                    + " on the " + tier.ladder() + " ladder";
        } else if (outcome instanceof Outcome.BadgeAwarded badge) {
            return "wins the badge " + (badge.title().isEmpty() ? badge.badge() : badge.title())
                    + (badge.level() == null ? "" : ", " + badge.level());
        } else if (outcome instanceof Outcome.PointsPosted posting) {
            return "earns " + English.counted(posting.points(), "point") + " for " + posting.entry();
        } else if (outcome instanceof Outcome.QuestCompleted quest) {
            return "completes the quest " + quest.quest();
        } else if (outcome instanceof Outcome.QuestExpired quest) {
            return "runs out of time for the quest " + quest.quest();
        } else if (outcome instanceof Outcome.StageChanged stage) {
            return stage.from() == null ? "begins as " + stage.to() : "goes from " + stage.from() + " to " + stage.to();
        } else if (outcome instanceof Outcome.SegmentEntered segment) {
            return "enters the segment " + segment.segment();
        } else if (outcome instanceof Outcome.SegmentLeft segment) {
            return "leaves the segment " + segment.segment();
        } else if (outcome instanceof Outcome.RfmChanged rfm) {
            return "RFM class changes" + (rfm.from() == null ? " to " : " from " + rfm.from() + " to ") + rfm.to();
        } else if (outcome instanceof Outcome.AlertRaised raised) {
            return raised(raised.alert(), terms);
        } else if (outcome instanceof Outcome.AlertResolved resolved) {
            return alert(resolved.alert()) + " is resolved: " + Words.reason(outcome, List.of(), terms);
        }
        return Words.what(outcome);
    }

    private static String raised(Alert alert, Terms terms) {
        Long deadline = alert.deadline();
        String raised = alert(alert) + " is raised";
        if (deadline == null || deadline <= alert.anchor()) {
            return raised;
        }
        String time = English.duration(Duration.ofMillis(deadline - alert.anchor()));
        return alert.name().equals(Alert.AT_RISK)
                ? raised + ": what the tier asks no longer holds, with " + time + " to recover"
                : raised + ": " + time + " without " + terms.awaited(alert.name());
    }

    private static String alert(Alert alert) {
        @Nullable String ladder = alert.ladder();
        return "alert " + alert.name() + (ladder == null ? "" : " on the " + ladder + " ladder");
    }
}
