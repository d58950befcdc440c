package io.rollcall.replay;

import io.rollcall.event.Event;
import io.rollcall.event.EventException;
import io.rollcall.event.EventJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * A scenario computed by hand, in the readable form that the contract's own have: what it is about, a program, events
 * ({@code id at type member[>recipient] [value=V] [attribute=V …]}), outcomes ({@code at member kind [field=value …]}),
 * members.
 *
 * <p>Beyond that form: {@code program-file} names a real program, seen from the scenario's folder; an event line that begins with
 * {@code 30x1h} is thirty events, an hour apart, in which {@code #} is 1 to 30; {@code only} names the kinds of outcomes
 * that the scenario is about.
 */
public record Scenario(
        String about,
        String program,
        List<Event> events,
        List<Map<String, String>> outcomes,
        Map<String, Map<String, Object>> members,
        Set<String> only,
        @Nullable Long until) {
    private static final Pattern REPEATED = Pattern.compile("(\\d+)x(\\d+)([mhd]) (\\S+) (\\S+) (.*)");
    private static final Pattern FIELD = Pattern.compile("(\\S+?)=(\"[^\"]*\"|\\S*)");

    @SuppressWarnings("unchecked")
    public static Scenario read(Path file) throws EventException, IOException {
        var scenario = load(Files.readString(file));
        Object programFile = scenario.get("program-file");
        String program = programFile == null
                ? inline((Map<String, Object>) scenario.getOrDefault("program", Map.of()))
                : Files.readString(file.resolveSibling(programFile.toString()));
        String community = String.valueOf(load(program).get("community"));
        List<Event> events = new ArrayList<>();
        for (String line : lines(scenario.get("events"))) {
            for (String each : repeated(line)) {
                events.add(event(community, each));
            }
        }
        List<Map<String, String>> outcomes = new ArrayList<>();
        for (String line : lines(scenario.get("outcomes"))) {
            outcomes.add(outcome(line));
        }
        Object until = scenario.get("until");
        return new Scenario(
                String.valueOf(scenario.get("about")),
                program,
                events,
                outcomes,
                (Map<String, Map<String, Object>>) scenario.getOrDefault("members", Map.of()),
                Set.copyOf((List<String>) scenario.getOrDefault("only", List.of())),
                until == null ? null : EventJson.instant(until.toString()));
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> load(String yaml) {
        return (Map<String, Object>) new Load(LoadSettings.builder().build()).loadFromString(yaml);
    }

    private static String inline(Map<String, Object> keys) {
        Map<String, Object> program = new LinkedHashMap<>(Map.of("program", "case", "community", "c"));
        program.putAll(keys);
        return new Dump(DumpSettings.builder().build()).dumpToString(program);
    }

    private static List<String> repeated(String line) {
        Matcher parts = REPEATED.matcher(line);
        if (!parts.matches()) {
            return List.of(line);
        }
        long step = Long.parseLong(parts.group(2))
                * switch (parts.group(3)) {
                    case "m" -> 60;
                    case "h" -> 3_600;
                    default -> 86_400;
                };
        Instant first = Instant.parse(parts.group(5));
        List<String> events = new ArrayList<>();
        for (int i = 1; i <= Integer.parseInt(parts.group(1)); i++) {
            String event = parts.group(4) + " " + first.plusSeconds((i - 1) * step) + " " + parts.group(6);
            events.add(event.replace("#", String.valueOf(i)));
        }
        return events;
    }

    private static List<String> lines(@Nullable Object text) {
        return text == null
                ? List.of()
                : text.toString()
                        .lines()
                        .map(String::strip)
                        .filter(line -> !line.isEmpty())
                        .toList();
    }

    private static Event event(String community, String line) throws EventException {
        String[] words = line.split(" ", 5);
        String who = words[3];
        int arrow = who.indexOf('>');
        String member = arrow < 0 ? who : who.substring(0, arrow);
        String recipient = arrow < 0 ? null : who.substring(arrow + 1);
        Map<String, String> attributes = new HashMap<>();
        if (words.length == 5) {
            Matcher fields = FIELD.matcher(words[4]);
            while (fields.find()) {
                attributes.put(fields.group(1), fields.group(2));
            }
        }
        String value = attributes.remove("value");
        return new Event(
                words[0],
                community,
                words[2],
                member.isEmpty() ? null : member,
                recipient,
                EventJson.instant(words[1]),
                value == null ? 0 : Double.parseDouble(value),
                attributes);
    }

    private static Map<String, String> outcome(String line) {
        String[] words = line.split(" ", 4);
        Map<String, String> outcome = new LinkedHashMap<>();
        outcome.put("at", words[0]);
        outcome.put("member", words[1]);
        outcome.put("kind", words[2]);
        if (words.length == 4) {
            Matcher fields = FIELD.matcher(words[3]);
            while (fields.find()) {
                outcome.put(fields.group(1), fields.group(2).replace("\"", ""));
            }
        }
        return outcome;
    }
}
