package io.rollcall.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.message.BinaryMessageEncoder;
import org.apache.avro.message.SchemaStore;
import org.junit.jupiter.api.Test;

class WireFormatTest {
    private static final WireFormat<MemberEvent> EVENTS = WireFormat.of(MemberEvent.class);

    private final MemberEvent event =
            new MemberEvent("e-1", "club", "post", "anna", null, Instant.ofEpochMilli(5), 1.5, Map.of("a", "b"));

    @Test
    void aRecordComesBackAsItWas() throws IOException {
        assertThat(EVENTS.decode(EVENTS.encode(event))).isEqualTo(event);
    }

    @Test
    void anEarlierVersionIsReadWithDefaultsForWhatItLacked() throws IOException {
        Schema earlier = SchemaBuilder.record("MemberEvent")
                .namespace("io.rollcall.wire")
                .fields()
                .requiredString("id")
                .requiredString("community")
                .requiredString("type")
                .optionalString("member")
                .requiredLong("at")
                .endRecord();
        SchemaStore.Cache schemas = new SchemaStore.Cache();
        schemas.addSchema(earlier);
        ByteBuffer message = new BinaryMessageEncoder<>(GenericData.get(), earlier)
                .encode(new GenericRecordBuilder(earlier)
                        .set("id", "e-0")
                        .set("community", "club")
                        .set("type", "join")
                        .set("member", "anna")
                        .set("at", 7L)
                        .build());
        byte[] bytes = new byte[message.remaining()];
        message.get(bytes);

        MemberEvent read = WireFormat.of(MemberEvent.class, schemas).decode(bytes);
        assertThat(read)
                .isEqualTo(
                        new MemberEvent("e-0", "club", "join", "anna", null, Instant.ofEpochMilli(7), null, Map.of()));
    }

    @Test
    void anUnknownFingerprintIsNamed() throws IOException {
        byte[] bytes = EVENTS.encode(event);
        Arrays.fill(bytes, 2, 10, (byte) 0xAB);
        assertThatExceptionOfType(UnknownSchemaException.class)
                .isThrownBy(() -> EVENTS.decode(bytes))
                .withMessageContaining("abababababababab")
                .withMessageContaining("MemberEvent");
    }

    @Test
    void aRecordOfAnotherTypeIsOfAnUnknownSchema() throws IOException {
        byte[] bytes = WireFormat.of(DeadLetter.class)
                .encode(new DeadLetter("r", "c", "s", null, null, null, Instant.EPOCH, null, null));
        assertThatExceptionOfType(UnknownSchemaException.class).isThrownBy(() -> EVENTS.decode(bytes));
    }

    @Test
    void everyPrefixAndEveryExtensionOfAMessageIsRefused() throws IOException {
        byte[] bytes = EVENTS.encode(event);
        for (int length = 0; length < bytes.length; length++) {
            byte[] cut = Arrays.copyOf(bytes, length);
            assertThatExceptionOfType(IOException.class).isThrownBy(() -> EVENTS.decode(cut));
        }
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> EVENTS.decode(Arrays.copyOf(bytes, bytes.length + 1)))
                .withMessageContaining("behind the record");
    }

    @Test
    void aClaimedLengthOfGigabytesAllocatesNothing() throws IOException {
        assertRefused(message(encoder -> encoder.writeLong(1L << 30)));
        assertRefused(message(encoder -> encoder.writeLong(-1)));
        assertRefused(message(encoder -> encoder.writeLong(1L << 40)));
        assertRefused(message(encoder -> {
            encoder.writeString("e-1");
            encoder.writeString("club");
            encoder.writeString("post");
            encoder.writeIndex(0);
            encoder.writeIndex(0);
            encoder.writeLong(5);
            encoder.writeIndex(0);
            encoder.writeMapStart();
            encoder.setItemCount(1L << 30);
        }));
        assertRefused(message(encoder -> {
            encoder.writeString("e-1");
            encoder.writeString("club");
            encoder.writeString("post");
            encoder.writeIndex(9);
        }));
    }

    @Test
    void anyDamageIsRefusedOrGivesARecordAndNothingElse() throws IOException {
        byte[] bytes = EVENTS.encode(event);
        var random = new java.util.Random(42);
        for (int round = 0; round < 20_000; round++) {
            byte[] damaged = bytes.clone();
            for (int i = 0; i < 1 + random.nextInt(3); i++) {
                damaged[10 + random.nextInt(bytes.length - 10)] = (byte) random.nextInt();
            }
            try {
                assertThat(EVENTS.decode(damaged)).isNotNull();
            } catch (IOException expected) {
                assertThat(expected).isNotNull();
            }
        }
    }

    private static void assertRefused(byte[] message) {
        assertThatExceptionOfType(IOException.class).isThrownBy(() -> EVENTS.decode(message));
    }

    private static byte[] message(Body body) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(new byte[] {(byte) 0xC3, 0x01});
        byte[] fingerprint = new byte[8];
        ByteBuffer.wrap(fingerprint)
                .order(java.nio.ByteOrder.LITTLE_ENDIAN)
                .putLong(KnownSchemas.fingerprint(MemberEvent.getClassSchema()));
        out.write(fingerprint);
        var encoder = EncoderFactory.get().binaryEncoder(out, null);
        body.write(encoder);
        encoder.flush();
        return out.toByteArray();
    }

    private interface Body {
        void write(org.apache.avro.io.BinaryEncoder encoder) throws IOException;
    }
}
