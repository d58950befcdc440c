package io.rollcall.jobs.journey;

import io.rollcall.jobs.out.DeadLetterCode;
import io.rollcall.jobs.program.KnownPrograms;
import io.rollcall.jobs.program.ProgramBootstrap;
import io.rollcall.jobs.program.ProgramMessage;
import io.rollcall.jobs.program.ProgramText;
import io.rollcall.jobs.program.ProgramTextSerializer;
import io.rollcall.jobs.program.RefusedProgramException;
import io.rollcall.wire.ProgramKey;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.OperatorStateStore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The programs that a subtask knows, and the union list state in which checkpoints keep them: see {@link KnownPrograms#kept}. */
final class KeptPrograms {
    private static final Logger LOG = LoggerFactory.getLogger(KeptPrograms.class);

    private final KnownPrograms known = new KnownPrograms();
    private final ListState<ProgramText> kept;
    private final boolean speaks;

    /**
     * Those of a checkpoint, and those that are there before the first event.
     *
     * @param speaks whether this subtask is the one of all that says what all of them see
     */
    KeptPrograms(OperatorStateStore store, ProgramBootstrap bootstrap, boolean speaks) throws Exception {
        this.speaks = speaks;
        this.kept = store.getUnionListState(new ListStateDescriptor<>("programs", new ProgramTextSerializer()));
        for (ProgramText program : kept.get()) {
            known.restore(program);
        }
        for (ProgramMessage message : bootstrap.read()) {
            if (!known.learnEarly(message) && speaks) {
                LOG.warn(
                        "The program at offset {} is refused. Where the job reads on from there, a dead letter says why.",
                        message.offset());
            }
        }
    }

    KnownPrograms known() {
        return known;
    }

    /** Takes up what the topic says: whose program it is, be it known already or not; null if it is refused, which the subtask that speaks says. */
    @Nullable
    ProgramKey learn(ProgramMessage message, Refusals refusals) throws Exception {
        try {
            return known.learn(message);
        } catch (RefusedProgramException e) {
            if (speaks) {
                LOG.warn(
                        "The program at offset {} is refused, the one before it stays: {}",
                        message.offset(),
                        e.getMessage());
                refusals.program(DeadLetterCode.INVALID_PROGRAM, String.valueOf(e.getMessage()), message);
            }
            return null;
        }
    }

    /** Writes them for a checkpoint. */
    void write() throws Exception {
        kept.update(known.kept(speaks));
    }
}
