package io.rollcall.jobs.journey;

import io.rollcall.decide.Decision;
import io.rollcall.decide.Engine;
import io.rollcall.jobs.event.Reached;
import io.rollcall.jobs.event.ReachedSerializer;
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
    private static final ReachedSerializer EVENTS = new ReachedSerializer();
    private static final int MOST = 128;
    private static final int MOST_BYTES = 16_384;
    private static final int FIRST_BYTES = 128;

    /** More room than this is not kept for later steps. */
    private static final int SPARED_BYTES = 512;

    private @Nullable DataOutputSerializer log;
    private int size;

    /** An event was evaluated. */
    void add(Reached reached) throws IOException {
        DataOutputSerializer out = log();
        out.writeBoolean(true);
        EVENTS.serialize(reached, out);
        size++;
    }

    /** The clock ran up to an instant. */
    void add(long instant) throws IOException {
        DataOutputSerializer out = log();
        out.writeBoolean(false);
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
                Decision decision = in.readBoolean()
                        ? engine.decide(state, EVENTS.deserialize(in).event())
                        : engine.decide(state, in.readLong());
                state = decision.state();
            }
        }
        return state;
    }
}
