package io.rollcall.jobs.search;

import io.rollcall.wire.DeadLetter;
import io.rollcall.wire.WireFormat;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import org.apache.flink.api.common.serialization.SerializationSchema;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/** Refused records as dead letters: the bytes as received, cut where they are too long for the topic. */
final class DeadLetterSchema implements KafkaRecordSerializationSchema<Refusal> {
    private static final long serialVersionUID = 1;

    private static final String SOURCE = "search-index";

    private final String topic;
    private final int maxBytes;
    private transient @Nullable WireFormat<DeadLetter> format;

    DeadLetterSchema(String topic, int maxBytes) {
        this.topic = topic;
        this.maxBytes = maxBytes;
    }

    @Override
    public void open(SerializationSchema.InitializationContext context, KafkaSinkContext sinkContext) {
        format = WireFormat.of(DeadLetter.class);
    }

    @Override
    public ProducerRecord<byte[], byte[]> serialize(Refusal refusal, KafkaSinkContext context, Long timestamp) {
        if (format == null) {
            throw new IllegalStateException("serialize before open");
        }
        SourceRecord record = refusal.record();
        DeadLetter letter = DeadLetter.newBuilder()
                .setReason(refusal.reason())
                .setCode(refusal.code())
                .setSource(SOURCE)
                .setTopic(record.topic())
                .setPartition(record.partition())
                .setOffset(record.offset())
                .setReceivedAt(Instant.now())
                .setKey(cut(record.key()))
                .setPayload(cut(record.value()))
                .build();
        try {
            return new ProducerRecord<>(topic, null, format.encode(letter));
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory failed", e);
        }
    }

    private @Nullable ByteBuffer cut(byte @Nullable [] bytes) {
        if (bytes == null) {
            return null;
        }
        return ByteBuffer.wrap(bytes.length <= maxBytes ? bytes : Arrays.copyOf(bytes, maxBytes));
    }
}
