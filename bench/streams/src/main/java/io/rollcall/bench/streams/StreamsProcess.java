package io.rollcall.bench.streams;

import static org.apache.kafka.streams.CloseOptions.GroupMembershipOperation.LEAVE_GROUP;

import io.rollcall.bench.community.Population;
import io.rollcall.bench.peer.Mark;
import io.rollcall.bench.peer.PeerReport;
import io.rollcall.bench.peer.PeerSetup;
import io.rollcall.bench.peer.PeerSetup.Load;
import io.rollcall.bench.process.Spoken;
import io.rollcall.jobs.config.JobConfiguration;
import io.rollcall.jobs.config.JobOptions;
import io.rollcall.jobs.out.TopicRecord;
import io.rollcall.program.Program;
import io.rollcall.program.ProgramParser;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.jspecify.annotations.Nullable;

/** The process of the Kafka Streams peer: one thread, at least once, the cache of records on or off. */
public final class StreamsProcess {
    /** The peer whose stores have no cache. */
    private static final String UNCACHED = "streams-uncached";

    /** More than the job's hot and warm members take, which is 150 to 170 MB. */
    private static final long CACHE_BYTES = 208L << 20;

    private static final double WARM = 0.2;
    private static final Duration CLOSING = Duration.ofMinutes(1);

    /** As often as the others take a checkpoint. */
    private static final int LIVE_COMMIT_MILLIS = 10_000;

    /** As long as the job waits for more. */
    private static final int LIVE_LINGER_MILLIS = 1;

    private static final String SOURCE = "source";
    private static final String MEMBER = "member";

    private final PeerSetup setup;
    private final boolean cached;
    private final Population population;
    private final Program program;

    private StreamsProcess(PeerSetup setup) throws Exception {
        this.setup = setup;
        this.cached = !setup.peer().equals(UNCACHED);
        this.population = Population.read(Path.of(setup.population()));
        this.program = ProgramParser.parse(setup.program(), Files.readString(Path.of(setup.program())), 0);
    }

    /** Does what the setup in a file says, tells the report of each load and ends. */
    @SuppressWarnings("CatchAndPrintStackTrace") // into the output of the process, which is a file
    public static void main(String[] arguments) {
        int status = 1;
        try {
            PeerSetup setup = PeerSetup.read(Path.of(arguments[0]));
            StreamsProcess process = new StreamsProcess(setup);
            for (Load load : setup.loads()) {
                process.seed(load);
                if (load.isLive()) {
                    process.live(load);
                } else {
                    process.measure(load).say(load.name());
                }
            }
            status = 0;
        } catch (Exception e) {
            e.printStackTrace();
        }
        System.exit(status);
    }

    /** Gives every member its first state, in stores that the load will find by its name. */
    private void seed(Load load) throws InterruptedException {
        AtomicLong seeded = new AtomicLong();
        Topology topology = topology(setup.seeds());
        topology.addProcessor(MEMBER, () -> new SeedProcessor(population, seeded), SOURCE);
        MemberTables.add(topology, cached, MEMBER);
        try (KafkaStreams streams = new KafkaStreams(topology, properties(load))) {
            streams.start();
            await(streams, seeded, population.members());
            close(streams);
        }
    }

    /** Reads all events and measures, then measures how it comes back where its stores are not. */
    private PeerReport measure(Load load) throws InterruptedException {
        AtomicLong deliveries = new AtomicLong();
        AtomicLong sent = new AtomicLong();
        PeerReport report;
        try (KafkaStreams streams = new KafkaStreams(members(load, deliveries, sent), properties(load))) {
            streams.start();
            await(streams, deliveries, (long) (WARM * load.deliveries()));
            Mark warm = Mark.now(deliveries.get(), sent.get());
            await(streams, deliveries, load.deliveries());
            report = Mark.now(deliveries.get(), sent.get()).since(warm, (double) load.deliveries() / load.events());
            close(streams);
        }
        return report.with(null, recovery(load));
    }

