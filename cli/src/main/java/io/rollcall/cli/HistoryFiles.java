package io.rollcall.cli;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * The files of a history. What comes from standard input, or through a pipe where it is read more than once, is written to
 * a temporary file first, which is gone when this is closed and when the process is ended.
 */
final class HistoryFiles implements AutoCloseable {
    private static final Path STANDARD_INPUT = Path.of("-");
    private static final int BUFFER = 1 << 20;

    private final List<Path> files = new ArrayList<>();
    private final List<Path> temporary = new ArrayList<>();
    /** By the path of a temporary file, what those call it who named it. */
    private final Map<String, String> names = new LinkedHashMap<>();

    private final Thread undo = new Thread(this::delete, "delete");

    private HistoryFiles() {
        Runtime.getRuntime().addShutdownHook(undo);
    }

    /**
     * The files that were named.
     *
     * @param pipesToo whether they will be read more than once
     */
    static HistoryFiles of(List<Path> named, boolean pipesToo, PrintWriter err) {
        if (named.stream().filter(STANDARD_INPUT::equals).count() > 1) {
            throw Failure.wrong("Standard input can be read only once: give '-' once to --events.");
        }
        HistoryFiles files = new HistoryFiles();
        try {
            for (Path file : named) {
                files.add(file, pipesToo, err);
            }
            return files;
        } catch (Failure e) {
            files.close();
            throw e;
        }
    }

    private void add(Path file, boolean pipesToo, PrintWriter err) {
        boolean isPipe = Files.exists(file) && !Files.isDirectory(file) && !Files.isRegularFile(file);
        if (file.equals(STANDARD_INPUT)) {
            files.add(written(System.in, "stdin", "standard input", err));
        } else if (isPipe && pipesToo) {
            // a pipe has no position, for which the streams of Files would ask
            try (InputStream in = new FileInputStream(file.toFile())) {
                files.add(written(in, String.valueOf(file.getFileName()), file.toString(), err));
            } catch (IOException e) {
                throw Failure.wrong("The history " + file + " cannot be read: " + FileError.reason(e) + ".");
            }
        } else {
            files.add(file);
        }
    }

    private Path written(InputStream in, String name, String named, PrintWriter err) {
        Path folder = null;
        try (Progress progress = Progress.of("bytes taken from " + named, 0, err)) {
            folder = Files.createTempDirectory("rollcall-");
            Path file = folder.resolve(name);
            note(folder, file);
            names.put(file.toString(), named);
            try (OutputStream out = Files.newOutputStream(file)) {
                copy(in, out, named, progress);
            }
            return file;
        } catch (IOException e) {
            throw Failure.failed(
                    "What comes through the pipe cannot be kept in "
                            + (folder == null ? System.getProperty("java.io.tmpdir") : folder) + ": "
                            + FileError.reason(e) + ". Name another directory for temporary files (TMPDIR).",
                    e);
        }
    }

    private static void copy(InputStream in, OutputStream out, String named, Progress progress) throws IOException {
        byte[] buffer = new byte[BUFFER];
        long copied = 0;
        for (int read = read(in, buffer, named); read >= 0; read = read(in, buffer, named)) {
            out.write(buffer, 0, read);
            copied += read;
            progress.done(copied);
        }
    }

    /** What cannot be read is no fault of where it would be written. */
    private static int read(InputStream in, byte[] buffer, String named) {
        try {
            return in.read(buffer);
        } catch (IOException e) {
            throw Failure.failed(
                    "The history from " + named + " cannot be read to its end: " + FileError.reason(e) + ".", e);
        }
    }

    private synchronized void note(Path folder, Path file) {
        temporary.add(file);
        temporary.add(folder);
    }

    /** The files, in the order in which they were named. */
    List<Path> files() {
        return files;
    }

    /** What somebody makes of the files; where that fails, they are called as they were named. */
    <T> T read(Function<List<Path>, T> reader) {
        try {
            return reader.apply(files);
        } catch (Failure e) {
            String message = String.valueOf(e.getMessage());
            String named = named(message);
            throw named.equals(message) ? e : e.saying(named);
        }
    }

    /** A message in which the files are called as they were named. */
    String named(String message) {
        String named = message;
        for (var each : names.entrySet()) {
            named = named.replace(each.getKey(), each.getValue());
        }
        return named;
    }

    private synchronized void delete() {
        for (Path each : temporary) {
            try {
                Files.deleteIfExists(each);
            } catch (IOException e) {
                System.err.println("rollcall: " + each + " stayed behind and can be deleted.");
            }
        }
        temporary.clear();
    }

    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(undo);
        } catch (IllegalStateException e) {
            // we are being ended, and the hook does it
            return;
        }
        delete();
    }
}
