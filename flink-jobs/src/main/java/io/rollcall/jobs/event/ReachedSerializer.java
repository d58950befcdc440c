package io.rollcall.jobs.event;

import io.rollcall.jobs.type.CompactSerializer;
import io.rollcall.jobs.type.CompactSnapshot;
import io.rollcall.jobs.type.CompactType;
import java.io.IOException;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** The bytes of a {@link Reached} between operators. */
public final class ReachedSerializer extends CompactSerializer<Reached> {
    private static final long serialVersionUID = 1;

    /** The type for Flink. */
    public static final TypeInformation<Reached> TYPE = new CompactType<>(Reached.class, new ReachedSerializer());

    @Override
    public void serialize(Reached reached, DataOutputView target) throws IOException {
        target.writeBoolean(reached.asRecipient());
        EventBytes.write(reached.event(), reached.origin(), target);
    }

    @Override
    public Reached deserialize(DataInputView source) throws IOException {
        boolean asRecipient = source.readBoolean();
        Received.Happened happened = EventBytes.read(source);
        return new Reached(happened.event(), asRecipient, happened.origin());
    }

    @Override
    public TypeSerializerSnapshot<Reached> snapshotConfiguration() {
        return new Snapshot();
    }

    /** What a checkpoint remembers of it. */
    public static final class Snapshot extends CompactSnapshot<Reached> {
        public Snapshot() {
            super(1, new ReachedSerializer());
        }
    }
}
