package io.rollcall.replay;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/** The folder beside this repository that holds the contract's cases; a user of the project has none. */
public final class Shared {
    private Shared() {}

    /** A path below {@code ../shared}, seen from the repository; without it the test is skipped, and says so. */
    public static Path path(String below) {
        Path shared = Path.of("..", "..", "shared").toAbsolutePath().normalize();
        boolean present = Files.isDirectory(shared.resolve("conformance"));
        if (!present) {
            System.err.println("SKIPPED for want of " + shared + ": " + below);
        }
        Assumptions.assumeTrue(present, "no " + shared);
        return shared.resolve(below);
    }
}
