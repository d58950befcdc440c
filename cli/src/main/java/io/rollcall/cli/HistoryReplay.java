package io.rollcall.cli;

import io.rollcall.compare.Side;
import io.rollcall.outcome.Outcome;
import io.rollcall.outcome.Snapshot;
import io.rollcall.program.Program;
import io.rollcall.replay.History;
import io.rollcall.replay.HistoryException;
import io.rollcall.replay.Output;
import io.rollcall.replay.Replay;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Evaluates a history in files under one program after another. */
final class HistoryReplay {
    private final List<Path> files;
    private final @Nullable Long until;
    private final PrintWriter err;
    private String firstRejected = "";

    /** A history in files that can be read more than once. */
    HistoryReplay(List<Path> files, @Nullable Long until, PrintWriter err) {
        this.files = files;
        this.until = until;
        this.err = err;
    }

    /** Evaluates it under a program; {@code work} is what the progress is called. */
    Replay.Result run(Program program, Side side, String work) {
        try (ReplayProgress progress = new ReplayProgress(work + ": ", err)) {
            History history = History.ofFiles(program.community(), files, until, progress);
            Replay.Result result = new Replay(program).run(history, new Telling(side));
            History.Counts counts = result.history();
            firstRejected = progress.foreign().firstRejectedLine();
            if (counts.events() == 0 && counts.later() > 0) {
                throw Failure.wrong(
                        "All %,d events of the community '%s' are later than --until: there is nothing to compare. Give a later one."
                                .formatted(counts.later(), program.community()));
            }
            if (counts.events() == 0) {
                throw progress.foreign().failure(files, program.community(), counts.rejected());
            }
            return result;
        } catch (HistoryException e) {
            String message = String.valueOf(e.getMessage());
            throw e.isWrongFile() ? Failure.wrong(message) : Failure.failed(message, e);
        } catch (IOException e) {
            throw Failure.failed("The history cannot be evaluated: " + FileError.reason(e) + ".", e);
        }
    }

    /** The first line that is no event, with the reason: {@code line 5 of a.jsonl: why}; empty where there is none. */
    String firstRejected() {
        return firstRejected;
    }

    /** Tells one side of a comparison what came out. */
    private record Telling(Side side) implements Output {
        @Override
        public void outcome(Outcome outcome) {
            side.outcome(outcome);
        }

        @Override
        public void member(Snapshot member) {
            side.member(member);
        }

        @Override
        public void restart() {
            side.forget();
        }
    }
}
