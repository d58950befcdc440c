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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Evaluates a history in files under one program after another. */
final class HistoryReplay {
    private final List<Path> files;
    private final @Nullable Long until;
    private final PrintWriter err;

    /**
     * A history that can be read more than once.
     *
     * @throws Failure if it cannot
     */
    HistoryReplay(List<Path> files, @Nullable Long until, PrintWriter err) {
        for (Path file : files) {
            if (Files.exists(file) && !Files.isDirectory(file) && !Files.isRegularFile(file)) {
                throw Failure.wrong("The history " + file + " is no file but a pipe or a device. It is read once under"
                        + " each program: write it to a file first.");
            }
        }
        this.files = files;
        this.until = until;
        this.err = err;
    }

    /** Evaluates it under a program; {@code work} is what the progress is called. */
    History.Counts run(Program program, Side side, String work) {
        try (Showing showing = new Showing(work)) {
            History history = History.ofFiles(program.community(), files, until, showing);
            History.Counts counts =
                    new Replay(program).run(history, new Telling(side)).history();
            if (counts.events() == 0) {
                throw Failure.wrong("No event of the community '" + program.community() + "' is in the given files"
                        + (until == null ? "" : " up to the instant of --until")
                        + " (events of other communities: %,d, lines that are no event: %,d)"
                                .formatted(counts.otherCommunities(), counts.rejected())
                        + ". The program names its community; the events name theirs in 'community'.");
            }
            return counts;
        } catch (HistoryException e) {
            String message = String.valueOf(e.getMessage());
            throw e.isWrongFile() ? Failure.wrong(message) : Failure.failed(message, e);
        } catch (IOException e) {
            throw Failure.failed("The history cannot be evaluated: " + e.getMessage(), e);
        }
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

    /** Shows how far it has come. */
    private final class Showing implements History.Listener, AutoCloseable {
        private final String work;
        private @Nullable Progress progress;
        private History.@Nullable Stage stage;

        Showing(String work) {
            this.work = work;
        }

        @Override
        public void progress(History.Stage now, long done, long whole) {
            if (progress == null || now != stage) {
                close();
                stage = now;
                progress = Progress.of(
                        work + ": "
                                + switch (now) {
                                    case EVALUATING -> "bytes evaluated";
                                    case SORTING -> "not in order, bytes sorted";
                                    case EVALUATING_SORTED -> "events evaluated";
                                },
                        whole,
                        err);
            }
            progress.done(done);
        }

        @Override
        public void close() {
            if (progress != null) {
                progress.close();
                progress = null;
            }
        }
    }
}
