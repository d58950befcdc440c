package io.rollcall.jobs.program;

import io.rollcall.jobs.type.CompactSerializer;
import io.rollcall.jobs.type.CompactSnapshot;
import io.rollcall.jobs.type.CompactType;
import io.rollcall.jobs.type.Varint;
import java.io.IOException;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** The bytes of a {@link ProgramMessage} between operators. */
public final class ProgramMessageSerializer extends CompactSerializer<ProgramMessage> {
    private static final long serialVersionUID = 1;

    /** The type for Flink. */
    public static final TypeInformation<ProgramMessage> TYPE =
            new CompactType<>(ProgramMessage.class, new ProgramMessageSerializer());

    @Override
    public void serialize(ProgramMessage message, DataOutputView target) throws IOException {
        Varint.write(message.partition(), target);
        Varint.write(message.offset(), target);
        Varint.writeBytes(message.key(), target);
        Varint.writeBytes(message.value(), target);
    }

    @Override
    public ProgramMessage deserialize(DataInputView source) throws IOException {
        return new ProgramMessage(
                (int) Varint.read(source), Varint.read(source), Varint.readBytes(source), Varint.readBytes(source));
    }

    @Override
    public TypeSerializerSnapshot<ProgramMessage> snapshotConfiguration() {
        return new Snapshot();
    }

    /** What a checkpoint remembers of it. */
    public static final class Snapshot extends CompactSnapshot<ProgramMessage> {
        public Snapshot() {
            super(1, new ProgramMessageSerializer());
        }
    }
}
