package io.rollcall.jobs.event;

import io.rollcall.jobs.type.CompactSerializer;
import io.rollcall.jobs.type.CompactSnapshot;
import io.rollcall.jobs.type.CompactType;
import java.io.IOException;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** The bytes of a {@link Reached} between operators: flags, then the event and its origin. */
public final class ReachedSerializer extends CompactSerializer<Reached> {
    private static final long serialVersionUID = 1;

    private static final int AS_RECIPIENT = 1;
    private static final int ONLY = 2;

    /** The type for Flink. */
    public static final TypeInformation<Reached> TYPE = new CompactType<>(Reached.class, new ReachedSerializer());

    @Override
    public void serialize(Reached reached, DataOutputView target) throws IOException {
        target.writeByte((reached.asRecipient() ? AS_RECIPIENT : 0) | (reached.only() ? ONLY : 0));
        EventBytes.write(reached.event(), reached.origin(), target);
    }

    @Override
    public Reached deserialize(DataInputView source) throws IOException {
        int flags = source.readByte();
        Received.Happened happened = EventBytes.read(source);
        return new Reached(happened.event(), (flags & AS_RECIPIENT) != 0, happened.origin(), (flags & ONLY) != 0);
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
