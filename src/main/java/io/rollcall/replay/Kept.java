package io.rollcall.replay;

import io.rollcall.decide.Decision;
import io.rollcall.member.MemberState;
import org.jspecify.annotations.Nullable;

/** A member as a worker keeps it: its state ready for use, or as bytes. A struct; its worker alone writes it. */
final class Kept {
    /** No instant. */
    static final long NEVER = Decision.NEVER;

    final String member;

    @Nullable
    MemberState state;

    byte @Nullable [] bytes;
    /** When its clock can change something next. */
    long next = NEVER;
    /** For when it stands in {@link Timers}: never later than {@link #next}. */
    long timer = NEVER;
    /** In the order of use, among those whose state is ready. */
    @Nullable
    Kept newer;

    @Nullable
    Kept older;

    Kept(String member) {
        this.member = member;
    }
}
