package io.rollcall.bench.run;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command behind {@code bench/run} for what needs a broker and processes. */
@Command(
        name = "bench/run",
        mixinStandardHelpOptions = true,
        description = "Measures the job member-journey against its peers; docs/performance.md has the figures.",
        subcommands = {PeersCommand.class, LatencyCommand.class, MidnightCommand.class})
public final class Bench {
    private Bench() {}

    /** Runs a command and ends the process with its status. */
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new Bench())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .execute(arguments));
    }
}
