package io.rollcall.jobs.search;

import java.io.IOException;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.base.TypeSerializerSingleton;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.jspecify.annotations.Nullable;

/** The bytes of a record between two tasks. Never part of any state, so that it may change freely. */
final class SourceRecordSerializer extends TypeSerializerSingleton<SourceRecord> {
    private static final long serialVersionUID = 1;

    static final SourceRecordSerializer INSTANCE = new SourceRecordSerializer();

    @Override
    public boolean isImmutableType() {
        return true;
    }

    @Override
    public SourceRecord createInstance() {
        return new SourceRecord("", 0, 0, 0, null, null);
    }

    @Override
    public SourceRecord copy(SourceRecord from) {
        return from;
    }

    @Override
    public SourceRecord copy(SourceRecord from, SourceRecord reuse) {
        return from;
    }

    @Override
    public int getLength() {
        return -1;
    }

    @Override
    public void serialize(SourceRecord record, DataOutputView target) throws IOException {
        target.writeUTF(record.topic());
        target.writeInt(record.partition());
        target.writeLong(record.offset());
        target.writeLong(record.timestamp());
        write(record.key(), target);
        write(record.value(), target);
    }

    @Override
    public SourceRecord deserialize(DataInputView source) throws IOException {
        return new SourceRecord(
                source.readUTF(), source.readInt(), source.readLong(), source.readLong(), read(source), read(source));
    }

    @Override
    public SourceRecord deserialize(SourceRecord reuse, DataInputView source) throws IOException {
        return deserialize(source);
    }

    @Override
    public void copy(DataInputView source, DataOutputView target) throws IOException {
        serialize(deserialize(source), target);
    }

    @Override
    public TypeSerializerSnapshot<SourceRecord> snapshotConfiguration() {
        return new Snapshot();
    }

    private static void write(byte @Nullable [] bytes, DataOutputView target) throws IOException {
        target.writeInt(bytes == null ? -1 : bytes.length);
        if (bytes != null) {
            target.write(bytes);
        }
    }

    private static byte @Nullable [] read(DataInputView source) throws IOException {
        int length = source.readInt();
        if (length < 0) {
            return null;
        }
        byte[] bytes = new byte[length];
        source.readFully(bytes);
        return bytes;
    }

    /** Public, because Flink makes it by reflection. */
    public static final class Snapshot extends SimpleTypeSerializerSnapshot<SourceRecord> {
        public Snapshot() {
            super(() -> INSTANCE);
        }
    }
}
