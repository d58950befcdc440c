package io.rollcall.cli;

import io.rollcall.wire.DeadLetter;
import io.rollcall.wire.WireFormat;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/** The topic of dead letters, read from its beginning to what was its end when it was read first. */
final class LetterTopic {
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration SILENCE = Duration.ofSeconds(30);

    private final KafkaOptions kafka;
    private final WireFormat<DeadLetter> format = WireFormat.of(DeadLetter.class);
    private @Nullable Map<TopicPartition, Long> ends;
    private long foreign;
    private @Nullable String firstForeign;

    LetterTopic(KafkaOptions kafka) {
        this.kafka = kafka;
    }

    /** Takes letters, one after the other. */
    interface Reader {
        void read(StoredLetter letter);
    }

    String name() {
        return kafka.topics().deadLetters() + " at " + kafka.bootstrapServers();
    }

    /** What is in it that is no dead letter, in words; null if there is nothing such. */
    @Nullable
    String foreign() {
        return firstForeign == null
                ? null
                : "%,d record%s in the topic %s no dead letter of a version that is known here; the first is %s."
                        .formatted(foreign, foreign == 1 ? "" : "s", foreign == 1 ? "is" : "are", firstForeign);
    }

    /** Reads all of it; partition by partition the letters come in their order. */
    void read(Reader reader) {
        foreign = 0;
        firstForeign = null;
        try (KafkaConsumer<byte[], byte[]> consumer = consumer()) {
            if (ends == null) {
                ends = consumer.endOffsets(partitions(consumer));
            }
            read(consumer, ends, reader, () -> new KafkaException("nothing was heard for half a minute"));
        } catch (KafkaException e) {
            throw kafka.unreachable(e);
        }
    }

    /**
     * All that was sent once more, up to the true end of the topic: what others have noted behind a
     * transaction of a job, which a reader of what is committed does not see yet, too.
     *
     * @throws Failure if that transaction is not ended soon
     */
    SentOnceMore sent() throws ExecutionException, InterruptedException {
        var sent = new SentOnceMore();
        try (KafkaConsumer<byte[], byte[]> consumer = consumer();
                Admin admin = kafka.admin()) {
            Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
            partitions(consumer).forEach(partition -> latest.put(partition, OffsetSpec.latest()));
            Map<TopicPartition, Long> trueEnds = new HashMap<>();
            admin.listOffsets(latest).all().get().forEach((partition, end) -> trueEnds.put(partition, end.offset()));
            read(
                    consumer,
                    trueEnds,
                    letter -> {
                        if (letter.isNote()) {
                            sent.add(letter.letter());
                        }
                    },
                    () -> Failure.failed(
                            "A job has letters in the topic that are not committed yet, so what was sent already"
                                    + " is not known for certain. Nothing was sent; run this again after the job's next checkpoint."));
        }
        return sent;
    }

    private void read(
            KafkaConsumer<byte[], byte[]> consumer,
            Map<TopicPartition, Long> to,
            Reader reader,
            Supplier<RuntimeException> silence) {
        consumer.assign(to.keySet());
        consumer.seekToBeginning(to.keySet());
        long heard = System.nanoTime();
        while (!to.entrySet().stream().allMatch(end -> consumer.position(end.getKey()) >= end.getValue())) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                heard = System.nanoTime();
                DeadLetter letter =
                        record.offset() < to.getOrDefault(new TopicPartition(record.topic(), record.partition()), 0L)
                                ? decoded(record)
                                : null;
                if (letter != null) {
                    reader.read(new StoredLetter(record.partition(), record.offset(), letter));
                }
            }
            if (System.nanoTime() - heard > SILENCE.toNanos()) {
                throw silence.get();
            }
        }
    }

    /** What a record of the topic says; null if it is no letter, which is counted. */
    @Nullable
    DeadLetter decoded(ConsumerRecord<byte[], byte[]> record) {
        try {
            if (record.value() == null) {
                throw new IOException("it has no value");
            }
            return format.decode(record.value());
        } catch (IOException e) {
            foreign++;
            if (firstForeign == null) {
                firstForeign = record.partition() + "/" + record.offset() + " (" + e.getMessage() + ")";
            }
            return null;
        }
    }

    /** A consumer of no group; the caller closes it. */
    KafkaConsumer<byte[], byte[]> consumer() {
        Map<String, Object> settings = kafka.consumer();
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, "false");
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        // a note that was taken back must not count
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        try {
            return new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        } catch (KafkaException e) {
            throw kafka.noClient(e);
        }
    }

    private List<TopicPartition> partitions(KafkaConsumer<byte[], byte[]> consumer) {
        String topic = kafka.topics().deadLetters();
        List<PartitionInfo> partitions = consumer.partitionsFor(topic);
        if (partitions == null || partitions.isEmpty()) {
            throw Failure.failed("Kafka at " + kafka.bootstrapServers() + " has no topic '" + topic
                    + "'. 'rollcall topics create' makes those of Rollcall; or give another --topics-prefix.");
        }
        return partitions.stream()
                .map(partition -> new TopicPartition(topic, partition.partition()))
                .toList();
    }
}
