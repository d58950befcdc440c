package io.rollcall.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Function;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DatumReader;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificDatumWriter;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The same records as Avro's own reader gives, and the same bytes refused, whatever schema they were written with; and what is no UTF-8. */
class MemberEventReaderTest {
    private static final String TEXT = "\"string\"";
    private static final String TEXT_OR_NONE = "[\"null\",\"string\"]";
    private static final String TEXTS = "{\"type\":\"map\",\"values\":\"string\"}";

    static List<Arguments> writers() {
        List<String> usual = List.of(
                field("id", TEXT),
                field("community", TEXT),
                field("type", TEXT),
                field("member", TEXT_OR_NONE),
                field("recipient", TEXT_OR_NONE),
                field("at", "{\"type\":\"long\",\"logicalType\":\"timestamp-millis\"}"),
                field("value", "[\"null\",\"double\"]"),
                field("attributes", TEXTS));
        List<String> reversed = new ArrayList<>(usual);
        java.util.Collections.reverse(reversed);
        return List.of(
                Arguments.of("ours", usual),
                Arguments.of("in another order", reversed),
                Arguments.of("with fields that we do not know, in the middle and last", changed(usual, fields -> {
                    fields.add(3, field("mood", TEXT));
                    fields.add(5, field("tags", "{\"type\":\"array\",\"items\":\"string\"}"));
                    fields.add(field("more", TEXTS));
                    return fields;
                })),
                Arguments.of(
                        "without what has a default",
                        changed(
                                usual,
                                fields -> new ArrayList<>(
                                        List.of(fields.get(5), fields.get(0), fields.get(1), fields.get(2))))),
                Arguments.of(
                        "with unions the other way round, and members who must be there", changed(usual, fields -> {
                            fields.set(3, field("member", TEXT));
                            fields.set(4, field("recipient", "[\"string\",\"null\"]"));
                            fields.set(6, field("value", "[\"double\",\"null\"]"));
                            return fields;
                        })),
                Arguments.of("with smaller numbers and bytes for texts", changed(usual, fields -> {
                    fields.set(0, field("id", "\"bytes\""));
                    fields.set(5, field("at", "\"int\""));
                    fields.set(6, field("value", "[\"null\",\"float\",\"long\"]"));
                    return fields;
                })));
    }

    private static String field(String name, String type) {
        return "{\"name\":\"" + name + "\",\"type\":" + type + "}";
    }

    private static List<String> changed(List<String> fields, Function<List<String>, List<String>> change) {
        return change.apply(new ArrayList<>(fields));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("writers")
    void readsWhatAvroReads(String what, List<String> fields) throws IOException {
        Schema writer = new Schema.Parser()
                .parse("{\"type\":\"record\",\"name\":\"MemberEvent\",\"namespace\":\"io.rollcall.wire\",\"fields\":["
                        + String.join(",", fields) + "]}");
        WireData model = new WireData();
        DatumReader<MemberEvent> avros = new SpecificDatumReader<>(writer, MemberEvent.getClassSchema(), model);
        MemberEventReader ours = new MemberEventReader(writer);
        Random random = new Random(11);
        @Nullable MemberEvent used = null;
        int refused = 0;
        for (int round = 0; round < 2_000; round++) {
            byte[] bytes = bytes(writer, random);
            if (random.nextInt(3) == 0) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            }
            if (random.nextInt(10) == 0) {
                bytes = Arrays.copyOf(bytes, random.nextInt(bytes.length));
            }
            @Nullable MemberEvent expected = withoutReplaced(read(avros, null, bytes));
            @Nullable MemberEvent actual = read(ours, used, bytes);
            assertThat(actual).as("%s, round %d", what, round).isEqualTo(expected);
            refused += expected == null ? 1 : 0;
            if (actual != null) {
                // as the job does: read into again, without its attributes
                used = actual;
                used.setAttributes(null);
            }
        }
        assertThat(refused).isBetween(50, 1_500);
    }

    @ParameterizedTest
    @ValueSource(strings = {"id", "community", "type", "member", "recipient", "attributes", "mood"})
    void aTextThatIsNotUtf8IsRefusedAndNotAltered(String field) throws IOException {
        // José and José-with-a-grave-accent in Latin-1: with replacement characters they are one member
        byte[] bytes = bytes("Jos$", field);
        bytes[indexOf(bytes, '$')] = (byte) 0xE9;
        assertThatIOException()
                .isThrownBy(() -> new MemberEventReader(MemberEvent.getClassSchema())
                        .read(null, DecoderFactory.get().binaryDecoder(bytes, null)))
                .withMessage("the text 'Jos\uFFFD' of " + field + " is not in UTF-8, as texts in Avro are");
    }

