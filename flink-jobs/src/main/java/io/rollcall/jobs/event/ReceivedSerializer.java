package io.rollcall.jobs.event;

import io.rollcall.jobs.out.TopicRecordSerializer;
import io.rollcall.jobs.type.CompactSerializer;
import io.rollcall.jobs.type.CompactSnapshot;
import io.rollcall.jobs.type.CompactType;
import io.rollcall.jobs.type.Texts;
import java.io.IOException;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** The bytes of a {@link Received} between operators; only needed where operators are not chained. */
public final class ReceivedSerializer extends CompactSerializer<Received> {
    private static final long serialVersionUID = 1;

    private static final int HAPPENED = 0;
    private static final int CLOCK = 1;
    private static final int REFUSED = 2;
    private static final int FOR_ONE_MEMBER = 3;
    private static final TopicRecordSerializer LETTERS = new TopicRecordSerializer();

    /** The type for Flink. */
    public static final TypeInformation<Received> TYPE = new CompactType<>(Received.class, new ReceivedSerializer());

    @Override
    public void serialize(Received received, DataOutputView target) throws IOException {
        if (received instanceof Received.Happened happened) {
            target.writeByte(happened.onlyMember() == null ? HAPPENED : FOR_ONE_MEMBER);
            EventBytes.write(happened.event(), happened.origin(), target);
            if (happened.onlyMember() != null) {
                Texts.write(happened.onlyMember(), target);
            }
        } else if (received instanceof Received.Clock clock) {
            target.writeByte(CLOCK);
            target.writeLong(clock.instant());
        } else if (received instanceof Received.Refused refused) {
            target.writeByte(REFUSED);
            LETTERS.serialize(refused.deadLetter(), target);
        }
    }

    @Override
    public Received deserialize(DataInputView source) throws IOException {
        int kind = source.readByte();
        return switch (kind) {
            case HAPPENED -> EventBytes.read(source);
            case CLOCK -> new Received.Clock(source.readLong());
            case REFUSED -> new Received.Refused(LETTERS.deserialize(source));
            case FOR_ONE_MEMBER -> forOneMember(source);
            default -> throw new IOException("no received record: its kind is " + kind);
        };
    }

    private static Received forOneMember(DataInputView source) throws IOException {
        Received.Happened happened = EventBytes.read(source);
        return new Received.Happened(happened.event(), happened.origin(), Texts.read(source));
    }

    @Override
    public TypeSerializerSnapshot<Received> snapshotConfiguration() {
        return new Snapshot();
    }

    /** What a checkpoint remembers of it. */
    public static final class Snapshot extends CompactSnapshot<Received> {
        public Snapshot() {
            super(1, new ReceivedSerializer());
        }
    }
}
