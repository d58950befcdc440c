package io.rollcall.cli;

import io.rollcall.program.Program;
import io.rollcall.replay.History;
import io.rollcall.replay.HistoryException;
import io.rollcall.replay.Rejected;
import io.rollcall.replay.Replay;
import io.rollcall.replay.ReplayFiles;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code rollcall replay}. */
@Command(
        name = "replay",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        header = "Says what a program makes of a history, without any server.",
        description = {
            "Writes DIR/outcomes.jsonl, what became true, in the order of time; DIR/members.jsonl, every member at the"
                    + " end; and DIR/rejected.jsonl, the lines that are no event, with the reason. Files of that name"
                    + " are replaced, once all of it is done.",
            "Events may be in any order; in the order of time is fastest, else they are sorted first, in a file as"
                    + " large as the history in the directory for temporary files (TMPDIR)."
        },
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "0:done, also where lines were no events",
            "1:a file broke off, or the results cannot be written",
            "2:the arguments or the program are wrong"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  rollcall replay --program club.yaml --events history.jsonl.gz --out result",
            "  rollcall replay --program club.yaml --events 2024.jsonl 2025.jsonl --out result",
            "  rollcall replay --program club.yaml --events history.jsonl.gz --out result --json > summary.json"
        })
final class ReplayCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Option(
            names = "--program",
            required = true,
            paramLabel = "FILE",
            description = "The program of the community, a YAML file.")
    private Path program;

    @Option(
            names = "--events",
            required = true,
            paramLabel = "FILE",
            arity = "1..*",
            description = "The history: one JSON event a line, packed (gzip) or not. May be given more than once.")
    private List<Path> events;

    @Option(
            names = "--until",
            paramLabel = "INSTANT",
            description = "The end, included, as 2026-03-01T00:00:00Z (default: the community's last event). The clock"
                    + " runs up to it; later events are skipped.")
    private @Nullable String until;

    @Option(
            names = "--out",
            required = true,
            paramLabel = "DIR",
            description = "Where to write the results; made if need be.")
    private Path out;

    @Option(
            names = "--json",
            description = "The summary as JSON on standard output, everything else on standard error.")
    private boolean json;

    @Override
    public void run() {
        PrintWriter err = spec.commandLine().getErr();
        Program parsed = ProgramFile.read(program).parse();
        Long end = until == null ? null : Instants.parse("--until", until);
        if (Files.exists(out) && !Files.isDirectory(out)) {
            throw Failure.wrong("--out takes a directory, but " + out + " is a file. Give another name, or delete it.");
        }
        long startedAt = System.nanoTime();
        Replay.Result result;
        try (ReplayFiles files = new ReplayFiles(out);
                Stopping stopping = new Stopping(files);
                Watching watching = new Watching(files, err)) {
            result = new Replay(parsed).run(History.ofFiles(parsed.community(), events, end, watching), files);
            files.complete();
        } catch (HistoryException e) {
            throw e.isWrongFile()
                    ? Failure.wrong(String.valueOf(e.getMessage()))
                    : Failure.failed(String.valueOf(e.getMessage()), e);
        } catch (FileSystemException e) {
            throw Failure.failed(
                    "The results cannot be written to " + out + ": " + reason(e)
                            + ". Give a directory that you may write to.",
                    e);
        } catch (IOException e) {
            throw Failure.failed("The replay was not finished, and nothing was changed: " + e.getMessage(), e);
        }
        ReplaySummary summary = new ReplaySummary(parsed, result);
        PrintWriter results = spec.commandLine().getOut();
        results.println(json ? summary.json() : String.join(System.lineSeparator(), summary.lines()));
        results.flush();
        err.println("written to %s in %,.1f s: outcomes.jsonl, members.jsonl, rejected.jsonl"
                .formatted(out, (System.nanoTime() - startedAt) / (double) TimeUnit.SECONDS.toNanos(1)));
    }

    private static String reason(FileSystemException e) {
        return e.getReason() == null ? e.toString() : e.getReason() + " (" + e.getFile() + ")";
    }

    /** Sees to it that Ctrl-C leaves nothing half done behind. */
    private static final class Stopping implements AutoCloseable {
        private final Thread hook;

        Stopping(ReplayFiles files) {
            this.hook = new Thread(() -> {
                try {
                    files.close();
                } catch (IOException e) {
                    // whatever stays has another name than the results
                }
            });
            Runtime.getRuntime().addShutdownHook(hook);
        }

        @Override
        public void close() {
            try {
                Runtime.getRuntime().removeShutdownHook(hook);
            } catch (IllegalStateException e) {
                // it is running
            }
        }
    }

    /** Shows how far it has come, and passes on what is no event. */
    private static final class Watching implements History.Listener, AutoCloseable {
        private final ReplayFiles files;
        private final PrintWriter err;
        private History.@Nullable Stage stage;
        private @Nullable Progress progress;

        Watching(ReplayFiles files, PrintWriter err) {
            this.files = files;
            this.err = err;
        }

        @Override
        public void rejected(Rejected line) throws IOException {
            files.rejected(line);
        }

        @Override
        public void progress(History.Stage now, long done, long whole) {
            if (progress == null || now != stage) {
                close();
                stage = now;
                progress = Progress.of(
                        switch (now) {
                            case EVALUATING -> "bytes evaluated";
                            case SORTING -> "not in order: bytes sorted";
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
