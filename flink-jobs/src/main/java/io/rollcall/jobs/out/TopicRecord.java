package io.rollcall.jobs.out;

import org.jspecify.annotations.Nullable;

/**
 * A record for a Kafka topic, ready to be sent.
 *
 * @param topic where to
 * @param key decides the partition; null: any
 * @param value the message; null ends what was said of the key
 */
public record TopicRecord(String topic, byte @Nullable [] key, byte @Nullable [] value) {}
