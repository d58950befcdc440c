package io.rollcall.member;

/** How far a member is with a quest. */
public final class QuestState {
    /** How it stands. */
    public Status status = Status.ABSENT;
    /** When it began, or {@link MemberState#NONE}. */
    public long start = MemberState.NONE;
    /** The steps done, a bit each. */
    public long done;

    void clear() {
        status = Status.ABSENT;
        start = MemberState.NONE;
        done = 0;
    }

    /** How a quest stands; the order is the one of the bytes. */
    public enum Status {
        ABSENT,
        RUNNING,
        COMPLETED,
        EXPIRED,
        DROPPED
    }
}
