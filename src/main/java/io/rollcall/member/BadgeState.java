package io.rollcall.member;

/** What a member holds of a badge. */
public final class BadgeState {
    /** How many times it was won. */
    public int times;
    /** The levels won, a bit each. */
    public long levels;
    /** For {@code every}: the multiples that the value had passed at the previous evaluation. */
    public long passed;

    void clear() {
        times = 0;
        levels = 0;
        passed = 0;
    }
}
