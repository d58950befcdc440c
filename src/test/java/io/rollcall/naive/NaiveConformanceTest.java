package io.rollcall.naive;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.rollcall.event.Event;
import io.rollcall.event.EventException;
import io.rollcall.event.EventJson;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Who checks the checker: the contract's histories through the naive evaluator. It takes minutes, so only where asked for:
 * {@code mvn -pl src test -Dtest=NaiveConformanceTest -Drollcall.naive.histories=true}.
 */
@EnabledIfSystemProperty(named = "rollcall.naive.histories", matches = "true")
class NaiveConformanceTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path SHARED = Path.of("..", "..", "shared");

    @ParameterizedTest
    @CsvSource({
        "busy-berlin, conformance/busy-berlin/events.jsonl.gz",
        "busy-first-seen, conformance/busy-first-seen/events.jsonl.gz",
        "book-club, conformance/book-club/events.jsonl.gz",
        "book-club-berlin, conformance/book-club-berlin/events.jsonl.gz",
        "college-first, data/college-messages.jsonl.gz",
        "college, data/college-messages.jsonl.gz",
        "french-meta, data/french-meta.jsonl.gz"
    })
    void theNaiveEvaluatorGivesWhatTheContractSays(String name, String events) throws IOException {
        Path expected = SHARED.resolve("conformance").resolve(name);
        var history = new ArrayList<Event>();
        for (String line : lines(SHARED.resolve(events))) {
            try {
                history.add(EventJson.read(line.getBytes(StandardCharsets.UTF_8)));
            } catch (EventException e) {
                // the histories have such lines on purpose
                continue;
            }
        }

        var result = NaiveReplay.run(Files.readString(expected.resolve("program.yaml")), history, null);

        Map<String, List<String>> outcomes = new TreeMap<>();
        for (String line : lines(expected.resolve("outcomes.jsonl.gz"))) {
            JsonNode outcome = JSON.readTree(line);
            outcomes.computeIfAbsent(outcome.get("member").asText(), each -> new ArrayList<>())
                    .add(Canonical.text(outcome));
        }
        result.members().forEach((member, snapshot) -> {
            List<String> wanted = Canonical.toldInAnyOrder(outcomes.getOrDefault(member, List.of()));
            List<String> given = Canonical.toldInAnyOrder(result.outcomes().getOrDefault(member, List.of()));
            for (int i = 0; i < Math.min(wanted.size(), given.size()); i++) {
                assertThat(given.get(i)).as(member + " " + i).isEqualTo(wanted.get(i));
            }
            assertThat(given).as(member).hasSameSizeAs(wanted);
        });
        Map<String, String> members = new TreeMap<>();
        for (String line : lines(expected.resolve("members.jsonl.gz"))) {
            JsonNode member = JSON.readTree(line);
            members.put(member.get("member").asText(), Canonical.text(member));
        }
        assertThat(result.members().keySet()).isEqualTo(members.keySet());
        members.forEach((member, snapshot) ->
                assertThat(result.members().get(member)).as(member).isEqualTo(snapshot));
    }

    private static List<String> lines(Path file) throws IOException {
        try (var reader = new BufferedReader(
                new InputStreamReader(new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8))) {
            return reader.lines().toList();
        }
    }
}
