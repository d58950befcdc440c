package io.rollcall.cli.demo;

import io.rollcall.event.Event;
import io.rollcall.simulate.Simulation;
import java.time.Instant;
import java.util.function.LongConsumer;

/**
 * Feeds a community's events, in order, with the clock: every so often, whenever the events allow it, each partition is
 * told what time it is, so that no quiet one holds the others back.
 */
final class Feeding {
    private static final int CLOCK_EVERY = 500;

    private final EventFeed feed;
    private final LongConsumer watcher;
    private long fed;
    private long sinceClock;
    private long before = Long.MIN_VALUE;

    /** Feeding; {@code watcher} hears after each event how many there were. */
    Feeding(EventFeed feed, LongConsumer watcher) {
        this.feed = feed;
        this.watcher = watcher;
    }

    /** How many events there were. */
    long fed() {
        return fed;
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
    Event simulated(Simulation simulation, Instant end) {
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
        if (sinceClock >= CLOCK_EVERY && event.at() > before) {
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
