package io.rollcall.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.rollcall.embedded.EmbeddedKafka;
import io.rollcall.embedded.TopicSetup;
import io.rollcall.event.Event;
import io.rollcall.jobs.config.JobConfiguration;
import io.rollcall.jobs.event.EventRecords;
import io.rollcall.jobs.out.DeadLetterCode;
import io.rollcall.jobs.out.DeadLetters;
import io.rollcall.wire.MemberEvent;
import io.rollcall.wire.Topics;
import io.rollcall.wire.WireFormat;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** A real broker, with letters as the job writes them, and {@code rollcall dead-letters} on it. */
abstract class DeadLettersOnABroker {
    static final int PARTITIONS = 2;
    static final Instant AT = Instant.parse("2026-03-01T12:00:00Z");
    static final int CUT = 300;

    @TempDir
    static Path directory;

    static EmbeddedKafka kafka;
    static KafkaProducer<byte[], byte[]> producer;

    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();

    @BeforeAll
    static void start() {
        kafka = EmbeddedKafka.start(directory);
        producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", kafka.bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    @AfterAll
    static void stop() {
        producer.close();
        kafka.close();
    }

    /** Topics of one test. */
    final class Community {
        final Topics topics;
        private final DeadLetters letters;
        private int written;

        Community(String prefix) {
            topics = new Topics(prefix);
            letters = new DeadLetters(
                    JobConfiguration.of(Map.of("topics.prefix", prefix, "limits.max-dead-letter-size", CUT + "b")),
                    "member-journey/source");
            try (Admin admin = kafka.admin()) {
                TopicSetup.create(admin, topics, PARTITIONS, 1);
            }
        }

        /** Its program is there by now. */
        Community withProgram() throws Exception {
            publish("club");
            return this;
        }

        void publish(String community) throws Exception {
            String program = "program: small\ncommunity: %s\nmetrics: {posts: {count: post}}\n".formatted(community);
            producer.send(new ProducerRecord<>(topics.programs(), community.getBytes(UTF_8), program.getBytes(UTF_8)))
                    .get();
        }

        /** A record that was refused: where it came from it still is. */
        void refuse(DeadLetterCode code, String reason, int partition, byte[] payload) throws Exception {
            long offset = producer.send(
                            new ProducerRecord<>(topics.events(), partition, "anna".getBytes(UTF_8), payload))
                    .get()
                    .offset();
            letter(
                    code,
                    reason,
                    new DeadLetters.Letter(topics.events(), partition, offset, "anna".getBytes(UTF_8), payload));
        }

        /** The same without waiting, for many: in the one partition where they can be numbered. */
        void refuseSoon(DeadLetterCode code, String reason, int number, byte[] payload) throws Exception {
            byte[] key = "anna".getBytes(UTF_8);
            producer.send(new ProducerRecord<>(topics.events(), 0, key, payload));
            producer.send(new ProducerRecord<>(
                    topics.deadLetters(),
                    0,
                    null,
                    letters.write(code, reason, new DeadLetters.Letter(topics.events(), 0, (long) number, key, payload))
                            .value()));
        }

        /** Letters have no key: they lie in any partition, here in one after the other. */
        void letter(DeadLetterCode code, String reason, DeadLetters.Letter letter) throws Exception {
            letterIn(written++ % PARTITIONS, code, reason, letter);
        }

        void letterIn(int partition, DeadLetterCode code, String reason, DeadLetters.Letter letter) throws Exception {
            producer.send(new ProducerRecord<>(
                            topics.deadLetters(),
                            partition,
                            null,
                            letters.write(code, reason, letter).value()))
                    .get();
        }

        /** What lies in the topic of events, as {@code partition key value}. */
        List<String> events() {
            return TopicRecords.of(kafka.bootstrapServers(), topics.events()).stream()
                    .map(record -> record.partition() + " " + new String(record.key(), UTF_8) + " "
                            + new String(record.value(), UTF_8))
                    .toList();
        }

        int run(String... arguments) {
            out = new StringWriter();
            err = new StringWriter();
            return execute(out, err, arguments);
        }

        int execute(StringWriter out, StringWriter err, String... arguments) {
            List<String> all = new ArrayList<>(List.of("dead-letters"));
            all.addAll(List.of(arguments));
            all.addAll(List.of("-b", kafka.bootstrapServers(), "--topics-prefix", topics.prefix()));
            return Rollcall.commandLine(new PrintWriter(out, true), new PrintWriter(err, true))
                    .execute(all.toArray(String[]::new));
        }
    }

    static byte[] json(String id) {
        return """
                {"id":"%s","community":"club","type":"post","at":"2026-03-01T12:00:00Z","member":"anna"}""".formatted(id).getBytes(UTF_8);
    }

    static byte[] avro(String id) throws Exception {
        return WireFormat.of(MemberEvent.class)
                .encode(EventRecords.record(
                        new Event(id, "club", "post", "anna", null, AT.toEpochMilli(), 0, Map.of("topic", "tea"))));
    }
}
