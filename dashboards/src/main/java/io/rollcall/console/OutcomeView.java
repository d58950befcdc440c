package io.rollcall.console;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An outcome as people read it.
 *
 * @param what what became true, in words
 * @param why what made it true, in words
 * @param tone {@code good}, {@code bad} or {@code neutral}: how a reader should feel about it
 * @param title what a badge is called; null of everything else
 * @param evidence the metrics that its rule names, with their values
 * @param numbers the same in words
 */
record OutcomeView(
        String id,
        String kind,
        String member,
        @Nullable Instant at,
        String what,
        String why,
        String tone,
        @Nullable String badge,
        @Nullable String title,
        @Nullable String level,
        @Nullable String ladder,
        @Nullable String from,
        @Nullable String to,
        @Nullable String direction,
        @Nullable String event,
        @Nullable String clock,
        Map<String, Double> evidence,
        List<String> numbers,
        boolean shadow,
        boolean historical) {

    static OutcomeView of(JsonNode outcome, Glossary glossary) {
        JsonNode cause = outcome.path("cause");
        Titles titles = glossary.of(outcome);
        String badge = Json.textOrNull(outcome, "badge");
        return new OutcomeView(
                Json.text(outcome, "id"),
                Json.text(outcome, "kind"),
                Json.text(outcome, "member"),
                Json.instant(outcome, "at"),
                Words.what(outcome, titles),
                Words.why(outcome, titles),
                Words.tone(outcome),
                badge,
                badge == null ? null : titles.badge(badge, Json.text(outcome, "title")),
                Json.textOrNull(outcome, "level"),
                Json.textOrNull(outcome, "ladder"),
                Json.textOrNull(outcome, "from"),
                Json.textOrNull(outcome, "to"),
                Json.textOrNull(outcome, "direction"),
                Json.textOrNull(cause, "event"),
                Json.textOrNull(cause, "clock"),
                Json.numbers(outcome.path("evidence")),
                Words.numbers(outcome, titles),
                outcome.path("shadow").asBoolean(),
                outcome.path("historical").asBoolean());
    }
}
