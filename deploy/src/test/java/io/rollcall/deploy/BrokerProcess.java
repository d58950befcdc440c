package io.rollcall.deploy;

import io.rollcall.embedded.EmbeddedKafka;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** A Kafka broker in a process of its own. */
final class BrokerProcess implements AutoCloseable {
    private static final String LISTENS = "the broker listens on port ";

    private final JavaProcess process;
    private final int port;

    private BrokerProcess(JavaProcess process, int port) {
        this.process = process;
        this.port = port;
    }

    /** Of this class path, in the process of its own. */
    public static void main(String[] arguments) throws InterruptedException {
        try (EmbeddedKafka kafka = EmbeddedKafka.start(Path.of(arguments[0]), Integer.parseInt(arguments[1]))) {
            System.out.println(LISTENS + kafka.port() + ".");
            Thread.currentThread().join();
        }
    }

    /**
     * Starts one and waits until it answers.
     *
     * @param name of the process
     * @param data where it finds what an earlier one wrote
     * @param port 0 for one that the system chooses
     */
    static BrokerProcess start(Path directory, String name, Path data, int port) throws IOException {
        JavaProcess process = JavaProcess.start(
                directory,
                name,
                Map.of(),
                List.of(
                        "-Xmx384m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        BrokerProcess.class.getName(),
                        data.toString(),
                        Integer.toString(port)));
        return new BrokerProcess(
                process, Integer.parseInt(process.awaitOutput(Pattern.compile(LISTENS + "(\\d+)\\."))));
    }

    int port() {
        return port;
    }

    String bootstrapServers() {
        return "127.0.0.1:" + port;
    }

    void kill() {
        process.kill();
    }

    @Override
    public void close() {
        process.close();
    }
}
