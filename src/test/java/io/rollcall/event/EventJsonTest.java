package io.rollcall.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
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
                "{} | neither member nor recipient",
                "{\"member\":\"a\"} | at is missing",
                "{\"member\":\"a\",\"at\":1} | id is missing",
                "{\"member\":\"a\",\"at\":1,\"id\":\"\"} | id is missing",
                "{\"member\":\"a\",\"at\":1,\"id\":7} | id: expected a text",
                "{\"member\":\"a\",\"at\":1.5} | no instant",
                "{\"member\":\"a\",\"at\":\"yesterday\"} | no instant: 'yesterday'",
                "{\"member\":\"a\",\"at\":\"2024-05-01T12:00:00\"} | with an offset",
                "{\"member\":\"a\",\"at\":\"2024-02-30T12:00:00Z\"} | no instant",
                "{\"member\":\"a\",\"at\":99999999999999999} | no instant",
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
}
