package io.rollcall.cli;

import io.rollcall.program.Program;
import io.rollcall.program.ProgramException;
import io.rollcall.program.ProgramException.Problem;
import io.rollcall.program.ProgramParser;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/**
 * A program as somebody wrote it.
 *
 * @param name where it comes from, for errors
 * @param text the YAML text
 */
public record ProgramFile(String name, String text) {
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
        byte[] bytes = bytes(file);
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return new ProgramFile(file.toString(), text);
        } catch (CharacterCodingException e) {
            throw Failure.wrong(file + " is not UTF-8 text. A program is YAML in UTF-8: save it as such.");
        }
    }

    private static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            throw Failure.wrong("There is no file " + file + ". Give the path of a program, a YAML file.");
        } catch (IOException e) {
            throw Failure.wrong("The program " + file + " cannot be read: "
                    + (Files.isDirectory(file) ? "it is a directory" : e.toString()) + ".");
        }
    }

    /**
     * The program, right as a whole.
     *
     * @throws Failure with every error, each with its line and a caret below the column
     */
    public Program parse() {
        try {
            return ProgramParser.parse(name, text, 0);
        } catch (ProgramException e) {
            throw Failure.wrong(describe(e.problems()));
        }
    }

    private String describe(List<Problem> problems) {
        List<String> lines = text.lines().toList();
        StringBuilder description = new StringBuilder()
                .append(name)
                .append(" is no valid program: ")
                .append(problems.size() == 1 ? "1 error" : problems.size() + " errors");
        for (Problem problem : problems) {
            description.append("\n\n").append(problem);
            if (problem.line() >= 1 && problem.line() <= lines.size()) {
                String line = lines.get(problem.line() - 1);
                String gutter = "%5d | ".formatted(problem.line());
                description.append('\n').append(gutter).append(line).append('\n');
                description.append(" ".repeat(gutter.length() - 2)).append("| ");
                description.append(indentation(line, problem.column() - 1)).append('^');
            }
        }
        return description.toString();
    }

    /** Blanks up to a column, with the line's own tabs, so that the caret stands below what it means. */
    private static String indentation(String line, int width) {
        StringBuilder blanks = new StringBuilder();
        for (int i = 0; i < width; i++) {
            blanks.append(i < line.length() && line.charAt(i) == '\t' ? '\t' : ' ');
        }
        return blanks.toString();
    }
}
