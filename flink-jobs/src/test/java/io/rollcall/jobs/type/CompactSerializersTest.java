package io.rollcall.jobs.type;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.rollcall.jobs.event.ReachedSerializer;
import io.rollcall.jobs.event.ReceivedSerializer;
import io.rollcall.jobs.journey.HeldEventSerializer;
import io.rollcall.jobs.journey.MemberEnvelopeSerializer;
import io.rollcall.jobs.out.TopicRecordSerializer;
import io.rollcall.jobs.program.ProgramMessageSerializer;
import io.rollcall.jobs.program.ProgramTextSerializer;
import java.io.IOException;
import java.util.stream.Stream;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.apache.flink.util.InstantiationUtil;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What all our serializers promise Flink. */
class CompactSerializersTest {

    static Stream<CompactSerializer<?>> all() {
        return Stream.of(
                new MemberEnvelopeSerializer(),
                new HeldEventSerializer(),
                new ReachedSerializer(),
                new ReceivedSerializer(),
                new TopicRecordSerializer(),
                new ProgramMessageSerializer(),
                new ProgramTextSerializer());
    }

    @ParameterizedTest
    @MethodSource("all")
    void aCheckpointOfTheSameVersionIsReadAsItIs(CompactSerializer<?> serializer) throws IOException {
        restoresCompatibly(serializer);
    }

    private static <T> void restoresCompatibly(CompactSerializer<T> serializer) throws IOException {
        TypeSerializerSnapshot<T> restored =
                Serialized.restored(Serialized.snapshot(serializer.snapshotConfiguration()));
        assertThat(serializer.snapshotConfiguration().resolveSchemaCompatibility(restored))
                .matches(compatibility -> compatibility.isCompatibleAsIs());
        assertThat(restored.restoreSerializer()).isEqualTo(serializer);
    }

    @ParameterizedTest
    @MethodSource("all")
    void aCheckpointOfANewerVersionIsRefused(CompactSerializer<?> serializer) throws IOException {
        DataOutputSerializer newer = new DataOutputSerializer(64);
        newer.writeUTF(serializer.snapshotConfiguration().getClass().getName());
        newer.writeInt(serializer.snapshotConfiguration().getCurrentVersion() + 1);
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> Serialized.restored(newer.getCopyOfBuffer()))
                .withMessageContaining("run the version that wrote it, or a newer one");
    }

    @ParameterizedTest
    @MethodSource("all")
    void stateOfAnotherTypeIsIncompatible(CompactSerializer<?> serializer) {
        refusesOthers(serializer);
    }

    @SuppressWarnings("unchecked")
    private static <T> void refusesOthers(CompactSerializer<T> serializer) {
        CompactSerializer<?> other =
                serializer instanceof TopicRecordSerializer ? new ProgramTextSerializer() : new TopicRecordSerializer();
        TypeSerializerSnapshot<T> snapshotOfOther = (TypeSerializerSnapshot<T>) other.snapshotConfiguration();
        assertThat(serializer.snapshotConfiguration().resolveSchemaCompatibility(snapshotOfOther))
                .matches(compatibility -> compatibility.isIncompatible());
    }

    @ParameterizedTest
    @MethodSource("all")
    void theClassOfASnapshotKeepsItsName(CompactSerializer<?> serializer) {
        // checkpoints name it: who moves the class makes every checkpoint unreadable
        assertThat(serializer.snapshotConfiguration().getClass().getName())
                .isIn(
                        "io.rollcall.jobs.journey.MemberEnvelopeSerializer$Snapshot",
                        "io.rollcall.jobs.journey.HeldEventSerializer$Snapshot",
                        "io.rollcall.jobs.event.ReachedSerializer$Snapshot",
                        "io.rollcall.jobs.event.ReceivedSerializer$Snapshot",
                        "io.rollcall.jobs.out.TopicRecordSerializer$Snapshot",
                        "io.rollcall.jobs.program.ProgramMessageSerializer$Snapshot",
                        "io.rollcall.jobs.program.ProgramTextSerializer$Snapshot");
    }

    @ParameterizedTest
    @MethodSource("all")
    void aSerializerTravelsToTheCluster(CompactSerializer<?> serializer) throws Exception {
        TypeSerializer<?> copy = InstantiationUtil.clone(serializer);
        assertThat(copy).isEqualTo(serializer).hasSameHashCodeAs(serializer);
    }

    @ParameterizedTest
    @ValueSource(
            longs = {0, 1, -1, 63, 64, 127, 128, 16_383, 16_384, 1_772_352_000_123L, Long.MAX_VALUE, Long.MIN_VALUE})
    void wholeNumbers(long number) throws IOException {
        DataOutputSerializer out = new DataOutputSerializer(32);
        Varint.write(number, out);
        Varint.writeSigned(number, out);
        DataInputDeserializer in = new DataInputDeserializer(out.getCopyOfBuffer());
        assertThat(Varint.read(in)).isEqualTo(number);
        assertThat(Varint.readSigned(in)).isEqualTo(number);
        assertThat(in.available()).isZero();
    }

    @Test
    void aNumberWithoutEndIsNone() {
        byte[] endless = new byte[20];
        java.util.Arrays.fill(endless, (byte) 0xFF);
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> Varint.read(new DataInputDeserializer(endless)))
                .withMessageContaining("more than ten bytes");
    }
}
