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
import picocli.CommandLine.Mixin;
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
            "Writes into DIR, once all of it is done, in the place of files of that name:",
            "  outcomes.jsonl  what became true, in the order of time",
            "  members.jsonl   every member at the end",
            "  rejected.jsonl  the lines that are no event, with the reason",
            "Events may be in any order; in the order of time is fastest, else they are sorted first, in a file as"
                    + " large as the history in the directory for temporary files (TMPDIR). Standard input is kept in"
                    + " one there, too."
        },
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "0:done, also where some lines were no events",
            "1:no event of the program's community is in the history, a file broke off, or the results cannot be"
                    + " written; earlier results stay as they were",
            "2:the arguments or the program are wrong",
            "130:stopped by Ctrl-C: nothing was written"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  rollcall replay --program club.yaml --events history.jsonl.gz --out result",
            "  rollcall replay --program club.yaml --events 2025.jsonl 2026.jsonl \\",
            "      --until 2026-03-01 --out result",
            "  rollcall replay --program club.yaml --events history.jsonl.gz --out result \\",
            "      --json > summary.json",
            "  zcat 2026-*.gz | rollcall replay --program club.yaml --events - --out result"
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

    @Mixin
    private HistoryOptions history;

    @Option(
            names = "--until",
            paramLabel = "TIME",
            description = "The end, included (default: the community's last event): 2026-03-01T00:00:00Z, or a date,"
                    + " which is its first midnight in the program's time zone. The clock runs up to it; later events"
                    + " are skipped.")
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

    @Option(
            names = "--allow-empty",
            description = "Write empty results, with a warning, where the history holds no event of the program's"
                    + " community; else that is an error, and earlier results stay.")
    private boolean allowEmpty;

    @Override
    public void run() {
        PrintWriter err = spec.commandLine().getErr();
        Program parsed = ProgramFile.read(program).parse();
        Long end = until == null
                ? null
                : Instants.parse("--until", until, parsed.dates().zone());
        if (Files.exists(out) && !Files.isDirectory(out)) {
            throw Failure.wrong("--out takes a directory, but " + out + " is a file. Give another name, or delete it.");
        }
        long startedAt = System.nanoTime();
        Replay.Result result;
        try (HistoryFiles given = history.open(err)) {
            result = given.read(files -> replay(parsed, files, end, given, err));
            StrayText.warn(result.history().strays(), end, "--until", parsed, err);
            // who ends the history in a pause of years knows what they do
            if (result.history().later() == 0) {
                StrayText.warnOfEnd(end, result.history().last(), "--until", parsed, err);
            }
        }
        ReplaySummary summary = new ReplaySummary(parsed, result);
        PrintWriter results = spec.commandLine().getOut();
        results.println(json ? summary.json() : String.join(System.lineSeparator(), summary.lines()));
        results.flush();
        err.println("written to %s in %,.1f s: outcomes.jsonl, members.jsonl, rejected.jsonl"
                .formatted(out, (System.nanoTime() - startedAt) / (double) TimeUnit.SECONDS.toNanos(1)));
    }

    /** What a history holds in which no event of the community is, up to the end. */
    private static String ofNothing(History.Counts counts, ForeignHistory foreign, Program parsed, List<Path> given) {
        if (counts.later() == 0) {
            return foreign.message(given, parsed.community(), counts.rejected());
        }
        return counts.later() == 1
                ? "The only event of the community '%s' is later than --until.".formatted(parsed.community())
                : "All %,d events of the community '%s' are later than --until."
                        .formatted(counts.later(), parsed.community());
    }

    private void answerForNothing(String why, boolean wasThere, HistoryFiles given, PrintWriter err) {
        if (!allowEmpty) {
            throw Failure.failed(why + " Nothing was written"
                    + (wasThere ? ": what is in " + out + " is as it was." : ".")
                    + " To have empty results, give --allow-empty.");
        }
        Page.prose(err, "rollcall: warning: " + given.named(why) + " The results are empty.");
    }

    private Replay.Result replay(
            Program parsed, List<Path> given, @Nullable Long end, HistoryFiles named, PrintWriter err) {
        Stopping stopping = new Stopping(err);
        boolean wasThere = Files.exists(out);
        try (stopping;
                ReplayFiles files = stopping.open(out);
                Watching watching = new Watching(files, err)) {
            Replay.Result result =
                    new Replay(parsed).run(History.ofFiles(parsed.community(), given, end, watching), files);
            if (result.history().events() == 0) {
                answerForNothing(ofNothing(result.history(), watching.foreign(), parsed, given), wasThere, named, err);
            }
            files.complete();
            return result;
        } catch (HistoryException e) {
            stopping.check();
            throw e.isWrongFile()
                    ? Failure.wrong(String.valueOf(e.getMessage()))
                    : Failure.failed(String.valueOf(e.getMessage()), e);
        } catch (FileSystemException e) {
            stopping.check();
            throw Failure.failed(
                    "The results cannot be written to " + (e.getFile() == null ? out : e.getFile()) + ": "
                            + FileError.reason(e)
                            + ". Give a directory that you may write to.",
                    e);
        } catch (IOException e) {
            stopping.check();
            throw Failure.failed(
                    "The replay was not finished, and nothing was changed: " + FileError.reason(e) + ".", e);
        }
    }

    /** Sees to it that Ctrl-C leaves nothing half done behind, and says so. */
    private static final class Stopping implements AutoCloseable {
        private final PrintWriter err;
        private final Thread hook = new Thread(this::stop, "stop");
        private volatile boolean isStopped;
        private @Nullable ReplayFiles files;

        Stopping(PrintWriter err) {
            this.err = err;
        }

        /** Begins the files; who stops it meanwhile waits until it is known what there is to delete. */
        ReplayFiles open(Path folder) throws IOException {
            try {
                Runtime.getRuntime().addShutdownHook(hook);
            } catch (IllegalStateException e) {
                throw Failure.stopped();
            }
            synchronized (this) {
                if (isStopped) {
                    throw Failure.stopped();
                }
                ReplayFiles opened = new ReplayFiles(folder);
                files = opened;
                return opened;
            }
        }

        private synchronized void stop() {
            isStopped = true;
            ReplayFiles watched = files;
            try {
                if (watched != null) {
                    watched.close();
                }
            } catch (IOException e) {
                // whatever stays has another name than the results
            }
            if (watched == null || !watched.isComplete()) {
                err.println();
                err.println("rollcall: stopped; nothing was written.");
                err.flush();
            }
        }

        /** What fails because it was stopped is no failure of its own. */
        void check() {
            if (isStopped) {
                throw Failure.stopped();
            }
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
    private static final class Watching extends ReplayProgress {
        private final ReplayFiles files;

        Watching(ReplayFiles files, PrintWriter err) {
            super("", err);
            this.files = files;
        }

        @Override
        public void rejected(Rejected line) throws IOException {
            super.rejected(line);
            files.rejected(line);
        }
    }
}
