package io.rollcall.program;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.networknt.schema.Error;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The JSON Schema of programs, as an editor uses it, and as a list of its keys. */
final class Schema {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final JsonNode root;
    private final com.networknt.schema.Schema validator;

    Schema() {
        try {
            String text = Files.readString(Path.of("..", "docs", "program.schema.json"));
            this.root = JSON.readTree(text);
            this.validator = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7)
                    .getSchema(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    JsonNode root() {
        return root;
    }

    /** What it has against a program; nothing if it takes it. */
    List<String> refusals(String yaml) {
        return refusalsOf(new Load(LoadSettings.builder().build()).loadFromString(yaml));
    }

    List<String> refusalsOf(Object program) {
        return validator.validate(JSON.<JsonNode>valueToTree(program)).stream()
                .map(Error::toString)
                .toList();
    }

    /** Its keys by place, in the notation of {@link Problems#keys()}. */
    Map<String, Set<String>> keys() {
        Map<String, Set<String>> keys = new TreeMap<>();
        walk(root, "", keys);
        return keys;
    }

    private void walk(JsonNode schema, String place, Map<String, Set<String>> keys) {
        JsonNode node = resolved(schema);
        if (node.has("properties") && node.path("type").asText().equals("object")) {
            for (var entry : node.get("properties").properties()) {
                keys.computeIfAbsent(place, none -> new TreeSet<>()).add(entry.getKey());
                walk(entry.getValue(), place + "." + entry.getKey(), keys);
            }
        }
        if (node.path("additionalProperties").isObject()) {
            keys.computeIfAbsent(place, none -> new TreeSet<>()).add("*");
            walk(node.get("additionalProperties"), place + ".*", keys);
        }
        for (JsonNode item : node.path("items")) {
            walk(item, place + "[]", keys);
        }
        if (node.has("additionalItems")) {
            walk(node.get("additionalItems"), place + "[]", keys);
        }
    }

    /** The schema that stands at a place; of several for one place, the last. */
    JsonNode at(String place) {
        JsonNode node = root;
        for (String step : place.replace("[]", ".[]").split("\\.")) {
            node = resolved(node);
            if (step.equals("[]")) {
                node = node.get("additionalItems");
            } else if (step.equals("*")) {
                node = node.get("additionalProperties");
            } else if (!step.isEmpty()) {
                node = node.get("properties").get(step);
            }
        }
        return node;
    }

    /** Of a list whose first entry is another thing than the rest, the schema of that; missing elsewhere. */
    JsonNode atFirst(String place) {
        return place.endsWith("[]")
                ? at(place.substring(0, place.length() - 2)).path("items").path(0)
                : MissingNode.getInstance();
    }

    private JsonNode resolved(JsonNode schema) {
        JsonNode reference = schema.path("allOf").path(0).path("$ref");
        return reference.isTextual() ? root.at(reference.asText().substring(1)) : schema;
    }
}
