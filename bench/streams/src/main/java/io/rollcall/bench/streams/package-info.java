/**
 * The peer on Kafka Streams: the same engine, codec and records as the job, in a process that has no Flink.
 *
 * <p>It is told what to do and answers as every peer does: {@link io.rollcall.bench.peer}.
 */
@NullMarked
package io.rollcall.bench.streams;

import org.jspecify.annotations.NullMarked;
