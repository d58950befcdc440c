package io.rollcall.replay;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * When members have to be looked at. A member that is due later than it was is left where it is: it is looked at, found
 * not to be due, and put where it belongs, which costs less than moving it with every event.
 */
final class Timers {
    private long[] instants = new long[1 << 10];
    private @Nullable Kept[] members = new Kept[1 << 10];
    private int size;

    /** Sees to it that the member is looked at when it is due next. */
    void set(Kept member) {
        if (member.next < member.timer) {
            member.timer = member.next;
            add(member.next, member);
        }
    }

    /** The next member that is due before an instant, or null. It has to be {@link #set} again. */
    @Nullable
    Kept next(long before) {
        while (size > 0 && instants[0] < before) {
            long instant = instants[0];
            Kept member = take();
            if (member.timer == instant) {
                member.timer = Kept.NEVER;
                if (member.next == instant) {
                    return member;
                }
                set(member);
            }
        }
        return null;
    }

    private void add(long instant, Kept member) {
        if (size == instants.length) {
            instants = Arrays.copyOf(instants, 2 * size);
            members = Arrays.copyOf(members, 2 * size);
        }
        int at = size++;
        while (at > 0) {
            int above = (at - 1) >> 1;
            if (instants[above] <= instant) {
                break;
            }
            instants[at] = instants[above];
            members[at] = members[above];
            at = above;
        }
        instants[at] = instant;
        members[at] = member;
    }

    private Kept take() {
        Kept first = at(0);
        long instant = instants[--size];
        Kept member = at(size);
        members[size] = null;
        int at = 0;
        for (int below = 1; below < size; below = 2 * at + 1) {
            if (below + 1 < size && instants[below + 1] < instants[below]) {
                below++;
            }
            if (instant <= instants[below]) {
                break;
            }
            instants[at] = instants[below];
            members[at] = members[below];
            at = below;
        }
        if (size > 0) {
            instants[at] = instant;
            members[at] = member;
        }
        return first;
    }

    private Kept at(int index) {
        Kept member = members[index];
        if (member == null) {
            throw new IllegalStateException("no member at " + index);
        }
        return member;
    }
}
