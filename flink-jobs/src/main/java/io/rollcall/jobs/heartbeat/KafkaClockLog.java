package io.rollcall.jobs.heartbeat;

import io.rollcall.jobs.config.JobConfiguration;
import io.rollcall.jobs.config.JobOptions;
import io.rollcall.wire.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Writes clock records to the events topic. Asking an absent broker for the partitions can take some seconds. */
final class KafkaClockLog implements ClockLog {
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Duration DELIVERY = Duration.ofSeconds(15);

    private final Producer<byte[], byte[]> producer;
    private final String topic;

    private KafkaClockLog(Producer<byte[], byte[]> producer, String topic) {
        this.producer = producer;
        this.topic = topic;
    }

    static KafkaClockLog open(JobConfiguration configuration) {
        return new KafkaClockLog(
                new KafkaProducer<>(properties(configuration), new ByteArraySerializer(), new ByteArraySerializer()),
                configuration.topics().events());
    }

    /** Of the producer. */
    static Properties properties(JobConfiguration configuration) {
        Properties properties = configuration.kafkaProperties();
        properties.putIfAbsent(ProducerConfig.CLIENT_ID_CONFIG, "rollcall-heartbeat");
        properties.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, (int) PATIENCE.toMillis());
        properties.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        properties.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) PATIENCE.toMillis());
        // a promise that is late is of no use: the next one says more
        properties.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, (int) DELIVERY.toMillis());
        // a partition that is new is to hear the time with the next beat, for it holds the clock as soon as a source
        // knows it
        properties.put(
                ProducerConfig.METADATA_MAX_AGE_CONFIG,
                configuration.get(JobOptions.HEARTBEAT_INTERVAL).toMillis());
        return properties;
    }

    @Override
    public CompletableFuture<Void> tell(long instant) {
        byte[] millis = Long.toString(instant).getBytes(StandardCharsets.US_ASCII);
        List<Header> headers = List.of(new RecordHeader(Topics.CLOCK_HEADER, millis));
        try {
            List<CompletableFuture<Void>> answers = new ArrayList<>();
            // asked anew each time: a topic can get more partitions
            for (PartitionInfo partition : producer.partitionsFor(topic)) {
                answers.add(send(new ProducerRecord<>(topic, partition.partition(), null, null, null, headers)));
            }
            return CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new));
        } catch (KafkaException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private CompletableFuture<Void> send(ProducerRecord<byte[], byte[]> record) {
        CompletableFuture<Void> answer = new CompletableFuture<>();
        producer.send(record, (metadata, exception) -> {
            if (exception == null) {
                answer.complete(null);
            } else {
                answer.completeExceptionally(exception);
            }
        });
        return answer;
    }

    @Override
    public void close() {
        producer.close(Duration.ZERO);
    }
}
