package io.rollcall.bench.run;

import io.rollcall.bench.community.EventTopics;
import io.rollcall.bench.community.Population;
import io.rollcall.bench.peer.ExampleConfiguration;
import io.rollcall.bench.peer.JitCompilers;
import io.rollcall.bench.peer.LiveProcess;
import io.rollcall.bench.peer.PeerProcess;
import io.rollcall.bench.peer.PeerReport;
import io.rollcall.bench.peer.PeerSetup;
import io.rollcall.bench.process.Broker;
import io.rollcall.bench.process.ChildProcess;
import io.rollcall.jobs.config.JobConfiguration;
import io.rollcall.jobs.config.JobOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** Where a benchmark takes place: a directory that is deleted afterwards, a broker, and the members to begin with. */
final class Site implements AutoCloseable {
    static final String SEEDS = "seeds";

    /** The directory of the example configuration. */
    private static final String EXAMPLE = "deploy";

    /** Kafka Streams has a class path of its own, which bench/run makes, and so its classes are not ours to name. */
    private static final String STREAMS_CLASS_PATH = "rollcall.bench.streams";

    private static final String STREAMS_MAIN = "io.rollcall.bench.streams.StreamsProcess";

    private static final Duration PATIENCE = Duration.ofMinutes(60);
    private static final Duration LOOK = Duration.ofSeconds(1);

    private final Path directory;
    private final Broker broker;
    private final Admin admin;
    private final EventTopics topics;
    private final Path population;
    private final List<String> jvmOptions;
    private boolean keeps;

    private Site(Path directory, Broker broker, EventTopics topics, Path population, List<String> jvmOptions) {
        this.directory = directory;
        this.broker = broker;
        this.admin = broker.admin();
        this.topics = topics;
        this.population = population;
        this.jvmOptions = jvmOptions;
    }

    /**
     * Starts a broker and hands it a seed for each member.
     *
     * @param jvmOptions of the processes of peers, to look into them
     */
    static Site open(Path parent, Population population, List<String> jvmOptions) throws Exception {
        Path directory = Files.createTempDirectory(Files.createDirectories(parent), "rollcall-bench-");
        Broker broker = Broker.start(directory);
        Path file = directory.resolve("population");
        population.write(file);
        Site site = new Site(directory, broker, new EventTopics(broker.bootstrapServers(), 20), file, jvmOptions);
        site.topics.seed(site.admin, SEEDS, population.members());
        return site;
    }

    String bootstrapServers() {
        return broker.bootstrapServers();
    }

    Admin admin() {
        return admin;
    }

    /** The writer of topics. */
    EventTopics topics() {
        return topics;
    }

    /** Keeps the directory, for a look at what went wrong. */
    void keep() {
        keeps = true;
    }

    Path directory() {
        return directory;
    }

    /** What a peer is to do here. */
    PeerSetup setup(String peer, List<PeerSetup.Load> loads, Map<String, String> jobOptions) throws IOException {
        return setup(peer, 1, loads, List.of(), jobOptions);
    }

    private PeerSetup setup(
            String peer, int slots, List<PeerSetup.Load> loads, List<Long> instants, Map<String, String> jobOptions)
            throws IOException {
        return new PeerSetup(
                peer,
                broker.bootstrapServers(),
                SEEDS,
                population.toString(),
                home().resolve("docs/programs/book-club.yaml").toString(),
                home().resolve(EXAMPLE).toString(),
                Files.createDirectories(directory.resolve(peer)).toString(),
                slots,
                loads,
                instants,
                jobOptions);
    }

