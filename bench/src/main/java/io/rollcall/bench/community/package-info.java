/**
 * The community that every peer keeps, and what happens in it: who is there, what is known of each, the events.
 *
 * <p>Nothing here knows Flink or Kafka Streams, so that a process of either can use it; only {@link
 * io.rollcall.bench.community.EventTopics} knows Kafka.
 */
@NullMarked
package io.rollcall.bench.community;

import org.jspecify.annotations.NullMarked;
