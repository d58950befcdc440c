package io.rollcall.jobs;

import io.rollcall.jobs.config.EventsStart;
import io.rollcall.jobs.config.JobConfiguration;
import io.rollcall.jobs.config.JobOptions;
import io.rollcall.jobs.event.EventDeserializer;
import io.rollcall.jobs.event.Received;
import io.rollcall.jobs.event.WallClock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.KafkaSourceOptions;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.OffsetResetStrategy;
import org.apache.kafka.common.TopicPartition;

/**
 * The Kafka source of events.
 *
 * <p>What is in a partition that is new must be heard before events and heartbeats in the others move the clock past it: so it is looked for
 * twice within the out-of-orderness, and within the margin of heartbeats.
 */
final class EventsSource {
    private static final Duration SHORTEST_DISCOVERY = Duration.ofSeconds(1);

    private EventsSource() {}

    static KafkaSource<Received> create(JobConfiguration configuration) {
        String topic = configuration.topics().events();
        Properties properties = configuration.kafkaProperties();
        // what a producer has taken back did not happen
        properties.putIfAbsent(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        properties.putIfAbsent(
                KafkaSourceOptions.PARTITION_DISCOVERY_INTERVAL_MS.key(), Long.toString(discovery(configuration)));
        return KafkaSource.<Received>builder()
                .setProperties(properties)
                .setGroupId(configuration.get(JobOptions.JOURNEY_GROUP_ID))
                .setClientIdPrefix(configuration.get(JobOptions.JOURNEY_GROUP_ID) + "-events")
                .setKafkaSubscriber(new KnownPartitions(List.of(topic)))
                .setStartingOffsets(offsets(topic, configuration.get(JobOptions.EVENTS_START)))
                .setDeserializer(new EventDeserializer(configuration, WallClock.SYSTEM))
                .build();
    }

    /** Between two looks for new partitions, in milliseconds. */
    private static long discovery(JobConfiguration configuration) {
        Duration margin = configuration.get(JobOptions.HEARTBEAT_MARGIN);
        Duration outOfOrderness = configuration.get(JobOptions.MAX_OUT_OF_ORDERNESS);
        return Math.max(SHORTEST_DISCOVERY.toMillis(), Math.min(margin.toMillis(), outOfOrderness.toMillis()) / 2);
    }

    @SuppressWarnings("deprecation") // the connector's API takes no other type for it
    private static OffsetsInitializer offsets(String topic, EventsStart start) {
        if (start instanceof EventsStart.Latest) {
            return OffsetsInitializer.latest();
        } else if (start instanceof EventsStart.Committed) {
            return OffsetsInitializer.committedOffsets(OffsetResetStrategy.EARLIEST);
        } else if (start instanceof EventsStart.Timestamp timestamp) {
            return OffsetsInitializer.timestamp(timestamp.milliseconds());
        } else if (start instanceof EventsStart.Offsets offsets) {
            Map<TopicPartition, Long> byPartition = new HashMap<>();
            offsets.byPartition()
                    .forEach((partition, offset) -> byPartition.put(new TopicPartition(topic, partition), offset));
            return OffsetsInitializer.offsets(byPartition);
        }
        return OffsetsInitializer.earliest();
    }
}
