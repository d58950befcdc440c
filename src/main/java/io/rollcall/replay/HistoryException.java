package io.rollcall.replay;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** A file of a history that cannot be read; the message says which, why, and what was expected. */
public final class HistoryException extends IOException {
    private static final long serialVersionUID = 1;

    private final boolean isWrongFile;

    private HistoryException(String message, boolean isWrongFile, IOException cause) {
        super(message, cause);
        this.isWrongFile = isWrongFile;
    }

    static HistoryException of(Path file, IOException e) {
        if (e instanceof HistoryException already) {
            return already;
        }
        if (e instanceof NoSuchFileException) {
            return new HistoryException(
                    "There is no file " + file + ". Give the path of a history: one JSON event a line.", true, e);
        }
        if (Files.isDirectory(file)) {
            return new HistoryException(
                    "The history " + file + " cannot be read: it is a directory. Give its files instead.", true, e);
        }
        if (e instanceof AccessDeniedException) {
            return new HistoryException("The history " + file + " cannot be read: you may not read it.", true, e);
        }
        return new HistoryException(
                "The history " + file + " cannot be read to its end: " + e.getMessage()
                        + ". If it is packed, see whether `gzip -t` finds it whole.",
                false,
                e);
    }

    /** Whether there is no such file to read, rather than that it broke off. */
    public boolean isWrongFile() {
        return isWrongFile;
    }
}
