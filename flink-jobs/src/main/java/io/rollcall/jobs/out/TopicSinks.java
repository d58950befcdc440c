package io.rollcall.jobs.out;

import io.rollcall.jobs.config.Delivery;
import io.rollcall.jobs.config.JobConfiguration;
import io.rollcall.jobs.config.JobOptions;
import java.util.Properties;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Kafka sinks for {@link TopicRecord}s of any topic.
 *
 * <p>One sink, so one producer and one transaction a subtask, serves all topics of a step: what one event caused
 * becomes visible together, and nine topics do not cost nine producers.
 */
public final class TopicSinks {
    private TopicSinks() {}

    /**
     * A sink with the configured delivery.
     *
     * @param transactionalIdPrefix of this sink alone among all jobs on these brokers, and always the same
     */
    public static KafkaSink<TopicRecord> create(JobConfiguration configuration, String transactionalIdPrefix) {
        Properties properties = new Properties();
        properties.setProperty(
                ProducerConfig.LINGER_MS_CONFIG,
                Long.toString(configuration.get(JobOptions.PRODUCER_LINGER).toMillis()));
        properties.putAll(configuration.kafkaProperties());
        properties.setProperty(
                ProducerConfig.TRANSACTION_TIMEOUT_CONFIG,
                Long.toString(configuration.get(JobOptions.TRANSACTION_TIMEOUT).toMillis()));
        boolean exactlyOnce = configuration.get(JobOptions.DELIVERY) == Delivery.EXACTLY_ONCE;
        return KafkaSink.<TopicRecord>builder()
                .setKafkaProducerConfig(properties)
                .setDeliveryGuarantee(exactlyOnce ? DeliveryGuarantee.EXACTLY_ONCE : DeliveryGuarantee.AT_LEAST_ONCE)
                .setTransactionalIdPrefix(transactionalIdPrefix)
                .setRecordSerializer(new Serialization())
                .build();
    }

    private static final class Serialization implements KafkaRecordSerializationSchema<TopicRecord> {
        private static final long serialVersionUID = 1;

        @Override
        public ProducerRecord<byte[], byte[]> serialize(
                TopicRecord element, KafkaSinkContext context, @Nullable Long timestamp) {
            // never the event's own time: brokers delete by record time, and would take a history away at once
            return new ProducerRecord<>(element.topic(), element.key(), element.value());
        }
    }
}
