package io.rollcall.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A directory that one process at a time works in. It holds a lock, which the kernel lets go of when that process ends in
 * any way; a temporary one is deleted when it is closed, or by the next one that is made when its process was killed.
 */
final class WorkDirectory implements AutoCloseable {
    private static final String PREFIX = "rollcall-";
    private static final String LOCK = ".in-use";

    /** Of temporary ones: what stays must never be swept, whatever its name and wherever it is. */
    private static final String TEMPORARY_LOCK = ".in-use-temporarily";

    /**
     * Those of this process. Their lock files must not be opened again: a process loses its lock on a file as soon as it closes any
     * channel to it, and the next process would delete a directory in use.
     */
    private static final Set<Path> OWN = ConcurrentHashMap.newKeySet();

    private final Path path;
    private final Path own;
    private final FileChannel lock;
    private final boolean temporary;
    private boolean closed;

    private WorkDirectory(Path path, Path own, FileChannel lock, boolean temporary) {
        this.path = path;
        this.own = own;
        this.lock = lock;
        this.temporary = temporary;
    }

    /** A new one in the system's place for temporary files. */
    static WorkDirectory temporary() {
        return temporary(Path.of(System.getProperty("java.io.tmpdir")));
    }

    /**
     * A new one in another directory.
     *
     * @throws EmbeddedException if there may be none
     */
    static WorkDirectory temporary(Path parent) {
        try {
            sweep(parent);
            // others may pass through, for a server in it may run as somebody else, but may not look
            Path path = Files.createTempDirectory(
                    parent, PREFIX, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx--x--x")));
            return take(path, true).orElseThrow(() -> new IOException(path + " is in use by another process"));
        } catch (IOException e) {
            throw new EmbeddedException(
                    "no temporary directory",
                    "none can be made in " + parent + " (" + e + ")",
                    "Set TMPDIR to a directory that you may write to, or choose a data directory.",
                    e);
        }
    }

    /**
     * One that stays.
     *
     * @throws EmbeddedException if it cannot be made or another process works in it
     */
    static WorkDirectory at(Path directory) {
        Path path = Directories.make(directory);
        try {
            return take(path, false)
                    .orElseThrow(() -> new EmbeddedException(
                            "the data directory " + path + " cannot be used",
                            "another process works in it",
                            "Stop that one, or choose another data directory."));
        } catch (IOException e) {
            throw new EmbeddedException(
                    "the data directory " + path + " cannot be used",
                    String.valueOf(e),
                    "Choose a directory that you may write to.",
                    e);
        }
    }

    private static Optional<WorkDirectory> take(Path path, boolean temporary) throws IOException {
        Path own = path.toRealPath();
        if (!OWN.add(own)) {
            return Optional.empty();
        }
        FileChannel lock = null;
        try {
            lock = lock(path, temporary ? TEMPORARY_LOCK : LOCK);
            return lock == null ? Optional.empty() : Optional.of(new WorkDirectory(path, own, lock, temporary));
        } finally {
            if (lock == null) {
                OWN.remove(own);
            }
        }
    }

    Path path() {
        return path;
    }

    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        try (lock) {
            if (temporary) {
                delete(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            OWN.remove(own);
        }
    }

    /** The lock goes last: what could not be deleted is met again by the next sweep. */
    private static void delete(Path path) throws IOException {
        try (DirectoryStream<Path> children = Files.newDirectoryStream(
                path, child -> !child.getFileName().toString().equals(TEMPORARY_LOCK))) {
            for (Path child : children) {
                Directories.delete(child);
            }
        } catch (NoSuchFileException e) {
            return;
        }
        Directories.delete(path);
    }

    /** Deletes what killed processes left. One that is just being made has no lock file yet and is left alone. */
    private static void sweep(Path parent) throws IOException {
        try (DirectoryStream<Path> others = Files.newDirectoryStream(parent, PREFIX + "*")) {
            for (Path other : others) {
                if (!Files.exists(other.resolve(TEMPORARY_LOCK))) {
                    continue;
                }
                try (FileChannel abandoned = OWN.contains(other.toRealPath()) ? null : lock(other, TEMPORARY_LOCK)) {
                    if (abandoned != null) {
                        delete(other);
                    }
                } catch (AccessDeniedException | NoSuchFileException e) {
                    // somebody else's, theirs to sweep; or just swept by another one
                }
            }
        }
    }

    /** The locked file of a directory, or null if somebody else has locked it or the directory is gone. */
    private static @Nullable FileChannel lock(Path directory, String file) throws IOException {
        FileChannel channel;
        try {
            channel = FileChannel.open(directory.resolve(file), StandardOpenOption.WRITE, StandardOpenOption.CREATE);
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
