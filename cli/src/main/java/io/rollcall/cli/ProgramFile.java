package io.rollcall.cli;

import io.rollcall.program.Program;
import io.rollcall.program.ProgramException;
import io.rollcall.program.ProgramParser;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * A program as somebody wrote it.
 *
 * @param name where it comes from, for errors
 * @param text the YAML text
 */
public record ProgramFile(String name, String text) {
    /** Far beyond any program; {@link ProgramParser} has the exact bound. */
    private static final long LARGEST = 20_000_000;

    private static final String EXAMPLE = "/programs/book-club.yaml";

    /** The example program that comes with Rollcall. */
    public static ProgramFile example() {
        try (InputStream in = ProgramFile.class.getResourceAsStream(EXAMPLE)) {
            if (in == null) {
                throw new IllegalStateException("the build left out " + EXAMPLE);
            }
            return new ProgramFile("book-club.yaml", new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Reads a program's text. */
    public static ProgramFile read(Path file) {
        return of(file.toString(), bytes(file));
    }

    private static ProgramFile of(String name, byte[] bytes) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            // some editors put a mark before the first character
            return new ProgramFile(name, text.startsWith("\uFEFF") ? text.substring(1) : text);
        } catch (CharacterCodingException e) {
            throw Failure.wrong(name + " is not UTF-8 text. A program is YAML in UTF-8: save it as such.");
        }
    }

    /** Reads a program's text from standard input. */
    static ProgramFile readStandardInput() {
        try {
            byte[] bytes = System.in.readNBytes((int) LARGEST + 1);
            if (bytes.length > LARGEST) {
                throw Failure.wrong("What comes from standard input is too large to be a program: more than "
                        + LARGEST / 1_000_000 + " MB.");
            }
            return of("standard input", bytes);
        } catch (IOException e) {
            throw Failure.wrong("The program cannot be read from standard input: " + FileError.reason(e) + ".");
        }
    }

    private static byte[] bytes(Path file) {
        try {
            if (Files.isRegularFile(file) && Files.size(file) > LARGEST) {
                throw Failure.wrong(file + " is too large to be a program: " + Files.size(file) / 1_000_000
                        + " MB. Give the path of a program, a YAML file.");
            }
            return Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            throw Failure.wrong("There is no file " + file + ". Give the path of a program, a YAML file.");
        } catch (AccessDeniedException e) {
            throw Failure.wrong(
                    "The program " + file + " cannot be read: you have no right to. Change the file's permissions.");
        } catch (IOException e) {
            throw Failure.wrong("The program " + file + " cannot be read: "
                    + (Files.isDirectory(file)
                            ? "it is a directory. Give the path of a program, a YAML file"
                            : FileError.reason(e))
                    + ".");
        }
    }

    /**
     * The program, right as a whole.
     *
     * @throws Failure with every error, each with its line and a caret below the column
     */
    public Program parse() {
        try {
            return program();
        } catch (ProgramException e) {
            throw Failure.wrong(Verdict.refused(this, e).describe());
        }
    }

    /** The program; {@link ProgramException} says what is wrong with it. */
    Program program() {
        return ProgramParser.parse(name, text, 0);
    }
}
