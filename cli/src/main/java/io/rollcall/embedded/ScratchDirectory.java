package io.rollcall.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import org.jspecify.annotations.Nullable;

/**
 * A temporary directory that is deleted when it is closed, and by the next one that is made when its process was killed:
 * whoever uses it holds a lock, which the kernel lets go of in any case.
 */
final class ScratchDirectory implements AutoCloseable {
    private static final String PREFIX = "rollcall-";
    private static final String LOCK = ".in-use";

    private final Path path;
    private final FileChannel lock;

    private ScratchDirectory(Path path, FileChannel lock) {
        this.path = path;
        this.lock = lock;
    }

    /** A new directory in the system's place for temporary files. */
    static ScratchDirectory make() {
        return make(Path.of(System.getProperty("java.io.tmpdir")));
    }

    /**
     * A new directory in another.
     *
     * @throws EmbeddedException if there may be none
     */
    static ScratchDirectory make(Path parent) {
        try {
            sweep(parent);
            // others may pass through, for a server in it may run as somebody else, but may not look
            Path path = Files.createTempDirectory(
                    parent, PREFIX, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx--x--x")));
            FileChannel lock = lock(path, true);
            if (lock == null) {
                throw new IOException(path + " is in use by another process");
            }
            return new ScratchDirectory(path, lock);
        } catch (IOException e) {
            throw new EmbeddedException(
                    "no temporary directory",
                    "none can be made in " + parent + " (" + e + ")",
                    "Set TMPDIR to a directory that you may write to, or choose a data directory.",
                    e);
        }
    }

    Path path() {
        return path;
    }

    @Override
    public void close() {
        Directories.delete(path);
        try {
            lock.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Deletes what killed processes left. One that is just being made has no lock file yet and is left alone. */
    private static void sweep(Path parent) throws IOException {
        try (DirectoryStream<Path> others = Files.newDirectoryStream(parent, PREFIX + "*")) {
            for (Path other : others) {
                if (Files.exists(other.resolve(LOCK)) && Files.isWritable(other)) {
                    try (FileChannel abandoned = lock(other, false)) {
                        if (abandoned != null) {
                            Directories.delete(other);
                        }
                    }
                }
            }
        }
    }

    /** The locked file of a directory, or null if somebody else has locked it. */
    private static @Nullable FileChannel lock(Path directory, boolean create) throws IOException {
        FileChannel channel;
        try {
            channel = create
                    ? FileChannel.open(directory.resolve(LOCK), StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW)
                    : FileChannel.open(directory.resolve(LOCK), StandardOpenOption.WRITE);
        } catch (NoSuchFileException e) {
            return null;
        }
        FileLock lock = null;
        try {
            lock = channel.tryLock();
            return lock == null ? null : channel;
        } catch (OverlappingFileLockException e) {
            return null;
        } finally {
            if (lock == null) {
                channel.close();
            }
        }
    }
}
