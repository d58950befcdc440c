package io.rollcall.bench.peer;

import static java.util.Objects.requireNonNull;

import io.rollcall.bench.community.Population;
import io.rollcall.bench.peer.PeerReport.Checkpoints;
import io.rollcall.bench.peer.PeerSetup.Load;
import io.rollcall.jobs.config.JobConfiguration;
import io.rollcall.jobs.config.JobOptions;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.runtime.checkpoint.CheckpointStatsSnapshot;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.kafka.common.serialization.LongDeserializer;

/** A Flink peer in this process: it is given its members, then it reads the events and is measured. */
final class FlinkRun implements AutoCloseable {
    /** After this share of the events it is warm. */
    private static final double WARM = 0.2;

    /** At this share of the events a checkpoint is taken, if the interval has brought none until then. */
    private static final double HALF = 0.5;

    private final FlinkPeer peer;
    private final PeerSetup setup;
    private final FlinkCluster cluster;

    private FlinkRun(FlinkPeer peer, PeerSetup setup, FlinkCluster cluster) {
        this.peer = peer;
        this.setup = setup;
        this.cluster = cluster;
    }

    static FlinkRun start(FlinkPeer peer, PeerSetup setup) throws Exception {
        return new FlinkRun(
                peer,
                setup,
                FlinkCluster.start(Path.of(setup.clusterConfiguration()), Path.of(setup.directory()), setup.slots()));
    }

    /** Gives every member its first state; the checkpoint that holds it. */
    String seed() throws Exception {
        long members = Population.read(Path.of(setup.population())).members();
        StreamExecutionEnvironment environment = cluster.environment();
        KafkaSource<Long> seeds = KafkaSource.<Long>builder()
                .setBootstrapServers(setup.bootstrapServers())
                .setTopics(setup.seeds())
                .setStartingOffsets(OffsetsInitializer.earliest())
                .setDeserializer(KafkaRecordDeserializationSchema.valueOnly(LongDeserializer.class))
                .build();
        environment.setMaxParallelism(JobConfiguration.of(setup.jobOptions()).get(JobOptions.MAX_PARALLELISM));
        peer.addSeeding(
                environment
                        .fromSource(seeds, WatermarkStrategy.noWatermarks(), "seeds")
                        .keyBy(Population::key, Types.STRING),
                Path.of(setup.population()));
        JobID job = cluster.submit(environment, null);
        await(job, members);
        cluster.checkpoint(job);
        String checkpoint = cluster.lastCheckpoint(job);
        cluster.cancel(job);
        return checkpoint;
    }

    /** Starts the job itself from a checkpoint. */
    JobID submit(Load load, String checkpoint) throws Exception {
        StreamExecutionEnvironment environment = cluster.environment();
        peer.addJob(environment, configuration(load.topicsPrefix()));
        return cluster.submit(environment, checkpoint);
    }

    private JobConfiguration configuration(String topicsPrefix) {
        Map<String, String> options = new HashMap<>(setup.jobOptions());
        options.put(JobOptions.KAFKA_BOOTSTRAP_SERVERS.key(), setup.bootstrapServers());
        options.put(JobOptions.TOPICS_PREFIX.key(), topicsPrefix);
        return JobConfiguration.of(options);
    }

    /** Reads all events and measures, then ends the job and measures how it comes back. */
    PeerReport measure(Load load, String checkpoint) throws Exception {
        JobID job = submit(load, checkpoint);
        FlinkProgress progress = cluster.progress(job);
        await(job, (long) (WARM * load.deliveries()));
        Mark warm = progress.mark();
        await(job, (long) (HALF * load.deliveries()));
        cluster.checkpoint(job);
        await(job, load.deliveries());
        PeerReport report = progress.mark().since(warm, (double) load.deliveries() / load.events());
        CheckpointStatsSnapshot stats = cluster.checkpoints(job);
        String last = cluster.lastCheckpoint(job);
        cluster.cancel(job);
        return report.with(checkpoints(stats), recovery(load, last));
    }

    private static Checkpoints checkpoints(CheckpointStatsSnapshot stats) {
        var duration = stats.getSummaryStats().getEndToEndDurationStats();
        return new Checkpoints(
                stats.getCounts().getNumberOfCompletedCheckpoints(),
                duration.getAverage(),
                duration.getMaximum(),
                requireNonNull(stats.getHistory().getLatestCompletedCheckpoint())
                        .getStateSize());
    }

    /** How long the job takes from its submission to the first event behind the checkpoint, in seconds. */
    private double recovery(Load load, String checkpoint) throws Exception {
        long start = System.nanoTime();
        JobID job = submit(load, checkpoint);
        // a program may come first
        await(job, 2);
        double seconds = (System.nanoTime() - start) / 1e9;
        cluster.cancel(job);
        return seconds;
    }

    /** What the job's checkpoints were like. */
    CheckpointStatsSnapshot checkpoints(JobID job) throws Exception {
        return cluster.checkpoints(job);
    }

    /** How far the job is. */
    FlinkProgress progress(JobID job) {
        return cluster.progress(job);
    }

    /** Waits until so many records have reached the member operator. */
    void await(JobID job, long deliveries) throws Exception {
        FlinkProgress progress = cluster.progress(job);
        int looks = 0;
        while (progress.deliveries() < deliveries) {
            Thread.sleep(10);
            if (++looks % 100 == 0) {
                cluster.requireRunning(job);
            }
        }
    }

    @Override
    public void close() throws Exception {
        cluster.close();
    }
}
