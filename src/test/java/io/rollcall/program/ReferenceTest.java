package io.rollcall.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.fasterxml.jackson.databind.JsonNode;
import io.rollcall.program.review.Doubt;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The program reference cannot drift: its tables are the schema's and the code's, its examples are right. */
class ReferenceTest {
    private static final Path REFERENCE = Path.of("..", "docs", "program-reference.md");
    private static final Pattern TABLE = Pattern.compile("<!-- keys: (\\S+) -->\n(.*?)\n<!-- end -->", Pattern.DOTALL);
    private static final Pattern YAML = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL);
    private static final Schema SCHEMA = new Schema();

    private static List<MatchResult> find(Pattern pattern, String text) {
        return pattern.matcher(text).results().toList();
    }

    @Test
    void itsTablesAreTheSchemas() throws IOException {
        for (MatchResult table : find(TABLE, Files.readString(REFERENCE))) {
            String place = table.group(1).equals("top") ? "" : table.group(1).replace("NAME", "*");

            assertThat(table.group(2)).as("the table of " + table.group(1)).isEqualTo(table(place));
        }
    }

    @Test
    void everyPlaceWithKeysHasItsTable() throws IOException {
        Set<String> documented = new TreeSet<>();
        find(TABLE, Files.readString(REFERENCE))
                .forEach(table -> documented.add(
                        table.group(1).equals("top") ? "" : table.group(1).replace("NAME", "*")));
        Set<String> places = new TreeSet<>();
        SCHEMA.keys().forEach((place, keys) -> {
            if (!keys.equals(Set.of("*"))) {
                places.add(place);
            }
        });

        assertThat(documented).isEqualTo(places);
    }

    /** As the reference has it: copy it from the failure when the schema has changed. */
    private static String table(String place) {
        JsonNode mapping = SCHEMA.at(place);
        List<String> rows = new ArrayList<>(List.of("| key | what it is | default | meaning |", "|---|---|---|---|"));
        for (var entry : mapping.get("properties").properties()) {
            JsonNode value = entry.getValue();
            boolean required = false;
            for (JsonNode name : mapping.path("required")) {
                required |= name.asText().equals(entry.getKey());
            }
            // of a list whose first entry is another thing
            boolean notInTheFirst = !SCHEMA.atFirst(place).isMissingNode()
                    && !SCHEMA.atFirst(place).path("properties").has(entry.getKey());
            String absent = required
                    ? notInTheFirst ? "required, except in the first" : "required"
                    : value.has("default") ? "`" + value.get("default").asText() + "`" : "";
            rows.add("| `%s` | %s | %s | %s |"
                    .formatted(
                            entry.getKey(),
                            kind(value),
                            absent,
                            value.get("description").asText()));
        }
        return String.join("\n", rows);
    }

    private static String kind(JsonNode value) {
        String reference = value.path("allOf").path(0).path("$ref").asText();
        if (!reference.isEmpty()) {
            String name = reference.substring(reference.lastIndexOf('/') + 1);
            return name.equals("positive") ? "duration above 0" : name;
        }
        if (value.has("enum")) {
            List<String> choices = new ArrayList<>();
            value.get("enum").forEach(each -> choices.add("`" + each.asText() + "`"));
            return String.join(" or ", choices);
        }
        return switch (value.get("type").asText()) {
            case "integer" ->
                "whole number "
                        + (value.get("maximum").asLong() <= 1000
                                ? value.get("minimum") + " to " + value.get("maximum")
                                : "from " + value.get("minimum"));
            case "array" -> "list of texts";
            case "object" -> value.path("additionalProperties").isObject() ? "names and values" : "keys";
            default -> value.get("type").asText();
        };
    }

    @Test
    void itsWarningsAreTheOnesThereAre() throws IOException {
        String table = Arrays.stream(Doubt.Code.values())
                .map(code -> "| `" + code.text() + "` | " + code.meaning() + " |")
                .collect(Collectors.joining("\n"));

        assertThat(Files.readString(REFERENCE)).contains("| code | what |\n|---|---|\n" + table + "\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"../docs/program-reference.md", "../docs/quickstart.md", "../README.md"})
    void itsExamplesAreRight(String file) throws IOException {
        for (MatchResult example : find(YAML, Files.readString(Path.of(file)))) {
            String yaml = example.group(1).contains("program:")
                    ? example.group(1)
                    : "program: example\ncommunity: example\n" + example.group(1);

            assertThatCode(() -> ProgramParser.parse(file, yaml, 0)).as(yaml).doesNotThrowAnyException();
            assertThat(SCHEMA.refusals(yaml)).as(yaml).isEmpty();
        }
    }

    @Test
    void everyKeyStandsInAnExample() throws IOException {
        StringBuilder examples = new StringBuilder();
        find(YAML, Files.readString(REFERENCE)).forEach(each -> examples.append(each.group(1)));

        SCHEMA.keys().forEach((place, keys) -> keys.stream()
                .filter(key -> !key.equals("*") && !Set.of("join", "mode").contains(key))
                .forEach(key -> assertThat(examples.toString())
                        .as(place + "." + key)
                        .containsPattern("(^|[\\s{,])" + key + ":")));
    }
}
