package io.rollcall.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.SchemaParser;
import org.apache.avro.data.TimeConversions;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.DecoderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A consumer that has none of our classes: it parses the schema files in {@code avro/}, finds a message's schema by the
 * fingerprint in the message, and reads it with Avro's generic reader.
 */
class OutsideConsumerTest {
    private static final Path SCHEMAS = Path.of("src/main/avro");

    static Set<String> names() {
        return new TreeSet<>(SampleRecords.all().keySet());
    }

    @ParameterizedTest
    @MethodSource("names")
    void theSchemaFilesAreEnoughToReadAnyMessage(String name) throws IOException {
        GenericRecord record = read(HexFormat.of().parseHex(GoldenBytesTest.golden(name)));
        assertThat(record.getSchema().getFullName()).isEqualTo("io.rollcall.wire." + name.replace("-least", ""));
        // Avro's JSON encoding of a generic and of a generated record is the same where their contents are
        assertThat(record.toString())
                .isEqualTo(String.valueOf(SampleRecords.all().get(name)));
    }

    @Test
    void aBadgeIsReadFieldByField() throws IOException {
        GenericRecord badge = read(HexFormat.of().parseHex(GoldenBytesTest.golden("BadgeAward")));
        assertThat(badge.get("badge")).hasToString("storyteller");
        assertThat(badge.get("title")).hasToString("Storyteller — 故事");
        assertThat(badge.get("level")).hasToString("silver");
        GenericRecord header = (GenericRecord) badge.get("header");
        assertThat(header.get("member")).hasToString("anna");
        assertThat(header.get("at")).isEqualTo(Instant.parse("2026-03-01T08:00:00.123Z"));
        assertThat(header.get("programVersion")).isEqualTo(7L);
        GenericRecord cause = (GenericRecord) header.get("cause");
        assertThat(cause.get("event")).hasToString("e-1");
        assertThat(cause.get("clock")).isNull();
        Map<?, ?> evidence = (Map<?, ?>) header.get("evidence");
        assertThat(evidence.toString()).isEqualTo("{posts_30d=12.0}");
    }

    private static GenericRecord read(byte[] message) throws IOException {
        assertThat(Arrays.copyOf(message, 2)).containsExactly(0xC3, 0x01);
        long fingerprint =
                ByteBuffer.wrap(message).order(ByteOrder.LITTLE_ENDIAN).getLong(2);
        Schema writer = schemas().stream()
                .filter(schema -> SchemaNormalization.parsingFingerprint64(schema) == fingerprint)
                .findFirst()
                .orElseThrow();
        GenericData model = new GenericData();
        model.addLogicalTypeConversion(new TimeConversions.TimestampMillisConversion());
        var body = DecoderFactory.get().binaryDecoder(message, 10, message.length - 10, null);
        GenericRecord record = new GenericDatumReader<GenericRecord>(writer, writer, model).read(null, body);
        assertThat(body.isEnd()).isTrue();
        return record;
    }

    private static Set<Schema> schemas() throws IOException {
        var parser = new SchemaParser();
        try (var files = Files.list(SCHEMAS)) {
            for (Path file : files.sorted().toList()) {
                parser.parse(file);
            }
        }
        return Set.copyOf(parser.getParsedNamedSchemas());
    }
}
