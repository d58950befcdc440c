package io.rollcall.cli;

import java.io.FileNotFoundException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import org.jspecify.annotations.Nullable;

/** Why a file could not be read or written, in words instead of the names that Java has for it. */
public final class FileError {
    private static final String NOT_THERE = "there is no such file or folder";
    private static final String NO_RIGHT = "you have no right to";
    private static final String A_FILE_STANDS_THERE = "a file stands where a folder should be";

    private FileError() {}

    /** A clause without a full stop, such as {@code the disk is full}. */
    public static String reason(Exception e) {
        if (e instanceof NoSuchFileException) {
            return NOT_THERE;
        } else if (e instanceof AccessDeniedException) {
            return NO_RIGHT;
        } else if (e instanceof FileAlreadyExistsException || e instanceof NotDirectoryException) {
            return A_FILE_STANDS_THERE;
        }
        String message = e instanceof FileSystemException failed ? failed.getReason() : e.getMessage();
        return words(e instanceof FileNotFoundException ? inParentheses(message) : message);
    }

    /** The streams of java.io have this one exception for whatever is wrong, and say what it is after the path. */
    private static @Nullable String inParentheses(@Nullable String message) {
        return message != null && message.endsWith(")")
                ? message.substring(message.lastIndexOf('(') + 1, message.length() - 1)
                : message;
    }

    private static String words(@Nullable String message) {
        if (message == null || message.isBlank()) {
            return "the system does not say why";
        }
        if (message.contains("Not a directory")) {
            return A_FILE_STANDS_THERE;
        }
        if (message.contains("Is a directory")) {
            return "a folder stands where a file should be";
        }
        if (message.contains("Permission denied")) {
            return NO_RIGHT;
        }
        if (message.contains("No such file")) {
            return NOT_THERE;
        }
        return message.contains("No space left on device")
                ? "the disk is full"
                : message.endsWith(".") ? message.substring(0, message.length() - 1) : message;
    }
}
