package io.rollcall.console;

import com.fasterxml.jackson.databind.JsonNode;
import io.rollcall.outcome.Outcome;
import io.rollcall.wording.Terms;
import io.rollcall.wording.Tone;
import java.util.List;
import java.util.Locale;

/** The words for an outcome's document: the engine's own, and the kind alone where a newer job wrote one. */
final class Words {

    private Words() {}

    /** What became true, such as "Rose from Visitor to Member on the Activity ladder". */
    static String what(JsonNode document, Terms terms) {
        Outcome outcome = OutcomeDocument.read(document);
        return outcome == null ? Json.text(document, "kind") : io.rollcall.wording.Words.what(outcome, terms);
    }

    /** Why: evidence and cause, such as "because 1 post; set off by event e07a59-3457". */
    static String why(JsonNode document, Terms terms) {
        Outcome outcome = OutcomeDocument.read(document);
        var cause = OutcomeDocument.cause(document);
        return outcome == null
                ? io.rollcall.wording.Words.cause(cause)
                : io.rollcall.wording.Words.why(outcome, terms, cause);
    }

    /** The numbers that its rule names, such as "3 posts in 30 days". */
    static List<String> numbers(JsonNode document, Terms terms) {
        Outcome outcome = OutcomeDocument.read(document);
        return outcome == null ? List.of() : io.rollcall.wording.Words.evidence(outcome, terms);
    }

    /** Whether the outcome is good or bad news, or neither. */
    static String tone(JsonNode document) {
        Outcome outcome = OutcomeDocument.read(document);
        Tone tone = outcome == null ? Tone.NEUTRAL : io.rollcall.wording.Words.tone(outcome);
        return tone.name().toLowerCase(Locale.ROOT);
    }
}
