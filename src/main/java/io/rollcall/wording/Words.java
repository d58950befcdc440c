package io.rollcall.wording;

import io.rollcall.outcome.Cause;
import io.rollcall.outcome.Outcome;
import io.rollcall.outcome.Outcome.Alert;
import io.rollcall.outcome.Outcome.Direction;
import io.rollcall.outcome.Outcome.Reason;
import io.rollcall.outcome.Outcome.Severity;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Puts outcomes into words: what became true, and why. */
public final class Words {
    private Words() {}

    /** What became true, such as "Rose from visitor to member on the activity ladder". */
    public static String what(Outcome outcome) {
        return what(outcome, Terms.BY_NAME);
    }

    /** The same in the reader's terms. */
    public static String what(Outcome outcome, Terms terms) {
        if (outcome instanceof Outcome.TierChanged tier) {
            return (tier.direction() == Direction.UP ? "Rose from " : "Fell from ") + terms.name(tier.from()) + " to "
                    + terms.name(tier.to()) + onLadder(tier.ladder(), terms);
        } else if (outcome instanceof Outcome.BadgeAwarded badge) {
            return "Won the badge " + terms.badge(badge.badge(), badge.title())
                    + (badge.level() == null ? "" : ", " + terms.name(badge.level()))
                    + (badge.times() > 1 ? ", for the " + English.ordinal(badge.times()) + " time" : "");
        } else if (outcome instanceof Outcome.PointsPosted posting) {
            return points(posting, terms);
        } else if (outcome instanceof Outcome.RedemptionRefused refused) {
            return "Could not redeem " + English.counted(refused.cost(), "point") + ", with a balance of "
                    + "%,d".formatted(refused.balance());
        } else if (outcome instanceof Outcome.QuestCompleted quest) {
            return "Completed the quest " + terms.name(quest.quest())
                    + (quest.points() > 0 ? ", for " + English.counted(quest.points(), "point") : "");
        } else if (outcome instanceof Outcome.QuestExpired quest) {
            return "Ran out of time for the quest " + terms.name(quest.quest());
        } else if (outcome instanceof Outcome.StageChanged stage) {
            String to = terms.name(stage.to());
            return stage.from() == null
                    ? "Began as " + to
                    : (stage.returned() ? "Came back, from " : "Went from ") + terms.name(stage.from()) + " to " + to;
        } else if (outcome instanceof Outcome.SegmentEntered segment) {
            return "Entered the segment " + terms.name(segment.segment());
        } else if (outcome instanceof Outcome.SegmentLeft segment) {
            return "Left the segment " + terms.name(segment.segment());
        } else if (outcome instanceof Outcome.RfmChanged rfm) {
            return rfm.from() == null
                    ? "RFM class is " + rfm.to()
                    : "RFM class changed from " + rfm.from() + " to " + rfm.to();
        } else if (outcome instanceof Outcome.AlertRaised raised) {
            return "Alert raised: " + alert(raised.alert(), terms);
        } else {
            return "Alert resolved: " + alert(((Outcome.AlertResolved) outcome).alert(), terms);
        }
    }

    private static String points(Outcome.PointsPosted posting, Terms terms) {
        long points = posting.points();
        return (points < 0 ? "Redeemed " : "Earned ") + English.counted(Math.abs(points), "point")
                + (posting.entry().isEmpty() || points < 0 ? "" : " for " + terms.entry(posting.entry()))
                + ", balance " + "%,d".formatted(posting.balance());
    }

    private static String alert(Alert alert, Terms terms) {
        return terms.name(alert.name()) + (alert.ladder() == null ? "" : onLadder(alert.ladder(), terms));
    }

    private static String onLadder(String ladder, Terms terms) {
        return " on the " + terms.name(ladder) + " ladder";
    }

    /** Why: evidence and cause, such as "because posts = 1; set off by event e07a59-3457". */
    public static String why(Outcome outcome, Terms terms, @Nullable Cause cause) {
        return why(outcome, List.of(), terms, cause);
    }

