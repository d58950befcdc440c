package io.rollcall.embedded;

import io.rollcall.wire.Topics;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;
import org.jspecify.annotations.Nullable;

/**
 * Everything that Rollcall's jobs need, on this machine: a broker with the topics, a cluster and a search server.
 *
 * <p>It ends when it is closed and when this process ends in any way. Closed, or on Ctrl-C, it leaves nothing behind but
 * what is in a data directory that was asked for.
 */
public final class RollcallPlatform implements AutoCloseable {
    private final PlatformParts parts;
    private final EmbeddedKafka kafka;
    private final EmbeddedElasticsearch elasticsearch;
    private final EmbeddedFlink flink;

    private RollcallPlatform(
            PlatformParts parts, EmbeddedKafka kafka, EmbeddedElasticsearch elasticsearch, EmbeddedFlink flink) {
        this.parts = parts;
        this.kafka = kafka;
        this.elasticsearch = elasticsearch;
        this.flink = flink;
    }

    /** A platform that keeps all it has in a directory, and finds topics, indices and checkpoints there again next time. */
    public static Launch in(Path directory) {
        return new Launch(directory);
    }

    /** A platform in a temporary directory that is deleted at the end. */
    public static Launch temporary() {
        return new Launch(null);
    }

    public EmbeddedKafka kafka() {
        return kafka;
    }

    public EmbeddedElasticsearch elasticsearch() {
        return elasticsearch;
    }

    public EmbeddedFlink flink() {
        return flink;
    }

    /** Where all files are. */
    public Path directory() {
        return parts.directory().path();
    }

    /** Stops all parts: jobs first, then the search server, then the broker. Does nothing the second time. */
    @Override
    public void close() {
        parts.close();
    }

    /** How to start a platform. Everything has a default. */
    public static final class Launch {
        private final @Nullable Path directory;
        private Topics topics = Topics.DEFAULT;
        private int partitions = 2;
        private int slots = 4;
        private int kafkaPort;
        private int elasticsearchPort;
        private int flinkPort;
        private Consumer<String> progress = message -> {};

        private Launch(@Nullable Path directory) {
            this.directory = directory;
        }

        /** The names of the topics to make. */
        public Launch topics(Topics topics) {
            this.topics = topics;
            return this;
        }

        /** How many partitions every topic but the programs' has, two by default. */
        public Launch partitions(int count) {
            this.partitions = count;
            return this;
        }

        /** How many slots the Flink cluster has, four by default: two jobs of parallelism two. */
        public Launch slots(int count) {
            this.slots = count;
            return this;
        }

        /** The broker's port; by default, as all ports, one that the system chooses. */
        public Launch kafkaPort(int port) {
            this.kafkaPort = port;
            return this;
        }

        /** The port of Elasticsearch's HTTP interface. */
        public Launch elasticsearchPort(int port) {
            this.elasticsearchPort = port;
            return this;
        }

        /** The port of Flink's web page. */
        public Launch flinkPort(int port) {
            this.flinkPort = port;
            return this;
        }

        /** Who is told what happens, a line at a time, never by two threads at once. */
        public Launch progress(Consumer<String> progress) {
            this.progress = progress;
            return this;
        }

        /**
         * Starts all parts at once and waits until they answer and the topics are there.
         *
         * @throws EmbeddedException if one cannot be started; then none is left running
         */
        public RollcallPlatform start() {
            // before anything is started: a port in use must not cost the start of the other parts
            Loopback.requireFree("Kafka", kafkaPort);
            Loopback.requireFree("Elasticsearch", elasticsearchPort);
            Loopback.requireFree("Flink", flinkPort);
            PlatformParts parts =
                    new PlatformParts(directory == null ? WorkDirectory.temporary() : WorkDirectory.at(directory), 3);
            boolean started = false;
            try {
                RollcallPlatform platform = start(parts);
                started = true;
                return platform;
            } finally {
                if (!started) {
                    parts.close();
                }
            }
        }

        private RollcallPlatform start(PlatformParts parts) {
            Path root = parts.directory().path();
            CompletableFuture<EmbeddedFlink> flink = parts.start(0, false, () -> startFlink(root.resolve("flink")));
            CompletableFuture<EmbeddedElasticsearch> elasticsearch =
                    parts.start(1, true, () -> startElasticsearch(root.resolve("elasticsearch")));
            CompletableFuture<EmbeddedKafka> kafka = parts.start(2, false, () -> startKafka(root.resolve("kafka")));
            parts.await(flink, elasticsearch, kafka);
            return new RollcallPlatform(parts, kafka.join(), elasticsearch.join(), flink.join());
        }

        private EmbeddedKafka startKafka(Path files) {
            tell("starting Kafka");
            EmbeddedKafka kafka = EmbeddedKafka.start(files, kafkaPort);
            boolean ready = false;
            try (Admin admin = kafka.admin()) {
                int made = TopicSetup.create(admin, topics, partitions, 1).size();
                tell("Kafka answers at " + kafka.bootstrapServers()
                        + (made == 0 ? ", its topics are there" : ", " + made + " topics made"));
                ready = true;
                return kafka;
            } finally {
                if (!ready) {
                    kafka.close();
                }
            }
        }

        private EmbeddedElasticsearch startElasticsearch(Path files) {
            tell("starting Elasticsearch");
            EmbeddedElasticsearch server = EmbeddedElasticsearch.in(files)
                    .port(elasticsearchPort)
                    .progress(this::tell)
                    .start();
            tell("Elasticsearch answers at " + server.url());
            return server;
        }

        private EmbeddedFlink startFlink(Path files) {
            tell("starting Flink");
            EmbeddedFlink cluster =
                    EmbeddedFlink.in(files).port(flinkPort).slots(slots).start();
            tell("Flink answers at " + cluster.url());
            return cluster;
        }

        private synchronized void tell(String message) {
            progress.accept(message);
        }
    }
}
