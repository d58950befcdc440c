package io.rollcall.cli;

import io.rollcall.event.EventException;
import io.rollcall.event.EventReader;
import io.rollcall.jobs.event.EventRecords;
import io.rollcall.simulate.EventLines;
import io.rollcall.wire.MemberEvent;
import io.rollcall.wire.WireFormat;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** What was refused, as something that can be read: JSON, other text, or bytes in hexadecimal. */
final class PayloadText {
    private static final int MOST_CHARACTERS = 2_000;
    private static final int MOST_KEY_CHARACTERS = 60;

    private final WireFormat<MemberEvent> events = WireFormat.of(MemberEvent.class);
    private final EventReader json = new EventReader();

    /** The payload in one line, cut where it is very long. */
    String text(ByteBuffer payload) {
        String event = event(payload);
        return cut(event == null ? plain(payload) : event, MOST_CHARACTERS);
    }

    /** The event that it is, in Avro, as JSON; null if it is none. */
    @Nullable
    String event(ByteBuffer payload) {
        byte[] bytes = bytes(payload);
        if (!WireFormat.isMarked(bytes)) {
            return null;
        }
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        try (EventLines lines = new EventLines(line)) {
            lines.write(EventRecords.event(events.decode(bytes)));
        } catch (IOException | EventException e) {
            return null;
        }
        return line.toString(StandardCharsets.UTF_8).strip();
    }

    /** The community of the event that it is, in Avro or JSON; null if it is none. */
    @Nullable
    String community(ByteBuffer payload) {
        byte[] bytes = bytes(payload);
        try {
            return WireFormat.isMarked(bytes)
                    ? EventRecords.event(events.decode(bytes)).community()
                    : json.read(bytes).community();
        } catch (IOException | EventException e) {
            return null;
        }
    }

    /** A key, which mostly is text. */
    static String shortText(ByteBuffer key) {
        return cut(plain(key), MOST_KEY_CHARACTERS);
    }

    static byte[] bytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return bytes;
    }

    private static String plain(ByteBuffer payload) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(payload.duplicate())
                    .toString();
            if (text.chars().noneMatch(c -> Character.isISOControl(c) && !Character.isWhitespace(c))) {
                return text.lines()
                        .map(String::strip)
                        .reduce((a, b) -> a + " " + b)
                        .orElse("(empty)");
            }
        } catch (CharacterCodingException e) {
            // no text
        }
        return HexFormat.ofDelimiter(" ").formatHex(bytes(payload));
    }

    private static String cut(String text, int most) {
        return text.length() <= most
                ? text
                : text.substring(0, most) + "… (%,d characters in all)".formatted(text.length());
    }
}