    /**
     * Starts it once more as on another machine: seconds until its stores are there, from their changelog topics.
     *
     * @return null if it failed, which costs nobody what was measured before
     */
    @SuppressWarnings("CatchAndPrintStackTrace") // into the output of the process, which is a file
    private @Nullable Double recovery(Load load) throws InterruptedException {
        Properties elsewhere = properties(load);
        elsewhere.put(
                StreamsConfig.STATE_DIR_CONFIG,
                Path.of(setup.directory(), "elsewhere").toString());
        Restored restored = new Restored();
        try (KafkaStreams streams = new KafkaStreams(members(load, new AtomicLong(), new AtomicLong()), elsewhere)) {
            streams.setGlobalStateRestoreListener(restored);
            streams.setStateListener(restored);
            long start = System.nanoTime();
            streams.start();
            double seconds = (restored.awaitRunning() - start) / 1e9;
            close(streams);
            // one that was given no task runs at once
            if (restored.records() < population.members()) {
                throw new IllegalStateException("Kafka Streams runs with " + restored.records() + " records restored");
            }
            return seconds;
        } catch (IllegalStateException | KafkaException e) {
            e.printStackTrace();
            return null;
        }
    }

    /** Runs until the process is ended. */
    private void live(Load load) throws InterruptedException {
        Properties properties = properties(load);
        properties.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, LIVE_COMMIT_MILLIS);
        properties.put(StreamsConfig.producerPrefix(ProducerConfig.LINGER_MS_CONFIG), LIVE_LINGER_MILLIS);
        AtomicLong deliveries = new AtomicLong();
        try (KafkaStreams streams = new KafkaStreams(members(load, deliveries, new AtomicLong()), properties)) {
            streams.start();
            Spoken.say(Spoken.RUNS);
            await(streams, deliveries, Long.MAX_VALUE);
        }
    }

    private Topology members(Load load, AtomicLong deliveries, AtomicLong sent) {
        Map<String, String> options = new HashMap<>(setup.jobOptions());
        options.put(JobOptions.TOPICS_PREFIX.key(), load.topicsPrefix());
        JobConfiguration configuration = JobConfiguration.of(options);
        Topology topology = topology(configuration.topics().events());
        topology.addProcessor(MEMBER, () -> new MemberProcessor(program, configuration, deliveries, sent), SOURCE);
        MemberTables.add(topology, cached, MEMBER);
        topology.addSink(
                "outcomes",
                (key, record, context) -> record.topic(),
                new ByteArraySerializer(),
                (String topic, TopicRecord record) -> record.value(),
                MEMBER);
        return topology;
    }

    private static Topology topology(String topic) {
        return new Topology().addSource(SOURCE, new ByteArrayDeserializer(), new ByteArrayDeserializer(), topic);
    }

    private Properties properties(Load load) {
        Properties properties = new Properties();
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, setup.peer() + '-' + load.name());
        properties.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, setup.bootstrapServers());
        properties.put(StreamsConfig.STATE_DIR_CONFIG, setup.directory());
        properties.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, 1);
        properties.put(StreamsConfig.REPLICATION_FACTOR_CONFIG, 1);
        properties.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, cached ? CACHE_BYTES : 0);
        properties.put(StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG, RocksSettings.class);
        properties.put(StreamsConfig.DEFAULT_KEY_SERDE_CLASS_CONFIG, Serdes.ByteArraySerde.class);
        properties.put(StreamsConfig.DEFAULT_VALUE_SERDE_CLASS_CONFIG, Serdes.ByteArraySerde.class);
        properties.put(StreamsConfig.consumerPrefix(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG), "earliest");
        return properties;
    }

    /** Ends it and has it leave its group, or the next one would wait until the group has missed it. */
    private static void close(KafkaStreams streams) {
        streams.close(CloseOptions.timeout(CLOSING).withGroupMembershipOperation(LEAVE_GROUP));
    }

    private static void await(KafkaStreams streams, AtomicLong count, long most) throws InterruptedException {
        while (count.get() < most) {
            if (streams.state() == KafkaStreams.State.ERROR || streams.state() == KafkaStreams.State.NOT_RUNNING) {
                throw new IllegalStateException("Kafka Streams is " + streams.state() + " after " + count.get());
            }
            Thread.sleep(10);
        }
    }
}