    /** The same where it is known what the outcome rests on besides numbers, as {@link Grounds} say it. */
    public static String why(Outcome outcome, List<String> grounds, Terms terms, @Nullable Cause cause) {
        List<String> parts = new ArrayList<>();
        String reason = reason(outcome, grounds, terms);
        if (reason != null) {
            parts.add("because " + reason);
        }
        List<String> evidence = evidence(outcome, terms);
        if (!evidence.isEmpty()) {
            parts.add("because " + English.conjunction(evidence));
        }
        parts.add(cause(cause));
        return String.join("; ", parts);
    }

    /** The numbers that its rule names, such as "3 posts in 30 days". */
    public static List<String> evidence(Outcome outcome, Terms terms) {
        return outcome.header().evidence().entrySet().stream()
                .map(number -> terms.value(number.getKey(), number.getValue()))
                .toList();
    }

    /**
     * The reason apart from numbers and from what set it off, such as "the member acted"; null if there is none.
     *
     * @param grounds what it rests on besides numbers, as {@link Grounds} say it; none where that is not known
     */
    public static @Nullable String reason(Outcome outcome, List<String> grounds, Terms terms) {
        String rests = grounds.isEmpty() ? null : English.conjunction(grounds);
        String reason = reason(outcome, terms);
        return reason == null ? rests : rests == null ? reason : reason + ": " + rests;
    }

    private static @Nullable String reason(Outcome outcome, Terms terms) {
        if (outcome instanceof Outcome.AlertRaised raised) {
            return whyRaised(raised.alert(), terms);
        } else if (outcome instanceof Outcome.AlertResolved resolved) {
            return switch (resolved.reason()) {
                case ACTED -> "the member acted";
                case CLEARED -> "its condition no longer holds";
                case RECOVERED -> "what the tier asks holds again";
                case DEMOTED -> "the tier was lost";
                case LATE_EVIDENCE -> "the member had acted in time, which was learnt late";
                case LEFT -> "the member left";
            };
        } else if (outcome instanceof Outcome.QuestExpired quest
                && !quest.missing().isEmpty()) {
            return English.conjunction(quest.missing().stream().map(terms::name).toList()) + " had not been done";
        }
        return null;
    }

    private static @Nullable String whyRaised(Alert alert, Terms terms) {
        Long deadline = alert.deadline();
        if (deadline == null || deadline <= alert.anchor()) {
            return null;
        }
        String time = English.duration(Duration.ofMillis(deadline - alert.anchor()));
        return alert.name().equals(Alert.AT_RISK)
                ? "the member no longer meets what the tier asks, with " + time + " to recover"
                : time + " passed without " + terms.awaited(alert.name());
    }

    /** What set something off: "set off by event 17", "at midnight". */
    public static String cause(@Nullable Cause cause) {
        if (cause instanceof Cause.ByEvent event) {
            return "set off by event " + event.id();
        } else if (cause instanceof Cause.Clock clock) {
            return clock == Cause.MIDNIGHT ? "at midnight" : "at the deadline";
        }
        return "cause unknown";
    }

    /** Whether it is good or bad news, or neither. */
    public static Tone tone(Outcome outcome) {
        if (outcome instanceof Outcome.BadgeAwarded || outcome instanceof Outcome.QuestCompleted) {
            return Tone.GOOD;
        } else if (outcome instanceof Outcome.TierChanged tier) {
            return tier.direction() == Direction.UP ? Tone.GOOD : Tone.BAD;
        } else if (outcome instanceof Outcome.AlertRaised raised) {
            return raised.alert().severity() == Severity.INFO ? Tone.NEUTRAL : Tone.BAD;
        } else if (outcome instanceof Outcome.AlertResolved resolved) {
            return resolved.reason() == Reason.DEMOTED || resolved.reason() == Reason.LEFT ? Tone.NEUTRAL : Tone.GOOD;
        } else if (outcome instanceof Outcome.QuestExpired || outcome instanceof Outcome.RedemptionRefused) {
            return Tone.BAD;
        } else if (outcome instanceof Outcome.StageChanged stage) {
            return switch (stage.to()) {
                case "mature" -> Tone.GOOD;
                case "dormant", "churned", "left" -> Tone.BAD;
                default -> stage.returned() ? Tone.GOOD : Tone.NEUTRAL;
            };
        }
        return Tone.NEUTRAL;
    }
}
