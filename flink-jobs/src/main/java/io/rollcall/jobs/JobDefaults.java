package io.rollcall.jobs;

import io.rollcall.jobs.config.JobConfiguration;
import io.rollcall.jobs.config.JobOptions;
import java.time.Duration;
import java.util.List;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ExecutionOptions;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.state.rocksdb.RocksDBConfigurableOptions;
import org.apache.flink.state.rocksdb.RocksDBOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.rocksdb.CompressionType;

/**
 * How Flink runs our jobs: what Rollcall's configuration says, else what the cluster's says, else what was measured to
 * be best for one small value per member.
 */
public final class JobDefaults {
    private static final Duration BUFFER_TIMEOUT = Duration.ofMillis(1);

    /** What is in it when a checkpoint begins has to be written while the task stands still. */
    private static final MemorySize WRITE_BUFFER = MemorySize.ofMebiBytes(4);

    /** Of a hundred members: blocks of Flink's 4 KB are so many that finding and keeping them costs more than reading more at once. */
    private static final MemorySize BLOCK = MemorySize.parse("16kb");

    /**
     * A key of a Bloom filter. With Flink's 10 every hundredth file that does not have a member is read in vain, and up to sixteen young ones
     * are asked first.
     */
    private static final double FILTER_BITS = 16;

    /**
     * Of a checkpoint's file, in bytes. Whose snapshots are owed is put into it while everything stands still, and leaves it later if it has room for all of
     * them: some fifty thousand. Of Flink's 20 KB the file is made, and written to again and again, meanwhile.
     */
    private static final int FILE_BUFFER = 1 << 20;

    private JobDefaults() {}

    /**
     * Sets up an environment.
     *
     * @param name the job's, on whatever cluster it is submitted to
     */
    public static void apply(StreamExecutionEnvironment environment, JobConfiguration configuration, String name) {
        ReadableConfig cluster = environment.getConfiguration();
        Configuration job = new Configuration();
        job.set(PipelineOptions.NAME, name);

        // Kryo would slip in unnoticed, as slow as it is, and its bytes could not evolve
        job.set(PipelineOptions.GENERIC_TYPES, false);
        job.set(PipelineOptions.OBJECT_REUSE, true);

        unlessSet(cluster, job, ExecutionOptions.BUFFER_TIMEOUT, BUFFER_TIMEOUT);
        unlessSet(cluster, job, StateBackendOptions.STATE_BACKEND, "rocksdb");
        unlessSet(cluster, job, CheckpointingOptions.INCREMENTAL_CHECKPOINTS, true);
        unlessSet(cluster, job, CheckpointingOptions.FS_WRITE_BUFFER_SIZE, FILE_BUFFER);
        unlessSet(cluster, job, RocksDBConfigurableOptions.USE_BLOOM_FILTER, true);
        unlessSet(cluster, job, RocksDBConfigurableOptions.BLOOM_FILTER_BITS_PER_KEY, FILTER_BITS);
        if (cluster.getOptional(RocksDBOptions.PREDEFINED_OPTIONS).isEmpty()) {
            unlessSet(cluster, job, RocksDBConfigurableOptions.BLOCK_SIZE, BLOCK);
        }
        unlessSet(
                cluster,
                job,
                RocksDBConfigurableOptions.COMPRESSION_PER_LEVEL,
                List.of(CompressionType.NO_COMPRESSION));
        setWriteBuffers(cluster, job);

        Duration interval = configuration.get(JobOptions.CHECKPOINT_INTERVAL);
        if (configuration.isGiven(JobOptions.CHECKPOINT_INTERVAL)) {
            job.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, interval);
        } else {
            unlessSet(cluster, job, CheckpointingOptions.CHECKPOINTING_INTERVAL, interval);
        }
        configuration
                .get(JobOptions.CHECKPOINT_DIR)
                .ifPresent(directory -> job.set(CheckpointingOptions.CHECKPOINTS_DIRECTORY, directory));

        environment.configure(job);
        configuration.get(JobOptions.PARALLELISM).ifPresent(environment::setParallelism);
        environment.setMaxParallelism(configuration.get(JobOptions.MAX_PARALLELISM));
    }

    /** Small write buffers and the late merging that they need go together: who sets either of them sets both. */
    private static void setWriteBuffers(ReadableConfig cluster, Configuration job) {
        boolean isUpToTheCluster = cluster.getOptional(RocksDBConfigurableOptions.WRITE_BUFFER_SIZE)
                        .isPresent()
                || cluster.getOptional(RocksDBOptions.OPTIONS_FACTORY).isPresent()
                || cluster.getOptional(RocksDBOptions.PREDEFINED_OPTIONS).isPresent()
                || !cluster.getOptional(RocksDBConfigurableOptions.USE_BLOOM_FILTER)
                        .orElse(true);
        if (!isUpToTheCluster) {
            job.set(RocksDBConfigurableOptions.WRITE_BUFFER_SIZE, WRITE_BUFFER);
            job.set(RocksDBOptions.OPTIONS_FACTORY, SmallWriteBuffers.class.getName());
        } else {
            unlessSet(cluster, job, RocksDBOptions.OPTIONS_FACTORY, LowLatencyOptions.class.getName());
        }
    }

    private static <T> void unlessSet(ReadableConfig cluster, Configuration job, ConfigOption<T> option, T value) {
        if (cluster.getOptional(option).isEmpty()) {
            job.set(option, value);
        }
    }
}
