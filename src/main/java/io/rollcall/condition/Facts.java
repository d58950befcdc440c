package io.rollcall.condition;

/** What is true of a member at an instant, by the numbers that the {@link Vocabulary} gave to the names. */
public interface Facts {

    /** The value of a metric or a numeric built-in. */
    double number(int slot);

    /** Whether the member is on this tier of this ladder now, or on a higher one. */
    boolean reached(int ladder, int tier);

    /** Whether the member holds this badge; {@code level} is -1 for any. */
    boolean hasBadge(int badge, int level);

    /** Whether the member is in this segment. */
    boolean inSegment(int segment);

    /** Whether the member is in this lifecycle stage. */
    boolean inStage(int stage);
}
