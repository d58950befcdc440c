package io.rollcall.event;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads events from their JSON form, one after another (SEMANTICS sections 1 and 7).
 *
 * <p>It keeps scratch memory and the few texts that many events share, so each thread needs its own.
 */
public final class EventReader {
    private static final JsonFactory JSON = new JsonFactory();

    /** Where the parser says that it read the text: an event is one line, and the line is told by who read it. */
    private static final Pattern SOURCE = Pattern.compile(" \\(start marker at .*\\)", Pattern.DOTALL);

    /** Types and communities are few; somebody who makes a new one for every event shall not fill the memory. */
    private static final int MOST_SHARED = 1_000;

    private static final int MOST_DIGITS = 16;

    private final CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    private final Map<String, String> shared = new HashMap<>();
    private CharBuffer characters = CharBuffer.allocate(512);

    private @Nullable String id;
    private @Nullable String community;
    private @Nullable String type;
    private @Nullable String member;
    private @Nullable String recipient;
    private boolean hasAt;
    private long at;
    private double value;
    private Map<String, String> attributes = Map.of();

    /**
     * Reads one event from UTF-8 JSON.
     *
     * @throws EventException if it is no valid event
     */
    public Event read(byte[] json) throws EventException {
        return read(json, 0, json.length);
    }

    /**
     * Reads one event from a part of {@code bytes}.
     *
     * @throws EventException if it is no valid event
     */
    public Event read(byte[] bytes, int from, int length) throws EventException {
        forget();
        try (JsonParser parser = parser(bytes, from, length)) {
            return read(parser);
        } catch (JsonProcessingException e) {
            throw new EventException(
                    "no JSON: " + SOURCE.matcher(e.getOriginalMessage()).replaceAll(""));
        } catch (IOException e) {
            throw new EventException("no JSON: " + e.getMessage());
        }
    }

    private void forget() {
        id = null;
        community = null;
        type = null;
        member = null;
        recipient = null;
        hasAt = false;
        value = 0;
        attributes = Map.of();
    }

    /** The parser takes bytes that are no UTF-8, and other encodings: what is not plain ASCII is decoded before. */
    private JsonParser parser(byte[] bytes, int from, int length) throws IOException, EventException {
        if (isAscii(bytes, from, length)) {
            return JSON.createParser(bytes, from, length);
        }
        if (characters.capacity() < length) {
            characters = CharBuffer.allocate(Math.max(length, 2 * characters.capacity()));
        }
        characters.clear();
        decoder.reset();
        // a character takes a byte or more, so there is room
        if (decoder.decode(ByteBuffer.wrap(bytes, from, length), characters, true)
                .isError()) {
            throw new EventException("not UTF-8");
        }
        decoder.flush(characters);
        return JSON.createParser(characters.array(), 0, characters.position());
    }

    private static boolean isAscii(byte[] bytes, int from, int length) {
        int all = 0;
        int least = Byte.MAX_VALUE;
        for (int i = from; i < from + length; i++) {
            all |= bytes[i];
            least = Math.min(least, bytes[i]);
        }
        return all >= 0 && least > 0;
    }

    private Event read(JsonParser parser) throws IOException, EventException {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            throw new EventException("no JSON object; expected {\"id\": …, \"community\": …, \"type\": …, \"at\": …}");
        }
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            parser.nextToken();
            take(name, parser);
        }
        if (parser.nextToken() != null) {
            throw new EventException("no JSON object: more text follows it");
        }
        return event();
    }

    private void take(String name, JsonParser parser) throws IOException, EventException {
        switch (name) {
            case "id" -> id = text(name, parser);
            case "community" -> community = shared(text(name, parser));
            case "type" -> type = shared(text(name, parser));
            case "member" -> member = text(name, parser);
            case "recipient" -> recipient = text(name, parser);
            case "at" -> takeInstant(parser);
            case "value" -> value = number(parser);
            case "attributes" -> attributes = attributes(parser);
            default -> parser.skipChildren();
        }
    }

    private Event event() throws EventException {
        MissingFields.check(id, community, type, member, recipient, hasAt);
        return new Event(
                requireNonNull(id),
                requireNonNull(community),
                requireNonNull(type),
                member,
                recipient,
                at,
                value,
                attributes);
    }

    private @Nullable String shared(@Nullable String text) {
        if (text == null) {
            return null;
        }
        String known = shared.get(text);
        if (known != null) {
            return known;
        }
        if (shared.size() < MOST_SHARED) {
            shared.put(text, text);
        }
        return text;
    }

    /** An empty text is absent. */
    private static @Nullable String text(String name, JsonParser parser) throws IOException, EventException {
        switch (parser.currentToken()) {
            case VALUE_NULL -> {
                return null;
            }
            case VALUE_STRING -> {
                String text = parser.getText();
                if (hasHalfCharacter(text)) {
                    throw new EventException(name + ": half a surrogate pair, which is no character; expected a text");
                }
                return text.isEmpty() ? null : text;
            }
            default -> throw new EventException(name + ": expected a text");
        }
    }

    /** Half of a surrogate pair, which only an escape can bring, has no UTF-8: it could be written nowhere. */
    private static boolean hasHalfCharacter(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                if (!Character.isSurrogatePair(text.charAt(i), i + 1 < text.length() ? text.charAt(i + 1) : ' ')) {
                    return true;
                }
                i++;
            }
        }
        return false;
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

    private void takeInstant(JsonParser parser) throws IOException, EventException {
        hasAt = true;
        switch (parser.currentToken()) {
            case VALUE_NULL -> hasAt = false;
            case VALUE_STRING -> {
                String text = parser.getText();
                if (text.isEmpty()) {
                    hasAt = false;
                } else {
                    at = EventJson.instant(text);
                }
            }
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> at = wholeNumber(parser);
            default -> throw new EventException("at: expected ISO-8601 with an offset, or epoch milliseconds");
        }
    }

    private static long wholeNumber(JsonParser parser) throws IOException, EventException {
        if (parser.currentToken() == JsonToken.VALUE_NUMBER_INT
                && parser.getNumberType() != JsonParser.NumberType.BIG_INTEGER) {
            return EventJson.checked(parser.getLongValue(), parser.getText());
        }
        BigDecimal number;
        try {
            number = parser.getDecimalValue();
        } catch (NumberFormatException e) {
            throw new EventException("at: no instant: " + parser.getText());
        }
        if (number.precision() - number.scale() > MOST_DIGITS) {
            throw new EventException("at: no instant: " + parser.getText());
        }
        try {
            return EventJson.checked(number.longValueExact(), parser.getText());
        } catch (ArithmeticException e) {
            throw new EventException("at: no instant: expected whole milliseconds, not " + parser.getText());
        }
    }

    private static Map<String, String> attributes(JsonParser parser) throws IOException, EventException {
        if (parser.currentToken() == JsonToken.VALUE_NULL) {
            return Map.of();
        }
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            throw new EventException("attributes: expected an object of texts");
        }
        Map<String, String> attributes = Map.of();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            parser.nextToken();
            String text = text("attributes." + name, parser);
            if (text == null) {
                continue;
            }
            if (attributes.isEmpty()) {
                attributes = Map.of(name, text);
            } else {
                if (attributes.size() == 1) {
                    attributes = new HashMap<>(attributes);
                }
                attributes.put(name, text);
            }
        }
        return attributes;
    }
}
