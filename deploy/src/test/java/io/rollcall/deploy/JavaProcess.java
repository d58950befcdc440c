package io.rollcall.deploy;

import static org.awaitility.Awaitility.await;

import io.rollcall.embedded.GuardedProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A JVM of its own, which ends with this one however that ends, and whose output goes to a file. */
final class JavaProcess implements AutoCloseable {
    private static final Duration GRACE = Duration.ofSeconds(3);
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    /** As {@code test.jvm} in the parent's pom.xml, but with the verifier, which finds what the job jar lacks. */
    private static final String QUICK = "-XX:TieredStopAtLevel=1";

    /** Where none is asked for. */
    private static final String COLLECTOR = "-XX:+UseSerialGC";

    private final String name;
    private final GuardedProcess process;
    private final Path output;
    private final Path pid;
    private boolean isKilled;

    private JavaProcess(String name, GuardedProcess process, Path output, Path pid) {
        this.name = name;
        this.process = process;
        this.output = output;
        this.pid = pid;
    }

    /**
     * Starts one.
     *
     * @param directory where its output goes, in NAME.log, which must not be there yet
     * @param java everything after {@code java}
     */
    static JavaProcess start(Path directory, String name, Map<String, String> environment, List<String> java)
            throws IOException {
        Path output = directory.resolve(name + ".log");
        Path pid = directory.resolve(name + ".pid");
        // the shell becomes the JVM, so that its pid is the JVM's
        List<String> command =
                new ArrayList<>(List.of("/bin/sh", "-c", "echo $$ >\"$0\" && exec \"$@\"", pid.toString()));
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-Dlog4j2.configurationFile="
                + Path.of("src/test/resources/log4j2-process.xml").toUri());
        command.add(QUICK);
        if (java.stream().noneMatch(option -> option.matches("-XX:\\+Use\\w+GC"))) {
            command.add(COLLECTOR);
        }
        command.addAll(java);
        return new JavaProcess(name, GuardedProcess.start(command, environment, directory, output, GRACE), output, pid);
    }

    /** What the group of a pattern matches in the output, as soon as it does. */
    String awaitOutput(Pattern pattern) {
        String[] found = new String[1];
        await(name + " says " + pattern)
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> {
                    Matcher matcher = pattern.matcher(Files.readString(output));
                    boolean there = matcher.find();
                    if (there) {
                        found[0] = matcher.group(1);
                    } else if (!process.isAlive()) {
                        throw new AssertionError(name + " ended: " + output);
                    }
                    return there;
                });
        return found[0];
    }

    /** Waits for its end, and is content only with exit status 0. */
    void awaitSuccess() {
        await(name + " ends")
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> !process.isAlive());
        if (process.exitStatus() != 0) {
            throw new AssertionError(name + " ended with status " + process.exitStatus() + ": " + output);
        }
    }

    /** {@code kill -9}: it has no time for anything. */
    void kill() {
        isKilled = true;
        try {
            long id = Long.parseLong(Files.readString(pid).strip());
            ProcessHandle.of(id)
                    .orElseThrow(() -> new AssertionError(name + " is gone already: " + output))
                    .destroyForcibly();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        await(name + " is dead")
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(10))
                .until(() -> !process.isAlive());
    }

    /** Whether it is gone and nobody killed it. */
    boolean hasEndedByItself() {
        return !isKilled && !process.isAlive();
    }

    @Override
    public void close() {
        process.close();
    }
}
