package io.rollcall.member;

/** Where a member stands on a ladder. */
public final class LadderState {
    /** The tier, from 0. */
    public int tier;
    /** The last promotion, or {@link MemberState#NONE}. */
    public long promotedAt = MemberState.NONE;
    /** When the running grace began, or {@link MemberState#NONE}. */
    public long graceFrom = MemberState.NONE;
}
