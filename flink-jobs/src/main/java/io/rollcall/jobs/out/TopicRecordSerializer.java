package io.rollcall.jobs.out;

import io.rollcall.jobs.type.CompactSerializer;
import io.rollcall.jobs.type.CompactSnapshot;
import io.rollcall.jobs.type.CompactType;
import io.rollcall.jobs.type.Texts;
import io.rollcall.jobs.type.Varint;
import java.io.IOException;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** The bytes of a {@link TopicRecord} between operators. */
public final class TopicRecordSerializer extends CompactSerializer<TopicRecord> {
    private static final long serialVersionUID = 1;

    /** The type for Flink. */
    public static final TypeInformation<TopicRecord> TYPE =
            new CompactType<>(TopicRecord.class, new TopicRecordSerializer());

    @Override
    public void serialize(TopicRecord record, DataOutputView target) throws IOException {
        Texts.write(record.topic(), target);
        Varint.writeBytes(record.key(), target);
        Varint.writeBytes(record.value(), target);
    }

    @Override
    public TopicRecord deserialize(DataInputView source) throws IOException {
        return new TopicRecord(Texts.read(source), Varint.readBytes(source), Varint.readBytes(source));
    }

    @Override
    public TypeSerializerSnapshot<TopicRecord> snapshotConfiguration() {
        return new Snapshot();
    }

    /** What a checkpoint remembers of it. */
    public static final class Snapshot extends CompactSnapshot<TopicRecord> {
        public Snapshot() {
            super(1, new TopicRecordSerializer());
        }
    }
}
