package io.rollcall.bench.run;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.util.Objects.requireNonNull;

import io.rollcall.bench.community.SentAt;
import io.rollcall.wire.AlertChange;
import io.rollcall.wire.BadgeAward;
import io.rollcall.wire.OutcomeHeader;
import io.rollcall.wire.PointsEntry;
import io.rollcall.wire.QuestResult;
import io.rollcall.wire.SegmentChange;
import io.rollcall.wire.StageChange;
import io.rollcall.wire.TierChange;
import io.rollcall.wire.Topics;
import io.rollcall.wire.WireFormat;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.HdrHistogram.Histogram;
import org.apache.avro.specific.SpecificRecordBase;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/**
 * How long it took from the moment at which an event was due until the broker had the outcome that it caused. The broker
 * notes that moment with each record, so nobody needs to read the topics meanwhile. Outcomes of the clock do not count.
 */
final class Latencies {
    private static final int DIGITS = 3;
    private static final Duration POLL = Duration.ofMillis(200);

    private final Topics topics;
    private final Map<String, WireFormat<? extends SpecificRecordBase>> formats;

    Latencies(Topics topics) {
        this.topics = topics;
        this.formats = Map.of(
                topics.tierChanges(), WireFormat.of(TierChange.class),
                topics.badges(), WireFormat.of(BadgeAward.class),
                topics.points(), WireFormat.of(PointsEntry.class),
                topics.stages(), WireFormat.of(StageChange.class),
                topics.segments(), WireFormat.of(SegmentChange.class),
                topics.quests(), WireFormat.of(QuestResult.class),
                topics.alerts(), WireFormat.of(AlertChange.class));
    }

    /** Has the broker note when it gets a record; before the first one is written. */
    void prepare(Admin admin) throws ExecutionException, InterruptedException {
        Map<ConfigResource, Collection<AlterConfigOp>> changes = new HashMap<>();
        AlterConfigOp change = new AlterConfigOp(
                new ConfigEntry(TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG, "LogAppendTime"), AlterConfigOp.OpType.SET);
        topics.outcomes()
                .forEach(topic -> changes.put(new ConfigResource(ConfigResource.Type.TOPIC, topic), List.of(change)));
        admin.incrementalAlterConfigs(changes).all().get();
    }

    /** What to do with an outcome that an event caused: the topic, when the event was due, how long it took. */
    @FunctionalInterface
    interface Each {
        void outcome(String topic, long due, long millis);
    }

    /** Goes through all outcomes that events have caused; how many the clock has caused beside them. */
    long read(String bootstrapServers, Each each) throws IOException {
        Map<String, Object> properties = Map.of("bootstrap.servers", bootstrapServers, "auto.offset.reset", "earliest");
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = new ArrayList<>();
            formats.keySet().forEach(topic -> consumer.partitionsFor(topic)
                    .forEach(partition -> partitions.add(new TopicPartition(topic, partition.partition()))));
            consumer.assign(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            long ofTheClock = 0;
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                    String event = event(record);
                    if (event == null) {
                        ofTheClock++;
                    } else {
                        long due = SentAt.millis(event);
                        each.outcome(record.topic(), due, Math.max(0, record.timestamp() - due));
                    }
                }
            }
            return ofTheClock;
        }
    }

    /** The event that caused an outcome; null if the clock did. */
    private @Nullable String event(ConsumerRecord<byte[], byte[]> record) throws IOException {
        byte[] value = record.value();
        if (!WireFormat.isMarked(value)) {
            // the peers whose outcomes are no more than bytes begin them with it
            int length = 0;
            while (value[length] != 0) {
                length++;
            }
            return length == 0 ? null : new String(value, 0, length, ISO_8859_1);
        }
        SpecificRecordBase outcome = requireNonNull(formats.get(record.topic())).decode(value);
        return ((OutcomeHeader) outcome.get("header")).getCause().getEvent();
    }

    /** A histogram of milliseconds. */
    static Histogram histogram() {
        return new Histogram(DIGITS);
    }

    /** A row of a table: what, how many, p50, p99, p99.9, the longest. */
    static void row(Table table, String what, Histogram millis) {
        table.row(
                what,
                Long.toString(millis.getTotalCount()),
                Long.toString(millis.getValueAtPercentile(50)),
                Long.toString(millis.getValueAtPercentile(99)),
                Long.toString(millis.getValueAtPercentile(99.9)),
                Long.toString(millis.getMaxValue()));
    }

    /** The table of such rows. */
    static Table table(String name) {
        return new Table(name, "outcomes", "p50 ms", "p99 ms", "p99.9 ms", "max ms");
    }
}
