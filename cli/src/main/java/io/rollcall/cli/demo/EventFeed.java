package io.rollcall.cli.demo;

import io.rollcall.cli.Failure;
import io.rollcall.event.Event;
import io.rollcall.jobs.event.EventRecords;
import io.rollcall.wire.MemberEvent;
import io.rollcall.wire.Topics;
import io.rollcall.wire.WireFormat;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * Writes events to the events topic, keyed by member, and tells every partition what time it is.
 *
 * <p>Not safe for use by several threads.
 */
public final class EventFeed implements AutoCloseable {

    /** A little less than a broker takes by default. */
    private static final int LONGEST = 1_000_000;

    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(5);

    private final Producer<byte[], byte[]> producer;
    private final String topic;
    private final List<Integer> partitions;
    private final WireFormat<MemberEvent> format = WireFormat.of(MemberEvent.class);
    private final AtomicReference<@Nullable Exception> refused = new AtomicReference<>();

    private EventFeed(Producer<byte[], byte[]> producer, String topic) {
        this.producer = producer;
        this.topic = topic;
        this.partitions = producer.partitionsFor(topic).stream()
                .map(partition -> partition.partition())
                .toList();
    }

    /** A feed into a topic that exists. */
    public static EventFeed to(String bootstrapServers, String topic) {
        return to(Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers), topic);
    }

    /**
     * A feed into a topic that exists.
     *
     * @param client the settings of a Kafka client, which go before our own
     * @throws KafkaException if no producer can be made of them, or nobody answers
     */
    public static EventFeed to(Map<String, Object> client, String topic) {
        Map<String, Object> settings = new HashMap<>(client);
        settings.putIfAbsent(ProducerConfig.LINGER_MS_CONFIG, 5);
        settings.putIfAbsent(ProducerConfig.BATCH_SIZE_CONFIG, 64 << 10);
        settings.putIfAbsent(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
        // one after the other: a leader that is just chosen can refuse the first batch of a producer and take the
        // second, and then it never takes the first
        settings.putIfAbsent(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, 1);
        return new EventFeed(
                new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer()), topic);
    }

    /** Writes an event. Its record's time is its own where Kafka takes it. */
    public void send(Event event) {
        String key = event.member() == null ? event.recipient() : event.member();
        send(new ProducerRecord<>(
                topic,
                null,
                recordTime(event.at()),
                key == null ? null : key.getBytes(StandardCharsets.UTF_8),
                encode(event)));
    }

    /** Writes bytes that are no event, for the job to refuse; of very many the beginning, which is no event either. */
    public void sendUnreadable(byte[] bytes) {
        send(new ProducerRecord<>(topic, null, bytes.length > LONGEST ? Arrays.copyOf(bytes, LONGEST) : bytes));
    }

    /** Promises every partition that nothing dated {@code instant} or earlier follows. */
    public void clock(Instant instant) {
        byte[] millis = Long.toString(instant.toEpochMilli()).getBytes(StandardCharsets.US_ASCII);
        List<Header> headers = List.of(new RecordHeader(Topics.CLOCK_HEADER, millis));
        for (int partition : partitions) {
            send(new ProducerRecord<>(topic, partition, recordTime(instant.toEpochMilli()), null, null, headers));
        }
    }

    /** Waits until everything is in the topic. */
    public void flush() {
        producer.flush();
        throwIfRefused();
    }

    /** Kafka takes no record from the future or from before 1970; the event inside keeps its own time. */
    private static long recordTime(long at) {
        return Math.max(0, Math.min(at, System.currentTimeMillis()));
    }

    private void send(ProducerRecord<byte[], byte[]> record) {
        throwIfRefused();
        producer.send(record, (metadata, exception) -> {
            if (exception != null) {
                refused.compareAndSet(null, exception);
            }
        });
    }

    private void throwIfRefused() {
        Exception exception = refused.get();
        if (exception != null) {
            throw Failure.failed("Kafka took no more events into " + topic + ": " + exception.getMessage(), exception);
        }
    }

    private byte[] encode(Event event) {
        try {
            return format.encode(EventRecords.record(event));
        } catch (IOException e) {
            throw new IllegalStateException("an event in memory cannot be written", e);
        }
    }

    @Override
    public void close() {
        producer.close(CLOSE_PATIENCE);
    }
}
