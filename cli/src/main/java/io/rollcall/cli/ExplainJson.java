package io.rollcall.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.rollcall.condition.Need;
import io.rollcall.explain.Ahead;
import io.rollcall.explain.Life;
import io.rollcall.outcome.Outcome;
import io.rollcall.program.Program;
import io.rollcall.replay.OutcomeJson;
import io.rollcall.wording.Terms;
import io.rollcall.wording.Words;
import java.io.IOException;
import java.io.StringWriter;
import java.time.Instant;
import java.util.Locale;
import java.util.TreeMap;
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
        json.writeStringField("timezone", ExplainText.zoneName(program.dates().zone()));
        json.writeStringField("at", Instant.ofEpochMilli(life.end().at()).toString());
        json.writeNumberField("events", life.events());
        json.writeArrayFieldStart("timeline");
        for (Life.Turn turn : life.turns()) {
            for (Outcome outcome : turn.outcomes()) {
                if (shown.test(outcome)) {
                    json.writeStartObject();
                    json.writeStringField("what", Words.what(outcome));
                    json.writeStringField(
                            "why",
                            Words.why(
                                    outcome,
                                    life.grounds(outcome),
                                    terms,
                                    outcome.header().cause()));
                    json.writeFieldName("outcome");
                    OutcomeJson.write(json, outcome);
                    json.writeEndObject();
                }
            }
        }
        json.writeEndArray();
        json.writeFieldName("state");
        OutcomeJson.write(json, life.end());
        json.writeArrayFieldStart("conditions");
        for (Need need : new TreeMap<>(life.needs()).values()) {
            write(json, need);
        }
        json.writeEndArray();
        json.writeStringField(
                "lookedAheadTo", Instant.ofEpochMilli(life.horizon()).toString());
        json.writeArrayFieldStart("ahead");
        for (Ahead ahead : life.ahead()) {
            json.writeStartObject();
            json.writeStringField("at", Instant.ofEpochMilli(ahead.at()).toString());
            json.writeStringField("what", AheadText.words(ahead, life, terms));
            if (ahead instanceof Ahead.Deadline deadline) {
                json.writeStringField("comes", deadline.comes().name().toLowerCase(Locale.ROOT));
            } else if (ahead instanceof Ahead.Effect effect) {
                json.writeFieldName("outcome");
                OutcomeJson.write(json, effect.outcome());
            }
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, Need need) throws IOException {
        json.writeStartObject();
        json.writeStringField("condition", need.text());
        json.writeBooleanField("holds", need.isMet());
        json.writeArrayFieldStart("parts");
        for (Need.Part part : need.parts()) {
            json.writeStartObject();
            json.writeStringField("part", part.text());
            json.writeBooleanField("holds", part.isMet());
            json.writeObjectFieldStart("numbers");
            for (var number : part.numbers().entrySet()) {
                json.writeNumberField(number.getKey(), number.getValue());
            }
            json.writeEndObject();
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }
}
