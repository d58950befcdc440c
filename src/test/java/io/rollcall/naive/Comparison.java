package io.rollcall.naive;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.rollcall.event.Event;
import io.rollcall.outcome.Outcome;
import io.rollcall.outcome.Snapshot;
import io.rollcall.program.ProgramParser;
import io.rollcall.replay.OutcomeJson;
import io.rollcall.replay.Replay;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The engine and the naive evaluator over one program and one history. */
public final class Comparison {
    private static final ObjectMapper JSON = new ObjectMapper();

    private Comparison() {}

    /** What differs first, or null: every outcome of every member in order, snapshots, ids, overruns. */
    public static @Nullable String difference(String yaml, List<Event> events, @Nullable Long until) {
        var replay = new Replay(ProgramParser.parse("random", yaml, 0));
        events.forEach(replay::add);
        var naive = NaiveReplay.run(yaml, events, until);
        Replay.Result result;
        try {
            result = replay.run(until);
        } catch (RuntimeException e) {
            return "the engine fails: " + e;
        }
        Map<String, List<String>> outcomes = new TreeMap<>();
        for (Outcome outcome : result.outcomes()) {
            outcomes.computeIfAbsent(outcome.header().member(), each -> new ArrayList<>())
                    .add(json(json -> OutcomeJson.write(json, outcome)));
        }
        for (var member : naive.outcomes().entrySet()) {
            List<String> wanted = member.getValue();
            List<String> given = outcomes.getOrDefault(member.getKey(), List.of());
            for (int i = 0; i < Math.max(wanted.size(), given.size()); i++) {
                String a = i < wanted.size() ? wanted.get(i) : "nothing";
                String b = i < given.size() ? given.get(i) : "nothing";
                if (!a.equals(b)) {
                    return "outcome " + i + " of " + member.getKey() + "\n  naive:  " + a + "\n  engine: " + b;
                }
            }
        }
        Map<String, String> members = new TreeMap<>();
        for (Snapshot member : result.members()) {
            members.put(member.member(), json(json -> OutcomeJson.write(json, member)));
        }
        if (!members.equals(naive.members())) {
            return "members\n  naive:  " + naive.members() + "\n  engine: " + members;
        }
        long ids = result.outcomes().stream()
                .map(outcome -> outcome.header().id())
                .distinct()
                .count();
        if (ids != result.outcomes().size()) {
            return "two outcomes share an id";
        }
        return naive.overruns() == result.overruns()
                ? null
                : "overruns: naive " + naive.overruns() + ", engine " + result.overruns();
    }

    private interface Writing {
        void to(JsonGenerator json) throws IOException;
    }

    private static String json(Writing writing) {
        var out = new StringWriter();
        try (var json = new JsonFactory().createGenerator(out)) {
            writing.to(json);
            json.flush();
            return Canonical.text(JSON.readTree(out.toString()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
