package io.rollcall.replay;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.rollcall.event.EventException;
import io.rollcall.outcome.Outcome;
import io.rollcall.outcome.Snapshot;
import io.rollcall.program.ProgramParser;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Scenarios computed by hand: the contract's, and our own in {@code test/resources/scenarios}. */
class ScenarioTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TestFactory
    Stream<DynamicTest> theContractsScenarios() throws IOException {
        return scenarios(Shared.path("conformance/by-hand"));
    }

    @TestFactory
    Stream<DynamicTest> ourOwnScenarios() throws IOException {
        return scenarios(Path.of("test/resources/scenarios"));
    }

    private static Stream<DynamicTest> scenarios(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> sorted = files.sorted().toList();
            assertThat(sorted).isNotEmpty();
            return sorted.stream()
                    .map(file -> DynamicTest.dynamicTest(file.getFileName().toString(), () -> check(file)));
        }
    }

    private static void check(Path file) throws IOException, EventException {
        var scenario = Scenario.parse(Files.readString(file));
        var program = ProgramParser.parse(file.getFileName().toString(), scenario.program(), 0);
        var result = new Collected();

        new Replay(program).run(History.ofEvents("c", scenario.events(), scenario.until()), result);

        List<Map<String, String>> actual = new ArrayList<>();
        for (int i = 0; i < result.outcomes().size(); i++) {
            var wanted = i < scenario.outcomes().size() ? scenario.outcomes().get(i) : Map.of("kind", "");
            actual.add(fields(
                    result.outcomes().get(i),
                    wanted.keySet().stream().map(Object::toString).toList()));
        }
        assertThat(actual).as(scenario.about()).isEqualTo(scenario.outcomes());
        assertThat(result.outcomes())
                .extracting(outcome -> outcome.header().id())
                .as("ids")
                .doesNotHaveDuplicates();
        for (var expected : scenario.members().entrySet()) {
            Snapshot member = result.members().stream()
                    .filter(each -> each.member().equals(expected.getKey()))
                    .findFirst()
                    .orElseThrow();
            for (var field : expected.getValue().entrySet()) {
                assertThat(json(member).get(field.getKey()))
                        .as(expected.getKey() + "." + field.getKey())
                        .isEqualTo(JSON.readTree(JSON.writeValueAsString(field.getValue())));
            }
        }
    }

    private static Map<String, String> fields(Outcome outcome, List<String> wanted) throws IOException {
        var out = new StringWriter();
        try (var json = new JsonFactory().createGenerator(out)) {
            OutcomeJson.write(json, outcome);
        }
        JsonNode node = JSON.readTree(out.toString());
        Map<String, String> fields = new LinkedHashMap<>();
        for (String name : wanted) {
            JsonNode value = node.get(name);
            fields.put(
                    name,
                    name.equals("cause")
                            ? value.iterator().next().asText()
                            : value == null || value.isNull()
                                    ? "null"
                                    : value.isArray() ? value.toString().replace("\"", "") : value.asText());
        }
        return fields;
    }

    private static JsonNode json(Snapshot snapshot) throws IOException {
        var out = new StringWriter();
        try (var json = new JsonFactory().createGenerator(out)) {
            OutcomeJson.write(json, snapshot);
        }
        return JSON.readTree(out.toString());
    }
}
