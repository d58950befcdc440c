package io.rollcall.console;

import com.fasterxml.jackson.databind.JsonNode;
import io.rollcall.outcome.Outcome;
import io.rollcall.wording.Terms;
import io.rollcall.wording.Tone;
import java.util.Locale;

/** The words for an outcome's document: the engine's own, and the kind alone where a newer job wrote one. */
final class Words {

    private Words() {}

    /** What became true, such as "Rose from visitor to member on the activity ladder". */
    static String what(JsonNode document) {
        Outcome outcome = OutcomeDocument.read(document);
        return outcome == null ? Json.text(document, "kind") : io.rollcall.wording.Words.what(outcome);
    }

    /** Why: evidence and cause, such as "because posts = 1; set off by event e07a59-3457". */
    static String why(JsonNode document) {
        Outcome outcome = OutcomeDocument.read(document);
        var cause = OutcomeDocument.cause(document);
        return outcome == null
                ? io.rollcall.wording.Words.cause(cause)
                : io.rollcall.wording.Words.why(outcome, Terms.BY_NAME, cause);
    }

    /** Whether the outcome is good or bad news, or neither. */
    static String tone(JsonNode document) {
        Outcome outcome = OutcomeDocument.read(document);
        Tone tone = outcome == null ? Tone.NEUTRAL : io.rollcall.wording.Words.tone(outcome);
        return tone.name().toLowerCase(Locale.ROOT);
    }
}
