package io.rollcall.cli;

import io.rollcall.jobs.config.JobConfiguration;
import io.rollcall.jobs.config.JobOptions;
import io.rollcall.wire.Topics;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which Kafka, wherever one is asked for. */
final class KafkaOptions {
    /** How the client says that the addresses are right in form and name nothing that is known here and now. */
    private static final String UNRESOLVED = "No resolvable bootstrap urls";

    @Option(
            names = {"-b", "--bootstrap-servers"},
            paramLabel = "HOST:PORT",
            defaultValue = "127.0.0.1:9092",
            description = "The Kafka brokers to begin with (default: ${DEFAULT-VALUE}).")
    private String bootstrapServers;

    @Option(
            names = "--kafka-config",
            paramLabel = "FILE",
            description = "Kafka client properties:%nsecurity.protocol, sasl.jaas.config, …")
    private @Nullable Path config;

    @Option(
            names = "--topics-prefix",
            paramLabel = "PREFIX",
            defaultValue = "rollcall.",
            description = "What the name of every topic begins with (default: ${DEFAULT-VALUE});"
                    + " the jobs' option topics.prefix.")
    private String prefix;

    String bootstrapServers() {
        return bootstrapServers;
    }

    Topics topics() {
        return new Topics(prefix);
    }

    /** A client with a patience of a quarter of a minute; the caller closes it. */
    Admin admin() {
        Map<String, Object> settings = client();
        settings.putIfAbsent(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, "15000");
        settings.putIfAbsent(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, "5000");
        try {
            return Admin.create(settings);
        } catch (KafkaException e) {
            throw noClient(e);
        }
    }

    /** What a producer should know that is to give up after half a minute without an answer. */
    Map<String, Object> producer() {
        Map<String, Object> settings = client();
        settings.putIfAbsent(ProducerConfig.MAX_BLOCK_MS_CONFIG, "15000");
        settings.putIfAbsent(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, "10000");
        settings.putIfAbsent(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, "30000");
        return settings;
    }

    /** What a consumer should know that is to give up after a quarter of a minute without an answer. */
    Map<String, Object> consumer() {
        Map<String, Object> settings = client();
        settings.putIfAbsent(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, "15000");
        settings.putIfAbsent(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, "10000");
        return settings;
    }

    /** The same for a job. */
    JobConfiguration configuration() {
        Map<String, String> values = new HashMap<>();
        client().forEach((name, value) -> values.put(JobOptions.KAFKA_PROPERTIES + name, value.toString()));
        values.remove(JobOptions.KAFKA_PROPERTIES + AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG);
        values.putIfAbsent(JobOptions.KAFKA_PROPERTIES + AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, "15000");
        values.put(JobOptions.KAFKA_BOOTSTRAP_SERVERS.key(), bootstrapServers);
        values.put(JobOptions.TOPICS_PREFIX.key(), prefix);
        return JobConfiguration.of(values);
    }

    /** The same thing to say wherever the settings are no client's. */
    Failure noClient(KafkaException e) {
        return noClient(bootstrapServers, e);
    }

    /** No client can be made for these brokers. */
    static Failure noClient(String bootstrapServers, KafkaException e) {
        Throwable cause = e.getCause() == null ? e : e.getCause();
        String message = String.valueOf(cause.getMessage());
        if (message.startsWith(UNRESOLVED)) {
            return Failure.failed(
                    "No name in " + bootstrapServers + " can be resolved on this machine, so Kafka cannot be asked."
                            + " Check the spelling and the network, or give another address with --bootstrap-servers.",
                    cause);
        }
        return Failure.wrong("No Kafka client can be made for " + bootstrapServers + ": " + message
                + ". Brokers are named as HOST:PORT, such as localhost:9092, by names that this machine can resolve.");
    }

    private Map<String, Object> client() {
        Properties properties = new Properties();
        if (config != null) {
            try (Reader reader = Files.newBufferedReader(config, StandardCharsets.UTF_8)) {
                properties.load(reader);
            } catch (IOException | IllegalArgumentException e) {
                throw Failure.wrong("--kafka-config: " + config + " cannot be read as properties in UTF-8: "
                        + FileError.reason(e) + ".");
            }
        }
        properties.setProperty(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        Map<String, Object> settings = new HashMap<>();
        properties.stringPropertyNames().forEach(name -> settings.put(name, properties.getProperty(name)));
        return settings;
    }

    /** The same thing to say wherever the broker does not answer. */
    Failure unreachable(Throwable cause) {
        return Failure.failed(
                "Kafka at " + bootstrapServers + " does not answer as expected: " + cause.getMessage()
                        + "\nCheck that it runs there, or give another address with --bootstrap-servers (in the jobs' configuration: "
                        + JobOptions.KAFKA_BOOTSTRAP_SERVERS.key() + ").",
                cause);
    }
}
