package io.rollcall.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rollcall.wire.Topics;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedKafkaIT {
    private static final long IN_2004 = 1_082_008_561_000L;

    @Test
    void a_broker_started_again_in_its_directory_and_on_its_port_still_has_topics_records_and_transactions(
            @TempDir Path directory) throws Exception {
        int port;
        try (EmbeddedKafka kafka = EmbeddedKafka.start(directory)) {
            port = kafka.port();
            try (Admin admin = kafka.admin()) {
                assertThat(TopicSetup.create(admin, Topics.DEFAULT, 3, 1))
                        .contains("rollcall.events", "rollcall.programs", "rollcall.members", "rollcall.dead-letters")
                        .containsAll(Topics.DEFAULT.outcomes())
                        .hasSize(11);
            }
            sendInTransaction(kafka.bootstrapServers(), "first");
        }
        try (EmbeddedKafka kafka = EmbeddedKafka.start(directory, port)) {
            assertThat(kafka.bootstrapServers()).isEqualTo("127.0.0.1:" + port);
            try (Admin admin = kafka.admin()) {
                assertThat(TopicSetup.create(admin, Topics.DEFAULT, 3, 1)).isEmpty();
            }
            sendInTransaction(kafka.bootstrapServers(), "second");
            assertThat(committed(kafka.bootstrapServers(), 2)).containsExactly("first", "second");
        }
    }

    @Test
    void topics_have_the_partitions_and_the_policy_that_the_jobs_rely_on(@TempDir Path directory) throws Exception {
        try (EmbeddedKafka kafka = EmbeddedKafka.start(directory);
                Admin admin = kafka.admin()) {
            TopicSetup.create(admin, new Topics("club."), 3, 1);

            var topics = admin.describeTopics(List.of("club.events", "club.programs", "club.members", "club.badges"))
                    .allTopicNames()
                    .get();
            assertThat(topics.values())
                    .extracting(topic -> topic.name() + " " + topic.partitions().size())
                    .containsExactlyInAnyOrder("club.events 3", "club.programs 1", "club.members 3", "club.badges 3");
            assertThat(setting(admin, "club.programs", "cleanup.policy")).isEqualTo("compact");
            assertThat(setting(admin, "club.members", "cleanup.policy")).isEqualTo("compact");
            assertThat(setting(admin, "club.events", "cleanup.policy")).isEqualTo("delete");
            assertThat(setting(admin, "club.events", "retention.ms")).isEqualTo("-1");
        }
    }

    @Test
    void topics_that_are_made_take_records_at_once(@TempDir Path directory) throws Exception {
        int partitions = 40;
        try (EmbeddedKafka kafka = EmbeddedKafka.start(directory);
                Admin admin = kafka.admin();
                var producer = new KafkaProducer<>(
                        Map.<String, Object>of(
                                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                                kafka.bootstrapServers(),
                                ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
                                false,
                                ProducerConfig.RETRIES_CONFIG,
                                0),
                        new StringSerializer(),
                        new StringSerializer())) {
            TopicSetup.create(admin, Topics.DEFAULT, partitions, 1);

            List<Future<RecordMetadata>> taken = new ArrayList<>();
            for (String topic : List.of("rollcall.events", "rollcall.members", "rollcall.dead-letters")) {
                for (int partition = 0; partition < partitions; partition++) {
                    taken.add(producer.send(new ProducerRecord<>(topic, partition, "ada", "first")));
                }
            }

            assertThat(taken)
                    .allSatisfy(record -> assertThat(record.get().offset()).isZero());
        }
    }

    @Test
    void a_topic_of_programs_with_several_partitions_is_refused(@TempDir Path directory) throws Exception {
        try (EmbeddedKafka kafka = EmbeddedKafka.start(directory);
                Admin admin = kafka.admin()) {
            admin.createTopics(List.of(new NewTopic("rollcall.programs", 2, (short) 1)))
                    .all()
                    .get();

            assertThatThrownBy(() -> TopicSetup.create(admin, Topics.DEFAULT, 3, 1))
                    .isInstanceOf(EmbeddedException.class)
                    .hasMessageContaining("rollcall.programs has 2 partitions")
                    .hasMessageContaining("choose another prefix");
        }
    }

    @Test
    void a_port_in_use_is_named(@TempDir Path directory) throws Exception {
        try (ServerSocket taken = new ServerSocket()) {
            taken.bind(new InetSocketAddress("127.0.0.1", 0));

            assertThatThrownBy(() -> EmbeddedKafka.start(directory, taken.getLocalPort()))
                    .isInstanceOf(EmbeddedException.class)
                    .hasMessageContaining(
                            "Kafka cannot start: port " + taken.getLocalPort() + " on 127.0.0.1 is in use")
                    .hasMessageContaining("choose another port");
        }
    }

    @Test
    void a_port_that_is_none_is_refused(@TempDir Path directory) {
        assertThatThrownBy(() -> EmbeddedKafka.start(directory, 70_000))
                .isInstanceOf(EmbeddedException.class)
                .hasMessageContaining("port 70000 on 127.0.0.1 cannot be bound")
                .hasMessageContaining("between 1024 and 65535");
    }

    @Test
    void a_directory_that_is_a_file_is_refused(@TempDir Path directory) throws Exception {
        Path file = Files.writeString(directory.resolve("file"), "no directory");

        assertThatThrownBy(() -> EmbeddedKafka.start(file))
                .isInstanceOf(EmbeddedException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining("Choose a directory");
    }

    @Test
    void a_directory_of_another_node_is_refused_with_the_reason(@TempDir Path directory) throws Exception {
        Files.writeString(
                directory.resolve("meta.properties"),
                "version=1\ncluster.id=4L6g3nShT-eMCtK--X86sw\nnode.id=7\ndirectory.id=gNM0GkCkSOmmwCa7jW1tTg\n");

        assertThatThrownBy(() -> EmbeddedKafka.start(directory))
                .isInstanceOf(EmbeddedException.class)
                .hasMessageContaining("Kafka cannot start")
                .hasMessageContaining("node id 7");
    }

    /** The record carries the time of an old history, which no retention may take away. */
    private static void sendInTransaction(String servers, String value) throws Exception {
        try (var producer = new KafkaProducer<>(
                Map.<String, Object>of(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, servers, ProducerConfig.TRANSACTIONAL_ID_CONFIG, "it"),
                new StringSerializer(),
                new StringSerializer())) {
            producer.initTransactions();
            producer.beginTransaction();
            producer.send(new ProducerRecord<>("rollcall.events", 0, IN_2004, "ada", value))
                    .get();
            producer.commitTransaction();
        }
    }

    private static List<String> committed(String servers, int count) {
        List<String> values = new ArrayList<>();
        try (var consumer = new KafkaConsumer<>(
                Map.<String, Object>of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, servers,
                        ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed",
                        ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest"),
                new StringDeserializer(),
                new StringDeserializer())) {
            TopicPartition partition = new TopicPartition("rollcall.events", 0);
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
            while (values.size() < count && System.nanoTime() < end) {
                consumer.poll(Duration.ofMillis(200)).forEach(record -> values.add(record.value()));
            }
        }
        return values;
    }

    private static String setting(Admin admin, String topic, String name) throws Exception {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        return admin.describeConfigs(List.of(resource)).all().get().values().stream()
                .flatMap(config -> config.entries().stream())
                .filter(entry -> entry.name().equals(name))
                .map(ConfigEntry::value)
                .findFirst()
                .orElseThrow();
    }
}
