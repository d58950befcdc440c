package io.rollcall.console;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Puts outcomes into words for people who run communities: what became true, and why.
 *
 * <p>The words carry no dates, since only the reader's browser knows how the reader writes them; they carry durations.
 */
final class Words {

    private Words() {}

    /** What became true, such as "Rose from visitor to member on the activity ladder". */
    static String what(JsonNode outcome) {
        String kind = Json.text(outcome, "kind");
        return switch (kind) {
            case "tier-changed" ->
                (isUp(outcome) ? "Rose from " : "Fell from ") + Json.text(outcome, "from") + " to "
                        + Json.text(outcome, "to") + " on the " + Json.text(outcome, "ladder") + " ladder";
            case "badge-awarded" -> "Won the badge " + title(outcome) + level(outcome) + times(outcome);
            case "points-posted" -> points(outcome);
            case "redemption-refused" ->
                "Could not redeem " + number(outcome, "cost") + " points, with a balance of "
                        + number(outcome, "balance");
            case "quest-completed" ->
                "Completed the quest " + Json.text(outcome, "quest")
                        + (outcome.path("points").asLong() > 0 ? ", for " + number(outcome, "points") + " points" : "");
            case "quest-expired" -> "Ran out of time for the quest " + Json.text(outcome, "quest");
            case "stage-changed" -> stage(outcome);
            case "segment-entered" -> "Entered the segment " + Json.text(outcome, "segment");
            case "segment-left" -> "Left the segment " + Json.text(outcome, "segment");
            case "rfm-changed" ->
                outcome.hasNonNull("from")
                        ? "RFM class changed from " + Json.text(outcome, "from") + " to " + Json.text(outcome, "to")
                        : "RFM class is " + Json.text(outcome, "to");
            case "alert-raised" -> "Alert raised: " + alert(outcome);
            case "alert-resolved" -> "Alert resolved: " + alert(outcome);
            default -> kind;
        };
    }

    /** Why: evidence and cause, such as "because posts = 1; set off by event e07a59-3457". */
    static String why(JsonNode outcome) {
        List<String> parts = new ArrayList<>();
        String reason = reason(outcome);
        if (reason != null) {
            parts.add(reason);
        }
        Map<String, Double> evidence = Json.numbers(outcome.path("evidence"));
        if (!evidence.isEmpty()) {
            parts.add("because "
                    + conjunction(evidence.entrySet().stream()
                            .map(metric -> metric.getKey() + " = " + number(metric.getValue()))
                            .toList()));
        }
        parts.add(cause(outcome.path("cause")));
        return String.join("; ", parts);
    }

    /** Whether the outcome is good or bad news, or neither. */
    static String tone(JsonNode outcome) {
        return switch (Json.text(outcome, "kind")) {
            case "badge-awarded", "quest-completed" -> "good";
            case "tier-changed" -> isUp(outcome) ? "good" : "bad";
            case "alert-raised" -> Json.text(outcome, "severity").equals("info") ? "neutral" : "bad";
            case "alert-resolved" ->
                List.of("acted", "recovered", "late-evidence", "cleared").contains(Json.text(outcome, "reason"))
                        ? "good"
                        : "neutral";
            case "quest-expired", "redemption-refused" -> "bad";
            case "stage-changed" ->
                switch (Json.text(outcome, "to")) {
                    case "mature" -> "good";
                    case "dormant", "churned", "left" -> "bad";
                    default -> outcome.path("returned").asBoolean() ? "good" : "neutral";
                };
            default -> "neutral";
        };
    }

    private static @Nullable String reason(JsonNode outcome) {
        return switch (Json.text(outcome, "kind")) {
            case "alert-raised" -> whyRaised(outcome);
            case "alert-resolved" ->
                switch (Json.text(outcome, "reason")) {
                    case "acted" -> "because the member acted";
                    case "cleared" -> "because its condition no longer holds";
                    case "recovered" -> "because what the tier asks holds again";
                    case "demoted" -> "because the tier was lost";
                    case "late-evidence" -> "because the member had acted in time, which was learnt late";
                    case "left" -> "because the member left";
                    default -> null;
                };
            case "quest-expired" -> {
                List<String> missing = new ArrayList<>();
                outcome.path("missing").forEach(step -> missing.add(step.asText()));
                yield missing.isEmpty() ? null : "because " + conjunction(missing) + " had not been done";
            }
            default -> null;
        };
    }

