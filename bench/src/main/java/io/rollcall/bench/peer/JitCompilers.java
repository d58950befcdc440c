package io.rollcall.bench.peer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The processor time of this JVM's just-in-time compilers, as Linux counts it for each thread in {@code /proc/self/task}. A process
 * must run with {@link #STAYING}, or the time of a compiler thread that ends is lost.
 */
public final class JitCompilers {
    /** An option of the JVM: compiler threads neither come nor go. */
    public static final String STAYING = "-XX:-UseDynamicNumberOfCompilerThreads";

    private static final Path THREADS = Path.of("/proc/self/task");

    /** The kernel cuts names after 15 characters. */
    private static final Pattern COMPILER = Pattern.compile("C[12] CompilerThre.*");

    /** Of which Linux counts processor time for user programs, whatever its own clock is. */
    private static final long NANOS_OF_TICK = Duration.ofMillis(10).toNanos();

    /** After the name come the state, which is the first of these, and the times in user and in kernel mode. */
    private static final int USER_TICKS = 11;

    private JitCompilers() {}

    /** All that they have taken, in nanoseconds, a hundredth of a second exactly; 0 where there is no Linux. */
    static long cpuNanos() {
        if (!Files.isDirectory(THREADS)) {
            return 0;
        }
        try (Stream<Path> threads = Files.list(THREADS)) {
            return threads.map(JitCompilers::stat)
                            .flatMap(Optional::stream)
                            .mapToLong(JitCompilers::ticks)
                            .sum()
                    * NANOS_OF_TICK;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What a thread's file says; nothing if it has ended. */
    private static Optional<String> stat(Path thread) {
        try {
            return Optional.of(Files.readString(thread.resolve("stat")));
        } catch (IOException e) {
            // the file is gone, or cannot be read any more
            return Optional.empty();
        }
    }

    /** A compiler's ticks, 0 of any other thread: {@code 4711 (C2 CompilerThre) S …}. */
    static long ticks(String stat) {
        int end = stat.lastIndexOf(')');
        String name = stat.substring(stat.indexOf('(') + 1, end);
        if (!COMPILER.matcher(name).matches()) {
            return 0;
        }
        String[] fields = stat.substring(end + 2).split(" ", -1);
        return Long.parseLong(fields[USER_TICKS]) + Long.parseLong(fields[USER_TICKS + 1]);
    }
}
