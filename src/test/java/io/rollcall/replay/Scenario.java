package io.rollcall.replay;

import io.rollcall.event.Event;
import io.rollcall.event.EventException;
import io.rollcall.event.EventJson;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
 */
record Scenario(
        String about,
        String program,
        List<Event> events,
        List<Map<String, String>> outcomes,
        Map<String, Map<String, Object>> members,
        @Nullable Long until) {
    private static final Pattern FIELD = Pattern.compile("(\\S+?)=(\"[^\"]*\"|\\S*)");

    @SuppressWarnings("unchecked")
    static Scenario parse(String yaml) throws EventException {
        var scenario = (Map<String, Object>) new Load(LoadSettings.builder().build()).loadFromString(yaml);
        Map<String, Object> program = new LinkedHashMap<>(Map.of("program", "case", "community", "c"));
        program.putAll((Map<String, Object>) scenario.get("program"));
        List<Event> events = new ArrayList<>();
        for (String line : lines(scenario.get("events"))) {
            events.add(event(line));
        }
        List<Map<String, String>> outcomes = new ArrayList<>();
        for (String line : lines(scenario.get("outcomes"))) {
            outcomes.add(outcome(line));
        }
        Object until = scenario.get("until");
        return new Scenario(
                String.valueOf(scenario.get("about")),
                new Dump(DumpSettings.builder().build()).dumpToString(program),
                events,
                outcomes,
                (Map<String, Map<String, Object>>) scenario.getOrDefault("members", Map.of()),
                until == null ? null : EventJson.instant(until.toString()));
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

    private static Event event(String line) throws EventException {
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
                "c",
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
