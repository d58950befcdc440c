package io.rollcall.cli.demo;

import java.time.Duration;
import java.time.Instant;

/**
 * The community's clock: it starts in the past, runs at its own speed until it meets the wall clock, and goes on with it.
 * It is never ahead of the wall clock.
 *
 * @param start what it shows at {@code wallStart}
 * @param wallStart when it was started
 * @param speed how fast it runs until it has caught up
 */
public record SimulatedClock(Instant start, Instant wallStart, Speed speed) {
    private static final Duration RUN = Duration.ofHours(2);

    public SimulatedClock {
        if (start.isAfter(wallStart)) {
            throw new IllegalArgumentException("a community's clock cannot begin in the future: " + start);
        }
    }

    /** Where a clock must start now so that it runs at its speed for two hours before it has caught up. */
    public static Instant startFor(Speed speed, Instant now) {
        return now.minus(RUN.multipliedBy(speed.factor() - 1));
    }

    /** What it shows. */
    public Instant at(Instant wall) {
        Instant shown = start.plus(Duration.between(wallStart, wall).multipliedBy(speed.factor()));
        return shown.isAfter(wall) ? wall : shown;
    }

    /** Whether it has met the wall clock. */
    public boolean hasCaughtUp(Instant wall) {
        return !at(wall).isBefore(wall);
    }
}
