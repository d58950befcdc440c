package io.rollcall.program.review;

/**
 * Something that is legal but surely unmeant.
 *
 * @param line the line, from 1
 * @param column the column, from 1
 * @param message what, why, and what to do
 */
public record Doubt(Code code, int line, int column, String message) {

    /** The kinds of doubts. */
    public enum Code {
        UNREACHABLE_TIER("unreachable-tier", "no member can ever climb to this tier"),
        STRICTER_KEEP("stricter-keep", "a tier's `keep` asks for more than its `enter`"),
        NEVER_HOLDS("never-holds", "a condition that no member can meet"),
        ALWAYS_HOLDS("always-holds", "a condition that every member meets at once; write `true` if that is meant"),
        UNREACHABLE_LEVEL("unreachable-level", "a badge's level, or an `rfm` bound, beyond what the number can be"),
        LEVELS_NOT_RISING("levels-not-rising", "a badge's levels that do not rise from one to the next"),
        IMPOSSIBLE_STEP("impossible-step", "a quest's step that takes more days than the quest lasts"),
        LATER_SEGMENT("later-segment", "a segment whose condition names itself or one further down"),
        SAME_SEGMENT("same-segment", "two segments with the same condition"),
        NO_EFFECT("no-effect", "a key that changes nothing beside the others there"),
        NOTHING_TO_SPEND("nothing-to-spend", "`redeem` in a program that posts no points"),
        ANSWERED_BY_JOINING("answered-by-joining", "an absence since joining that the joining itself answers"),
        COUNTS_ONESELF("counts-oneself", "a metric of the different members in a place where there is only one"),
        MISSPELT_EVENT(
                "misspelt-event", "an event type that is one letter, or a plural, away from a name used elsewhere"),
        UNUSED_EVENTS("unused-events", "a set of events that nothing names"),
        UNUSED_METRIC("unused-metric", "a metric that no rule names: it is kept and shown for every member");

        private final String text;
        private final String meaning;

        Code(String text, String meaning) {
            this.text = text;
            this.meaning = meaning;
        }

        /** As machines read it; it stays. */
        public String text() {
            return text;
        }

        /** What it says, for the reference. */
        public String meaning() {
            return meaning;
        }

        /** Whether it is only worth knowing: somebody may look at a metric that no rule names. */
        public boolean isNote() {
            return this == UNUSED_METRIC;
        }
    }
}
