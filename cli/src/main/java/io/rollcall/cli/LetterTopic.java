package io.rollcall.cli;

import io.rollcall.wire.DeadLetter;
import io.rollcall.wire.WireFormat;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
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

    /** Which letters were sent once more, by the notes that say so. */
    static final class Replayed {
        private final Map<Integer, Set<Long>> offsets = new HashMap<>();

        void learn(StoredLetter stored) {
            Integer partition = stored.letter().getPartition();
            Long offset = stored.letter().getOffset();
            if (stored.isNote() && partition != null && offset != null) {
                offsets.computeIfAbsent(partition, first -> new HashSet<>()).add(offset);
            }
        }

        boolean contains(StoredLetter letter) {
            return offsets.getOrDefault(letter.partition(), Set.of()).contains(letter.offset());
        }
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
            Map<TopicPartition, Long> last = ends(consumer);
            consumer.assign(last.keySet());
            consumer.seekToBeginning(last.keySet());
            long heard = System.nanoTime();
            while (!last.entrySet().stream().allMatch(end -> consumer.position(end.getKey()) >= end.getValue())) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                    heard = System.nanoTime();
                    long end = last.getOrDefault(new TopicPartition(record.topic(), record.partition()), 0L);
                    if (record.offset() < end) {
                        decode(record, reader);
                    }
                }
                if (System.nanoTime() - heard > SILENCE.toNanos()) {
                    throw kafka.unreachable(new KafkaException("nothing was heard for half a minute"));
                }
            }
        } catch (KafkaException e) {
            throw kafka.unreachable(e);
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

    private Map<TopicPartition, Long> ends(KafkaConsumer<byte[], byte[]> consumer) {
        if (ends == null) {
            String topic = kafka.topics().deadLetters();
            List<PartitionInfo> partitions = consumer.partitionsFor(topic);
            if (partitions == null || partitions.isEmpty()) {
                throw Failure.failed("Kafka at " + kafka.bootstrapServers() + " has no topic '" + topic
                        + "'. 'rollcall topics create' makes those of Rollcall; or give another --topics-prefix.");
            }
            ends = consumer.endOffsets(partitions.stream()
                    .map(partition -> new TopicPartition(topic, partition.partition()))
                    .toList());
        }
        return ends;
    }

    private void decode(ConsumerRecord<byte[], byte[]> record, Reader reader) {
        DeadLetter letter;
        try {
            if (record.value() == null) {
                throw new IOException("it has no value");
            }
            letter = format.decode(record.value());
        } catch (IOException e) {
            foreign++;
            if (firstForeign == null) {
                firstForeign = record.partition() + "/" + record.offset() + " (" + e.getMessage() + ")";
            }
            return;
        }
        reader.read(new StoredLetter(record.partition(), record.offset(), letter));
    }
}
