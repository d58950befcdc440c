package io.rollcall.search;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import co.elastic.clients.elasticsearch.ElasticsearchClient;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.rollcall.embedded.EmbeddedFlink;
import io.rollcall.embedded.EmbeddedKafka;
import io.rollcall.embedded.FlinkJob;
import io.rollcall.embedded.SharedElasticsearch;
import io.rollcall.embedded.TopicSetup;
import io.rollcall.index.IndexSettings;
import io.rollcall.index.IndexSetup;
import io.rollcall.jobs.SearchIndexJob;
import io.rollcall.jobs.config.JobConfiguration;
import io.rollcall.jobs.search.WireRecords;
import io.rollcall.wire.AlertKind;
import io.rollcall.wire.BadgeAward;
import io.rollcall.wire.DeadLetter;
import io.rollcall.wire.MemberSnapshot;
import io.rollcall.wire.Topics;
import io.rollcall.wire.WireFormat;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.IOUtils;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.core.ConditionFactory;
import org.elasticsearch.client.ResponseException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The job between a real broker and a real Elasticsearch. Each test has topics and indices of its own. */
@Timeout(value = 8, unit = TimeUnit.MINUTES)
@ExtendWith(SharedElasticsearch.class)
class SearchIndexIT {
    private static final Duration LONG = Duration.ofMinutes(3);
    private static final int PARTITIONS = 3;
    private static final int PARALLELISM = 2;
    /** For every test's job, as one that fails leaves its own. */
    private static final int SLOTS = 6 * PARALLELISM;

    private static EmbeddedKafka kafka;
    private static EmbeddedFlink flink;
    private static SharedElasticsearch.Server elasticsearch;
    private static Admin admin;
    private static KafkaProducer<byte[], byte[]> producer;
    private static ElasticsearchClient client;

    @BeforeAll
    static void start(@TempDir Path directory, SharedElasticsearch.Server server) throws Exception {
        kafka = EmbeddedKafka.start(directory.resolve("kafka"));
        flink = EmbeddedFlink.in(directory.resolve("flink")).slots(SLOTS).start();
        elasticsearch = server;
        admin = kafka.admin();
        producer =
                new KafkaProducer<>(properties("linger.ms", "5"), new ByteArraySerializer(), new ByteArraySerializer());
        client = ElasticsearchConnection.to(elasticsearch.url().toString()).client();
    }

    /** Whatever a test did to it, others go on with it. */
    @AfterEach
    void elasticsearchRuns() {
        elasticsearch.start();
    }

    @AfterAll
    static void stop() throws Exception {
        // the last made first, and each of them whatever becomes of the others: the process goes on with another class
        IOUtils.closeAll(Stream.of(client, producer, admin, flink, kafka)
                .filter(Objects::nonNull)
                .toList());
    }

    @Test
    void everyKindOfRecordBecomesItsDocument() throws Exception {
        Community kinds = new Community("kinds");
        int number = 0;
        for (WireRecords.Kind kind : WireRecords.outcomes().values()) {
            var record = kind.record();
            WireRecords.headerOf(record).setId("o-" + number++);
            kinds.send(kind.topic().substring("rollcall.".length()), "club/anna", WireRecords.encode(record));
        }
        kinds.send("members", "club/anna", WireRecords.encode(WireRecords.member()));
        FlinkJob job = kinds.run("first");

        eventually().untilAsserted(() -> {
            assertThat(kinds.count("outcomes-*"))
                    .isEqualTo(WireRecords.outcomes().size());
            assertThat(kinds.count("members")).isEqualTo(1);
            assertThat(kinds.document("alerts", "a-1").path("state").asText()).isEqualTo("resolved");
        });
        assertThat(kinds.document("members", "club/anna")
                        .path("metrics")
                        .path("posts")
                        .asDouble())
                .isEqualTo(3.0);
        assertThat(kinds.deadLetters()).isEmpty();
        job.cancel();
    }

    @Test
    void aPageFindsTheOrderOfTiersAndTheTitlesOfBadgesInTheProgram() throws Exception {
        Community programs = new Community("programs");
        programs.send("programs", "club", """
                program: first
                community: club
                events: {speak: [post]}
                metrics: {posts: {count: post}}
                ladders: {activity: [{tier: visitor}, {tier: member, enter: "posts >= 1"}, {tier: regular, enter: "posts >= 9"}]}
                badges: {first-words: {title: First words, when: "posts >= 1"}}
                """.getBytes(UTF_8));
        programs.send("programs", "club", "program: [broken".getBytes(UTF_8));
        programs.send("badges", "club/anna", badge("afterwards", "first-words"));
        FlinkJob job = programs.run("first");
        eventually().untilAsserted(() -> assertThat(programs.committed("first")).isEqualTo(3));

        JsonNode club = programs.document("programs", "club");
        assertThat(club.path("program").asText()).isEqualTo("first");
        assertThat(club.path("version").asLong()).isZero();
        assertThat(club.path("mode").asText()).isEqualTo("live");
        assertThat(club.at("/ladders/0/ladder").asText()).isEqualTo("activity");
        assertThat(club.at("/ladders/0/tiers").toString()).isEqualTo("[\"visitor\",\"member\",\"regular\"]");
        assertThat(club.at("/badges/0/title").asText()).isEqualTo("First words");
        assertThat(programs.count("outcomes-*")).isEqualTo(1);
        job.cancel();
    }

