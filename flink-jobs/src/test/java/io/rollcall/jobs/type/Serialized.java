package io.rollcall.jobs.type;

import java.io.IOException;
import java.util.HexFormat;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;

/** Values through a serializer and back, and serializers through a checkpoint and back. */
public final class Serialized {
    private Serialized() {}

    /** The bytes of a value, as hex. */
    public static <T> String hex(TypeSerializer<T> serializer, T value) throws IOException {
        DataOutputSerializer out = new DataOutputSerializer(64);
        serializer.serialize(value, out);
        return HexFormat.of().formatHex(out.getCopyOfBuffer());
    }

    /** The value of these bytes; every one of them must be used. */
    public static <T> T value(TypeSerializer<T> serializer, String hex) throws IOException {
        DataInputDeserializer in = new DataInputDeserializer(HexFormat.of().parseHex(hex));
        T value = serializer.deserialize(in);
        if (in.available() != 0) {
            throw new IOException(in.available() + " bytes are left");
        }
        return value;
    }

    /** The value, written and read. */
    public static <T> T roundTrip(TypeSerializer<T> serializer, T value) throws IOException {
        return value(serializer, hex(serializer, value));
    }

    /** The value, copied from bytes to bytes and read. */
    public static <T> T copied(TypeSerializer<T> serializer, T value) throws IOException {
        DataOutputSerializer out = new DataOutputSerializer(64);
        serializer.copy(new DataInputDeserializer(HexFormat.of().parseHex(hex(serializer, value))), out);
        return value(serializer, HexFormat.of().formatHex(out.getCopyOfBuffer()));
    }

    /** The snapshot as a checkpoint holds it. */
    public static byte[] snapshot(TypeSerializerSnapshot<?> snapshot) throws IOException {
        DataOutputSerializer out = new DataOutputSerializer(64);
        TypeSerializerSnapshot.writeVersionedSnapshot(out, snapshot);
        return out.getCopyOfBuffer();
    }

    /** The snapshot of a checkpoint. */
    public static <T> TypeSerializerSnapshot<T> restored(byte[] snapshot) throws IOException {
        return TypeSerializerSnapshot.readVersionedSnapshot(
                new DataInputDeserializer(snapshot), Serialized.class.getClassLoader());
    }
}
