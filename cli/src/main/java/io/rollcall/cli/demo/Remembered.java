package io.rollcall.cli.demo;

import io.rollcall.cli.Failure;
import io.rollcall.cli.FileError;
import io.rollcall.simulate.Community;
import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * The simulated community whose life is in a data directory, so that the next demo there goes on with the same one.
 *
 * @param seed of the community
 * @param members of the community
 * @param start its first instant
 * @param lived how far its clock came
 */
record Remembered(long seed, int members, Instant start, Instant lived) {
    private static final String FILE = "community.properties";

    /** The community of a data directory; null if there is none. */
    static @Nullable Remembered in(Path directory) {
        Path file = directory.resolve(FILE);
        if (!Files.exists(file)) {
            return null;
        }
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            properties.load(reader);
            return new Remembered(
                    Long.parseLong(properties.getProperty("seed", "")),
                    Integer.parseInt(properties.getProperty("members", "")),
                    Instant.parse(properties.getProperty("start", "")),
                    Instant.parse(properties.getProperty("lived", "")));
        } catch (IOException | IllegalArgumentException | DateTimeException e) {
            throw Failure.failed(
                    file + " cannot be read (" + FileError.reason(e)
                            + "). Choose another --data-dir, or delete this one to begin anew.",
                    e);
        }
    }

    /** Writes it, whole or not at all. */
    void writeTo(Path directory) {
        Properties properties = new Properties();
        properties.setProperty("seed", Long.toString(seed));
        properties.setProperty("members", Integer.toString(members));
        properties.setProperty("start", start.toString());
        properties.setProperty("lived", lived.toString());
        Path written = directory.resolve(FILE + ".new");
        try {
            try (Writer writer = Files.newBufferedWriter(written, StandardCharsets.UTF_8)) {
                properties.store(writer, "the simulated community of this directory");
            }
            Files.move(
                    written,
                    directory.resolve(FILE),
                    StandardCopyOption.REPLACE_EXISTING,
                    StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw Failure.failed(
                    "The data directory " + directory + " cannot be written to: " + FileError.reason(e) + ".", e);
        }
    }

    /** Whether it is the same one. */
    boolean is(Community community) {
        return seed == community.seed() && members == community.members();
    }
}
