package io.rollcall.replay;

import io.rollcall.program.Program;
import io.rollcall.replay.History.Counts;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Evaluates a history (SEMANTICS section 7): events in any order in, outcomes and members in order out.
 *
 * <p>As long as the events come in order they are evaluated as they are read. Where one comes too early it begins again
 * and sorts them first, so that a history in order pays nothing for those that are not. Memory is that of the members,
 * as bytes, and of a few batches, however long the history is.
 */
public final class Replay {
    private final Program program;
    private final Tuning tuning;

    /** A replay under a program, with all cores of this machine. */
    public Replay(Program program) {
        this(program, Tuning.ofThisMachine());
    }

    Replay(Program program, Tuning tuning) {
        this.program = program;
        this.tuning = tuning;
    }

    /**
     * What there was.
     *
     * @param history what the history held
     * @param totals what came out
     * @param repeats how many events changed nothing: their id had been seen within the hour before
     * @param overruns how many evaluations ended because their rules went on undoing each other
     */
    public record Result(Counts history, Totals totals, long repeats, long overruns) {}

    /**
     * Evaluates a history.
     *
     * @throws HistoryException if a file of it cannot be read
     * @throws IOException if what came out cannot be written, or an event cannot be evaluated
     */
    public Result run(History history, Output output) throws IOException {
        if (history.isRepeatable()) {
            Result result = attempt(history, output, false);
            if (result != null) {
                return result;
            }
            output.restart();
        }
        Result result = attempt(history, output, true);
        if (result == null) {
            throw new IllegalStateException("sorted events are in no order");
        }
        return result;
    }

    private @Nullable Result attempt(History history, Output output, boolean sorted) throws IOException {
        try (var crew = new Crew()) {
            Workers.PageMaker pages = output instanceof ReplayFiles files ? files::page : () -> new Page.Values(output);
            var workers = new Workers(crew, program, tuning, pages);
            Counts counts = sorted
                    ? history.readSorted(crew, tuning, workers::take)
                    : history.readInOrder(crew, tuning, workers::take);
            if (counts == null) {
                return null;
            }
            Long end = counts.end();
            // without an end there is no event, and no member whose clock could run
            workers.finish(end == null ? 0 : end);
            return new Result(counts, workers.tally().totals(program), workers.repeats(), workers.overruns());
        }
    }
}
