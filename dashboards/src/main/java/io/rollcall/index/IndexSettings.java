package io.rollcall.index;

import java.time.Duration;

/**
 * How the indices are kept. They hold for indices that are created after the setup.
 *
 * @param shards primary shards of each index
 * @param replicas copies of each shard; with 0 the loss of a node is the loss of its documents until they are indexed
 *     again from Kafka
 * @param refreshInterval how long a document waits before a search can see it; whole milliseconds
 */
public record IndexSettings(int shards, int replicas, Duration refreshInterval) {

    /** One shard, no replica, half a second: right for one node. */
    public static final IndexSettings DEFAULT = new IndexSettings(1, 0, Duration.ofMillis(500));

    /** Checks them. */
    public IndexSettings {
        if (shards < 1 || replicas < 0 || refreshInterval.toMillis() < 1) {
            throw new IllegalArgumentException("shards must be 1 or more, replicas 0 or more and the refresh interval"
                    + " 1 ms or more; these are " + shards + ", " + replicas + ", " + refreshInterval);
        }
    }
}
