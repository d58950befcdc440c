package io.rollcall.jobs.search;

import io.rollcall.jobs.type.CompactSerializer;
import io.rollcall.jobs.type.CompactSnapshot;
import io.rollcall.jobs.type.CompactType;
import java.io.IOException;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.jspecify.annotations.Nullable;

/** The bytes of a {@link SourceRecord} between operators; only needed where operators are not chained. */
final class SourceRecordSerializer extends CompactSerializer<SourceRecord> {
    private static final long serialVersionUID = 1;

    private static final int ABSENT = -1;

    /** The type for Flink. */
    static final TypeInformation<SourceRecord> TYPE =
            new CompactType<>(SourceRecord.class, new SourceRecordSerializer());

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
    public TypeSerializerSnapshot<SourceRecord> snapshotConfiguration() {
        return new Snapshot();
    }

    private static void write(byte @Nullable [] bytes, DataOutputView target) throws IOException {
        target.writeInt(bytes == null ? ABSENT : bytes.length);
        if (bytes != null) {
            target.write(bytes);
        }
    }

    private static byte @Nullable [] read(DataInputView source) throws IOException {
        int length = source.readInt();
        if (length == ABSENT) {
            return null;
        }
        byte[] bytes = new byte[length];
        source.readFully(bytes);
        return bytes;
    }

    /** What a checkpoint remembers of it. */
    public static final class Snapshot extends CompactSnapshot<SourceRecord> {
        public Snapshot() {
            super(1, new SourceRecordSerializer());
        }
    }
}
