package io.rollcall.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Option;

/** Which history, wherever one is asked for. */
final class HistoryOptions {
    @Option(
            names = "--events",
            paramLabel = "FILE",
            arity = "1..*",
            required = true,
            description = "The history: one JSON event a line, in any order, packed (gzip) or not; - for standard"
                    + " input. May be given more than once.")
    private List<Path> events = List.of();

    /** The files as they are; what comes from standard input is in one, too, until they are closed. */
    HistoryFiles open(PrintWriter err) {
        return HistoryFiles.of(events, false, err);
    }

    /** The same for whoever reads them more than once: what comes from a pipe is in a file, too. */
    HistoryFiles openRepeatable(PrintWriter err) {
        return HistoryFiles.of(events, true, err);
    }
}
