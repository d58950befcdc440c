package io.rollcall.jobs.search;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** Pauses that double from one to the next up to a longest one, each shortened by up to a half, so that many do not ask at once. */
final class Backoff {
    private final long initial;
    private final long longest;
    private final RandomGenerator random;

    Backoff(Duration initial, Duration longest, RandomGenerator random) {
        this.initial = Math.max(1, initial.toMillis());
        this.longest = Math.max(this.initial, longest.toMillis());
        this.random = random;
    }

    /** The pause after so many failures in a row, from 1, in milliseconds. */
    long pause(int failures) {
        int doublings = Math.min(failures - 1, Long.numberOfLeadingZeros(initial) - 2);
        long pause = Math.min(longest, initial << doublings);
        return pause - random.nextLong(pause / 2 + 1);
    }
}
