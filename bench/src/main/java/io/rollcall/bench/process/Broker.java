package io.rollcall.bench.process;

import io.rollcall.embedded.EmbeddedKafka;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;

/** A real Kafka broker in a process of its own. */
public final class Broker implements AutoCloseable {
    private static final String LISTENS = "listens at ";
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    /** Kafka's default; an embedded broker has less, and would clean the changelog topics of Kafka Streams again and again. */
    private static final Map<String, String> SETTINGS = Map.of("log.cleaner.dedupe.buffer.size", "134217728");

    private final ChildProcess process;
    private final String bootstrapServers;

    private Broker(ChildProcess process, String bootstrapServers) {
        this.process = process;
        this.bootstrapServers = bootstrapServers;
    }

    /** Of this class path, in the process of its own. */
    public static void main(String[] arguments) throws InterruptedException {
        try (EmbeddedKafka kafka = EmbeddedKafka.start(Path.of(arguments[0]))) {
            Spoken.say(LISTENS + kafka.bootstrapServers());
            Thread.currentThread().join();
        }
    }

    /** Starts one and waits until it answers. */
    public static Broker start(Path directory) throws IOException, InterruptedException {
        ChildProcess process = ChildProcess.start(
                directory,
                "broker",
                List.of(
                        "-Xmx768m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Broker.class.getName(),
                        directory.resolve("kafka").toString()));
        Broker broker = new Broker(process, process.await(LISTENS, PATIENCE));
        broker.set();
        return broker;
    }

    /** For all brokers that there are. */
    private void set() throws IOException, InterruptedException {
        List<AlterConfigOp> settings = SETTINGS.entrySet().stream()
                .map(setting -> new AlterConfigOp(
                        new ConfigEntry(setting.getKey(), setting.getValue()), AlterConfigOp.OpType.SET))
                .toList();
        try (Admin admin = admin()) {
            admin.incrementalAlterConfigs(Map.of(new ConfigResource(ConfigResource.Type.BROKER, ""), settings))
                    .all()
                    .get();
        } catch (ExecutionException e) {
            close();
            throw new IOException("the broker does not take " + SETTINGS, e);
        }
    }

    /** Where clients find it. */
    public String bootstrapServers() {
        return bootstrapServers;
    }

    /** A client that makes topics and looks at them; the caller closes it. */
    public Admin admin() {
        return Admin.create(Map.of("bootstrap.servers", bootstrapServers));
    }

    @Override
    public void close() {
        process.close();
    }
}
