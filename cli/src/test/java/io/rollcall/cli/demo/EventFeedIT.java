package io.rollcall.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.rollcall.embedded.EmbeddedKafka;
import io.rollcall.embedded.TopicSetup;
import io.rollcall.event.Event;
import io.rollcall.wire.MemberEvent;
import io.rollcall.wire.Topics;
import io.rollcall.wire.WireFormat;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventFeedIT {
    private static final Topics TOPICS = Topics.DEFAULT;
    private static final int PARTITIONS = 3;

    @TempDir
    private Path directory;

    private static Event event(String id, String member, long at, double value) {
        return new Event(id, "club", "purchase", member, "other", at, value, Map.of("currency", "cny"));
    }

    private static List<TopicPartition> partitions(int count) {
        return IntStream.range(0, count)
                .mapToObj(partition -> new TopicPartition(TOPICS.events(), partition))
                .toList();
    }

    private static List<ConsumerRecord<byte[], byte[]>> read(
            String kafka, List<TopicPartition> partitions, int expected) {
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", kafka), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            while (records.size() < expected && System.nanoTime() < deadline) {
                consumer.poll(Duration.ofMillis(200)).forEach(records::add);
            }
        }
        return records;
    }

    @Test
    void eventsOfEveryTimeAreTakenByMemberAndEveryPartitionHearsTheClock() throws Exception {
        Instant now = Instant.parse("2026-01-01T00:00:00Z");
        List<Event> events = List.of(
                event("past", "mira", now.toEpochMilli(), 12.5),
                event("before 1970", "mira", -5_000, 0),
                event("far ahead", "mira", Instant.parse("2100-01-01T00:00:00Z").toEpochMilli(), 1));
        List<ConsumerRecord<byte[], byte[]>> records;
        try (EmbeddedKafka kafka = EmbeddedKafka.start(directory);
                Admin admin = kafka.admin()) {
            TopicSetup.create(admin, TOPICS, PARTITIONS, 1);
            try (EventFeed feed = EventFeed.to(kafka.bootstrapServers(), TOPICS.events())) {
                events.forEach(feed::send);
                feed.sendUnreadable(new byte[2_000_000]);
                feed.clock(now);
                feed.flush();
            }
            records = read(kafka.bootstrapServers(), partitions(PARTITIONS), events.size() + 1 + PARTITIONS);
        }

        WireFormat<MemberEvent> format = WireFormat.of(MemberEvent.class);
        List<MemberEvent> read = new ArrayList<>();
        List<Integer> told = new ArrayList<>();
        int unreadable = 0;
        for (ConsumerRecord<byte[], byte[]> record : records) {
            if (record.value() == null) {
                assertThat(new String(
                                record.headers().lastHeader("rollcall-clock").value(), StandardCharsets.US_ASCII))
                        .isEqualTo(Long.toString(now.toEpochMilli()));
                told.add(record.partition());
            } else if (record.key() == null) {
                unreadable++;
            } else {
                assertThat(new String(record.key(), StandardCharsets.UTF_8)).isEqualTo("mira");
                read.add(format.decode(record.value()));
            }
        }
        assertThat(told).containsExactlyInAnyOrder(0, 1, 2);
        assertThat(unreadable).isEqualTo(1);
        assertThat(read).extracting(MemberEvent::getId).containsExactly("past", "before 1970", "far ahead");
        assertThat(read)
                .extracting(MemberEvent::getAt)
                .containsExactlyElementsOf(events.stream()
                        .map(event -> Instant.ofEpochMilli(event.at()))
                        .toList());
        assertThat(read).extracting(MemberEvent::getValue).containsExactly(12.5, null, 1.0);
        assertThat(read.get(0).getAttributes()).containsEntry("currency", "cny");
    }

    @Test
    void whileLeadersBeginToLeadNothingIsLostAndTheOrderStays() throws Exception {
        List<TopicPartition> partitions = partitions(60);
        int told = 0;
        List<ConsumerRecord<byte[], byte[]>> records;
        try (EmbeddedKafka kafka = EmbeddedKafka.start(directory);
                Admin admin = kafka.admin()) {
            admin.createTopics(List.of(new NewTopic(TOPICS.events(), partitions.size(), (short) 1)))
                    .all()
                    .get();
            await().ignoreExceptions()
                    .until(
                            () -> admin.describeTopics(List.of(TOPICS.events()))
                                    .allTopicNames()
                                    .get(),
                            topics -> !topics.isEmpty());
            try (EventFeed feed = EventFeed.to(kafka.bootstrapServers(), TOPICS.events())) {
                var lead = admin.listOffsets(partitions.stream()
                                .collect(Collectors.toMap(Function.identity(), any -> OffsetSpec.latest())))
                        .all();
                while (!lead.isDone() || told < 100) {
                    feed.clock(Instant.ofEpochMilli(told++));
                }
                feed.flush();
            }
            records = read(kafka.bootstrapServers(), partitions, told * partitions.size());
        }

        Map<Integer, List<String>> heard = records.stream()
                .collect(Collectors.groupingBy(
                        ConsumerRecord::partition,
                        Collectors.mapping(
                                record -> new String(
                                        record.headers()
                                                .lastHeader("rollcall-clock")
                                                .value(),
                                        StandardCharsets.US_ASCII),
                                Collectors.toList())));
        List<String> all = IntStream.range(0, told).mapToObj(Integer::toString).toList();
        assertThat(heard).hasSize(partitions.size()).allSatisfy((partition, instants) -> assertThat(instants)
                .isEqualTo(all));
    }
}
