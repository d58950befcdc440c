package io.rollcall.bench.run;

import io.rollcall.bench.community.EventTopics;
import io.rollcall.bench.community.SentAt;
import io.rollcall.event.Event;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Sends events at an even pace. Each has the moment at which it was due in its id, not the one at which it was sent: if the
 * feed itself falls behind, or the broker makes it wait, that counts as latency.
 */
final class Feed {
    private static final long PAUSE_NANOS = 1_000_000;

    private final EventTopics topics;
    private final String topic;
    private final Source source;

    /** What is sent. */
    @FunctionalInterface
    interface Source {
        /**
         * The event of an id.
         *
         * @param number from 0
         * @param due when it is due, in milliseconds since the epoch
         */
        Event event(String id, long number, long due);
    }

    Feed(EventTopics topics, String topic, Source source) {
        this.topics = topics;
        this.topic = topic;
        this.source = source;
    }

    /** When there has been enough. */
    @FunctionalInterface
    interface End {
        boolean isReached() throws IOException;
    }

    /**
     * Sends for a while.
     *
     * @param atMost for how long
     * @param end asked about once a second whether it is over before that
     * @return when the first event was due, in milliseconds since the epoch
     */
    long run(Duration atMost, long perSecond, End end) throws IOException {
        long events = atMost.toSeconds() * perSecond;
        long ask = perSecond;
        long startMillis = System.currentTimeMillis();
        long start = System.nanoTime();
        for (long number = 0; number < events; ) {
            long dueNow = (System.nanoTime() - start) * perSecond / TimeUnit.SECONDS.toNanos(1);
            for (; number < Math.min(events, dueNow); number++) {
                long due = startMillis + number * 1000 / perSecond;
                topics.send(topic, source.event(SentAt.id(due, number), number, due));
            }
            if (number >= ask) {
                ask = number + perSecond;
                if (end.isReached()) {
                    break;
                }
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
        topics.flush();
        return startMillis;
    }
}
