package io.rollcall.compare;

import org.jspecify.annotations.Nullable;

/**
 * One thing by which a member can stand differently.
 *
 * @param name the rule's name; that of the kind where a program has but one
 * @param level the level of a badge with levels, the ladder of an at-risk alert, else null
 */
public record Rule(Kind kind, String name, @Nullable String level) {

    /** The kinds, in the order of an evaluation. */
    public enum Kind {
        LADDER,
        BADGE,
        QUEST,
        STAGE,
        SEGMENT,
        RFM,
        POINTS,
        ALERT
    }

    static final Rule STAGE = new Rule(Kind.STAGE, "stage", null);
    static final Rule RFM = new Rule(Kind.RFM, "rfm", null);
    static final Rule POINTS = new Rule(Kind.POINTS, "points", null);
}
