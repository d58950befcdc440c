package io.rollcall.condition;

import java.util.List;

/**
 * A condition as logic, for whoever reasons about it without a member at hand: {@code !} stands only before what a
 * member has reached, comparisons are of one number with one constant, and the rest is {@link Opaque}.
 */
public sealed interface Formula {

    /** All of them. */
    record All(List<Formula> parts) implements Formula {}

    /** At least one of them. */
    record Any(List<Formula> parts) implements Formula {}

    /** Always or never. */
    record Fixed(boolean holds) implements Formula {}

    /** A number compared with a constant. */
    record Compared(int slot, Relation relation, double bound) implements Formula {

        /** What holds exactly when this does not. */
        public Compared opposite() {
            return new Compared(slot, relation.negated(), bound);
        }
    }

    /** How a number stands to a constant. */
    enum Relation {
        BELOW("<"),
        AT_MOST("<="),
        ABOVE(">"),
        AT_LEAST(">="),
        EQUAL("=="),
        OTHER("!=");

        private final String sign;

        Relation(String sign) {
            this.sign = sign;
        }

        /** As conditions have it. */
        public String sign() {
            return sign;
        }

        Relation negated() {
            return switch (this) {
                case BELOW -> AT_LEAST;
                case AT_MOST -> ABOVE;
                case ABOVE -> AT_MOST;
                case AT_LEAST -> BELOW;
                case EQUAL -> OTHER;
                case OTHER -> EQUAL;
            };
        }

        Relation mirrored() {
            return switch (this) {
                case BELOW -> ABOVE;
                case AT_MOST -> AT_LEAST;
                case ABOVE -> BELOW;
                case AT_LEAST -> AT_MOST;
                case EQUAL, OTHER -> this;
            };
        }
    }

    /** Whether the member is on a tier or a higher one; {@code holds} is false for not. */
    record Reached(int ladder, int tier, boolean holds) implements Formula {}

    /** Whether the member has a badge; {@code level} is -1 for any. */
    record HasBadge(int badge, int level, boolean holds) implements Formula {}

    /** Whether the member is in a segment. */
    record InSegment(int segment, boolean holds) implements Formula {}

    /** Whether the member is in a stage. */
    record InStage(int stage, boolean holds) implements Formula {}

    /** Anything else: it may hold or not. */
    record Opaque() implements Formula {}
}
