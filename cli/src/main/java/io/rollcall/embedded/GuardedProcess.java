package io.rollcall.embedded;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A server process that ends with this one, however this one ends: {@code guard.sh} holds the other end of a pipe that the
 * kernel closes when we are gone, so that nothing here needs to run for it, no hook and no finally.
 *
 * <p>Whoever holds this object keeps the server alive: the pipe is closed when it is collected as garbage.
 */
public final class GuardedProcess implements AutoCloseable {
    private final Process guard;
    private final Duration grace;

    private GuardedProcess(Process guard, Duration grace) {
        this.guard = guard;
        this.grace = grace;
    }

    /** Starts a command as whoever we are; parameters as below. */
    public static GuardedProcess start(
            List<String> command, Map<String, String> environment, Path directory, Path output, Duration grace)
            throws IOException {
        return start(new ServerAccount(null, List.of()), command, environment, directory, output, grace);
    }

    /**
     * Starts a command.
     *
     * @param environment all of its environment, for nothing of ours is passed on but PATH
     * @param output where its output is appended to
     * @param grace how long it may take to stop when asked to, in whole seconds; after that it is killed
     */
    static GuardedProcess start(
            ServerAccount account,
            List<String> command,
            Map<String, String> environment,
            Path directory,
            Path output,
            Duration grace)
            throws IOException {
        List<String> guarded =
                new ArrayList<>(List.of("/bin/sh", "-c", script(), "guard", Long.toString(grace.toSeconds())));
        guarded.addAll(command);
        ProcessBuilder builder = new ProcessBuilder(account.command(guarded))
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()));
        builder.environment().keySet().retainAll(List.of("PATH"));
        builder.environment().putAll(environment);
        return new GuardedProcess(builder.start(), grace);
    }

    /** Whether the server or its guard is still there. */
    public boolean isAlive() {
        return guard.isAlive();
    }

    /** The exit status of a server that is no longer alive. */
    public int exitStatus() {
        return guard.exitValue();
    }

    /** Asks the server to stop and waits until it has, or was killed. */
    @Override
    public void close() {
        try {
            guard.getOutputStream().close();
        } catch (IOException e) {
            // the guard is gone, and the server with it
        }
        boolean interrupted = false;
        // the guard needs up to its grace, and then only what a kill takes
        long end = System.nanoTime() + grace.plusSeconds(5).toNanos();
        try {
            while (guard.isAlive() && System.nanoTime() < end) {
                try {
                    guard.waitFor(end - System.nanoTime(), TimeUnit.NANOSECONDS);
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static String script() {
        try (InputStream in = GuardedProcess.class.getResourceAsStream("guard.sh")) {
            if (in == null) {
                throw new IllegalStateException("guard.sh is not beside " + GuardedProcess.class);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
