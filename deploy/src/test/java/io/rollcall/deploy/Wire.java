package io.rollcall.deploy;

import io.rollcall.event.Event;
import io.rollcall.jobs.config.JobConfiguration;
import io.rollcall.jobs.event.EventRecords;
import io.rollcall.jobs.out.MemberRecords;
import io.rollcall.jobs.out.TopicRecord;
import io.rollcall.outcome.Outcome;
import io.rollcall.outcome.Snapshot;
import io.rollcall.program.Program;
import io.rollcall.wire.AlertChange;
import io.rollcall.wire.BadgeAward;
import io.rollcall.wire.MemberEvent;
import io.rollcall.wire.MemberSnapshot;
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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.avro.specific.SpecificRecordBase;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** The records of a job's topics. */
final class Wire {
    private final Topics topics;
    private final Map<String, WireFormat<? extends SpecificRecordBase>> formats;
    private final MemberRecords records;
    private final WireFormat<MemberEvent> events = WireFormat.of(MemberEvent.class);

    Wire(Topics topics) {
        this.topics = topics;
        this.records = new MemberRecords(JobConfiguration.of(Map.of("topics.prefix", topics.prefix())));
        this.formats = Map.of(
                topics.tierChanges(), WireFormat.of(TierChange.class),
                topics.badges(), WireFormat.of(BadgeAward.class),
                topics.points(), WireFormat.of(PointsEntry.class),
                topics.stages(), WireFormat.of(StageChange.class),
                topics.segments(), WireFormat.of(SegmentChange.class),
                topics.quests(), WireFormat.of(QuestResult.class),
                topics.alerts(), WireFormat.of(AlertChange.class),
                topics.members(), WireFormat.of(MemberSnapshot.class));
    }

    Topics topics() {
        return topics;
    }

    byte[] bytes(Event event) throws IOException {
        return events.encode(EventRecords.record(event));
    }

    SpecificRecordBase record(Outcome outcome, Program program) throws IOException {
        return decode(records.outcome("", outcome, program.name(), program.version()));
    }

    SpecificRecordBase record(Snapshot member, Program program) throws IOException {
        return decode(records.snapshot("", member, program.name(), program.version()));
    }

    private SpecificRecordBase decode(TopicRecord record) throws IOException {
        return decode(record.topic(), Objects.requireNonNull(record.value()));
    }

    private SpecificRecordBase decode(String topic, byte[] value) throws IOException {
        WireFormat<? extends SpecificRecordBase> format = formats.get(topic);
        if (format == null) {
            throw new IllegalArgumentException("no topic of outcomes or members: " + topic);
        }
        return format.decode(value);
    }

    /** All outcomes and members that are in the topics, as a consumer of that isolation sees them. */
    Said read(String bootstrapServers, String isolation) throws IOException {
        Map<String, Object> properties = new HashMap<>(Map.of(
                "bootstrap.servers", bootstrapServers, "isolation.level", isolation, "auto.offset.reset", "earliest"));
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = new ArrayList<>();
            formats.keySet().forEach(topic -> consumer.partitionsFor(topic)
                    .forEach(partition -> partitions.add(new TopicPartition(topic, partition.partition()))));
            consumer.assign(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            Said said = new Said();
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(100))) {
                    said.add(decode(record.topic(), record.value()));
                    said.cameAt(record.timestamp());
                }
            }
            return said;
        }
    }
}
