package io.rollcall.jobs.search;

import org.jspecify.annotations.Nullable;

/**
 * A record as Kafka gave it.
 *
 * @param timestamp when it was written, in milliseconds since the epoch
 * @param value null for a tombstone
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, never changed
record SourceRecord(
        String topic, int partition, long offset, long timestamp, byte @Nullable [] key, byte @Nullable [] value) {

    /** What it weighs, roughly, in bytes. */
    int weight() {
        return 64 + (key == null ? 0 : key.length) + (value == null ? 0 : value.length);
    }
}
