package io.rollcall.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.fasterxml.jackson.databind.JsonNode;
import io.rollcall.replay.Shared;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The JSON Schema and the parser say the same, as far as a schema can say it. */
class SchemaTest {
    private static final String HEAD = "program: p\ncommunity: c\n";
    private static final Path EVERY_KEY = Path.of("test", "resources", "every-key.yaml");

    private static final Schema SCHEMA = new Schema();

    private static boolean parserTakes(String yaml) {
        var problems = new Problems("p.yaml", yaml);
        return ProgramParser.read(yaml, 0, problems) != null && problems.isEmpty();
    }

    @ParameterizedTest
    @MethodSource
    void examplesAreRightToTheSchemaAndToTheParser(Path file) throws IOException {
        String yaml = Files.readString(file);

        assertThat(SCHEMA.refusals(yaml)).isEmpty();
        assertThatCode(() -> ProgramParser.parse(file.toString(), yaml, 0)).doesNotThrowAnyException();
    }

    static Stream<Path> examplesAreRightToTheSchemaAndToTheParser() throws IOException {
        try (var docs = Files.list(Path.of("..", "docs", "programs"))) {
            return Stream.concat(
                    Stream.of(EVERY_KEY, Path.of("test", "resources", "busy.yaml")),
                    docs.filter(file -> file.toString().endsWith(".yaml")).sorted().toList().stream());
        }
    }

    @Test
    void theContractsProgramsAreRightToTheSchema() throws IOException {
        try (var cases = Files.walk(Shared.path("conformance"))) {
            List<Path> programs =
                    cases.filter(file -> file.endsWith("program.yaml")).toList();
            assertThat(programs).hasSizeGreaterThan(5);
            for (Path program : programs) {
                assertThat(SCHEMA.refusals(Files.readString(program)))
                        .as(program.toString())
                        .isEmpty();
            }
        }
    }

    @Test
    @SuppressWarnings("unchecked")
    void theContractsScenariosAreRightToTheSchema() throws IOException {
        try (var files = Files.list(Shared.path("conformance/by-hand"))) {
            List<Path> scenarios = files.toList();
            assertThat(scenarios).hasSizeGreaterThan(10);
            for (Path scenario : scenarios) {
                var whole = (Map<String, Object>)
                        new Load(LoadSettings.builder().build()).loadFromString(Files.readString(scenario));
                var program = new LinkedHashMap<String, Object>(Map.of("program", "case", "community", "c"));
                program.putAll((Map<String, Object>) whole.get("program"));
                assertThat(SCHEMA.refusalsOf(program)).as(scenario.toString()).isEmpty();
            }
        }
    }

    @Test
    void theSchemaHasTheKeysThatTheParserAsksForAndNoOthers() throws IOException {
        String yaml = Files.readString(EVERY_KEY);
        var problems = new Problems("every-key.yaml", yaml);
        ProgramParser.read(yaml, 0, problems);
        assertThat(problems.isEmpty()).isTrue();

        assertThat(SCHEMA.keys()).isEqualTo(problems.keys());
    }

