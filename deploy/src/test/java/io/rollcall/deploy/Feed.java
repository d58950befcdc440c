package io.rollcall.deploy;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.rollcall.event.Event;
import io.rollcall.wire.Topics;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** Feeds both communities, each into a partition of its own, to several jobs; a broker that is away is waited for. */
final class Feed implements AutoCloseable {
    private static final int CLOCK_EVERY = 500;

    private final KafkaProducer<byte[], byte[]> producer;
    private final List<Wire> wires;
    private final AtomicReference<@Nullable Exception> refused = new AtomicReference<>();
    private int sinceClock;
    private long before = Long.MIN_VALUE;

    Feed(String bootstrapServers, List<Wire> wires) {
        this.wires = wires;
        this.producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrapServers, "linger.ms", "5"),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    /** Programs first: the version of one is its place in the topic. */
    void programs() throws IOException {
        for (Wire wire : wires) {
            for (String name : TwoCommunities.NAMES) {
                program(wire, name, TwoCommunities.program(name));
            }
            program(wire, TwoCommunities.TRIAL_KEY, TwoCommunities.trial());
        }
        flush();
    }

    private void program(Wire wire, String key, String yaml) {
        send(new ProducerRecord<>(wire.topics().programs(), key.getBytes(UTF_8), yaml.getBytes(UTF_8)));
    }

    /** Hands events over, with the clock where they allow it; they are in the topics after {@link #flush}. */
    void send(List<Event> events) throws IOException {
        for (Event event : events) {
            if (sinceClock >= CLOCK_EVERY && event.at() > before) {
                clock(before);
                sinceClock = 0;
            }
            String member = Objects.requireNonNullElse(event.member(), event.recipient());
            for (Wire wire : wires) {
                send(new ProducerRecord<>(
                        wire.topics().events(),
                        TwoCommunities.partition(event),
                        member.getBytes(UTF_8),
                        wire.bytes(event)));
            }
            before = event.at();
            sinceClock++;
        }
    }

    /** Promises that nothing follows which happened at that instant or before. */
    void clock(long instant) {
        for (Wire wire : wires) {
            for (int partition = 0; partition < TwoCommunities.NAMES.size(); partition++) {
                ProducerRecord<byte[], byte[]> clock =
                        new ProducerRecord<>(wire.topics().events(), partition, null, null);
                clock.headers().add(Topics.CLOCK_HEADER, Long.toString(instant).getBytes(UTF_8));
                send(clock);
            }
        }
    }

    /** Waits until everything is in its topic. */
    void flush() {
        producer.flush();
        Exception failure = refused.get();
        if (failure != null) {
            throw new AssertionError("the broker took no more events", failure);
        }
    }

    private void send(ProducerRecord<byte[], byte[]> record) {
        producer.send(record, (metadata, failure) -> {
            if (failure != null) {
                refused.compareAndSet(null, failure);
            }
        });
    }

    @Override
    public void close() {
        producer.close();
    }
}
