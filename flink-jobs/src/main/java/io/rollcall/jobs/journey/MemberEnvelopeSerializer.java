package io.rollcall.jobs.journey;

import static java.util.Objects.requireNonNull;

import io.rollcall.decide.Decision;
import io.rollcall.jobs.type.CompactSerializer;
import io.rollcall.jobs.type.CompactSnapshot;
import io.rollcall.jobs.type.Varint;
import java.io.IOException;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/**
 * The bytes of a member in state, few of them, since reading and writing them is nearly all that an event costs.
 *
 * <p>Format 1: a byte with the format in its upper half and flags in its lower one; the timer, unless there is none (six
 * bytes, seldom more); the next instant as a distance from it, unless it is the same or none (mostly it is the same);
 * the engine's content with its length.
 */
public final class MemberEnvelopeSerializer extends CompactSerializer<MemberEnvelope> {
    private static final long serialVersionUID = 1;

    private static final int FORMAT_1 = 0x10;
    private static final int FORMAT_MASK = 0xF0;
    private static final int HAS_TIMER = 1;
    private static final int HAS_NEXT = 2;
    private static final int NEXT_IS_TIMER = 4;

    @Override
    public void serialize(MemberEnvelope member, DataOutputView target) throws IOException {
        boolean hasTimer = member.timer() != Decision.NEVER;
        boolean same = hasTimer && member.next() == member.timer();
        boolean hasNext = !same && member.next() != Decision.NEVER;
        target.writeByte(FORMAT_1 | (hasTimer ? HAS_TIMER : 0) | (hasNext ? HAS_NEXT : 0) | (same ? NEXT_IS_TIMER : 0));
        if (hasTimer) {
            Varint.writeSigned(member.timer(), target);
        }
        if (hasNext) {
            Varint.writeSigned(hasTimer ? member.next() - member.timer() : member.next(), target);
        }
        Varint.writeBytes(member.content(), target);
    }

    @Override
    public MemberEnvelope deserialize(DataInputView source) throws IOException {
        int head = source.readUnsignedByte();
        if ((head & FORMAT_MASK) != FORMAT_1) {
            throw new IOException("a member's state of format " + (head >> 4)
                    + "; this version of Rollcall reads format 1, run the version that wrote it, or a newer one");
        }
        long timer = (head & HAS_TIMER) == 0 ? Decision.NEVER : Varint.readSigned(source);
        long next = Decision.NEVER;
        if ((head & NEXT_IS_TIMER) != 0) {
            next = timer;
        } else if ((head & HAS_NEXT) != 0) {
            long distance = Varint.readSigned(source);
            next = timer == Decision.NEVER ? distance : timer + distance;
        }
        return new MemberEnvelope(timer, next, requireNonNull(Varint.readBytes(source), "content"));
    }

    @Override
    public TypeSerializerSnapshot<MemberEnvelope> snapshotConfiguration() {
        return new Snapshot();
    }

    /** What a checkpoint remembers of it. */
    public static final class Snapshot extends CompactSnapshot<MemberEnvelope> {
        public Snapshot() {
            super(1, new MemberEnvelopeSerializer());
        }
    }
}
