package io.rollcall.replay;

import java.io.EOFException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.zip.ZipException;

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
            return new HistoryException(
                    "The history " + file + " cannot be read: you have no right to. Change the file's permissions.",
                    true,
                    e);
        }
        return new HistoryException("The history " + file + " cannot be read to its end: " + reason(e), false, e);
    }

    static HistoryException notPacked(Path file) {
        return new HistoryException(
                "The history " + file
                        + " is not packed by gzip, although its name says so, and it is no text"
                        + " either. Give a history as text, one JSON event a line, or packed by gzip.",
                true,
                new IOException("not gzip"));
    }

    private static String reason(IOException e) {
        if (e instanceof EOFException) {
            return "its packed data end in the midst. It was not written or copied whole: get it again.";
        }
        if (e instanceof ZipException) {
            return "its packed data are damaged. See what `gzip -t` says of it, and get it again.";
        }
        if (e instanceof FileSystemException failed && failed.getReason() != null) {
            return failed.getReason() + ".";
        }
        return (e.getMessage() == null ? e.toString() : e.getMessage()) + ".";
    }

    /** Whether there is no such file to read, rather than that it broke off. */
    public boolean isWrongFile() {
        return isWrongFile;
    }
}