    @Test
    void whatCannotBeADocumentIsADeadLetterAndTheRestGoesOn() throws Exception {
        Community bad = new Community("bad");
        bad.send("badges", "club/anna", "no Avro at all".getBytes(UTF_8));
        // a keyword may have 32766 bytes
        bad.send("badges", "club/bob", badge("huge", "x".repeat(40_000)));
        bad.send("badges", "club/anna", badge("fine", "talker"));
        FlinkJob job = bad.run("first");

        eventually().untilAsserted(() -> {
            assertThat(bad.count("outcomes-*")).isEqualTo(1);
            assertThat(bad.deadLetters())
                    .extracting(DeadLetter::getCode)
                    .containsExactlyInAnyOrder("undecodable", "rejected-document");
        });
        DeadLetter rejected = bad.deadLetters().stream()
                .filter(letter -> letter.getCode().equals("rejected-document"))
                .findFirst()
                .orElseThrow();
        assertThat(rejected.getReason())
                .contains("huge", "400 document_parsing_exception", "field [badge]", "immense term");
        assertThat(rejected.getTopic()).isEqualTo("bad.badges");
        assertThat(rejected.getPayload().remaining()).isGreaterThan(40_000);
        // they are settled: the offsets go past them
        eventually().untilAsserted(() -> assertThat(bad.committed("first")).isEqualTo(3));
        job.cancel();
    }

    @Test
    void theSameHistoryASecondTimeChangesNothing() throws Exception {
        Community twice = new Community("twice");
        for (int i = 0; i < 200; i++) {
            twice.send("badges", "club/m" + i % 20, badge("o" + i, "talker"));
            twice.send("members", "club/m" + i % 20, member("m" + i % 20, i));
        }
        twice.send("alerts", "club/anna", WireRecords.encode(WireRecords.alert(AlertKind.RAISED)));
        twice.send("alerts", "club/anna", WireRecords.encode(WireRecords.alert(AlertKind.RESOLVED)));
        FlinkJob first = twice.run("first");
        eventually().untilAsserted(() -> assertThat(twice.committed("first")).isEqualTo(402));
        first.cancel();
        String members = twice.allOf("members");
        String alerts = twice.allOf("alerts");
        long outcomes = twice.count("outcomes-*");

        FlinkJob second = twice.run("second");
        eventually().untilAsserted(() -> assertThat(twice.committed("second")).isEqualTo(402));
        second.cancel();

        assertThat(twice.allOf("members")).isEqualTo(members).contains("\"m19\"");
        assertThat(twice.allOf("alerts")).isEqualTo(alerts).contains("resolved");
        assertThat(twice.count("outcomes-*")).isEqualTo(outcomes).isEqualTo(201);
        assertThat(twice.deadLetters()).isEmpty();
    }

