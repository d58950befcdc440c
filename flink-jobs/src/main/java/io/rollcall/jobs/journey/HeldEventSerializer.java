package io.rollcall.jobs.journey;

import io.rollcall.jobs.event.Reached;
import io.rollcall.jobs.event.ReachedSerializer;
import io.rollcall.jobs.type.CompactSerializer;
import io.rollcall.jobs.type.CompactSnapshot;
import java.io.IOException;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/**
 * The bytes of a held event in state.
 *
 * <p>Format 1: a byte with the format; then as between operators ({@link ReachedSerializer}), whose bytes are thereby those of this
 * format: who changes them gives this one another format and keeps the old reader.
 *
 * <p>Format 2: the same for an event that is for one of its members alone ({@link Reached#only}), which a reader of format 1 would not see.
 */
public final class HeldEventSerializer extends CompactSerializer<Reached> {
    private static final long serialVersionUID = 1;

    private static final int FORMAT_1 = 1;
    private static final int FORMAT_2 = 2;
    private static final ReachedSerializer REACHED = new ReachedSerializer();

    @Override
    public void serialize(Reached held, DataOutputView target) throws IOException {
        target.writeByte(held.only() ? FORMAT_2 : FORMAT_1);
        REACHED.serialize(held, target);
    }

    @Override
    public Reached deserialize(DataInputView source) throws IOException {
        int format = source.readUnsignedByte();
        if (format != FORMAT_1 && format != FORMAT_2) {
            throw new IOException(
                    "a held event of format " + format
                            + "; this version of Rollcall reads formats 1 and 2, run the version that wrote it, or a newer one");
        }
        return REACHED.deserialize(source);
    }

    @Override
    public TypeSerializerSnapshot<Reached> snapshotConfiguration() {
        return new Snapshot();
    }

    /** What a checkpoint remembers of it. */
    public static final class Snapshot extends CompactSnapshot<Reached> {
        public Snapshot() {
            super(1, new HeldEventSerializer());
        }
    }
}
