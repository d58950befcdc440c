package io.rollcall.jobs.journey;

import io.rollcall.decide.Decision;
import org.jspecify.annotations.Nullable;

/** Members in the order in which they came, each at most once; who is in it knows its neighbours, so that leaving is cheap. */
final class MemberQueue {
    /** Before the first and behind the last. */
    private final Member ends = new Member("", Decision.NEVER, Decision.NEVER, null);

    private int size;

    MemberQueue() {
        ends.before = ends;
        ends.after = ends;
    }

    /** Whether a member is in it, or in another one. */
    static boolean has(Member member) {
        return member.after != null;
    }

    /** Adds a member behind all others. */
    void add(Member member) {
        Member last = ends.before;
        if (last == null || has(member)) {
            throw new IllegalStateException("a member is added twice");
        }
        member.before = last;
        member.after = ends;
        last.after = member;
        ends.before = member;
        size++;
    }

    /** Removes a member that is in it. */
    void remove(Member member) {
        Member before = member.before;
        Member after = member.after;
        if (before == null || after == null) {
            throw new IllegalStateException("a member is removed that was not there");
        }
        before.after = after;
        after.before = before;
        member.before = null;
        member.after = null;
        size--;
    }

    /** Who has waited longest; null if nobody does. */
    @Nullable
    Member first() {
        return ends.after == ends ? null : ends.after;
    }

    int size() {
        return size;
    }
}
