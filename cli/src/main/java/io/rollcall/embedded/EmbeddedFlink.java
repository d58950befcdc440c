package io.rollcall.embedded;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.flink.configuration.BlobServerOptions;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.ExternalizedCheckpointRetention;
import org.apache.flink.configuration.JobManagerOptions;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.configuration.WebOptions;
import org.apache.flink.runtime.jobgraph.JobGraph;
import org.apache.flink.runtime.jobgraph.SavepointRestoreSettings;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.jspecify.annotations.Nullable;

/** A real Flink cluster in this process, with RocksDB for state, checkpoints in a directory, and Flink's own web page. */
public final class EmbeddedFlink implements AutoCloseable {
    private static final String CANNOT_START = "Flink cannot start";
    private static final Duration CHECKPOINT_INTERVAL = Duration.ofSeconds(10);
    private static final String WORKING_FILES = "tmp";
    private static final int STOP_SECONDS = 60;

    private final MiniCluster cluster;
    private final Configuration configuration;
    private final Path directory;
    private final URI url;

    private EmbeddedFlink(MiniCluster cluster, Configuration configuration, Path directory, URI url) {
        this.cluster = cluster;
        this.configuration = configuration;
        this.directory = directory;
        this.url = url;
    }

    /** A cluster that keeps its checkpoints, savepoints and working files in a directory. */
    public static Launch in(Path directory) {
        return new Launch(directory);
    }

    /** Flink's web page and REST interface, {@code http://127.0.0.1:PORT}, without a slash at the end. */
    public URI url() {
        return url;
    }

    /** An environment to build a job in, with the state backend and the checkpoints of this cluster; a job may change both. */
    public StreamExecutionEnvironment environment() {
        return StreamExecutionEnvironment.getExecutionEnvironment(new Configuration(configuration));
    }

    /** Starts the job that was built in an environment. */
    public FlinkJob submit(StreamExecutionEnvironment environment) {
        return submit(environment.getStreamGraph().getJobGraph(), null);
    }

    /**
     * Starts the job that was built in an environment, from a savepoint or a checkpoint.
     *
     * @param snapshot what {@link FlinkJob#stop} or {@link FlinkJob#lastCheckpoint} gave
     */
    public FlinkJob submit(StreamExecutionEnvironment environment, String snapshot) {
        return submit(environment.getStreamGraph().getJobGraph(), snapshot);
    }

