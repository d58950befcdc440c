package io.rollcall.cli;

import io.rollcall.jobs.config.JobConfiguration;
import io.rollcall.jobs.config.JobOptions;
import io.rollcall.jobs.program.KafkaProgramBootstrap;
import io.rollcall.jobs.program.KnownPrograms;
import io.rollcall.jobs.program.ProgramMessage;
import io.rollcall.jobs.program.RefusedProgramException;
import io.rollcall.program.Program;
import io.rollcall.wire.ProgramKey;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/** The topic of programs: the text of each under its key; its version is its offset in the only partition. */
public final class ProgramTopic {
    static final int PARTITION = 0;

    private static final String PATIENCE = "15000";

    private final JobConfiguration configuration;

    ProgramTopic(JobConfiguration configuration) {
        this.configuration = configuration;
    }

    /** The topic of these brokers, with its usual name. */
    public static ProgramTopic of(String bootstrapServers) {
        return new ProgramTopic(
                JobConfiguration.of(Map.of(JobOptions.KAFKA_BOOTSTRAP_SERVERS.key(), bootstrapServers)));
    }

    /**
     * What is in it, as the jobs judge it.
     *
     * @param programs those that they take
     * @param refused the last record of a key where it is none that they take, and why
     */
    record Content(KnownPrograms programs, Map<String, Refused> refused) {

        /** The program that counts under a key; null if there is none. */
        @Nullable
        Program counting(ProgramKey key) {
            if (key.isShadow()) {
                KnownPrograms.Shadow shadow = programs.shadow(key);
                return shadow == null ? null : shadow.current().program();
            }
            KnownPrograms.Current current = programs.current(key.community());
            return current == null ? null : current.program();
        }
    }

    /** A record that the jobs refuse. */
    record Refused(long offset, String reason) {}

    /** Reads the topic to its present end. */
    Content read() {
        KnownPrograms programs = new KnownPrograms();
        Map<String, Refused> refused = new HashMap<>();
        List<ProgramMessage> messages = new KafkaProgramBootstrap(configuration).read();
        for (ProgramMessage message : messages) {
            String key = message.key() == null ? "" : new String(message.key(), StandardCharsets.UTF_8);
            try {
                programs.learn(message);
                refused.remove(key);
            } catch (RefusedProgramException e) {
                refused.put(key, new Refused(message.offset(), String.valueOf(e.getMessage())));
            }
        }
        return new Content(programs, refused);
    }

    /**
     * Publishes a live program, unless it is the community's already: a new version would be one without a change.
     *
     * @return its version
     */
    public long publishUnlessSame(Program program, String text) {
        ProgramKey key = ProgramKey.live(program.community());
        Program live = read().counting(key);
        if (live != null && live.text().equals(text)) {
            return live.version();
        }
        try {
            return publish(key, text);
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw Failure.failed("The program cannot be published: " + cause.getMessage(), cause);
        }
    }

    /**
     * Publishes; every replica has it when this returns.
     *
     * @param text null to end a trial
     * @return the version
     * @throws ExecutionException with what Kafka said
     */
    long publish(ProgramKey key, @Nullable String text) throws ExecutionException {
        Map<String, Object> settings = new HashMap<>();
        configuration.kafkaProperties().forEach((name, value) -> settings.put(name.toString(), value));
        settings.remove("default.api.timeout.ms");
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.putIfAbsent(ProducerConfig.MAX_BLOCK_MS_CONFIG, PATIENCE);
        settings.putIfAbsent(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, "10000");
        settings.putIfAbsent(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, "30000");
        try (KafkaProducer<String, String> producer =
                new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
            return producer.send(new ProducerRecord<>(configuration.topics().programs(), PARTITION, key.text(), text))
                    .get()
                    .offset();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Failure.failed("Interrupted; whether the program was published is not known.", e);
        }
    }
}