    private static @Nullable String whyRaised(JsonNode outcome) {
        Instant anchor = Json.instant(outcome, "anchor");
        Instant deadline = Json.instant(outcome, "deadline");
        if (anchor == null || deadline == null || !deadline.isAfter(anchor)) {
            return null;
        }
        String time = duration(Duration.between(anchor, deadline));
        return Json.text(outcome, "alert").equals("tier-at-risk")
                ? "because the member no longer meets what the tier asks, with " + time + " to recover"
                : "because " + time + " passed without what the program waits for";
    }

    private static String cause(JsonNode cause) {
        String event = Json.textOrNull(cause, "event");
        if (event != null) {
            return "set off by event " + event;
        }
        return switch (Json.text(cause, "clock")) {
            case "midnight" -> "at midnight";
            case "deadline" -> "at the deadline";
            default -> "cause unknown";
        };
    }

    private static String stage(JsonNode outcome) {
        String to = Json.text(outcome, "to");
        if (!outcome.hasNonNull("from")) {
            return "Began as " + to;
        }
        return (outcome.path("returned").asBoolean() ? "Came back, from " : "Went from ") + Json.text(outcome, "from")
                + " to " + to;
    }

    private static String points(JsonNode outcome) {
        long points = outcome.path("points").asLong();
        String entry = Json.text(outcome, "entry");
        return (points < 0 ? "Redeemed " + number(-points) : "Earned " + number(points))
                + (Math.abs(points) == 1 ? " point" : " points")
                + (entry.isEmpty() || points < 0 ? "" : " for " + entry)
                + ", balance " + number(outcome, "balance");
    }

    private static String title(JsonNode outcome) {
        String title = Json.text(outcome, "title");
        return title.isEmpty() ? Json.text(outcome, "badge") : title;
    }

    private static String level(JsonNode outcome) {
        String level = Json.textOrNull(outcome, "level");
        return level == null ? "" : ", " + level;
    }

    private static String times(JsonNode outcome) {
        int times = outcome.path("times").asInt(1);
        return times > 1 ? ", for the " + ordinal(times) + " time" : "";
    }

    private static String alert(JsonNode outcome) {
        String ladder = Json.textOrNull(outcome, "ladder");
        return Json.text(outcome, "alert") + (ladder == null ? "" : " on the " + ladder + " ladder");
    }

    private static boolean isUp(JsonNode outcome) {
        return !Json.text(outcome, "direction").equals("down");
    }

    private static String number(JsonNode outcome, String field) {
        return number(outcome.path(field).asDouble());
    }

    private static String number(double value) {
        return Double.isFinite(value)
                ? BigDecimal.valueOf(value).stripTrailingZeros().toPlainString()
                : String.valueOf(value);
    }

    private static String conjunction(List<String> parts) {
        return parts.size() < 2
                ? String.join("", parts)
                : parts.stream().limit(parts.size() - 1L).collect(Collectors.joining(", ")) + " and "
                        + parts.get(parts.size() - 1);
    }

    private static String ordinal(int number) {
        int lastTwo = number % 100;
        int last = number % 10;
        String suffix = lastTwo >= 11 && lastTwo <= 13
                ? "th"
                : switch (last) {
                    case 1 -> "st";
                    case 2 -> "nd";
                    case 3 -> "rd";
                    default -> "th";
                };
        return number + suffix;
    }

    /** The duration in the largest unit that states it exactly, down to seconds: "7 days", "36 hours". */
    static String duration(Duration duration) {
        long seconds = Math.max(1, duration.toSeconds());
        if (seconds % 86_400 == 0) {
            return counted(seconds / 86_400, "day");
        }
        if (seconds % 3_600 == 0) {
            return counted(seconds / 3_600, "hour");
        }
        return seconds % 60 == 0 ? counted(seconds / 60, "minute") : counted(seconds, "second");
    }

    private static String counted(long count, String unit) {
        return count + " " + unit + (count == 1 ? "" : "s");
    }
}
