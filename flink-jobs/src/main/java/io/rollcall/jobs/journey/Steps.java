package io.rollcall.jobs.journey;

import io.rollcall.decide.Decision;
import io.rollcall.decide.Engine;
import io.rollcall.event.Event;
import io.rollcall.jobs.event.EventBytes;
import io.rollcall.jobs.event.Reached;
import io.rollcall.jobs.type.Texts;
import io.rollcall.member.MemberState;
import java.io.IOException;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.jspecify.annotations.Nullable;

/**
 * What a member's engine was asked since the member's bytes were written, so that it can be asked again. Kept as bytes: events as
 * objects would live for seconds, which is when they cost a garbage collector most.
 */
final class Steps {
    private static final int EVENT = 1;
    private static final int AS_RECIPIENT = 2;
    private static final int HAS_VALUE = 4;
    private static final int MOST = 128;
    private static final int MOST_BYTES = 16_384;
    private static final int FIRST_BYTES = 128;

    /** More room than this is not kept for later steps. */
    private static final int SPARED_BYTES = 512;

    private @Nullable DataOutputSerializer log;
    private int size;

    /** An event was evaluated; the community and the member are those of all steps here. */
    void add(Reached reached) throws IOException {
        DataOutputSerializer out = log();
        Event event = reached.event();
        boolean hasValue = event.value() != 0;
        out.writeByte(EVENT | (reached.asRecipient() ? AS_RECIPIENT : 0) | (hasValue ? HAS_VALUE : 0));
        Texts.write(event.id(), out);
        Texts.write(event.type(), out);
        Texts.write(reached.asRecipient() ? event.member() : event.recipient(), out);
        out.writeLong(event.at());
        if (hasValue) {
            out.writeDouble(event.value());
        }
        EventBytes.writeAttributes(event.attributes(), out);
        size++;
    }

    /** The clock ran up to an instant. */
    void add(long instant) throws IOException {
        DataOutputSerializer out = log();
        out.writeByte(0);
        out.writeLong(instant);
        size++;
    }

    private DataOutputSerializer log() {
        if (log == null) {
            log = new DataOutputSerializer(FIRST_BYTES);
        }
        return log;
    }

    int size() {
        return size;
    }

    /** Whether there are so many that the member should be written. */
    boolean isFull() {
        return size >= MOST || log != null && log.length() >= MOST_BYTES;
    }

    void clear() {
        size = 0;
        if (log != null) {
            if (log.getSharedBuffer().length > SPARED_BYTES) {
                log = null;
            } else {
                log.clear();
            }
        }
    }

    /** The state that they make of the one before them. */
    MemberState again(Engine engine, MemberState before) throws IOException {
        MemberState state = before;
        if (log != null) {
            DataInputDeserializer in = new DataInputDeserializer(log.getSharedBuffer(), 0, log.length());
            while (in.available() > 0) {
                int flags = in.readByte();
                Decision decision = (flags & EVENT) == 0
                        ? engine.decide(state, in.readLong())
                        : engine.decide(state, event(flags, engine.program().community(), state.member(), in));
                state = decision.state();
            }
        }
        return state;
    }

    private static Event event(int flags, String community, String member, DataInputDeserializer in)
            throws IOException {
        boolean isRecipient = (flags & AS_RECIPIENT) != 0;
        String id = Texts.read(in);
        String type = Texts.read(in);
        @Nullable String other = Texts.readIfThere(in);
        long at = in.readLong();
        double value = (flags & HAS_VALUE) == 0 ? 0 : in.readDouble();
        return new Event(
                id,
                community,
                type,
                isRecipient ? other : member,
                isRecipient ? member : other,
                at,
                value,
                EventBytes.readAttributes(in));
    }
}
