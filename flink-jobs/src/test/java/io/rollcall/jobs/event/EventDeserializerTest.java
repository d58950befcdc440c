package io.rollcall.jobs.event;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;

import io.rollcall.event.Event;
import io.rollcall.jobs.config.JobConfiguration;
import io.rollcall.wire.DeadLetter;
import io.rollcall.wire.MemberEvent;
import io.rollcall.wire.WireFormat;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.apache.flink.api.common.functions.util.ListCollector;
import org.apache.flink.util.InstantiationUtil;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventDeserializerTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final byte[] KEY = "anna".getBytes(UTF_8);

    private final JobConfiguration configuration = JobConfiguration.of(Map.of());
    private final EventDeserializer deserializer = new EventDeserializer(configuration, NOW::toEpochMilli);

    // ---- what is right

    @Test
    void anAvroEvent() throws IOException {
        MemberEvent record = avro("e-1", "club", "anna", "bert", NOW, 2.5, Map.of("quality", "featured"));
        assertThat(read(bytes(record)))
                .isEqualTo(new Received.Happened(
                        new Event(
                                "e-1",
                                "club",
                                "post",
                                "anna",
                                "bert",
                                NOW.toEpochMilli(),
                                2.5,
                                Map.of("quality", "featured")),
                        new Origin(3, 42)));
    }

    /** One record is read into again and again; what was read before stays what it was, though something unreadable came between. */
    @Test
    void avroEventsAreTheirOwn() throws IOException {
        byte[] whole = bytes(avro("e-1", "club", "anna", "bert", NOW, 2.5, Map.of("quality", "featured")));
        Received first = read(whole);
        assertThat(read(Arrays.copyOf(whole, whole.length - 4))).isInstanceOf(Received.Refused.class);
        Received.Happened second =
                (Received.Happened) read(bytes(avro("e-2", "club", "carl", null, NOW, null, Map.of("lang", "de"))));
        assertThat(second.event())
                .isEqualTo(new Event("e-2", "club", "post", "carl", null, NOW.toEpochMilli(), 0, Map.of("lang", "de")));
        assertThat(((Received.Happened) first).event().attributes()).isEqualTo(Map.of("quality", "featured"));
        assertThat(read(whole)).isEqualTo(first);
    }

    @Test
    void inAvroAnEmptyTextIsAbsentAndNoValueIsZero() throws IOException {
        Received.Happened happened =
                (Received.Happened) read(bytes(avro("e-1", "club", "", "bert", NOW, null, Map.of())));
        assertThat(happened.event().member()).isNull();
        assertThat(happened.event().value()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\n\t\r "})
    void aJsonEventPossiblyBehindWhiteSpace(String before) {
        String json = before
                + "{\"id\":\"e-1\",\"community\":\"club\",\"type\":\"post\",\"member\":\"anna\",\"at\":\"2026-03-01T11:00:00Z\"}";
        assertThat(read(json.getBytes(UTF_8)))
                .isEqualTo(new Received.Happened(
                        new Event(
                                "e-1",
                                "club",
                                "post",
                                "anna",
                                null,
                                NOW.minusSeconds(3600).toEpochMilli(),
                                0,
                                Map.of()),
                        new Origin(3, 42)));
    }

    @Test
    void aClockRecord() {
        assertThat(readClock("1772366400000")).isEqualTo(new Received.Clock(1_772_366_400_000L));
        assertThat(readClock("-1000")).isEqualTo(new Received.Clock(-1000));
    }

    @Test
    void anEventAsFarAheadAsIsAllowed() throws IOException {
        assertThat(read(bytes(avro("e-1", "club", "anna", null, NOW.plusSeconds(600), null, Map.of()))))
                .isInstanceOf(Received.Happened.class);
    }

    @Test
    void anEventForOneOfItsMembers() throws IOException {
        byte[] value = bytes(avro("e-1", "club", "anna", "bért", NOW, null, Map.of()));
        Event event = ((Received.Happened) read(value)).event();
        for (String member : List.of("anna", "bért")) {
            assertThat(readForOne(value, member.getBytes(UTF_8)))
                    .isEqualTo(new Received.Happened(event, new Origin(3, 42), member));
        }
    }

    @Test
    void headersThatOthersSetMeanNothing() throws IOException {
        ConsumerRecord<byte[], byte[]> record = record(bytes(avro("e-1", "club", "anna", "bert", NOW, null, Map.of())));
        record.headers().add("traceparent", "00-ab-cd-01".getBytes(UTF_8));
        assertThat(((Received.Happened) read(record)).onlyMember()).isNull();
    }

    // ---- what is not

    @Test
    void bytesThatAreNothing() throws IOException {
        DeadLetter letter = refused(new byte[] {7, 7, 7}, "undecodable");
        assertThat(letter.getReason()).contains("neither Avro nor JSON").contains("C3 01");
    }

    @Test
    void noBytesAtAll() throws IOException {
        refused(new byte[0], "undecodable");
    }

    @Test
    void avroThatBreaksOff() throws IOException {
        byte[] whole = bytes(avro("e-1", "club", "anna", null, NOW, null, Map.of()));
        refused(Arrays.copyOf(whole, whole.length - 3), "undecodable");
        refused(Arrays.copyOf(whole, 5), "undecodable");
    }

    @Test
    void avroOfASchemaThatNobodyKnows() throws IOException {
        byte[] bytes = bytes(avro("e-1", "club", "anna", null, NOW, null, Map.of()));
        bytes[4] ^= 0x55;
        assertThat(refused(bytes, "unknown-schema").getReason()).contains("fingerprint");
    }

    @Test
    void avroWithoutWhatAnEventNeeds() throws IOException {
        assertThat(refused(bytes(avro("", "club", "anna", null, NOW, null, Map.of())), "invalid-event")
                        .getReason())
                .contains("id");
        assertThat(refused(bytes(avro("e-1", "", "anna", null, NOW, null, Map.of())), "invalid-event")
                        .getReason())
                .contains("community");
        assertThat(refused(bytes(avro("e-1", "club", "", "", NOW, null, Map.of())), "invalid-event")
                        .getReason())
                .contains("neither member nor recipient");
        assertThat(refused(bytes(avro("e-1", "club", "anna", null, NOW, Double.NaN, Map.of())), "invalid-event")
                        .getReason())
                .contains("value");
    }

    @Test
    void aCommunityWithASlashWouldMakeKeysAmbiguous() throws IOException {
        assertThat(refused(bytes(avro("e-1", "club/a", "anna", null, NOW, null, Map.of())), "invalid-event")
                        .getReason())
                .contains("slash");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{",
                "{}",
                "[1]",
                " ",
                "{\"id\":1,\"community\":\"c\",\"type\":\"t\",\"member\":\"m\",\"at\":0}",
                "{\"community\":\"c\",\"type\":\"t\",\"member\":\"m\",\"at\":0}",
                "{\"id\":\"1\",\"community\":\"c\",\"type\":\"t\",\"at\":0}",
                "{\"id\":\"1\",\"community\":\"c\",\"type\":\"t\",\"member\":\"m\"}",
                "{\"id\":\"1\",\"community\":\"c\",\"type\":\"t\",\"member\":\"m\",\"at\":\"yesterday\"}",
                "{\"id\":\"1\",\"community\":\"c\",\"type\":\"t\",\"member\":\"m\",\"at\":0,\"value\":\"NaN\"}",
            })
    void jsonThatIsNoEvent(String json) throws IOException {
        refused(json.getBytes(UTF_8), json.startsWith("[") ? "undecodable" : "invalid-event");
    }

    @Test
    void jsonThatIsNotUtf8() throws IOException {
        byte[] json = "{\"id\":\"x\",\"community\":\"c\",\"type\":\"t\",\"member\":\"m\",\"at\":0}".getBytes(UTF_8);
        json[7] = (byte) 0xFF;
        refused(json, "invalid-event");
    }

    @Test
    void avroTextsThatAreNotUtf8() throws IOException {
        byte[] event = bytes(avro("e-1", "club", "Jos$", null, NOW, null, Map.of()));
        event[new String(event, ISO_8859_1).indexOf('$')] = (byte) 0xE9;
        assertThat(refused(event, "undecodable").getReason()).contains("member").contains("UTF-8");
    }

    @ParameterizedTest
    @CsvSource({"id", "community", "type", "member", "recipient"})
    void anIdOfAMegabyte(String field) throws IOException {
        Map<String, String> event =
                new TreeMap<>(Map.of("id", "e", "community", "c", "type", "t", "member", "m", "recipient", "r"));
        event.put(field, "x".repeat(1 << 20));
        StringBuilder json = new StringBuilder("{\"at\":0");
        event.forEach((key, value) -> json.append(",\"" + key + "\":\"" + value + "\""));
        DeadLetter letter = refused(json.append('}').toString().getBytes(UTF_8), "too-large");
        assertThat(letter.getReason())
                .contains(field)
                .contains("limits.max-id-size")
                .contains("cut to");
        ByteBuffer payload = letter.getPayload();
        assertThat(payload.remaining()).isEqualTo(256 * 1024);
    }

    @Test
    void idsAreMeasuredInBytesNotInCharacters() throws IOException {
        assertThat(read(bytes(avro("é".repeat(512), "club", "anna", null, NOW, null, Map.of()))))
                .isInstanceOf(Received.Happened.class);
        refused(bytes(avro("é".repeat(513), "club", "anna", null, NOW, null, Map.of())), "too-large");
        assertThat(read(bytes(avro("🎉".repeat(256), "club", "anna", null, NOW, null, Map.of()))))
                .isInstanceOf(Received.Happened.class);
        refused(bytes(avro("🎉".repeat(257), "club", "anna", null, NOW, null, Map.of())), "too-large");
    }

    @Test
    void tenThousandAttributes() throws IOException {
        Map<String, String> attributes = new TreeMap<>();
        for (int i = 0; i < 10_000; i++) {
            attributes.put("attribute-" + i, "x");
        }
        assertThat(refused(bytes(avro("e-1", "club", "anna", null, NOW, null, attributes)), "too-large")
                        .getReason())
                .contains("10000 attributes")
                .contains("limits.max-attributes");
    }

    @Test
    void anAttributeOfAMegabyte() throws IOException {
        assertThat(refused(
                                bytes(avro(
                                        "e-1", "club", "anna", null, NOW, null, Map.of("text", "x".repeat(1 << 20)))),
                                "too-large")
                        .getReason())
                .contains("'text'");
    }

    @Test
    void anEventOfTheFuture() throws IOException {
        Instant ahead = NOW.plusSeconds(600).plusMillis(1);
        assertThat(refused(bytes(avro("e-1", "club", "anna", null, ahead, null, Map.of())), "future")
                        .getReason())
                .isEqualTo("at is 2026-03-01T12:10:00.001Z, 10min 1ms ahead of the wall clock (2026-03-01T12:00:00Z);"
                        + " expected at most 10min (event-time.max-ahead)");
        assertThat(refused(
                                bytes(avro(
                                        "e-1",
                                        "club",
                                        "anna",
                                        null,
                                        NOW.plus(Duration.ofHours(76)).plusSeconds(61),
                                        null,
                                        Map.of())),
                                "future")
                        .getReason())
                .startsWith("at is 2026-03-04T16:01:01Z, 3d 4h ahead of the wall clock");
    }

    @Test
    void allThatIsMissingAtOnceInAvroToo() throws IOException {
        assertThat(refused(bytes(avro("", "", null, null, NOW, null, Map.of())), "invalid-event")
                        .getReason())
                .isEqualTo("id and community are missing, and neither member nor recipient is there;"
                        + " expected texts, and at least one of the two");
    }

    @Test
    void aClockOfTheFuture() throws IOException {
        assertThat(letter(readClock(Long.toString(NOW.toEpochMilli() + 600_001)))
                        .getCode())
                .isEqualTo("future");
    }

    @Test
    void aNullWithoutTheHeader() throws IOException {
        DeadLetter letter = refused(null, "undecodable");
        assertThat(letter.getReason()).contains("rollcall-clock");
        assertThat(letter.getPayload()).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "soon", "1.5", "99999999999999999999"})
    void aClockThatIsNoNumber(String text) throws IOException {
        assertThat(letter(readClock(text)).getCode()).isEqualTo("undecodable");
    }

    @Test
    void aDeadLetterSaysWhereItCameFromAndHoldsTheBytes() throws IOException {
        DeadLetter letter = refused(new byte[] {7, 7, 7}, "undecodable");
        assertThat(letter.getTopic()).isEqualTo("rollcall.events");
        assertThat(letter.getPartition()).isEqualTo(3);
        assertThat(letter.getOffset()).isEqualTo(42);
        assertThat(letter.getKey()).isEqualTo(ByteBuffer.wrap(KEY));
        assertThat(letter.getPayload()).isEqualTo(ByteBuffer.wrap(new byte[] {7, 7, 7}));
        assertThat(letter.getSource()).isEqualTo("member-journey/source");
    }

    @Test
    void noBytesWhateverStopTheJob() {
        Random random = new Random(11);
        byte[] seed = bytesUnchecked(avro("e-1", "club", "anna", "bert", NOW, 1.0, Map.of("a", "b")));
        for (int round = 0; round < 5_000; round++) {
            byte[] bytes = round % 2 == 0 ? seed.clone() : new byte[random.nextInt(60)];
            if (round % 2 == 0) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            } else {
                random.nextBytes(bytes);
                if (bytes.length > 0 && round % 4 == 1) {
                    bytes[0] = '{';
                }
            }
            assertThatNoException().isThrownBy(() -> read(bytes));
        }
    }

    @Test
    void itTravelsToTheCluster() throws Exception {
        EventDeserializer copy = InstantiationUtil.clone(new EventDeserializer(configuration, WallClock.SYSTEM));
        List<Received> out = new ArrayList<>();
        copy.deserialize(record(new byte[] {7}), new ListCollector<>(out));
        assertThat(out).singleElement().isInstanceOf(Received.Refused.class);
    }

    @Test
    void anEventForOneWhoIsNotItsMember() throws IOException {
        byte[] value = bytes(avro("e-1", "club", "anna", null, NOW, null, Map.of()));
        DeadLetter letter = letter(readForOne(value, "bert".getBytes(UTF_8)));
        assertThat(letter.getCode()).isEqualTo("invalid-event");
        assertThat(letter.getReason())
                .isEqualTo(
                        "the header rollcall-only-member names 'bert'; expected the event's member or its recipient");
        assertThat(letter.getPayload()).isEqualTo(ByteBuffer.wrap(value));
        assertThat(letter(readForOne(value, null)).getReason()).contains("names ''");
    }

    // ---- tools

    private static MemberEvent avro(
            String id,
            String community,
            @Nullable String member,
            @Nullable String recipient,
            Instant at,
            @Nullable Double value,
            Map<String, String> attributes) {
        return new MemberEvent(id, community, "post", member, recipient, at, value, attributes);
    }

    private static byte[] bytes(MemberEvent event) throws IOException {
        return WireFormat.of(MemberEvent.class).encode(event);
    }

    private static byte[] bytesUnchecked(MemberEvent event) {
        try {
            return bytes(event);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static ConsumerRecord<byte[], byte[]> record(byte @Nullable [] value) {
        return new ConsumerRecord<>("rollcall.events", 3, 42L, KEY, value);
    }

    private Received read(byte @Nullable [] value) {
        return read(record(value));
    }

    private Received readClock(String text) {
        ConsumerRecord<byte[], byte[]> record = record(null);
        record.headers().add(io.rollcall.wire.Topics.CLOCK_HEADER, text.getBytes(UTF_8));
        return read(record);
    }

    private Received readForOne(byte[] value, byte @Nullable [] member) {
        ConsumerRecord<byte[], byte[]> record = record(value);
        record.headers().add(io.rollcall.wire.Topics.ONLY_MEMBER_HEADER, member);
        return read(record);
    }

    private Received read(ConsumerRecord<byte[], byte[]> record) {
        List<Received> out = new ArrayList<>();
        deserializer.deserialize(record, new ListCollector<>(out));
        assertThat(out).hasSize(1);
        return out.get(0);
    }

    private DeadLetter refused(byte @Nullable [] value, String code) throws IOException {
        DeadLetter letter = letter(read(value));
        assertThat(letter.getCode()).as(letter.getReason()).isEqualTo(code);
        return letter;
    }

    private static DeadLetter letter(Received received) throws IOException {
        assertThat(received).isInstanceOf(Received.Refused.class);
        Received.Refused refused = (Received.Refused) received;
        assertThat(refused.deadLetter().topic()).isEqualTo("rollcall.dead-letters");
        return WireFormat.of(DeadLetter.class)
                .decode(java.util.Objects.requireNonNull(refused.deadLetter().value()));
    }
}
