package io.rollcall.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** How much room a directory has. */
final class DiskSpace {
    private static final long MEBIBYTE = 1 << 20;

    private DiskSpace() {}

    /**
     * @param what what cannot be done without it, for the message
     * @param directory an existing directory
     * @param bytes how much is needed
     * @param remedy where else it could go, a sentence
     * @throws EmbeddedException if there is less
     */
    static void require(String what, Path directory, long bytes, String remedy) {
        try {
            long free = Files.getFileStore(directory).getUsableSpace();
            if (free < bytes) {
                throw new EmbeddedException(
                        what,
                        "too little disk space: " + directory + " has " + free / MEBIBYTE + " MiB free, and "
                                + (bytes + MEBIBYTE - 1) / MEBIBYTE + " MiB are needed",
                        remedy);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
