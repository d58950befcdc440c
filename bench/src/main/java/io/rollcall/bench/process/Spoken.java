package io.rollcall.bench.process;

import org.jspecify.annotations.Nullable;

/** Lines of a process's output that are for the process that started it. */
public final class Spoken {
    private static final String BEGINNING = "bench> ";

    /** Said by a live peer once it is started: it reads what comes from then on. */
    public static final String RUNS = "runs";

    private Spoken() {}

    /** Says a line to the process that started this one. */
    public static void say(String line) {
        System.out.println(BEGINNING + line);
    }

    /** What a line of output says behind a beginning of its own; null if it is none of those. */
    static @Nullable String heard(String output, String beginning) {
        String all = BEGINNING + beginning;
        return output.startsWith(all) ? output.substring(all.length()) : null;
    }
}
