package io.rollcall.bench.run;

import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Option;

/** Where a benchmark takes place and with how many members, wherever one is asked for. */
final class SiteOptions {
    @Option(names = "--members", description = "How many members there are.")
    private long members = 1_000_000;

    @Option(names = "--work", description = "Where state, checkpoints and the broker's log go while it runs.")
    private Path work = Path.of(System.getProperty("java.io.tmpdir"));

    @Option(names = "--jvm", description = "An option of the peer's JVM, as -XX:StartFlightRecording=filename=FILE.")
    private List<String> jvm = List.of();

    long members() {
        return members;
    }

    Path work() {
        return work;
    }

    List<String> jvm() {
        return jvm;
    }
}
