package io.rollcall.bench.process;

import io.rollcall.embedded.EmbeddedKafka;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;

/** A real Kafka broker in a process of its own. */
public final class Broker implements AutoCloseable {
    private static final String LISTENS = "listens at ";
    private static final Duration PATIENCE = Duration.ofMinutes(2);

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
        return new Broker(process, process.await(LISTENS, PATIENCE));
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
