package io.rollcall.member;

import io.rollcall.program.Program;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.function.LongFunction;

/** Stub of the API; the body follows. The bytes of a member's state: a format version, the program's version, the rest. */
public final class StateCodec {
    private StateCodec() {}

    /** Writes the state. */
    public static void write(MemberState state, DataOutput out) throws IOException {
        throw new UnsupportedOperationException(out.toString() + state);
    }

    /**
     * Reads a state; it is of the program that wrote it ({@link MemberState#program}); the engine moves it to its own.
     *
     * @param programs the community's program of a version; every version that wrote state must be known
     */
    public static MemberState read(String member, DataInput in, LongFunction<Program> programs) throws IOException {
        throw new UnsupportedOperationException(member + in + programs);
    }
}
