package io.rollcall.member;

import io.rollcall.outcome.Outcome.Reason;
import org.jspecify.annotations.Nullable;

/** How an alert rule stands with a member. */
public final class AlertState {
    /** Absence: what it counts from, or {@link MemberState#NONE} while nothing is armed. */
    public long anchor = MemberState.NONE;
    /** Absence: whether the anchor was answered, or its end has come. */
    public boolean settled;
    /** The anchor of the open alert, or {@link MemberState#NONE} while none is open. */
    public long open = MemberState.NONE;
    /** Condition: the last raising, or {@link MemberState#NONE}. */
    public long raisedAt = MemberState.NONE;
    /** Condition: how many more times it was raised at that very instant, so that no two alerts have one id. */
    public int again;
    /** Why the open alert is to be resolved by the evaluation at hand; never kept beyond it. */
    public @Nullable Reason answer;

    /** Whether an alert is open. */
    public boolean isOpen() {
        return open != MemberState.NONE;
    }

    void clear() {
        anchor = MemberState.NONE;
        settled = false;
        open = MemberState.NONE;
        raisedAt = MemberState.NONE;
        again = 0;
        answer = null;
    }
}