    /** Starts the process of a peer. */
    ChildProcess start(PeerSetup setup, String classPath, String main) throws IOException {
        Path file = directory.resolve(setup.peer() + ".json");
        setup.write(file);
        List<String> java = new ArrayList<>(
                ExampleConfiguration.read(home().resolve(EXAMPLE)).jvmOptions(setup.slots()));
        if (jvmOptions.stream().anyMatch(Site::isCollector)) {
            java.removeIf(Site::isCollector);
        }
        if (jvmOptions.stream().anyMatch(Site::isHeap)) {
            java.removeIf(Site::isHeap);
        }
        java.addAll(jvmOptions);
        java.addAll(List.of(
                JitCompilers.STAYING,
                "--add-opens=java.base/java.util=ALL-UNNAMED",
                "-cp",
                classPath,
                main,
                file.toString()));
        return ChildProcess.start(directory, setup.peer(), java);
    }

    /** Whether an option names a garbage collector, of which a JVM takes one. */
    private static boolean isCollector(String option) {
        return option.matches("-XX:\\+Use\\w+GC");
    }

    /** Whether an option is of the heap's size: whoever gives one gives all. */
    private static boolean isHeap(String option) {
        return option.matches("-Xm[sx].*");
    }

    /**
     * Starts a peer, to be fed until its process is closed.
     *
     * @param slots how many subtasks it has
     * @param instants of event time that it tells of when they have passed, in milliseconds since the epoch
     */
    ChildProcess startLive(
            int slots, String peer, PeerSetup.Load load, List<Long> instants, Map<String, String> jobOptions)
            throws IOException {
        PeerSetup setup = setup(peer, slots, List.of(load), instants, jobOptions);
        return isStreams(peer)
                ? start(setup, System.getProperty(STREAMS_CLASS_PATH), STREAMS_MAIN)
                : start(setup, System.getProperty("java.class.path"), LiveProcess.class.getName());
    }

    /** As which a live peer reads its events. */
    static String consumerGroup(String peer, PeerSetup.Load load, Map<String, String> jobOptions) {
        return isStreams(peer)
                ? peer + '-' + load.name()
                : JobConfiguration.of(jobOptions).get(JobOptions.JOURNEY_GROUP_ID);
    }

    /** Waits until a consumer group has read all that is in a topic, as it says after each checkpoint. */
    void awaitRead(String topic, String group) throws Exception {
        TopicPartition events = new TopicPartition(topic, 0);
        long end = admin.listOffsets(Map.of(events, OffsetSpec.latest()))
                .partitionResult(events)
                .get()
                .offset();
        Instant latest = Instant.now().plus(PATIENCE);
        while (true) {
            OffsetAndMetadata read = admin.listConsumerGroupOffsets(group)
                    .partitionsToOffsetAndMetadata()
                    .get()
                    .get(events);
            if (read != null && read.offset() >= end) {
                return;
            }
            if (Instant.now().isAfter(latest)) {
                throw new IOException(group + " has not read all of " + topic + " after " + PATIENCE);
            }
            Thread.sleep(LOOK.toMillis());
        }
    }

    /** Runs a peer to its end: its report for each load. */
    Map<String, PeerReport> run(PeerSetup setup) throws Exception {
        try (ChildProcess process = isStreams(setup.peer())
                ? start(setup, System.getProperty(STREAMS_CLASS_PATH), STREAMS_MAIN)
                : start(setup, System.getProperty("java.class.path"), PeerProcess.class.getName())) {
            Map<String, PeerReport> reports = new LinkedHashMap<>();
            for (PeerSetup.Load load : setup.loads()) {
                reports.put(load.name(), PeerReport.read(process.await(PeerReport.saysOf(load.name()), PATIENCE)));
            }
            return reports;
        } finally {
            delete(Path.of(setup.directory()));
        }
    }

    private static boolean isStreams(String peer) {
        return peer.startsWith(Comparison.STREAMS);
    }

    /** The checkout that this runs from. */
    static Path home() {
        return Path.of(System.getProperty("rollcall.home", "")).toAbsolutePath();
    }

    @Override
    public void close() {
        topics.close();
        admin.close();
        broker.close();
        if (!keeps) {
            delete(directory);
        }
    }

    private static void delete(Path directory) {
        try (Stream<Path> all = Files.walk(directory)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
