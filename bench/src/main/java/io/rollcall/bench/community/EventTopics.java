package io.rollcall.bench.community;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import io.rollcall.cli.ProgramFile;
import io.rollcall.embedded.TopicSetup;
import io.rollcall.event.Event;
import io.rollcall.jobs.event.EventRecords;
import io.rollcall.wire.MemberEvent;
import io.rollcall.wire.Topics;
import io.rollcall.wire.WireFormat;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * The topics of a scenario, of one partition each: events and outcomes as Rollcall has them, the example program, and
 * {@code seeds}, in which a record of eight bytes, the member's number, asks a peer to begin with what is known of a member.
 */
public final class EventTopics implements AutoCloseable {
    private static final int PARTITIONS = 1;
    private static final short REPLICAS = 1;

    private final Producer<byte[], byte[]> producer;
    private final WireFormat<MemberEvent> format = WireFormat.of(MemberEvent.class);
    private final AtomicReference<@Nullable Exception> refused = new AtomicReference<>();

    /**
     * A writer of topics.
     *
     * @param lingerMillis how long a record waits for others to be sent with it
     */
    public EventTopics(String bootstrapServers, int lingerMillis) {
        this.producer = new KafkaProducer<>(
                Map.of(
                        "bootstrap.servers",
                        bootstrapServers,
                        "linger.ms",
                        lingerMillis,
                        "batch.size",
                        1 << 18,
                        "acks",
                        "1"),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    /** Makes the topics of a scenario and publishes the example program. */
    public void create(Admin admin, Topics topics) throws Exception {
        TopicSetup.create(admin, topics, PARTITIONS, REPLICAS);
        producer.send(new ProducerRecord<>(
                        topics.programs(),
                        Population.COMMUNITY.getBytes(UTF_8),
                        ProgramFile.example().text().getBytes(UTF_8)))
                .get();
    }

    /** Makes the topic of seeds and writes a record for each member. */
    public void seed(Admin admin, String topic, long members) throws Exception {
        admin.createTopics(List.of(new NewTopic(topic, PARTITIONS, REPLICAS)))
                .all()
                .get();
        for (long member = 0; member < members; member++) {
            send(new ProducerRecord<>(
                    topic, ByteBuffer.allocate(Long.BYTES).putLong(member).array()));
        }
        flush();
    }

    /** Sends an event; its instant is the record's, too. It is in the topic after {@link #flush}. */
    public void send(String topic, Event event) throws IOException {
        send(new ProducerRecord<>(
                topic,
                null,
                event.at(),
                requireNonNull(event.member()).getBytes(UTF_8),
                format.encode(EventRecords.record(event))));
    }

    private void send(ProducerRecord<byte[], byte[]> record) throws IOException {
        Exception failure = refused.get();
        if (failure != null) {
            throw new IOException("the broker refuses a record", failure);
        }
        producer.send(record, (metadata, exception) -> {
            if (exception != null) {
                refused.compareAndSet(null, exception);
            }
        });
    }

    /** Waits until the broker has everything. */
    public void flush() throws IOException {
        producer.flush();
        Exception failure = refused.get();
        if (failure != null) {
            throw new IOException("the broker refuses a record", failure);
        }
    }

    /**
     * Writes a history: events in even distances.
     *
     * @param at of the first one, in milliseconds since the epoch
     * @param perSecond how many happen in a second of their own time
     * @return how many members they reach, each counted once for each event
     */
    public long write(String topic, Traffic traffic, long events, long at, long perSecond) throws IOException {
        long deliveries = 0;
        for (long i = 0; i < events; i++) {
            Event event = traffic.next("e" + Long.toString(i, Character.MAX_RADIX), at + i * 1000 / perSecond);
            deliveries += event.reachesRecipient() ? 2 : 1;
            send(topic, event);
        }
        flush();
        return deliveries;
    }

    @Override
    public void close() {
        producer.close();
    }
}
