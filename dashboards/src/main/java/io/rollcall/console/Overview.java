package io.rollcall.console;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A community at a glance. "In the week" means: in the seven days up to its clock. */
record Overview(
        Clock clock,
        Totals totals,
        List<Ladder> ladders,
        List<Stage> stages,
        AlertPage alerts,
        List<OutcomeView> badges,
        List<OutcomeView> moves) {

    /**
     * Which community, by which program, and what time it is there.
     *
     * @param at the latest instant on record, of whatever community: one job has one clock, which is there or further;
     *     null while there is none
     * @param latest the latest instant on record of this community; null while there is none
     * @param timezone the program's time zone, for display; UTC where it is not known
     * @param program null before a program is published
     */
    record Clock(
            String community,
            @Nullable Instant at,
            @Nullable Instant latest,
            String timezone,
            @Nullable String program,
            @Nullable Long version,
            @Nullable String mode) {}

    /**
     * @param members who are members now
     * @param left who have left
     * @param visitors who have only been acted upon, and never joined
     */
    record Totals(long members, long left, long visitors, long joinedInWeek, long activeInWeek, long badgesInWeek) {}

    /** Members by tier, the lowest tier first. */
    record Ladder(String ladder, List<Tier> tiers) {}

    /**
     * @param roseInWeek how many climbed into it
     * @param fellInWeek how many fell into it
     */
    record Tier(String tier, long members, long roseInWeek, long fellInWeek) {}

    record Stage(String stage, long members, long enteredInWeek, long leftInWeek) {}
}
