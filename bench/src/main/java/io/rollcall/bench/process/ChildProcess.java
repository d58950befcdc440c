package io.rollcall.bench.process;

import io.rollcall.embedded.GuardedProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** A JVM of its own, which ends with this one however that ends, and whose output goes to a file. */
public final class ChildProcess implements AutoCloseable {
    private static final Duration GRACE = Duration.ofSeconds(5);
    private static final Duration LOOK = Duration.ofMillis(100);

    private final String name;
    private final GuardedProcess process;
    private final Path output;

    private ChildProcess(String name, GuardedProcess process, Path output) {
        this.name = name;
        this.process = process;
        this.output = output;
    }

    /**
     * Starts one.
     *
     * @param directory where its output goes, in NAME.log
     * @param java everything after {@code java}
     */
    public static ChildProcess start(Path directory, String name, List<String> java) throws IOException {
        Path output = directory.resolve(name + ".log");
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-Dlog4j2.configurationFile=bench-log4j2.xml");
        command.add("-Djava.io.tmpdir=" + directory);
        command.addAll(java);
        return new ChildProcess(name, GuardedProcess.start(command, Map.of(), directory, output, GRACE), output);
    }

    /**
     * What it said ({@link Spoken}) behind a beginning, the first time; waits for it.
     *
     * @throws IOException if it ends without, or takes longer
     */
    public String await(String beginning, Duration patience) throws IOException, InterruptedException {
        long end = System.nanoTime() + patience.toNanos();
        while (true) {
            boolean alive = process.isAlive();
            List<String> said = said(beginning);
            if (!said.isEmpty()) {
                return said.get(0);
            }
            if (!alive) {
                throw new IOException(
                        name + " ended with status " + process.exitStatus() + "; its output is " + output);
            }
            if (System.nanoTime() > end) {
                throw new IOException(
                        name + " takes longer than " + patience.toMinutes() + " minutes; its output is " + output);
            }
            Thread.sleep(LOOK.toMillis());
        }
    }

    /** All that it said behind a beginning until now. */
    public List<String> said(String beginning) throws IOException {
        if (!Files.exists(output)) {
            return List.of();
        }
        try (var lines = Files.lines(output)) {
            return lines.map(line -> Spoken.heard(line, beginning))
                    .filter(Objects::nonNull)
                    .toList();
        }
    }

    @Override
    public void close() {
        process.close();
    }
}
