package io.rollcall.jobs.program;

import static java.util.Objects.requireNonNull;

import io.rollcall.jobs.type.CompactSerializer;
import io.rollcall.jobs.type.CompactSnapshot;
import io.rollcall.jobs.type.Varint;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** The bytes of a {@link ProgramText} in checkpoints: a format version, then its parts. */
public final class ProgramTextSerializer extends CompactSerializer<ProgramText> {
    private static final long serialVersionUID = 1;

    private static final int FORMAT = 1;

    @Override
    public void serialize(ProgramText program, DataOutputView target) throws IOException {
        target.writeByte(FORMAT);
        Varint.writeBytes(program.key().getBytes(StandardCharsets.UTF_8), target);
        Varint.write(program.version(), target);
        Varint.writeBytes(program.text().getBytes(StandardCharsets.UTF_8), target);
    }

    @Override
    public ProgramText deserialize(DataInputView source) throws IOException {
        int format = source.readByte();
        if (format != FORMAT) {
            throw new IOException("a program of format " + format + "; expected " + FORMAT);
        }
        return new ProgramText(text(source), Varint.read(source), text(source));
    }

    private static String text(DataInputView source) throws IOException {
        return new String(requireNonNull(Varint.readBytes(source), "text"), StandardCharsets.UTF_8);
    }

    @Override
    public TypeSerializerSnapshot<ProgramText> snapshotConfiguration() {
        return new Snapshot();
    }

    /** What a checkpoint remembers of it. */
    public static final class Snapshot extends CompactSnapshot<ProgramText> {
        public Snapshot() {
            super(1, new ProgramTextSerializer());
        }
    }
}
