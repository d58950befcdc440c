package io.rollcall.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.rollcall.embedded.EmbeddedFlink;
import io.rollcall.embedded.EmbeddedKafka;
import io.rollcall.embedded.TopicSetup;
import io.rollcall.jobs.MemberJourneyJob;
import io.rollcall.jobs.config.JobConfiguration;
import io.rollcall.wire.Topics;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.DecoderFactory;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A reach-out system of somebody else's: Kafka's consumer, Avro's generic reader, and the files in {@code avro/}. */
class OutsideConsumerIT {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final int HEADER = 10;
    /** 2024-01-01T00:00:00Z. */
    private static final long START = 1_704_067_200_000L;

    private static final long DAY = 86_400_000;
    private static final Path SCHEMAS = Path.of("..", "avro", "src", "main", "avro");

    private static final String PROGRAM = """
            program: club
            community: club
            metrics: {posts: {count: post}}
            ladders: {activity: [{tier: visitor}, {tier: member, enter: "posts >= 1", perks: [early-access]}]}
            badges: {first-words: {title: First words, when: "posts >= 1"}}
            alerts: {silent-newcomer: {since: join, after: 7d, unless: post, playbook: "Say hello."}}
            """;

    @Test
    void readsAlertsTiersAndBadgesWithTheSchemasAlone(@TempDir Path directory) throws IOException {
        try (var kafka = EmbeddedKafka.start(directory.resolve("kafka"));
                var flink = EmbeddedFlink.in(directory.resolve("flink")).start()) {
            try (var admin = kafka.admin()) {
                TopicSetup.create(admin, Topics.DEFAULT, 2, 1);
            }
            feed(kafka.bootstrapServers());
            var environment = flink.environment();
            MemberJourneyJob.build(
                    environment,
                    JobConfiguration.of(Map.of(
                            "kafka.bootstrap-servers",
                            kafka.bootstrapServers(),
                            "checkpoint.interval",
                            "1s",
                            "event-time.heartbeat",
                            "0s")));
            flink.submit(environment);
            try (var consumer = new KafkaConsumer<byte[], byte[]>(consumer(kafka.bootstrapServers()))) {
                consumer.subscribe(List.of("rollcall.alerts", "rollcall.tier-changes", "rollcall.badges"));
                Set<String> said = new TreeSet<>();
                List<GenericRecord> records = new ArrayList<>();

                await().atMost(PATIENCE).until(() -> {
                    consumer.poll(Duration.ofMillis(200)).forEach(record -> {
                        GenericRecord value = read(record.value());
                        String key = new String(record.key(), StandardCharsets.UTF_8);
                        assertThat(key).isEqualTo("club/" + header(value).get("member"));
                        records.add(value);
                        said.add(value.getSchema().getName() + " " + key);
                    });
                    return said.size() >= 3;
                });

                assertThat(said).containsExactly("AlertChange club/bob", "BadgeAward club/ann", "TierChange club/ann");
                GenericRecord alert = of(records, "AlertChange");
                assertThat(alert.get("kind")).hasToString("RAISED");
                assertThat(alert.get("alert")).hasToString("silent-newcomer");
                assertThat(alert.get("playbook")).hasToString("Say hello.");
                assertThat(alert.get("deadline")).isEqualTo(START + 7 * DAY);
                assertThat(header(alert).get("at")).isEqualTo(START + 7 * DAY);
                assertThat(((GenericRecord) header(alert).get("cause")).get("clock"))
                        .hasToString("DEADLINE");
                GenericRecord badge = of(records, "BadgeAward");
                assertThat(badge.get("title")).hasToString("First words");
                assertThat(((GenericRecord) header(badge).get("cause")).get("event"))
                        .hasToString("e3");
                assertThat(header(badge).get("evidence")).hasToString("{posts=1.0}");
                GenericRecord tier = of(records, "TierChange");
                assertThat(tier.get("direction")).hasToString("UP");
                assertThat(tier.get("perks")).hasToString("[early-access]");
                assertThat(header(tier).get("program")).hasToString("club");
            }
            anEventThatIsNoneIsADeadLetterThatSaysWhy(kafka.bootstrapServers());
        }
    }

