package io.rollcall.jobs.out;

import org.jspecify.annotations.Nullable;

/**
 * A record for a Kafka topic, ready to be sent.
 *
 * @param topic where to
 * @param key decides the partition; null: any
 * @param value the message
 */
public record TopicRecord(String topic, byte @Nullable [] key, byte[] value) {}
