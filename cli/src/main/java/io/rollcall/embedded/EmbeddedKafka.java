package io.rollcall.embedded;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import kafka.server.BrokerServer;
import kafka.server.ControllerServer;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import kafka.server.SharedServer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.metrics.Metrics;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.raft.QuorumConfig;
import org.apache.kafka.server.ServerSocketFactory;
import org.apache.kafka.server.common.Feature;
import org.apache.kafka.server.common.MetadataVersion;
import org.apache.kafka.server.fault.LoggingFaultHandler;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A real Kafka broker, its own controller, in this process.
 *
 * <p>Both sockets are bound before the broker starts and handed to it, so that a port that the system chose cannot be taken
 * by anybody else meanwhile, and a port in use is found before anything else happens.
 */
public final class EmbeddedKafka implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedKafka.class);
    private static final int NODE = 1;
    private static final String BROKER = "BROKER";
    private static final String CONTROLLER = "CONTROLLER";
    private static final long START_MILLIS = 120_000;

    private final BrokerServer broker;
    private final ControllerServer controller;
    private final Metrics metrics;
    private final int port;
    private boolean closed;

    private EmbeddedKafka(BrokerServer broker, ControllerServer controller, Metrics metrics, int port) {
        this.broker = broker;
        this.controller = controller;
        this.metrics = metrics;
        this.port = port;
    }

    /** A broker on a port that the system chooses. */
    public static EmbeddedKafka start(Path directory) {
        return start(directory, 0);
    }

    /**
     * A broker that keeps its logs in a directory and finds them there again next time.
     *
     * @param port the port, or 0 for one that the system chooses
     * @throws EmbeddedException if it cannot be started, with the reason and what to do
     */
    public static EmbeddedKafka start(Path directory, int port) {
        Path logs = Directories.make(directory);
        ServerSocketChannel brokerSocket = Loopback.listen("Kafka", port);
        ServerSocketChannel controllerSocket = null;
        boolean started = false;
        try {
            controllerSocket = Loopback.listen("Kafka", 0);
            EmbeddedKafka kafka = start(logs, brokerSocket, controllerSocket);
            started = true;
            return kafka;
        } catch (IOException | RuntimeException e) {
            if (e instanceof EmbeddedException known) {
                throw known;
            }
            throw new EmbeddedException(
                    "Kafka cannot start",
                    "its directory " + logs + " cannot be used (" + e.getMessage() + ")",
                    "Choose a directory that you may write to, empty or of an earlier run.",
                    e);
        } finally {
            if (!started) {
                closeQuietly(brokerSocket);
                closeQuietly(controllerSocket);
            }
        }
    }

    private static EmbeddedKafka start(
            Path logs, ServerSocketChannel brokerSocket, ServerSocketChannel controllerSocket) throws IOException {
        int port = Loopback.portOf(brokerSocket);
        KafkaConfig config = new KafkaConfig(settings(logs, port, Loopback.portOf(controllerSocket)));
        format(logs);
        var identity = KafkaRaftServer.initializeLogDirs(config, LOG, "");
        var properties = identity._1();
        Metrics metrics = new Metrics(Time.SYSTEM);
        SharedServer shared = new SharedServer(
                config,
                properties,
                Time.SYSTEM,
                metrics,
                CompletableFuture.completedFuture(
                        QuorumConfig.parseVoterConnections(config.quorumConfig().voters())),
                List.<InetSocketAddress>of(),
                // the standard handler halts the process, which here is not the broker's own
                (name, fatal, action) -> new LoggingFaultHandler(name, action),
                new BoundSockets(Map.of(BROKER, brokerSocket, CONTROLLER, controllerSocket)));
        BrokerServer broker = new BrokerServer(shared);
        ControllerServer controller = new ControllerServer(shared, KafkaRaftServer.configSchema(), identity._2());
        EmbeddedKafka kafka = new EmbeddedKafka(broker, controller, metrics, port);
        boolean started = false;
        try {
            kafka.startUp();
            started = true;
            return kafka;
        } finally {
            if (!started) {
                kafka.close();
            }
        }
    }

    private void startUp() {
        try {
            controller.startup();
            broker.startup();
        } catch (RuntimeException e) {
            Throwable cause = e instanceof CompletionException && e.getCause() != null ? e.getCause() : e;
            throw new EmbeddedException(
                    "Kafka cannot start",
                    String.valueOf(cause),
                    "The log has the details; a directory of a newer Kafka or of another cluster is a usual reason.",
                    e);
        }
    }

    /** Where clients find it, {@code 127.0.0.1:PORT}. */
    public String bootstrapServers() {
        return Loopback.HOST + ":" + port;
    }

    public int port() {
        return port;
    }

    /** A client that makes topics and looks at them; the caller closes it. */
    public Admin admin() {
        return Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers()));
    }

    /** Stops the broker; what was acknowledged is on disk. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        broker.shutdown();
        controller.shutdown();
        broker.awaitShutdown();
        controller.awaitShutdown();
        metrics.close();
    }

    private static Map<String, Object> settings(Path logs, int port, int controllerPort) {
        Map<String, Object> settings = new HashMap<>();
        settings.put("process.roles", "broker,controller");
        settings.put("node.id", NODE);
        settings.put("controller.quorum.voters", NODE + "@" + Loopback.HOST + ":" + controllerPort);
        settings.put("controller.listener.names", CONTROLLER);
        settings.put("inter.broker.listener.name", BROKER);
        settings.put("listener.security.protocol.map", BROKER + ":PLAINTEXT," + CONTROLLER + ":PLAINTEXT");
        settings.put(
                "listeners",
                BROKER + "://" + Loopback.HOST + ":" + port + "," + CONTROLLER + "://" + Loopback.HOST + ":"
                        + controllerPort);
        settings.put("advertised.listeners", BROKER + "://" + Loopback.HOST + ":" + port);
        settings.put("server.max.startup.time.ms", START_MILLIS);
        settings.put("log.dirs", logs.toString());
        settings.put("auto.create.topics.enable", false);
        // one node: its own topics cannot have replicas elsewhere, and need few partitions
        settings.put("offsets.topic.replication.factor", (short) 1);
        settings.put("offsets.topic.num.partitions", 2);
        settings.put("offsets.topic.segment.bytes", 8 << 20);
        settings.put("transaction.state.log.replication.factor", (short) 1);
        settings.put("transaction.state.log.min.isr", 1);
        settings.put("transaction.state.log.num.partitions", 2);
        settings.put("transaction.state.log.segment.bytes", 8 << 20);
        settings.put("share.coordinator.state.topic.replication.factor", (short) 1);
        settings.put("share.coordinator.state.topic.min.isr", (short) 1);
        settings.put("share.coordinator.state.topic.num.partitions", 1);
        settings.put("min.insync.replicas", 1);
        settings.put("group.initial.rebalance.delay.ms", 0);
        settings.put("log.segment.bytes", 64 << 20);
        settings.put("log.index.size.max.bytes", 1 << 20);
        settings.put("log.cleaner.dedupe.buffer.size", 16L << 20);
        // records carry the time of a history, which is years ago: retention would delete them as they arrive
        settings.put("log.retention.ms", -1L);
        settings.put("num.network.threads", 2);
        settings.put("num.io.threads", 4);
        settings.put("num.recovery.threads.per.data.dir", 2);
        settings.put("background.threads", 2);
        return settings;
    }

    private static void format(Path logs) throws IOException {
        if (Files.exists(logs.resolve("meta.properties"))) {
            return;
        }
        try (PrintStream silent = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8)) {
            new Formatter()
                    .setPrintStream(silent)
                    .setSupportedFeatures(Feature.PRODUCTION_FEATURES)
                    .setNodeId(NODE)
                    .setClusterId(Uuid.randomUuid().toString())
                    .setReleaseVersion(MetadataVersion.LATEST_PRODUCTION)
                    .setControllerListenerName(CONTROLLER)
                    .addDirectory(logs.toString())
                    .setMetadataLogDirectory(logs.toString())
                    .setHasDynamicQuorum(false)
                    .run();
        } catch (IOException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException(e);
        }
    }

    private static void closeQuietly(@Nullable ServerSocketChannel channel) {
        if (channel != null) {
            try {
                channel.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Gives the broker the sockets that are bound already, each once. */
    private record BoundSockets(Map<String, ServerSocketChannel> channels) implements ServerSocketFactory {
        @Override
        public ServerSocketChannel openServerSocket(
                String listener, InetSocketAddress address, int backlog, int receiveBuffer) throws IOException {
            ServerSocketChannel channel = channels.get(listener);
            if (channel == null) {
                throw new IOException("no socket for listener " + listener);
            }
            channel.configureBlocking(false);
            return channel;
        }
    }
}
