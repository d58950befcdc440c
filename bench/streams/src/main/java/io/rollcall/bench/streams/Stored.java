package io.rollcall.bench.streams;

import io.rollcall.decide.Decision;
import io.rollcall.jobs.type.Varint;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/**
 * All that is kept of a member, as in the job: {@code MemberEnvelope}, with as few bytes.
 *
 * @param timer the instant under which the member is in the store of deadlines, or {@link Decision#NEVER}
 * @param next the next instant at which the clock alone can change anything, or {@link Decision#NEVER}
 * @param content what {@link io.rollcall.member.StateCodec} wrote
 */
record Stored(long timer, long next, byte[] content) {

    static Serde<Stored> serde() {
        Serializer<Stored> serializer = (topic, stored) -> stored == null ? null : bytes(stored);
        Deserializer<Stored> deserializer = (topic, bytes) -> bytes == null ? null : of(bytes);
        return Serdes.serdeFrom(serializer, deserializer);
    }

    private static byte[] bytes(Stored stored) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(stored.content.length + 12);
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            Varint.write(stored.timer, out);
            Varint.writeSigned(stored.next - stored.timer, out);
            out.write(stored.content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static @Nullable Stored of(byte[] bytes) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            long timer = Varint.read(in);
            return new Stored(timer, timer + Varint.readSigned(in), in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
