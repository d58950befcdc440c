package io.rollcall.wire;

import org.jspecify.annotations.Nullable;

/**
 * The key of a record on the topic of programs: {@code COMMUNITY} for the program that governs a community, {@code
 * COMMUNITY/PROGRAM} for one that is on trial beside it, in {@code mode: shadow}, under its own name.
 *
 * <p>The topic is compacted, so whatever has one key takes the place of what had it before. Names of communities and of
 * programs have no slash.
 *
 * @param community the community
 * @param shadow the name of the program on trial, or null for the live one
 */
public record ProgramKey(String community, @Nullable String shadow) {
    private static final char SLASH = '/';

    /** The key of a community's live program. */
    public static ProgramKey live(String community) {
        return new ProgramKey(community, null);
    }

    /** The key of a program on trial. */
    public static ProgramKey shadow(String community, String program) {
        return new ProgramKey(community, program);
    }

    /**
     * Reads a key.
     *
     * @throws IllegalArgumentException if it is none, with what was expected
     */
    public static ProgramKey parse(String text) {
        int slash = text.indexOf(SLASH);
        if (text.isEmpty() || slash == 0 || slash == text.length() - 1 || slash != text.lastIndexOf(SLASH)) {
            throw new IllegalArgumentException("'" + text + "' is no key of a program; expected: COMMUNITY, or"
                    + " COMMUNITY/PROGRAM for one in shadow mode");
        }
        return slash < 0 ? live(text) : shadow(text.substring(0, slash), text.substring(slash + 1));
    }

    /** The key as text. */
    public String text() {
        return shadow == null ? community : community + SLASH + shadow;
    }

    /** Whether it is that of a program on trial. */
    public boolean isShadow() {
        return shadow != null;
    }
}
