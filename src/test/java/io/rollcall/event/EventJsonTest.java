package io.rollcall.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EventJsonTest {

    private static Event read(String json) throws EventException {
        return EventJson.read(json.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void anEventHasItsFieldsAndUnknownOnesAreIgnored() throws EventException {
        var event = read("""
                {"id":"e1","community":"c","type":"post","member":"ann","recipient":"","at":"2024-05-01T12:00:00.1239+02:00",
                 "value":2.5,"attributes":{"topic":"a","empty":""},"more":{"x":[1,{"y":2}]}}""");

        assertThat(event)
                .isEqualTo(new Event(
                        "e1",
                        "c",
                        "post",
                        "ann",
                        null,
                        Instant.parse("2024-05-01T10:00:00.123Z").toEpochMilli(),
                        2.5,
                        Map.of("topic", "a")));
    }

    @Test
    void aWholeNumberIsAnInstantAndAnAnonymousActHasARecipientOnly() throws EventException {
        var event =
                read("{\"id\":\"e\",\"community\":\"c\",\"type\":\"t\",\"recipient\":\"bob\",\"at\":1714521097000}");

        assertThat(event.at()).isEqualTo(1714521097000L);
        assertThat(event.member()).isNull();
        assertThat(event.reachesRecipient()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "nonsense | no JSON",
                "[1] | no JSON object",
                "{} | id, community, type and at are missing, and neither member nor recipient is there; expected at as ISO-8601 with an offset, or epoch milliseconds, the rest as text, and at least one of the two",
                "{\"member\":\"a\"} | id, community, type and at are missing; expected at as ISO-8601",
                "{\"member\":\"a\",\"at\":1} | id, community and type are missing; expected texts",
                "{\"member\":\"a\",\"at\":1,\"id\":\"\",\"community\":\"c\",\"type\":\"t\"} | id is missing; expected a text",
                "{\"member\":\"a\",\"id\":\"e\",\"community\":\"c\",\"type\":\"t\"} | at is missing; expected ISO-8601 with an offset, or epoch milliseconds",
                "{\"at\":1,\"id\":\"e\",\"community\":\"c\",\"type\":\"t\"} | neither member nor recipient; expected at least one of them",
                "{\"member\":\"a\",\"at\":1,\"id\":7} | id: expected a text",
                "{\"member\":\"a\",\"at\":1.5} | no instant",
                "{\"member\":\"a\",\"at\":\"yesterday\"} | no instant: 'yesterday'",
                "{\"member\":\"a\",\"at\":\"2024-05-01T12:00:00\"} | with an offset",
                "{\"member\":\"a\",\"at\":\"2024-02-30T12:00:00Z\"} | no instant",
                "{\"member\":\"a\",\"at\":99999999999999999} | no instant",
                "{\"member\":\"a\",\"at\":1e99999999999} | no instant",
                "{\"member\":\"a\",\"at\":1e-99999999999} | no instant",
                "{\"member\":\"a\",\"at\":true} | at: expected",
                "{\"member\":\"a\",\"at\":1,\"value\":NaN} | no JSON",
                "{\"member\":\"a\",\"at\":1,\"value\":1e999} | value: expected a number",
                "{\"member\":\"a\",\"at\":1,\"value\":\"1\"} | value: expected a number",
                "{\"member\":\"a\",\"at\":1,\"attributes\":{\"a\":1}} | attributes.a: expected a text",
                "{\"member\":\"a\",\"at\":1,\"attributes\":[]} | attributes: expected an object",
                "{\"member\":\"a\",\"at\":1} {} | more text follows",
            })
    void whatIsNoEventSaysWhy(String json, String why) {
        assertThatThrownBy(() -> read(json)).isInstanceOf(EventException.class).hasMessageContaining(why);
    }

    @Test
    void bytesThatAreNoUtf8AreNoEvent() {
        assertThatThrownBy(() -> EventJson.read(new byte[] {'{', (byte) 0xC3, '}'}))
                .hasMessage("not UTF-8");
    }

    @Test
    void whatAParserWouldTakeForAnotherEncodingOrLetPassIsNoEvent() {
        String event = "{\"id\":\"e\",\"community\":\"c\",\"type\":\"t\",\"member\":\"X\",\"at\":1}";
        for (byte[] wrong : new byte[][] {
            event.getBytes(StandardCharsets.UTF_16BE),
            event.getBytes(StandardCharsets.UTF_16LE),
            ("\uFEFF" + event).getBytes(StandardCharsets.UTF_8),
            withMember(event, 0xC0, 0xAF), // a slash in two bytes
            withMember(event, 0xED, 0xA0, 0x80), // half a surrogate pair
            withMember(event, 0xF5, 0x80, 0x80, 0x80), // beyond Unicode
            withMember(event, 0xE4, 0xB8), // cut off
        }) {
            assertThatThrownBy(() -> EventJson.read(wrong)).isInstanceOf(EventException.class);
        }
    }

    private static byte[] withMember(String event, int... bytes) {
        var out = new ByteArrayOutputStream();
        for (byte b : event.getBytes(StandardCharsets.UTF_8)) {
            if (b == 'X') {
                for (int each : bytes) {
                    out.write(each);
                }
            } else {
                out.write(b);
            }
        }
        return out.toByteArray();
    }

    @Test
    void textsBeyondAsciiAreReadAsTheyAreAndHalfACharacterIsNone() throws EventException {
        String event = "{\"id\":\"e\",\"community\":\"c\",\"type\":\"t\",\"member\":\"X\",\"at\":1}";

        assertThat(read(event.replace("X", "王芳 \uD83D\uDE00")).member()).isEqualTo("王芳 \uD83D\uDE00");
        assertThat(read(event.replace("X", "\\ud83d\\ude00")).member()).isEqualTo("\uD83D\uDE00");
        assertThatThrownBy(() -> read(event.replace("X", "\\ud83d")))
                .isInstanceOf(EventException.class)
                .hasMessageContaining("member: half a surrogate pair");
    }

    @Test
    void oneReaderReadsManyEventsAndForgetsTheOneBefore() throws EventException {
        var reader = new EventReader();
        byte[] lines =
                "{\"id\":\"1\",\"community\":\"c\",\"type\":\"t\",\"member\":\"ann\",\"at\":5,\"value\":2}{\"member\":\"bob\"}"
                        .getBytes(StandardCharsets.UTF_8);
        int first = new String(lines, StandardCharsets.UTF_8).indexOf('}') + 1;

        assertThat(reader.read(lines, 0, first).value()).isEqualTo(2);

        assertThatThrownBy(() -> reader.read(lines, first, lines.length - first))
                .isInstanceOf(EventException.class)
                .hasMessageContaining("id, community, type and at are missing");
    }

    @Test
    void instantsAreReadAsJavaReadsThem() {
        var random = new Random(11);
        for (int i = 0; i < 20_000; i++) {
            String text = "%04d-%02d-%02dT%02d:%02d:%02d%s%s"
                    .formatted(
                            1 + random.nextInt(9_999),
                            random.nextInt(14),
                            random.nextInt(33),
                            random.nextInt(25),
                            random.nextInt(61),
                            random.nextInt(61),
                            List.of("", ".", ".5", ".123", ".999999", ".123456789")
                                    .get(random.nextInt(6)),
                            List.of("Z", "z", "+02:00", "-09:30", "+18:00", "+0200", "", "+01:60", "+02:00:30")
                                    .get(random.nextInt(9)));
            Long expected;
            try {
                expected = OffsetDateTime.parse(text).toInstant().toEpochMilli();
            } catch (DateTimeException e) {
                expected = null;
            }
            Long actual;
            try {
                actual = EventJson.instant(text);
            } catch (EventException e) {
                actual = null;
            }
            // those of the first and the last year of all can lie outside of the years that are taken
            if (expected == null || text.compareTo("0002") > 0 && text.compareTo("9999") < 0) {
                assertThat(actual).as(text).isEqualTo(expected);
            }
        }
    }
}
