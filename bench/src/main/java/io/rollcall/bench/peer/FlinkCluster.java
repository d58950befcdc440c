package io.rollcall.bench.peer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.configuration.BlobServerOptions;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.JobManagerOptions;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.configuration.WebOptions;
import org.apache.flink.runtime.checkpoint.CheckpointStatsSnapshot;
import org.apache.flink.runtime.jobgraph.JobGraph;
import org.apache.flink.runtime.jobgraph.SavepointRestoreSettings;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.runtime.testutils.InMemoryReporter;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.jspecify.annotations.Nullable;

/**
 * A Flink in this process with the example configuration of {@code deploy/config.yaml}: one TaskManager with one slot or a few,
 * which have the managed memory of as many there. What differs: no high availability, directories, addresses, and where the
 * metrics go.
 */
final class FlinkCluster implements AutoCloseable {
    private final MiniCluster cluster;
    private final Configuration configuration;
    private final InMemoryReporter metrics;
    private final int slots;

    private FlinkCluster(MiniCluster cluster, Configuration configuration, InMemoryReporter metrics, int slots) {
        this.cluster = cluster;
        this.slots = slots;
        this.configuration = configuration;
        this.metrics = metrics;
    }

    /**
     * Starts one.
     *
     * @param example the directory of the configuration
     * @param directory for everything that it writes
     * @param slots how many subtasks a job has
     */
    static FlinkCluster start(Path example, Path directory, int slots) throws Exception {
        InMemoryReporter metrics = InMemoryReporter.createWithRetainedMetrics();
        Configuration configuration = metrics.addToConfiguration(configuration(example, directory, slots));
        MiniCluster cluster = new MiniCluster(new MiniClusterConfiguration.Builder()
                .setConfiguration(configuration)
                .setNumTaskManagers(1)
                .setNumSlotsPerTaskManager(slots)
                .build());
        cluster.start();
        return new FlinkCluster(cluster, configuration, metrics, slots);
    }

    private static Configuration configuration(Path example, Path directory, int slots) throws IOException {
        ExampleConfiguration given = ExampleConfiguration.read(example);
        Configuration c = given.options(List.of("state.", "execution.", "restart-strategy."));
        c.set(TaskManagerOptions.MANAGED_MEMORY_SIZE, given.managedMemory(slots));
        Path temporary = Files.createDirectories(directory.resolve("tmp"));
        c.set(CoreOptions.TMP_DIRS, temporary.toString());
        c.set(WebOptions.TMP_DIR, temporary.toString());
        c.set(BlobServerOptions.STORAGE_DIRECTORY, temporary.toString());
        String checkpoints = directory.resolve("checkpoints").toUri().toString();
        c.set(CheckpointingOptions.CHECKPOINTS_DIRECTORY, checkpoints);
        c.set(CheckpointingOptions.SAVEPOINT_DIRECTORY, checkpoints);
        c.set(JobManagerOptions.ADDRESS, "127.0.0.1");
        c.set(JobManagerOptions.BIND_HOST, "127.0.0.1");
        c.set(TaskManagerOptions.HOST, "127.0.0.1");
        c.set(TaskManagerOptions.BIND_HOST, "127.0.0.1");
        c.set(RestOptions.ADDRESS, "127.0.0.1");
        c.set(RestOptions.BIND_ADDRESS, "127.0.0.1");
        c.set(RestOptions.BIND_PORT, "0");
        return c;
    }

    /** An environment to build a job in. */
    StreamExecutionEnvironment environment() {
        return StreamExecutionEnvironment.getExecutionEnvironment(new Configuration(configuration))
                .setParallelism(slots);
    }

    /**
     * Starts the job that was built in an environment.
     *
     * @param checkpoint to start from; state of operators that are no longer there is left out; null: empty
     */
    JobID submit(StreamExecutionEnvironment environment, @Nullable String checkpoint) throws Exception {
        JobGraph job = environment.getStreamGraph().getJobGraph();
        if (checkpoint != null) {
            job.setSavepointRestoreSettings(SavepointRestoreSettings.forPath(checkpoint, true));
        }
        cluster.submitJob(job).get();
        return job.getJobID();
    }

    /** How far a job is. */
    FlinkProgress progress(JobID job) {
        return new FlinkProgress(metrics, job, slots);
    }

    /** Takes a checkpoint now. */
    void checkpoint(JobID job) throws Exception {
        cluster.triggerCheckpoint(job).get();
    }

    /** What the job's checkpoints were like. */
    CheckpointStatsSnapshot checkpoints(JobID job) throws Exception {
        return cluster.getExecutionGraph(job).get().getCheckpointStatsSnapshot();
    }

    /** Where the last checkpoint is. */
    String lastCheckpoint(JobID job) throws Exception {
        return checkpoints(job).getHistory().getLatestCompletedCheckpoint().getExternalPath();
    }

    /** Ends a job, whose checkpoints stay. */
    void cancel(JobID job) throws Exception {
        cluster.cancelJob(job).get();
        cluster.requestJobResult(job).get();
    }

    /** Fails if the job runs no longer. */
    void requireRunning(JobID job) throws Exception {
        JobStatus status = cluster.getJobStatus(job).get();
        if (status.isTerminalState()) {
            throw new IllegalStateException("the job is " + status);
        }
    }

    @Override
    public void close() throws Exception {
        cluster.close();
    }
}
