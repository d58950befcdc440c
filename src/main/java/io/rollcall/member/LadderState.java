package io.rollcall.member;

/** Where a member stands on a ladder. */
public final class LadderState {
    /** The tier, from 0. */
    public int tier;
    /** The last promotion, or {@link MemberState#NONE}. */
    public long promotedAt = MemberState.NONE;
    /** When the running grace began, or {@link MemberState#NONE}. */
    public long graceFrom = MemberState.NONE;
    /** When a grace last began, ended or not, or {@link MemberState#NONE}. */
    public long lastGrace = MemberState.NONE;
    /** How many more times a grace began at that very instant, so that no two alerts have one id. */
    public int again;

    void clear() {
        tier = 0;
        promotedAt = MemberState.NONE;
        graceFrom = MemberState.NONE;
        lastGrace = MemberState.NONE;
        again = 0;
    }
}
