package io.rollcall.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.rollcall.decide.Pending;
import io.rollcall.explain.Life;
import io.rollcall.outcome.Outcome;
import io.rollcall.program.Program;
import io.rollcall.replay.OutcomeJson;
import io.rollcall.wording.PendingWords;
import io.rollcall.wording.Terms;
import io.rollcall.wording.Words;
import java.io.IOException;
import java.io.StringWriter;
import java.time.Instant;
import java.util.function.Predicate;

/** One member's life as JSON: outcomes and the snapshot as a replay writes them, with the words beside them. */
final class ExplainJson {
    private ExplainJson() {}

    static String of(Program program, Life life, Predicate<Outcome> shown) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(text).useDefaultPrettyPrinter()) {
            write(json, program, life, shown);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return text.toString();
    }

    private static void write(JsonGenerator json, Program program, Life life, Predicate<Outcome> shown)
            throws IOException {
        Terms terms = Terms.of(program);
        json.writeStartObject();
        json.writeStringField("community", program.community());
        json.writeStringField("member", life.end().member());
        json.writeStringField("program", program.name());
        json.writeStringField("timezone", program.dates().zone().getId());
        json.writeStringField("at", Instant.ofEpochMilli(life.end().at()).toString());
        json.writeNumberField("events", life.events());
        json.writeArrayFieldStart("timeline");
        for (Life.Turn turn : life.turns()) {
            for (Outcome outcome : turn.outcomes()) {
                if (shown.test(outcome)) {
                    json.writeStartObject();
                    json.writeStringField("what", Words.what(outcome));
                    json.writeStringField(
                            "why", Words.why(outcome, terms, outcome.header().cause()));
                    json.writeFieldName("outcome");
                    OutcomeJson.write(json, outcome);
                    json.writeEndObject();
                }
            }
        }
        json.writeEndArray();
        json.writeFieldName("state");
        OutcomeJson.write(json, life.end());
        json.writeArrayFieldStart("ahead");
        for (Pending pending : life.pending()) {
            json.writeStartObject();
            json.writeStringField("at", Instant.ofEpochMilli(pending.at()).toString());
            json.writeStringField("what", PendingWords.of(pending));
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }
}
