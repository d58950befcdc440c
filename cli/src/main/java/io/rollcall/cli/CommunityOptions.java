package io.rollcall.cli;

import io.rollcall.simulate.Community;
import picocli.CommandLine.Option;

/** What a simulated community is made from, wherever one is asked for. */
public final class CommunityOptions {
    @Option(
            names = "--seed",
            paramLabel = "NUMBER",
            defaultValue = "42",
            description = "The same seed gives the same people and events (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Option(
            names = "--members",
            paramLabel = "NUMBER",
            defaultValue = "400",
            description = "How many join in the first two weeks (default: ${DEFAULT-VALUE});"
                    + " after that one in eighty of that number joins a day.")
    private int members;

    @Option(
            names = "--weeks",
            paramLabel = "NUMBER",
            defaultValue = "8",
            description = "Weeks of history (default: ${DEFAULT-VALUE}).")
    private int weeks;

    /** Whatever is left to chance. */
    public long seed() {
        return seed;
    }

    /**
     * How many join in the first two weeks.
     *
     * @throws Failure if it is no possible number
     */
    public int members() {
        if (members < 1 || members > Community.MOST_MEMBERS) {
            throw Failure.wrong(
                    "--members takes a number from 1 to " + Community.MOST_MEMBERS + ", not " + members + ".");
        }
        return members;
    }

    /**
     * Weeks of history.
     *
     * @throws Failure if it is no possible number
     */
    public int weeks() {
        if (weeks < 0 || weeks > 520) {
            throw Failure.wrong("--weeks takes a number from 0 to 520 (ten years), not " + weeks + ".");
        }
        return weeks;
    }
}
