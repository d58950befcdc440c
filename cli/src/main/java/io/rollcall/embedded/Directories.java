package io.rollcall.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/** Directories that servers keep their files in. */
final class Directories {
    private static final int ATTEMPTS = 3;

    private Directories() {}

    /**
     * Makes the directory if there is none.
     *
     * @throws EmbeddedException if that is not possible
     */
    static Path make(Path directory) {
        return make(directory, "Choose a directory that you may write to.");
    }

    /** The same, with what to do if that is not possible: a sentence. */
    static Path make(Path directory, String remedy) {
        try {
            return Files.createDirectories(directory).toAbsolutePath().normalize();
        } catch (IOException e) {
            throw new EmbeddedException("no directory " + directory, "it cannot be made (" + e + ")", remedy, e);
        }
    }

    /** Deletes a directory with all that is in it; a file that goes away by itself meanwhile is none of our business. */
    static void delete(Path directory) {
        try {
            for (int attempt = 1; Files.exists(directory, LinkOption.NOFOLLOW_LINKS); attempt++) {
                try {
                    deleteTree(directory);
                } catch (DirectoryNotEmptyException e) {
                    // whoever is just ending may have written one more file meanwhile
                    if (attempt == ATTEMPTS) {
                        throw e;
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void deleteTree(Path directory) throws IOException {
        Files.walkFileTree(directory, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.deleteIfExists(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
                if (e instanceof NoSuchFileException) {
                    return FileVisitResult.CONTINUE;
                }
                throw e;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException e) throws IOException {
                Files.deleteIfExists(visited);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
