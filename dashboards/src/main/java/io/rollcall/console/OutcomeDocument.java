package io.rollcall.console;

import com.fasterxml.jackson.databind.JsonNode;
import io.rollcall.outcome.Cause;
import io.rollcall.outcome.Outcome;
import io.rollcall.outcome.Outcome.Alert;
import io.rollcall.outcome.Outcome.Direction;
import io.rollcall.outcome.Outcome.Reason;
import io.rollcall.outcome.Outcome.Severity;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** An outcome's document as the value that it was made of; what it does not say is empty. */
final class OutcomeDocument {

    private OutcomeDocument() {}

    /** The outcome, or null where a newer job wrote a kind or a word that this console does not know. */
    static @Nullable Outcome read(JsonNode document) {
        Outcome.Header header = header(document);
        return switch (Json.text(document, "kind")) {
            case "tier-changed" ->
                new Outcome.TierChanged(
                        header,
                        Json.text(document, "ladder"),
                        Json.text(document, "from"),
                        Json.text(document, "to"),
                        Json.text(document, "direction").equals("down") ? Direction.DOWN : Direction.UP,
                        texts(document.path("perks")));
            case "badge-awarded" ->
                new Outcome.BadgeAwarded(
                        header,
                        Json.text(document, "badge"),
                        Json.text(document, "title"),
                        Json.textOrNull(document, "level"),
                        document.path("times").asInt(1));
            case "points-posted" ->
                new Outcome.PointsPosted(
                        header,
                        Json.text(document, "entry"),
                        document.path("points").asLong(),
                        document.path("balance").asLong());
            case "redemption-refused" ->
                new Outcome.RedemptionRefused(
                        header,
                        document.path("cost").asLong(),
                        document.path("balance").asLong());
            case "quest-completed" ->
                new Outcome.QuestCompleted(
                        header,
                        Json.text(document, "quest"),
                        document.path("points").asLong());
            case "quest-expired" ->
                new Outcome.QuestExpired(header, Json.text(document, "quest"), texts(document.path("missing")));
            case "stage-changed" ->
                new Outcome.StageChanged(
                        header,
                        Json.textOrNull(document, "from"),
                        Json.text(document, "to"),
                        document.path("returned").asBoolean());
            case "segment-entered" -> new Outcome.SegmentEntered(header, Json.text(document, "segment"));
            case "segment-left" -> new Outcome.SegmentLeft(header, Json.text(document, "segment"));
            case "rfm-changed" ->
                new Outcome.RfmChanged(header, Json.textOrNull(document, "from"), Json.text(document, "to"));
            case "alert-raised" -> new Outcome.AlertRaised(header, alert(document));
            case "alert-resolved" -> {
                Reason reason = constant(Reason.values(), Json.text(document, "reason"));
                yield reason == null ? null : new Outcome.AlertResolved(header, alert(document), reason);
            }
            default -> null;
        };
    }

    /** What set it off, or null where the document does not say. */
    static @Nullable Cause cause(JsonNode document) {
        JsonNode cause = document.path("cause");
        String event = Json.textOrNull(cause, "event");
        return event != null
                ? new Cause.ByEvent(event)
                : constant(new Cause.Clock[] {Cause.Clock.MIDNIGHT, Cause.Clock.DEADLINE}, Json.text(cause, "clock"));
    }

    private static Outcome.Header header(JsonNode document) {
        Cause cause = cause(document);
        return new Outcome.Header(
                Json.text(document, "id"),
                Json.text(document, "community"),
                Json.text(document, "member"),
                millis(document, "at", 0),
                cause == null ? new Cause.ByEvent("") : cause,
                Json.numbers(document.path("evidence")),
                document.path("shadow").asBoolean());
    }

    private static Alert alert(JsonNode document) {
        Severity severity = constant(Severity.values(), Json.text(document, "severity"));
        long anchor = millis(document, "anchor", 0);
        return new Alert(
                Json.text(document, "alertId"),
                Json.text(document, "alert"),
                Json.textOrNull(document, "ladder"),
                severity == null ? Severity.WARNING : severity,
                millis(document, "raisedAt", anchor),
                anchor,
                Json.instant(document, "deadline") == null ? null : millis(document, "deadline", 0),
                Json.textOrNull(document, "playbook"));
    }

    private static long millis(JsonNode document, String field, long otherwise) {
        Instant instant = Json.instant(document, field);
        return instant == null ? otherwise : instant.toEpochMilli();
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(text -> texts.add(text.asText()));
        return texts;
    }

    private static <E extends Enum<E>> @Nullable E constant(E[] constants, String word) {
        for (E each : constants) {
            if (each.name().toLowerCase(Locale.ROOT).replace('_', '-').equals(word)) {
                return each;
            }
        }
        return null;
    }
}
