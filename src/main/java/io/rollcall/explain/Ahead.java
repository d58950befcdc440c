package io.rollcall.explain;

import io.rollcall.decide.Pending;
import io.rollcall.outcome.Outcome;
import org.jspecify.annotations.Nullable;

/** What the clock brings a member should nothing happen before. */
public sealed interface Ahead {

    /** When, in milliseconds since the epoch. */
    long at();

    /**
     * A deadline.
     *
     * @param comes whether something comes of it if nothing happens before, as far as was looked ahead
     * @param outcome what comes of it; null where that is nothing, or not known
     */
    record Deadline(Pending pending, Coming comes, @Nullable Outcome outcome) implements Ahead {
        @Override
        public long at() {
            return pending.at();
        }
    }

    /** What becomes true of itself and is told by no deadline: at a midnight, or of what else became true. */
    record Effect(Outcome outcome) implements Ahead {
        @Override
        public long at() {
            return outcome.header().at();
        }
    }

    /** What is known of what a deadline brings. */
    enum Coming {
        YES,
        NO,
        /** It lies farther ahead than was looked, or it brings nothing by itself. */
        OPEN
    }
}