    /**
     * Starts a job.
     *
     * @param snapshot the savepoint or checkpoint to start from, or null to start empty
     * @throws EmbeddedException if the cluster refuses it
     */
    public FlinkJob submit(JobGraph job, @Nullable String snapshot) {
        if (snapshot != null) {
            job.setSavepointRestoreSettings(SavepointRestoreSettings.forPath(snapshot));
        }
        try {
            cluster.submitJob(job).get();
        } catch (ExecutionException e) {
            throw new EmbeddedException(
                    "the job " + job.getName() + " cannot start", FlinkJob.rootOf(e), "The log has the details.", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EmbeddedException(
                    "the job " + job.getName() + " cannot start", "interrupted", "Start it again.", e);
        }
        return new FlinkJob(cluster, job.getJobID(), job.getName(), checkpoints(directory), savepoints(directory));
    }

    /** Takes a TaskManager away with all that runs on it, and starts another: what a crash of a machine is to a job. */
    public void replaceTaskManager() {
        try {
            cluster.terminateTaskManager(0).get();
            cluster.startTaskManager();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EmbeddedException("no TaskManager", "interrupted", "Start the cluster again.", e);
        } catch (Exception e) {
            throw new EmbeddedException("no TaskManager", FlinkJob.rootOf(e), "Start the cluster again.", e);
        }
    }

    /** Stops the cluster and all jobs on it; they keep the checkpoints they have. */
    @Override
    public void close() {
        try {
            cluster.closeAsync().get(STOP_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            throw new EmbeddedException(
                    "Flink cannot stop", FlinkJob.rootOf(e), "It ends with this process; the log has the details.", e);
        }
    }

    static Path checkpoints(Path directory) {
        return directory.resolve("checkpoints");
    }

    static Path savepoints(Path directory) {
        return directory.resolve("savepoints");
    }

    /** How to start a cluster. Everything but the directory has a default. */
    public static final class Launch {
        private final Path directory;
        private int port;
        private int taskManagers = 1;
        private int slots = 2;
        private int managedMebibytes = 256;

        private Launch(Path directory) {
            this.directory = directory;
        }

        /** The port of the web page; by default one that the system chooses. */
        public Launch port(int port) {
            this.port = port;
            return this;
        }

        /** How many TaskManagers, by default one. */
        public Launch taskManagers(int count) {
            this.taskManagers = count;
            return this;
        }

        /** How many slots each TaskManager has, by default two: one a job of parallelism one. */
        public Launch slots(int count) {
            this.slots = count;
            return this;
        }

        /** The memory of RocksDB in each TaskManager, 256 MiB by default, beside this process's heap. */
        public Launch managedMebibytes(int mebibytes) {
            this.managedMebibytes = mebibytes;
            return this;
        }

        /**
         * Starts the cluster.
         *
         * @throws EmbeddedException if it cannot be started, with the reason and what to do
         */
        public EmbeddedFlink start() {
            Loopback.requireFree("Flink", port);
            Path root = Directories.make(directory);
            Directories.delete(root.resolve(WORKING_FILES));
            Configuration configuration = configuration(root);
            MiniCluster cluster = new MiniCluster(new MiniClusterConfiguration.Builder()
                    .setConfiguration(configuration)
                    .setNumTaskManagers(taskManagers)
                    .setNumSlotsPerTaskManager(slots)
                    .build());
            boolean started = false;
            try {
                cluster.start();
                EmbeddedFlink flink = new EmbeddedFlink(
                        cluster, configuration, root, cluster.getRestAddress().get());
                started = true;
                return flink;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new EmbeddedException(CANNOT_START, "the start was interrupted", "Start it again.", e);
            } catch (Exception e) {
                throw new EmbeddedException(
                        CANNOT_START,
                        FlinkJob.rootOf(e),
                        "The log has the details; a directory that is not writable is a usual reason.",
                        e);
            } finally {
                if (!started) {
                    cluster.closeAsync();
                }
            }
        }

        private Configuration configuration(Path root) {
            Configuration c = new Configuration();
            c.set(JobManagerOptions.ADDRESS, Loopback.HOST);
            c.set(JobManagerOptions.BIND_HOST, Loopback.HOST);
            c.set(TaskManagerOptions.HOST, Loopback.HOST);
            c.set(TaskManagerOptions.BIND_HOST, Loopback.HOST);
            c.set(RestOptions.ADDRESS, Loopback.HOST);
            c.set(RestOptions.BIND_ADDRESS, Loopback.HOST);
            c.set(RestOptions.BIND_PORT, Integer.toString(port));
            // whoever may open the page could run code here otherwise
            c.set(WebOptions.SUBMIT_ENABLE, false);
            c.set(WebOptions.CANCEL_ENABLE, false);
            c.set(
                    WebOptions.TMP_DIR,
                    Directories.make(root.resolve(WORKING_FILES)).toString());
            c.set(CoreOptions.TMP_DIRS, root.resolve(WORKING_FILES).toString());
            c.set(
                    BlobServerOptions.STORAGE_DIRECTORY,
                    root.resolve(WORKING_FILES).toString());
            c.set(TaskManagerOptions.MANAGED_MEMORY_SIZE, MemorySize.ofMebiBytes(managedMebibytes));
            c.set(StateBackendOptions.STATE_BACKEND, "rocksdb");
            c.set(CheckpointingOptions.INCREMENTAL_CHECKPOINTS, true);
            c.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, CHECKPOINT_INTERVAL);
            c.set(
                    CheckpointingOptions.CHECKPOINTS_DIRECTORY,
                    Directories.make(checkpoints(root)).toUri().toString());
            c.set(
                    CheckpointingOptions.SAVEPOINT_DIRECTORY,
                    Directories.make(savepoints(root)).toUri().toString());
            c.set(
                    CheckpointingOptions.EXTERNALIZED_CHECKPOINT_RETENTION,
                    ExternalizedCheckpointRetention.RETAIN_ON_CANCELLATION);
            return c;
        }
    }
}