    private static void anEventThatIsNoneIsADeadLetterThatSaysWhy(String servers) {
        try (var consumer = new KafkaConsumer<byte[], byte[]>(consumer(servers))) {
            consumer.subscribe(List.of("rollcall.dead-letters"));
            List<GenericRecord> letters = new ArrayList<>();

            await().atMost(PATIENCE).until(() -> {
                consumer.poll(Duration.ofMillis(200)).forEach(record -> letters.add(read(record.value())));
                return !letters.isEmpty();
            });

            assertThat(letters).hasSize(1);
            assertThat(letters.get(0).get("reason").toString()).contains("at is missing", "ISO-8601");
            assertThat(letters.get(0).get("topic")).hasToString("rollcall.events");
            assertThat(((ByteBuffer) letters.get(0).get("payload")).remaining()).isPositive();
        }
    }

    /** Ann posts, bob is silent for seven days; events come as JSON from somebody else's producer. */
    private static void feed(String servers) {
        var settings = new Properties();
        settings.put("bootstrap.servers", servers);
        try (var producer = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>("rollcall.programs", bytes("club"), bytes(PROGRAM)));
            event(
                    producer,
                    "{\"id\":\"e1\",\"community\":\"club\",\"type\":\"join\",\"member\":\"ann\",\"at\":%d}",
                    START);
            event(
                    producer,
                    "{\"id\":\"e2\",\"community\":\"club\",\"type\":\"join\",\"member\":\"bob\",\"at\":%d}",
                    START);
            event(
                    producer,
                    "{\"id\":\"e3\",\"community\":\"club\",\"type\":\"post\",\"member\":\"ann\",\"at\":%d}",
                    START + DAY);
            event(producer, "{\"id\":\"e4\",\"community\":\"club\",\"type\":\"post\",\"member\":\"ann\"}", 0);
            for (int partition = 0; partition < 2; partition++) {
                var clock = new ProducerRecord<byte[], byte[]>("rollcall.events", partition, null, null);
                clock.headers().add("rollcall-clock", bytes(Long.toString(START + 8 * DAY)));
                producer.send(clock);
            }
        }
    }

    private static void event(KafkaProducer<byte[], byte[]> producer, String json, long at) {
        producer.send(new ProducerRecord<>("rollcall.events", 0, null, bytes(String.format(json, at))));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static Properties consumer(String servers) {
        var settings = new Properties();
        settings.put("bootstrap.servers", servers);
        settings.put("group.id", "somebody-else");
        settings.put("auto.offset.reset", "earliest");
        settings.put("key.deserializer", ByteArrayDeserializer.class.getName());
        settings.put("value.deserializer", ByteArrayDeserializer.class.getName());
        return settings;
    }

    private static GenericRecord header(GenericRecord record) {
        return (GenericRecord) record.get("header");
    }

    private static GenericRecord of(List<GenericRecord> records, String type) {
        return records.stream()
                .filter(record -> record.getSchema().getName().equals(type))
                .findFirst()
                .orElseThrow();
    }

    /** Avro's single-object encoding, read as its specification says: two bytes, the schema's fingerprint, the data. */
    private static GenericRecord read(byte[] message) {
        try {
            assertThat(message).startsWith(0xC3, 0x01);
            long fingerprint = ByteBuffer.wrap(message, 2, Long.BYTES)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .getLong();
            var decoder = DecoderFactory.get().binaryDecoder(Arrays.copyOfRange(message, HEADER, message.length), null);
            return new GenericDatumReader<GenericRecord>(schema(fingerprint)).read(null, decoder);
        } catch (IOException e) {
            throw new IllegalStateException("a record that the schemas cannot read", e);
        }
    }

    private static Schema schema(long fingerprint) throws IOException {
        var parser = new Schema.Parser();
        parser.parse(Files.readString(SCHEMAS.resolve("OutcomeHeader.avsc")));
        try (var files = Files.list(SCHEMAS)) {
            for (Path file : files.filter(each -> !each.endsWith("OutcomeHeader.avsc"))
                    .sorted()
                    .toList()) {
                Schema schema = parser.parse(Files.readString(file));
                if (SchemaNormalization.parsingFingerprint64(schema) == fingerprint) {
                    return schema;
                }
            }
        }
        throw new AssertionError("no schema in " + SCHEMAS + " has the fingerprint " + Long.toHexString(fingerprint));
    }
}
