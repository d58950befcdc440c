package io.rollcall.jobs.program;

import io.rollcall.jobs.config.JobConfiguration;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads the programs topic from a broker. */
public final class KafkaProgramBootstrap implements ProgramBootstrap {
    private static final long serialVersionUID = 1;

    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration MOST = Duration.ofMinutes(2);

    private final JobConfiguration configuration;

    public KafkaProgramBootstrap(JobConfiguration configuration) {
        this.configuration = configuration;
    }

    /**
     * Reads the topic to its present end.
     *
     * @throws IllegalStateException if the topic does not exist, or cannot be read within two minutes
     */
    @Override
    public List<ProgramMessage> read() {
        String topic = configuration.topics().programs();
        Properties properties = configuration.kafkaProperties();
        properties.remove(ConsumerConfig.GROUP_ID_CONFIG);
        properties.setProperty(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
        properties.setProperty(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, "false");
        properties.setProperty(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = partitions(consumer, topic);
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            return read(consumer, consumer.endOffsets(partitions));
        }
    }

    private static List<TopicPartition> partitions(KafkaConsumer<byte[], byte[]> consumer, String topic) {
        List<PartitionInfo> partitions;
        try {
            partitions = consumer.partitionsFor(topic);
        } catch (UnknownTopicOrPartitionException e) {
            partitions = List.of();
        }
        if (partitions == null || partitions.isEmpty()) {
            throw new IllegalStateException(
                    "the topic " + topic + " does not exist; create the topics first: rollcall topics --help");
        }
        return partitions.stream()
                .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                .toList();
    }

    private static List<ProgramMessage> read(KafkaConsumer<byte[], byte[]> consumer, Map<TopicPartition, Long> ends) {
        List<ProgramMessage> messages = new ArrayList<>();
        long deadline = System.nanoTime() + MOST.toNanos();
        while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("the programs topic could not be read to its end within " + MOST);
            }
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                messages.add(new ProgramMessage(record.partition(), record.offset(), record.key(), record.value()));
            }
        }
        return messages;
    }
}