    @Test
    void everyKeySaysWhatItMeans() {
        SCHEMA.keys().forEach((place, keys) -> keys.stream()
                .filter(key -> !key.equals("*"))
                .forEach(key -> {
                    JsonNode node = SCHEMA.at(place + "." + key);
                    assertThat(node.path("description").asText())
                            .as(place + "." + key)
                            .endsWith(".")
                            .hasSizeGreaterThan(8);
                }));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nothing: 1",
                "program: a b",
                "timezone: [UTC]",
                "join: sometimes",
                "mode: test",
                "exclude: bob",
                "exclude: [null]",
                "midnight_spread: soon",
                "events: [a]",
                "events: {a: []}",
                "events: {a: null}",
                "events: {a b: [c]}",
                "metrics: {a: {}}",
                "metrics: {a: {count: x, sum: y}}",
                "metrics: {a-b: {count: x}}",
                "metrics: {points: {count: x}}",
                "metrics: {in: {count: x}}",
                "metrics: {a: {count: x, cuont: y}}",
                "metrics: {a: {count: x, of: y}}",
                "metrics: {a: {count: x, cap: 3}}",
                "metrics: {a: {distinct: x}}",
                "metrics: {a: {distinct: x, of: y, at: 3}}",
                "metrics: {a: {distinct: x, of: y, cap: 1001}}",
                "metrics: {a: {reach: x, of: y}}",
                "metrics: {a: {reach: x, of: y, at: 0}}",
                "metrics: {a: {streak: x, over: 3d}}",
                "metrics: {a: {count: x, over: -3d}}",
                "metrics: {a: {count: x, over: 0d}}",
                "metrics: {a: {count: x, as: member}}",
                "points: {spend: x}",
                "points: {redeem: {}}",
                "points: {earn: {redeem: {on: x, points: 1}}}",
                "points: {earn: {e: {on: x}}}",
                "points: {earn: {e: {points: 3}}}",
                "points: {earn: {e: {on: x, points: 3, per_value: 2}}}",
                "points: {earn: {e: {on: x, points: 1.5}}}",
                "points: {earn: {e: {on: x, points: -1}}}",
                "points: {earn: {e: {on: x, points: 1, daily_limit: 0}}}",
                "points: {earn: {e: {on: x, points: 1, every: 3}}}",
                "points: {earn: {e: {streak: x, every: 3}}}",
                "points: {earn: {e: {streak: x, every: 3, points: 3, daily_limit: 2}}}",
                "ladders: {l: []}",
                "ladders: {l: {tier: a}}",
                "ladders: {l: [{tier: a, enter: 'points > 1'}]}",
                "ladders: {l: [{tier: a, hold: 3d}]}",
                "ladders: {l: [{tier: a}, {tier: b}]}",
                "ladders: {l: [{tier: a}, {enter: 'points > 1'}]}",
                "ladders: {l: [{tier: a}, {tier: b, enter: 'points > 1', hold: 7}]}",
                "ladders: {l: [{tier: a}, {tier: b, enter: ''}]}",
                "ladders: {l: [{tier: a}, {tier: b, enter: 'points > 1', perks: x}]}",
                "badges: {b: {}}",
                "badges: {b: {title: x}}",
                "badges: {b: {when: 'points > 1', metric: points}}",
                "badges: {b: {when: 'points > 1', points: 0.5}}",
                "badges: {b: {metric: points}}",
                "badges: {b: {levels: {x: 1}}}",
                "badges: {b: {metric: points, levels: {}}}",
                "badges: {b: {metric: points, levels: {x: many}}}",
                "badges: {b: {metric: points, levels: {x: 1}, every: 3}}",
                "badges: {b: {when: [points]}}",
                "quests: {q: {start: join, steps: {a: 'points > 1'}}}",
                "quests: {q: {start: join, within: 0d, steps: {a: 'points > 1'}}}",
                "quests: {q: {start: join, within: 3d, steps: {}}}",
                "quests: {q: {within: 3d, steps: {a: 'points > 1'}}}",
                "lifecycle: {newcomer: 3d}",
                "lifecycle: {activity: x, dormant: never}",
                "lifecycle: null",
                "segments: {s: null}",
                "rfm: {recency: points}",
                "rfm: {recency: points, frequency: points, monetary: points, good: {recency: 1}}",
                "alerts: {tier-at-risk: {when: 'points > 1'}}",
                "alerts: {a: {}}",
                "alerts: {a: {since: x}}",
                "alerts: {a: {since: join, after: 7d}}",
                "alerts: {a: {since: x, after: 7d, cooldown: 3d}}",
                "alerts: {a: {after: 7d, when: 'points > 1'}}",
                "alerts: {a: {unless: x, when: 'points > 1'}}",
                "alerts: {a: {when: 'points > 1', severity: bad}}"
            })
    void whatIsWronglyBuiltIsRefusedByBoth(String line) {
        String yaml = HEAD + line + "\n";

        assertThat(SCHEMA.refusals(yaml.replace("program: p\ncommunity: c\nprogram", "community: c\nprogram")))
                .isNotEmpty();
        assertThat(parserTakes(yaml)).isFalse();
    }

    /** Names, what conditions say, sums of time, and how a thing stands to another: no schema sees these. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "timezone: Europe/Berln",
                "midnight_spread: 23h",
                "events: {a: [b], b: [a]}",
                "metrics: {a: {count: x, over: 36h}}",
                "metrics: {a: {count: x, where: 'vlue > 1'}}",
                "segments: {s: 'psots > 1'}",
                "segments: {s: \"in_stage('old')\"}",
                "badges: {b: {metric: posts, levels: {x: 1}}}",
                "badges: {b: {metric: points, every: 3}}",
                "points: {earn: {e: {streak: x, every: 3, points: 3}}}",
                "ladders: {l: [{tier: a}, {tier: a, enter: 'points > 1'}]}",
                "lifecycle: {activity: x, dormant: 9d, churned: 3d}",
            })
    void whatOnlyTheParserSees(String line) {
        assertThat(SCHEMA.refusals(HEAD + line + "\n")).isEmpty();
        assertThat(parserTakes(HEAD + line + "\n")).isFalse();
    }

    @Test
    void whateverTheSchemaRefusesTheParserRefusesToo() throws IOException {
        String yaml = Files.readString(EVERY_KEY);
        var random = new Random(20260101);
        int refused = 0;
        for (int i = 0; i < 250; i++) {
            Object program = new Load(LoadSettings.builder().build()).loadFromString(yaml);
            disturb(program, random);
            String disturbed = new Dump(DumpSettings.builder().build()).dumpToString(program);
            List<String> refusals = SCHEMA.refusals(disturbed);
            if (!refusals.isEmpty()) {
                refused++;
                assertThat(parserTakes(disturbed))
                        .as("the schema refuses it, as " + refusals + ":\n" + disturbed)
                        .isFalse();
            }
        }
        assertThat(refused).isGreaterThan(100);
    }

    /** Replaces, removes or adds one thing, anywhere. */
    @SuppressWarnings("unchecked")
    private static void disturb(Object node, Random random) {
        List<Object> values = List.of("x", "", 0, -1, 0.5, 7, "7d", "0", true, List.of(), List.of("x"), Map.of());
        Object value = values.get(random.nextInt(values.size()));
        if (node instanceof Map<?, ?> any && !any.isEmpty()) {
            var map = (Map<String, Object>) any;
            List<String> keys = new ArrayList<>(map.keySet());
            String key = keys.get(random.nextInt(keys.size()));
            Object below = map.get(key);
            if (random.nextInt(4) > 0 && (below instanceof Map<?, ?> || below instanceof List<?>)) {
                disturb(below, random);
            } else {
                switch (random.nextInt(4)) {
                    case 0 -> map.remove(key);
                    case 1 -> map.put("another", value);
                    case 2 ->
                        map.put(
                                List.of("over", "cap", "when", "cooldown", "every", "on")
                                        .get(random.nextInt(6)),
                                value);
                    default -> map.put(key, value);
                }
            }
        } else if (node instanceof List<?> any && !any.isEmpty()) {
            var list = (List<Object>) any;
            int index = random.nextInt(list.size());
            if (list.get(index) instanceof Map<?, ?> below) {
                disturb(below, random);
            } else {
                list.set(index, value);
            }
        }
    }
}
