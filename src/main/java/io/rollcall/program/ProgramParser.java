package io.rollcall.program;

/** Stub of the API; the body follows. */
public final class ProgramParser {
    private ProgramParser() {}

    /**
     * Reads a program.
     *
     * @param file the name to use in errors
     * @param text the YAML text
     * @param version the version to give it
     * @throws ProgramException with every error found, each with line, column, what was expected and the nearest name
     */
    public static Program parse(String file, String text, long version) {
        throw new UnsupportedOperationException(file + text + version);
    }
}
