package io.rollcall.cli;

import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Single records by their coordinates; quick for those who ask in the order of a partition. */
final class RecordReader implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration PATIENCE = Duration.ofSeconds(15);
    /** What is not further ahead is reached by reading on. */
    private static final long NEAR = 5_000;

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Map<TopicPartition, Long> ends = new HashMap<>();
    private @Nullable TopicPartition assigned;
    private Iterator<ConsumerRecord<byte[], byte[]>> read = Collections.emptyIterator();
    private @Nullable ConsumerRecord<byte[], byte[]> next;
    private long position;

    /** Reads with a consumer that begins where it is told to; closing this closes it. */
    RecordReader(KafkaConsumer<byte[], byte[]> consumer) {
        this.consumer = consumer;
    }

    /** The record; null if it is gone. */
    @Nullable
    ConsumerRecord<byte[], byte[]> at(String topic, int partition, long offset) {
        TopicPartition wanted = new TopicPartition(topic, partition);
        if (offset >= end(wanted)) {
            return null;
        }
        if (!wanted.equals(assigned) || offset < position || offset > position + NEAR) {
            consumer.assign(List.of(wanted));
            consumer.seek(wanted, offset);
            assigned = wanted;
            read = Collections.emptyIterator();
            next = null;
        }
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < deadline) {
            while (next != null || read.hasNext()) {
                ConsumerRecord<byte[], byte[]> record = next == null ? read.next() : next;
                position = record.offset();
                if (record.offset() > offset) {
                    next = record;
                    return null;
                }
                next = null;
                if (record.offset() == offset) {
                    return record;
                }
            }
            if (consumer.position(wanted) >= end(wanted)) {
                // what is behind it are no records
                return null;
            }
            read = consumer.poll(POLL).records(wanted).iterator();
        }
        throw new TimeoutException("record " + offset + " of " + wanted + " was not read within " + PATIENCE);
    }

    private long end(TopicPartition partition) {
        return ends.computeIfAbsent(
                partition, each -> consumer.endOffsets(List.of(each)).getOrDefault(each, 0L));
    }

    @Override
    public void close() {
        consumer.close();
    }
}
