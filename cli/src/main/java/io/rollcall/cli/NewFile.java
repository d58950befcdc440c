package io.rollcall.cli;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * A file that is there when it is whole: until then it is beside its place, under another name, and whatever ends us earlier
 * (Ctrl-C too) leaves what was at its place as it was.
 */
final class NewFile implements AutoCloseable {
    private static final int BUFFER = 256 << 10;

    private final Path place;
    private final @Nullable Path part;
    private final OutputStream out;
    private final Thread undo;
    private volatile boolean whole;

    private NewFile(Path place, @Nullable Path part, OutputStream out) {
        this.place = place;
        this.part = part;
        this.out = out;
        this.undo = new Thread(this::undo, "undo");
        Runtime.getRuntime().addShutdownHook(undo);
    }

    /** A new file, packed if its name ends in {@code .gz}. What is no plain file, as a pipe, is written to at once. */
    static NewFile at(Path file) throws IOException {
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            return new NewFile(file, null, stream(file, file));
        }
        Path place = Files.exists(file) ? file.toRealPath() : file.toAbsolutePath();
        if (Files.exists(place) && !Files.isWritable(place)) {
            throw new AccessDeniedException(file.toString());
        }
        Path part = place.resolveSibling(
                "." + place.getFileName() + "." + ProcessHandle.current().pid() + ".part");
        return new NewFile(place, part, stream(part, file));
    }

    /** A file that grows where it is, for whoever watches it. */
    static NewFile growing(Path file) throws IOException {
        return new NewFile(file, null, stream(file, file));
    }

    private static OutputStream stream(Path file, Path name) throws IOException {
        OutputStream raw = new BufferedOutputStream(Files.newOutputStream(file), BUFFER);
        return name.toString().endsWith(".gz") ? new GZIPOutputStream(raw, BUFFER) : raw;
    }

    OutputStream stream() {
        return out;
    }

    /** Nothing more comes: it takes its place. */
    void complete() throws IOException {
        out.close();
        if (part != null) {
            Files.move(part, place, StandardCopyOption.REPLACE_EXISTING);
        }
        whole = true;
    }

    @Override
    public void close() throws IOException {
        try {
            Runtime.getRuntime().removeShutdownHook(undo);
        } catch (IllegalStateException e) {
            // we are being ended, and the hook does it
            return;
        }
        try {
            out.close();
        } finally {
            undo();
        }
    }

    private void undo() {
        if (part != null && !whole) {
            try {
                Files.deleteIfExists(part);
            } catch (IOException e) {
                System.err.println("rollcall: " + part + " stayed behind and can be deleted.");
            }
        }
    }
}
