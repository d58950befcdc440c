package io.rollcall.event;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The JSON form of an event (SEMANTICS sections 1 and 7). */
public final class EventJson {
    private static final JsonFactory JSON = new JsonFactory();
    /** Java reads nanoseconds; what is finer is cut, like all that is finer than a millisecond. */
    private static final Pattern FINER_THAN_NANOS = Pattern.compile("(\\.\\d{9})\\d+");

    /** Where the parser says that it read the text: an event is one line, and the line is told by who read it. */
    private static final Pattern SOURCE = Pattern.compile(" \\(start marker at .*\\)", Pattern.DOTALL);

    private static final long EARLIEST = Instant.parse("0001-01-01T00:00:00Z").toEpochMilli();
    private static final long LATEST = Instant.parse("9999-12-31T23:59:59.999Z").toEpochMilli();

    private @Nullable String id;
    private @Nullable String community;
    private @Nullable String type;
    private @Nullable String member;
    private @Nullable String recipient;
    private @Nullable Long at;
    private double value;
    private Map<String, String> attributes = Map.of();

    private EventJson() {}

    /**
     * Reads one event from UTF-8 JSON.
     *
     * @throws EventException if it is no valid event
     */
    public static Event read(byte[] json) throws EventException {
        String text;
        try {
            text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(json))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new EventException("not UTF-8");
        }
        try (JsonParser parser = JSON.createParser(text)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new EventException(
                        "no JSON object; expected {\"id\": …, \"community\": …, \"type\": …, \"at\": …}");
            }
            var fields = new EventJson();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                parser.nextToken();
                fields.take(name, parser);
            }
            if (parser.nextToken() != null) {
                throw new EventException("no JSON object: more text follows it");
            }
            return fields.event();
        } catch (JsonProcessingException e) {
            throw new EventException(
                    "no JSON: " + SOURCE.matcher(e.getOriginalMessage()).replaceAll(""));
        } catch (IOException e) {
            throw new EventException("no JSON: " + e.getMessage());
        }
    }

    private void take(String name, JsonParser parser) throws IOException, EventException {
        switch (name) {
            case "id" -> id = text(name, parser);
            case "community" -> community = text(name, parser);
            case "type" -> type = text(name, parser);
            case "member" -> member = text(name, parser);
            case "recipient" -> recipient = text(name, parser);
            case "at" -> at = instant(parser);
            case "value" -> value = number(parser);
            case "attributes" -> attributes = attributes(parser);
            default -> parser.skipChildren();
        }
    }

    private Event event() throws EventException {
        if (member == null && recipient == null) {
            throw new EventException("neither member nor recipient; expected at least one of them");
        }
        if (at == null) {
            throw new EventException("at is missing; expected ISO-8601 with an offset, or epoch milliseconds");
        }
        return new Event(
                required("id", id),
                required("community", community),
                required("type", type),
                member,
                recipient,
                at,
                value,
                attributes);
    }

    private static String required(String name, @Nullable String text) throws EventException {
        if (text == null) {
            throw new EventException(name + " is missing; expected a text");
        }
        return text;
    }

    /** An empty text is absent. */
    private static @Nullable String text(String name, JsonParser parser) throws IOException, EventException {
        return switch (parser.currentToken()) {
            case VALUE_NULL -> null;
            case VALUE_STRING -> parser.getText().isEmpty() ? null : parser.getText();
            default -> throw new EventException(name + ": expected a text");
        };
    }

    private static double number(JsonParser parser) throws IOException, EventException {
        switch (parser.currentToken()) {
            case VALUE_NULL -> {
                return 0;
            }
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> {
                double number = parser.getDoubleValue();
                if (Double.isFinite(number)) {
                    return number;
                }
            }
            default -> {}
        }
        throw new EventException("value: expected a number");
    }

    private static @Nullable Long instant(JsonParser parser) throws IOException, EventException {
        switch (parser.currentToken()) {
            case VALUE_NULL -> {
                return null;
            }
            case VALUE_STRING -> {
                return parser.getText().isEmpty() ? null : instant(parser.getText());
            }
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> {
                BigDecimal number = parser.getDecimalValue();
                if (number.precision() - number.scale() > 16) {
                    throw new EventException("at: no instant: " + parser.getText());
                }
                try {
                    return checked(number.longValueExact(), parser.getText());
                } catch (ArithmeticException e) {
                    throw new EventException("at: no instant: expected whole milliseconds, not " + parser.getText());
                }
            }
            default -> throw new EventException("at: expected ISO-8601 with an offset, or epoch milliseconds");
        }
    }

    /**
     * Reads an instant of ISO-8601 with an offset.
     *
     * @return milliseconds since the epoch; what is finer is cut
     * @throws EventException if it is none
     */
    public static long instant(String text) throws EventException {
        try {
            String nanos = FINER_THAN_NANOS.matcher(text).replaceFirst("$1");
            return checked(OffsetDateTime.parse(nanos).toInstant().toEpochMilli(), text);
        } catch (DateTimeException | ArithmeticException e) {
            throw new EventException(
                    "at: no instant: '" + text + "'; expected ISO-8601 with an offset, like 2024-05-01T12:00:00Z");
        }
    }

    /**
     * An instant of an event, if it can be one.
     *
     * @throws EventException if it is not of the years 1 to 9999
     */
    public static long instant(long millis) throws EventException {
        return checked(millis, millis + " milliseconds since the epoch");
    }

    private static long checked(long millis, String text) throws EventException {
        if (millis < EARLIEST || millis > LATEST) {
            throw new EventException("at: no instant: " + text + "; expected one of the years 1 to 9999");
        }
        return millis;
    }

    private static Map<String, String> attributes(JsonParser parser) throws IOException, EventException {
        if (parser.currentToken() == JsonToken.VALUE_NULL) {
            return Map.of();
        }
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            throw new EventException("attributes: expected an object of texts");
        }
        Map<String, String> attributes = new HashMap<>();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            parser.nextToken();
            String text = text("attributes." + name, parser);
            if (text != null) {
                attributes.put(name, text);
            }
        }
        return attributes;
    }
}
