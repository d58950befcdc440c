package io.rollcall.wire;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecordBase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What consumers have stored stays readable: the bytes of every record type are kept in {@code golden/} as hex.
 *
 * <p>Golden files are never changed: a new schema version adds files beside them, and keeps the earlier schema in
 * {@code earlier/} (see {@link KnownSchemas}).
 */
class GoldenBytesTest {
    private static final Path GOLDEN = Path.of("src/test/resources/golden");

    static Set<String> names() {
        return SampleRecords.all().keySet();
    }

    @ParameterizedTest
    @MethodSource("names")
    void aRecordIsWrittenAsItAlwaysWas(String name) throws IOException {
        SpecificRecordBase sample = sample(name);
        assertThat(HexFormat.of().formatHex(encode(sample))).isEqualTo(golden(name));
    }

    @ParameterizedTest
    @MethodSource("names")
    void theBytesOfARecordAreReadAsItAlwaysWas(String name) throws IOException {
        SpecificRecordBase sample = sample(name);
        SpecificRecordBase read =
                WireFormat.of(sample.getClass()).decode(HexFormat.of().parseHex(golden(name)));
        // not by equals: Avro cannot compare instants that are optional in nested records
        assertThat(read).isExactlyInstanceOf(sample.getClass()).hasToString(sample.toString());
        assertThat(encode(read)).isEqualTo(encode(sample));
    }

    @Test
    void everyRecordTypeThatIsSentHasGoldenBytes() throws IOException {
        try (var schemas = Files.list(Path.of("src/main/avro"))) {
            Set<String> sent = schemas.map(file -> file.getFileName().toString().replace(".avsc", ""))
                    .filter(name -> !name.equals("OutcomeHeader"))
                    .collect(Collectors.toSet());
            assertThat(names()).containsAll(sent);
        }
    }

    /** Fails when a schema was changed and the earlier one was not kept. */
    @Test
    void everySchemaThatWasEverInUseIsStillKnown() throws IOException {
        List<String> lines = Files.readAllLines(Path.of("src/test/resources/fingerprints.txt"));
        for (String line : lines) {
            String[] words = line.split(" ", -1);
            Schema current = sample(words[0]).getSchema();
            assertThat(KnownSchemas.of(current).findByFingerprint(Long.parseUnsignedLong(words[1], 16)))
                    .as(
                            "keep the earlier schema of %s as src/main/resources/io/rollcall/wire/earlier/%s.N.avsc",
                            words[0], words[0])
                    .isNotNull();
        }
        assertThat(lines)
                .as("a new schema version: add its fingerprint to fingerprints.txt")
                .containsAll(SampleRecords.all().values().stream()
                        .map(sample -> "%s %016x"
                                .formatted(sample.getSchema().getName(), KnownSchemas.fingerprint(sample.getSchema())))
                        .collect(Collectors.toSet()));
    }

    static String golden(String name) throws IOException {
        return Files.readString(GOLDEN.resolve(name + ".hex"), StandardCharsets.US_ASCII)
                .strip();
    }

    private static SpecificRecordBase sample(String name) {
        SpecificRecordBase sample = SampleRecords.all().get(name);
        assertThat(sample).isNotNull();
        return requireNonNull(sample);
    }

    @SuppressWarnings("unchecked")
    private static <T extends SpecificRecordBase> byte[] encode(T record) throws IOException {
        return WireFormat.of((Class<T>) record.getClass()).encode(record);
    }
}