    @Test
    void anOutageIsWaitedForAndNothingIsCommittedThatIsNotIndexed() throws Exception {
        Community outage = new Community("outage");
        for (int i = 0; i < 500; i++) {
            outage.send("badges", "club/m" + i % 20, badge("before" + i, "talker"));
        }
        FlinkJob job = outage.run("first");
        eventually().untilAsserted(() -> assertThat(outage.committed("first")).isEqualTo(500));

        elasticsearch.stop();
        for (int i = 0; i < 500; i++) {
            outage.send("badges", "club/m" + i % 20, badge("after" + i, "talker"));
            outage.send("members", "club/m" + i % 20, member("m" + i % 20, i));
        }
        producer.flush();
        // several checkpoint intervals: offsets that are not indexed must never be committed meanwhile
        await().during(Duration.ofSeconds(5)).atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
            assertThat(outage.committed("first")).isEqualTo(500);
            assertThat(job.status()).isEqualTo(JobStatus.RUNNING);
        });

        elasticsearch.start();
        eventually().untilAsserted(() -> assertThat(outage.committed("first")).isEqualTo(1_500));
        // at once, without waiting: committed means indexed
        assertThat(outage.count("outcomes-*")).isEqualTo(1_000);
        assertThat(outage.document("members", "club/m19").path("points").asLong())
                .isEqualTo(499);
        assertThat(job.status()).isEqualTo(JobStatus.RUNNING);
        job.cancel();
    }

    /** Many looks have Elasticsearch write what it has, so it is not looked at all the time. */
    private static ConditionFactory eventually() {
        return await().ignoreExceptionsInstanceOf(ResponseException.class)
                .atMost(LONG)
                .pollInterval(Duration.ofMillis(500));
    }

    private static byte[] badge(String id, String name) throws Exception {
        BadgeAward badge = WireRecords.badge();
        badge.getHeader().setId(id);
        badge.setBadge(name);
        return WireRecords.encode(badge);
    }

    private static byte[] member(String name, int number) throws Exception {
        MemberSnapshot member = WireRecords.member();
        member.setMember(name);
        // many snapshots share an instant, as after several events at once: the last of them is to stay
        member.setAt(Instant.parse("2026-01-01T00:00:00Z").plusSeconds(number / 200L));
        member.setPoints(number);
        return WireRecords.encode(member);
    }

    private static Properties properties(String key, String value) {
        Properties properties = new Properties();
        properties.setProperty("bootstrap.servers", kafka.bootstrapServers());
        properties.setProperty(key, value);
        return properties;
    }

    /** Topics and indices with one prefix. */
    private static final class Community {
        private final String name;
        private final IndexNames indices;

        Community(String name) throws Exception {
            this.name = name;
            this.indices = new IndexNames(name);
            TopicSetup.create(admin, new Topics(name + "."), PARTITIONS, 1);
            new IndexSetup(ElasticsearchConnection.to(elasticsearch.url().toString()), indices, IndexSettings.DEFAULT)
                    .run();
        }

        /** What was sent is there before a job runs, or {@link KafkaProducer#flush} returns. */
        void send(String topic, String key, byte[] value) {
            producer.send(new ProducerRecord<>(name + "." + topic, key.getBytes(UTF_8), value));
        }

        FlinkJob run(String group) throws Exception {
            producer.flush();
            StreamExecutionEnvironment environment = flink.environment();
            environment.setParallelism(PARALLELISM);
            SearchIndexJob.build(
                    environment,
                    JobConfiguration.of(Map.of(
                            "kafka.bootstrap-servers",
                            kafka.bootstrapServers(),
                            "topics.prefix",
                            name + ".",
                            "index.prefix",
                            name,
                            "elasticsearch.urls",
                            elasticsearch.url().toString(),
                            "search-index.group-id",
                            name + "-" + group,
                            "search-index.bulk.max-actions",
                            "50",
                            "search-index.bulk.retry-max",
                            "2s",
                            "checkpoint.interval",
                            "1s")));
            return flink.submit(environment);
        }

        long count(String family) throws Exception {
            client.indices().refresh(request -> request.index(name + "-*"));
            return client.count(request -> request.index(name + "-" + family)).count();
        }

        JsonNode document(String family, String id) throws Exception {
            var found = client.get(request -> request.index(name + "-" + family).id(id), JsonNode.class);
            return found.found() ? found.source() : MissingNode.getInstance();
        }

        String allOf(String family) throws Exception {
            client.indices().refresh(request -> request.index(name + "-*"));
            return client
                    .search(
                            request -> request.index(name + "-" + family)
                                    .size(1_000)
                                    .sort(sort -> sort.field(field -> field.field("member"))),
                            JsonNode.class)
                    .hits()
                    .hits()
                    .stream()
                    .map(hit -> hit.id() + hit.source())
                    .toList()
                    .toString();
        }

        /** How many records the group has done with, over all partitions. */
        long committed(String group) throws Exception {
            return admin
                    .listConsumerGroupOffsets(name + "-" + group)
                    .partitionsToOffsetAndMetadata()
                    .get()
                    .values()
                    .stream()
                    .filter(offset -> offset != null)
                    .mapToLong(offset -> offset.offset())
                    .sum();
        }

        List<DeadLetter> deadLetters() throws Exception {
            List<DeadLetter> letters = new ArrayList<>();
            try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                    properties("group.id", UUID.randomUUID().toString()),
                    new ByteArrayDeserializer(),
                    new ByteArrayDeserializer())) {
                String topic = name + ".dead-letters";
                List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                        .map(info -> new TopicPartition(topic, info.partition()))
                        .toList();
                consumer.assign(partitions);
                consumer.seekToBeginning(partitions);
                Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
                while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                    for (var record : consumer.poll(Duration.ofMillis(200))) {
                        letters.add(WireFormat.of(DeadLetter.class).decode(record.value()));
                    }
                }
            }
            return letters;
        }
    }
}
