package io.rollcall.cli.demo;

import io.rollcall.cli.ProgramFile;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a demo is asked to be.
 *
 * @param program the program that governs the community
 * @param events the files of a real history; empty for a simulated community
 * @param seed of a simulated community
 * @param members of a simulated community, in its first two weeks
 * @param weeks of a simulated community's history
 * @param speed of a simulated community's clock
 * @param dataDirectory where topics and indices are kept; null: nowhere, they are deleted at the end
 * @param ports on which the servers listen
 * @param exitWhenDone whether a real history's end is the demo's
 * @param json whether the summary is to be JSON on standard output
 */
public record Settings(
        ProgramFile program,
        List<Path> events,
        long seed,
        int members,
        int weeks,
        Speed speed,
        @Nullable Path dataDirectory,
        Ports ports,
        boolean exitWhenDone,
        boolean json) {

    /** Copies the files. */
    public Settings {
        events = List.copyOf(events);
    }

    /**
     * The ports on 127.0.0.1; 0 is any that is free.
     *
     * @param console of the page
     * @param kafka of the broker
     * @param elasticsearch of its HTTP interface
     * @param flink of its web interface
     */
    public record Ports(int console, int kafka, int elasticsearch, int flink) {}
}
