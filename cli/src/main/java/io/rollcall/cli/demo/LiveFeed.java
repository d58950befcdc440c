package io.rollcall.cli.demo;

import io.rollcall.event.Event;
import io.rollcall.simulate.Simulation;
import java.time.Duration;
import java.time.Instant;

/** Lets a simulated community live: each event when its clock gets there, and the clock itself in between. */
final class LiveFeed {
    /** The page redraws a few times a second at most. */
    private static final Duration CLOCK_EVERY = Duration.ofMillis(250);

    private final EventFeed feed;
    private final Simulation simulation;
    private final SimulatedClock clock;
    private Event next;
    private long fed;
    private Instant clockSentAt = Instant.EPOCH;
    private Instant shown;

    /** A life that begins with {@code next} and goes on as {@code simulation} has it. */
    LiveFeed(EventFeed feed, Simulation simulation, Event next, SimulatedClock clock) {
        this.feed = feed;
        this.simulation = simulation;
        this.next = next;
        this.clock = clock;
        this.shown = clock.start();
    }

    /** Feeds whatever has happened by now. */
    void advance(Instant wall) {
        Instant now = clock.at(wall);
        while (next.at() <= now.toEpochMilli()) {
            feed.send(next);
            next = simulation.next();
            fed++;
        }
        if (!wall.isBefore(clockSentAt.plus(CLOCK_EVERY))) {
            feed.clock(now);
            feed.flush();
            clockSentAt = wall;
        }
        shown = now;
    }

    /** How many events there were since it went live. */
    long fed() {
        return fed;
    }

    /** What the community's clock showed last. */
    Instant shown() {
        return shown;
    }
}
