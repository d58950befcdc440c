package io.rollcall.program;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The stages of a membership. */
public enum Stage {
    NEWCOMER,
    GROWING,
    MATURE,
    DORMANT,
    CHURNED,
    LEFT;

    /** The names as programs have them, in the order of the constants. */
    public static final List<String> NAMES =
            Arrays.stream(values()).map(Stage::text).toList();

    /** The name as programs and outcomes have it. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
