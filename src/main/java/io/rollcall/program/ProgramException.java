package io.rollcall.program;

import java.util.List;

/** A program that was refused, with every error in it. */
public final class ProgramException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient List<Problem> problems;

    public ProgramException(List<Problem> problems) {
        super(String.join("\n", problems.stream().map(Problem::toString).toList()));
        this.problems = List.copyOf(problems);
    }

    /** Every error found, in the order of the text. */
    public List<Problem> problems() {
        return problems;
    }

    /**
     * One error.
     *
     * @param file the name of the file
     * @param line the line, from 1
     * @param column the column, from 1
     * @param code its kind, for machines: {@code yaml}, {@code unknown-key}, {@code missing-key}, {@code duplicate},
     *     {@code wrong-name}, {@code wrong-value}, {@code unknown-name} or {@code condition}
     * @param message what was wrong, what was expected and the nearest known name
     */
    public record Problem(String file, int line, int column, String code, String message) {
        @Override
        public String toString() {
            return file + ":" + line + ":" + column + ": " + message;
        }
    }
}
