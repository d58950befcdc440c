package io.rollcall.cli.demo;

import io.rollcall.cli.Progress;
import java.io.PrintWriter;

/** What the demo tells a person while it goes on. */
final class Talk {
    private final PrintWriter out;
    private final long startedAt = System.nanoTime();

    Talk(PrintWriter out) {
        this.out = out;
    }

    /** A line. */
    void say(String line) {
        out.println(line);
        out.flush();
    }

    /** A line with the seconds since the start. */
    void step(String line) {
        say("%4d s  %s".formatted((System.nanoTime() - startedAt) / 1_000_000_000, line));
    }

    /** How far a long piece of work has come. */
    Progress progress(String work, long whole) {
        return Progress.of("        " + work, whole, out);
    }
}
