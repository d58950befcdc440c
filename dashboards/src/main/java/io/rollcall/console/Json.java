package io.rollcall.console;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.module.SimpleModule;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The console's one JSON mapper, and how fields of documents are read: instants are ISO-8601 UTC with milliseconds. */
final class Json {

    static final ObjectMapper MAPPER = new ObjectMapper().registerModule(new SimpleModule().addSerializer(instants()));

    private static final DateTimeFormatter INSTANT =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    private Json() {}

    static String write(Object value) {
        try {
            return MAPPER.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A record of the console is no JSON", e);
        }
    }

    static String text(JsonNode document, String field) {
        return document.path(field).asText("");
    }

    static @Nullable String textOrNull(JsonNode document, String field) {
        JsonNode value = document.path(field);
        return value.isMissingNode() || value.isNull() ? null : value.asText();
    }

    static @Nullable Instant instant(JsonNode document, String field) {
        JsonNode value = document.path(field);
        if (value.isNumber()) {
            return Instant.ofEpochMilli(value.asLong());
        }
        try {
            return value.isTextual() ? Instant.parse(value.asText()) : null;
        } catch (DateTimeException e) {
            return null;
        }
    }

    /** The numbers of an object by name, in the order of the names. */
    static Map<String, Double> numbers(JsonNode object) {
        Map<String, Double> numbers = new TreeMap<>();
        object.properties().forEach(field -> {
            if (field.getValue().isNumber()) {
                numbers.put(field.getKey(), field.getValue().asDouble());
            }
        });
        return numbers;
    }

    /** The texts of an object by name, as the document has them. */
    static Map<String, String> texts(JsonNode object) {
        Map<String, String> texts = new LinkedHashMap<>();
        object.properties()
                .forEach(field -> texts.put(field.getKey(), field.getValue().asText()));
        return texts;
    }

    private static JsonSerializer<Instant> instants() {
        return new JsonSerializer<>() {
            @Override
            public Class<Instant> handledType() {
                return Instant.class;
            }

            @Override
            public void serialize(Instant value, JsonGenerator json, SerializerProvider provider) throws IOException {
                json.writeString(INSTANT.format(value));
            }
        };
    }
}