    @Test
    void aReplacementCharacterThatWasWrittenIsATextLikeAnyOther() throws IOException {
        byte[] bytes = bytes("\uFFFD", "member");
        MemberEvent record = new MemberEventReader(MemberEvent.getClassSchema())
                .read(null, DecoderFactory.get().binaryDecoder(bytes, null));
        assertThat(record.getMember()).isEqualTo("\uFFFD");
    }

    /** An event in which this text stands in that field; in the attributes for one that no field has the name of. */
    private static byte[] bytes(String text, String where) throws IOException {
        MemberEvent event = new MemberEvent("e", "c", "t", "m", "r", Instant.EPOCH, null, Map.of());
        switch (where) {
            case "id" -> event.setId(text);
            case "community" -> event.setCommunity(text);
            case "type" -> event.setType(text);
            case "member" -> event.setMember(text);
            case "recipient" -> event.setRecipient(text);
            case "attributes" -> event.setAttributes(Map.of(text, "good"));
            default -> event.setAttributes(Map.of(where, text));
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(out, null);
        new SpecificDatumWriter<>(MemberEvent.getClassSchema(), new WireData()).write(event, encoder);
        encoder.flush();
        return out.toByteArray();
    }

    private static int indexOf(byte[] bytes, char one) {
        return new String(bytes, StandardCharsets.ISO_8859_1).indexOf(one);
    }

    /** Avro alters texts that are not UTF-8; none that was written here has a replacement character. */
    private static @Nullable MemberEvent withoutReplaced(@Nullable MemberEvent record) {
        return record != null && record.toString().indexOf('\uFFFD') >= 0 ? null : record;
    }

    /** The record, if all bytes are one; null if they are refused. */
    private static @Nullable MemberEvent read(
            DatumReader<MemberEvent> reader, @Nullable MemberEvent used, byte[] bytes) {
        BinaryDecoder decoder = DecoderFactory.get().binaryDecoder(bytes, null);
        try {
            MemberEvent record = reader.read(used, decoder);
            return decoder.isEnd() ? record : null;
        } catch (IOException | RuntimeException e) {
            return null;
        }
    }

    private static byte[] bytes(Schema schema, Random random) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        BinaryEncoder encoder = random.nextBoolean()
                ? EncoderFactory.get().binaryEncoder(out, null)
                // maps in blocks, of which the size is given before them
                : new EncoderFactory().configureBlockSize(64).blockingBinaryEncoder(out, null);
        new GenericDatumWriter<GenericRecord>(schema).write(record(schema, random), encoder);
        encoder.flush();
        return out.toByteArray();
    }

    private static GenericRecord record(Schema schema, Random random) {
        GenericRecord record = new GenericData.Record(schema);
        for (Schema.Field field : schema.getFields()) {
            record.put(field.pos(), value(field.schema(), random));
        }
        return record;
    }

    private static @Nullable Object value(Schema schema, Random random) {
        return switch (schema.getType()) {
            case STRING -> text(random);
            case BYTES -> java.nio.ByteBuffer.wrap(text(random).getBytes(StandardCharsets.UTF_8));
            case INT -> random.nextInt();
            case LONG -> random.nextLong() >> 20;
            case FLOAT -> random.nextFloat();
            case DOUBLE -> random.nextGaussian();
            case NULL -> null;
            case UNION ->
                value(schema.getTypes().get(random.nextInt(schema.getTypes().size())), random);
            case ARRAY ->
                random.ints(random.nextInt(3)).mapToObj(any -> text(random)).toList();
            case MAP -> {
                TreeMap<String, String> map = new TreeMap<>();
                for (int i = random.nextInt(12); i > 4; i--) {
                    map.put(text(random), text(random));
                }
                yield map;
            }
            default -> throw new IllegalArgumentException(schema.toString());
        };
    }

    private static String text(Random random) {
        return switch (random.nextInt(4)) {
            case 0 -> "";
            case 1 -> "post";
            case 2 -> "é🎉" + random.nextInt(9);
            default -> "x".repeat(random.nextInt(90)) + random.nextInt();
        };
    }
}
