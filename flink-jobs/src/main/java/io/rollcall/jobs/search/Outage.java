package io.rollcall.jobs.search;

import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Since when Elasticsearch does not take documents, and what is said about it: at once, then twice a minute, and at its end. */
final class Outage {
    private static final Logger LOG = LoggerFactory.getLogger(Outage.class);
    private static final long REPEAT_MILLIS = 30_000;
    private static final long NONE = 0;

    // read by the metrics' thread
    private volatile long since = NONE;
    private long said;
    private int failures;

    /** A request failed; {@code now} is in milliseconds since the epoch. Answers how many have in a row. */
    int failed(long now, String reason, long pause, int held) {
        if (since == NONE) {
            since = now;
            LOG.warn(
                    "Elasticsearch does not take documents: {} {} documents wait; the next try is in {} ms, and so on until it works.",
                    reason,
                    held,
                    pause);
            said = now;
        } else if (now - said >= REPEAT_MILLIS) {
            LOG.warn(
                    "Elasticsearch has not taken documents since {} ({} tries): {} {} documents wait; the next try is in {} ms.",
                    Instant.ofEpochMilli(since),
                    failures + 1,
                    reason,
                    held,
                    pause);
            said = now;
        }
        failures++;
        return failures;
    }

    /** A request was answered without any trouble. */
    void over(long now) {
        if (since != NONE) {
            LOG.info("Elasticsearch takes documents again, after {}.", Duration.ofMillis(now - since));
            since = NONE;
            failures = 0;
        }
    }

    /** How many requests have failed in a row. */
    int failures() {
        return failures;
    }

    /** Since when, in milliseconds since the epoch; 0 while there is none. */
    long since() {
        return since;
    }
}
