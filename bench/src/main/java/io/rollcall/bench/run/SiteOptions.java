package io.rollcall.bench.run;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Option;

/** Where a benchmark takes place and with how many members, wherever one is asked for. */
final class SiteOptions {
    @Option(names = "--members", description = "How many members there are.")
    private long members = 1_000_000;

    @Option(names = "--work", description = "Where state, checkpoints and the broker's log go while it runs.")
    private Path work = Path.of(System.getProperty("java.io.tmpdir"));

    @Option(names = "--set", description = "An option of the job, as snapshot-rate=500; --set again for another one.")
    private Map<String, String> jobOptions = Map.of();

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

    /** The job's options: those of a benchmark, and before them what was asked for. */
    Map<String, String> jobOptions(Map<String, String> ofBenchmark) {
        Map<String, String> all = new HashMap<>(ofBenchmark);
        all.putAll(jobOptions);
        return all;
    }
}
