package io.rollcall.deploy;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.rollcall.embedded.EmbeddedKafka;
import io.rollcall.embedded.TopicSetup;
import io.rollcall.wire.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** What a job has to read for an outcome of every kind and a dead letter for every reason that it has. */
final class OneOfEach {
    static final String COMMUNITY = "club";
    static final long VERSION = 1;
    static final String TRIAL = "sooner";
    static final long VERSION_ON_TRIAL = 2;

    private static final String PROGRAM = """
            program: each
            community: club
            metrics: {posts: {count: post}, visits: {count: visit}, spent: {sum: purchase}}
            points:
              earn: {writing: {on: post, points: 5}}
              redeem: {on: redeem}
            ladders: {activity: [{tier: visitor}, {tier: writer, enter: "posts >= 1"}]}
            badges: {first: {when: "posts >= 1"}, spender: {metric: spent, every: 10}}
            quests:
              say-hello: {start: join, within: 1d, steps: {say: "posts >= 1"}}
              look-around: {start: join, within: 1h, steps: {look: "visits >= 1"}}
            lifecycle: {activity: post}
            segments: {quiet: "posts == 0"}
            rfm: {recency: tenure_days, frequency: posts, monetary: spent, good: {recency: 1, frequency: 1, monetary: 1}}
            alerts: {silent: {when: "posts == 0"}}
            """;

    private final Topics topics = Topics.DEFAULT;
    private final KafkaProducer<byte[], byte[]> producer;

    private OneOfEach(KafkaProducer<byte[], byte[]> producer) {
        this.producer = producer;
    }

    /** Makes the topics and sends it. */
    static void to(EmbeddedKafka kafka) throws Exception {
        try (Admin admin = kafka.admin();
                KafkaProducer<byte[], byte[]> producer = producer(kafka)) {
            TopicSetup.create(admin, Topics.DEFAULT, 1, 1);
            new OneOfEach(producer).send(Instant.now());
        }
    }

    /** One more post, of a minute ago, which brings points. */
    static void andAPost(EmbeddedKafka kafka) throws Exception {
        try (KafkaProducer<byte[], byte[]> producer = producer(kafka)) {
            new OneOfEach(producer)
                    .event(COMMUNITY, "ann", "post", 0, Instant.now().minusSeconds(60));
        }
    }

    private static KafkaProducer<byte[], byte[]> producer(EmbeddedKafka kafka) {
        return new KafkaProducer<>(
                Map.of("bootstrap.servers", kafka.bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    private void send(Instant now) throws Exception {
        program("nobody", "program: [");
        program(COMMUNITY, PROGRAM);
        program(COMMUNITY + "/" + TRIAL, PROGRAM.replace("program: each", "program: " + TRIAL) + "mode: shadow\n");
        Instant joining = now.minus(Duration.ofHours(2));
        event(COMMUNITY, "ann", "join", 0, joining);
        event(COMMUNITY, "ann", "redeem", 1000, joining.plusSeconds(1));
        // by then the time to look around is over
        event(COMMUNITY, "ann", "post", 0, now.minusSeconds(60));
        // an amount in a wrong unit is more badges than there can be
        event(COMMUNITY, "bob", "purchase", 1e12, now.minusSeconds(59));
        event("elsewhere", "ann", "post", 0, now.minusSeconds(58));
        event(COMMUNITY, "a".repeat(100_000), "post", 0, now.minusSeconds(57));
        event(COMMUNITY, "ann", "post", 0, now.plus(Duration.ofDays(1)));
        record("{\"id\": \"nothing else\"}".getBytes(UTF_8));
        record("neither Avro nor JSON".getBytes(UTF_8));
        record(new byte[] {(byte) 0xC3, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0});
        clock(now.minusSeconds(30));
    }

    private void program(String key, String text) throws Exception {
        producer.send(new ProducerRecord<>(topics.programs(), key.getBytes(UTF_8), text.getBytes(UTF_8)))
                .get();
    }

    private void event(String community, String member, String type, double value, Instant at) throws Exception {
        record("{\"id\":\"%s-%s\",\"community\":\"%s\",\"type\":\"%s\",\"member\":\"%s\",\"value\":%s,\"at\":\"%s\"}"
                .formatted(type, at, community, type, member, value, at)
                .getBytes(UTF_8));
    }

    private void record(byte[] value) throws Exception {
        producer.send(new ProducerRecord<>(topics.events(), value)).get();
    }

    private void clock(Instant instant) throws Exception {
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(topics.events(), null);
        record.headers()
                .add(Topics.CLOCK_HEADER, Long.toString(instant.toEpochMilli()).getBytes(UTF_8));
        producer.send(record).get();
    }
}
