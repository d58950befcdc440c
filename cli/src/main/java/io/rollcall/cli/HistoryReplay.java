package io.rollcall.cli;

import io.rollcall.compare.Side;
import io.rollcall.program.Program;
import io.rollcall.replay.Replay;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Evaluates a history in files under one program. */
final class HistoryReplay {
    private final List<Path> files;
    private final @Nullable Long until;
    private final PrintWriter err;

    HistoryReplay(List<Path> files, @Nullable Long until, PrintWriter err) {
        this.files = files;
        this.until = until;
        this.err = err;
    }

    /** What was read; {@code end} in milliseconds since the epoch. */
    record Counts(long events, long otherCommunities, long later, long rejected, long end) {}

    Counts run(Program program, Side side) {
        Replay replay = new Replay(program);
        for (Path file : files) {
            try {
                replay.read(file);
            } catch (NoSuchFileException e) {
                throw Failure.wrong(
                        "There is no file " + file + ". Give the path of a history: one JSON event a line.");
            } catch (IOException e) {
                String why = Files.isDirectory(file) ? "it is a directory" : e.toString();
                throw Failure.wrong("The history " + file + " cannot be read: " + why + ".");
            }
        }
        Replay.Result result = replay.run(until);
        result.outcomes().forEach(side::outcome);
        result.members().forEach(side::member);
        err.flush();
        return new Counts(
                result.events(),
                result.otherCommunities(),
                result.later(),
                result.rejected().size(),
                result.until());
    }
}
