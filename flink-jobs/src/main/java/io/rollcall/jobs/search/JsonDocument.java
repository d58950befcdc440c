package io.rollcall.jobs.search;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One document in the making. What is null is left out; instants are ISO-8601 in UTC with milliseconds. */
final class JsonDocument {
    private static final JsonFactory FACTORY = new JsonFactory();
    private static final DateTimeFormatter INSTANT =
            new DateTimeFormatterBuilder().appendInstant(3).toFormatter();

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
    private final JsonGenerator generator;

    private JsonDocument() throws IOException {
        generator = FACTORY.createGenerator(bytes);
    }

    /** The document whose fields the given part puts in. */
    static byte[] of(Consumer<JsonDocument> fields) {
        try {
            JsonDocument document = new JsonDocument();
            document.generator.writeStartObject();
            fields.accept(document);
            document.generator.writeEndObject();
            document.generator.close();
            return document.bytes.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory failed", e);
        }
    }

    JsonDocument text(String name, @Nullable String value) {
        return value == null ? this : put(() -> generator.writeStringField(name, value));
    }

    JsonDocument instant(String name, @Nullable Instant value) {
        return value == null ? this : text(name, INSTANT.format(value));
    }

    JsonDocument number(String name, long value) {
        return put(() -> generator.writeNumberField(name, value));
    }

    JsonDocument flag(String name, boolean value) {
        return put(() -> generator.writeBooleanField(name, value));
    }

    JsonDocument texts(String name, List<String> values) {
        return put(() -> {
            generator.writeArrayFieldStart(name);
            for (String value : values) {
                generator.writeString(value);
            }
            generator.writeEndArray();
        });
    }

    JsonDocument texts(String name, Map<String, String> values) {
        return object(name, () -> values.forEach(this::text));
    }

    /** A number; one that is not finite, which JSON has no number for, is left out. */
    JsonDocument number(String name, @Nullable Double value) {
        return value == null || !Double.isFinite(value)
                ? this
                : put(() -> generator.writeNumberField(name, value.doubleValue()));
    }

    JsonDocument numbers(String name, Map<String, Double> values) {
        return object(name, () -> values.forEach((String key, Double value) -> number(key, value)));
    }

    JsonDocument object(String name, Runnable fields) {
        put(() -> generator.writeObjectFieldStart(name));
        fields.run();
        return put(generator::writeEndObject);
    }

    <T> JsonDocument objects(String name, Iterable<T> items, BiConsumer<JsonDocument, T> fields) {
        put(() -> generator.writeArrayFieldStart(name));
        for (T item : items) {
            put(generator::writeStartObject);
            fields.accept(this, item);
            put(generator::writeEndObject);
        }
        return put(generator::writeEndArray);
    }

    private JsonDocument put(Writing writing) {
        try {
            writing.run();
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory failed", e);
        }
    }

    private interface Writing {
        void run() throws IOException;
    }
}
