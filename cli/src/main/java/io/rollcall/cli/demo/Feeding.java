package io.rollcall.cli.demo;

import io.rollcall.event.Event;
import io.rollcall.simulate.Simulation;
import java.time.Instant;
import java.util.function.LongConsumer;

/**
 * Feeds a community's events, in order, with the clock: every so often, whenever the events allow it, each partition is
 * told what time it is, so that no quiet one holds the others back.
 */
public final class Feeding {
    private static final int CLOCK_EVERY = 500;

    private final EventFeed feed;
    private final LongConsumer watcher;
    private final int clockEvery;
    private long fed;
    private long sinceClock;
    private long before = Long.MIN_VALUE;

    /** Feeding; {@code watcher} hears after each event how many there were. */
    Feeding(EventFeed feed, LongConsumer watcher) {
        this(feed, watcher, CLOCK_EVERY);
    }

    private Feeding(EventFeed feed, LongConsumer watcher, int clockEvery) {
        this.feed = feed;
        this.watcher = watcher;
        this.clockEvery = clockEvery;
    }

    /**
     * Feeding at a rate, for which {@code watcher} cares by taking its time.
     *
     * @param rate events a second: that often, at the latest, the clock is told
     */
    public static Feeding atRate(EventFeed feed, LongConsumer watcher, int rate) {
        return new Feeding(feed, watcher, Math.min(rate, CLOCK_EVERY));
    }

    /** Feeding as fast as the topic takes it. */
    public static Feeding fast(EventFeed feed, LongConsumer watcher) {
        return new Feeding(feed, watcher);
    }

    /** How many events there were. */
    public long fed() {
        return fed;
    }

    /** When the last event was. */
    public Instant reached() {
        return Instant.ofEpochMilli(before);
    }

    /** A history from files, to its end. */
    void history(History history, History.Contents contents) {
        history.read(new History.Reader() {
            @Override
            public void event(Event event) {
                if (contents.inOrder() && event.at() <= lastOf(contents)) {
                    send(event);
                } else {
                    feed.send(event);
                    count();
                }
            }

            @Override
            public void other(Event event) {
                // of another community: counted by the scan, and nobody's business here
            }

            @Override
            public void reject(History.Reject reject, byte[] line) {
                feed.sendUnreadable(line);
            }
        });
        if (contents.last() != null) {
            feed.clock(contents.last());
        }
        feed.flush();
    }

    private static long lastOf(History.Contents contents) {
        return contents.last() == null ? Long.MIN_VALUE : contents.last().toEpochMilli();
    }

    /** The simulated events before {@code end}. Returns the first one that is not. */
    public Event simulated(Simulation simulation, Instant end) {
        Event event = simulation.next();
        while (event.at() < end.toEpochMilli()) {
            send(event);
            event = simulation.next();
        }
        feed.clock(end.minusMillis(1));
        feed.flush();
        return event;
    }

    /** One event that is not older than the one before. */
    private void send(Event event) {
        if (sinceClock >= clockEvery && event.at() > before) {
            feed.clock(Instant.ofEpochMilli(before));
            sinceClock = 0;
        }
        feed.send(event);
        before = event.at();
        sinceClock++;
        count();
    }

    private void count() {
        fed++;
        watcher.accept(fed);
    }
}
