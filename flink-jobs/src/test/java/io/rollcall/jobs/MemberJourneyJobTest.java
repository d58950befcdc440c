package io.rollcall.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.rollcall.jobs.config.JobConfiguration;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.flink.client.program.ProgramParametrizationException;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ExecutionOptions;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.runtime.jobgraph.JobGraph;
import org.apache.flink.runtime.jobgraph.JobVertex;
import org.apache.flink.state.rocksdb.RocksDBConfigurableOptions;
import org.apache.flink.state.rocksdb.RocksDBOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.graph.StreamGraph;
import org.apache.flink.streaming.api.graph.StreamNode;
import org.junit.jupiter.api.Test;
import org.rocksdb.CompressionType;

class MemberJourneyJobTest {

    @Test
    void everyOperatorHasAUidOfItsOwn() {
        // what has none gets a hash of the graph around it, and loses its state when that changes
        StreamGraph graph = environment(new Configuration(), Map.of()).getStreamGraph(true);
        Set<String> uids = new HashSet<>();
        for (StreamNode node : graph.getStreamNodes()) {
            assertThat(node.getTransformationUID()).as(node.getOperatorName()).isNotBlank();
            assertThat(uids.add(node.getTransformationUID())).isTrue();
            assertThat(node.getMaxParallelism())
                    .isEqualTo(node.getParallelism() == 1 && node.getMaxParallelism() == 1 ? 1 : 128);
        }
        assertThat(uids).contains("events", "routing", "programs", "member");
    }

    @Test
    void itHasItsNameAlsoWhereItIsNotSubmittedByItsOwnMain() {
        assertThat(environment(new Configuration(), Map.of())
                        .getStreamGraph(true)
                        .getJobName())
                .isEqualTo("member-journey");
    }

    @Test
    void theSourceIsChainedToTheRoutingAndMembersToTheirSink() {
        JobGraph graph = environment(new Configuration(), Map.of("parallelism", "3"))
                .getStreamGraph(true)
                .getJobGraph();
        List<String> names = Arrays.stream(graph.getVerticesAsArray())
                .map(JobVertex::getName)
                .toList();
        assertThat(names)
                .anySatisfy(name -> assertThat(name).contains("events").contains("routing"))
                .anySatisfy(name -> assertThat(name).contains("member").contains("outcomes"));
        assertThat(graph.getVertices())
                .filteredOn(vertex -> vertex.getName().contains("programs"))
                .singleElement()
                .satisfies(vertex -> assertThat(vertex.getParallelism()).isEqualTo(1));
        assertThat(graph.getVertices())
                .filteredOn(vertex -> vertex.getName().startsWith("member"))
                .singleElement()
                .satisfies(vertex -> assertThat(vertex.getParallelism()).isEqualTo(3));
    }

    @Test
    void exactlyOnceBuildsToo() {
        StreamGraph graph = environment(new Configuration(), Map.of("delivery", "exactly-once"))
                .getStreamGraph(true);
        assertThat(graph.getStreamNodes()).isNotEmpty();
    }

    @Test
    void whatTheClusterDoesNotSayIsSetToWhatWasMeasured() {
        ReadableConfig effective = environment(new Configuration(), Map.of()).getConfiguration();
        assertThat(effective.get(StateBackendOptions.STATE_BACKEND)).isEqualTo("rocksdb");
        assertThat(effective.get(CheckpointingOptions.INCREMENTAL_CHECKPOINTS)).isTrue();
        assertThat(effective.get(RocksDBConfigurableOptions.USE_BLOOM_FILTER)).isTrue();
        assertThat(effective.get(RocksDBConfigurableOptions.BLOOM_FILTER_BITS_PER_KEY))
                .isEqualTo(16);
        assertThat(effective.get(RocksDBConfigurableOptions.WRITE_BUFFER_SIZE)).isEqualTo(MemorySize.ofMebiBytes(4));
        assertThat(effective.get(RocksDBOptions.OPTIONS_FACTORY)).isEqualTo(SmallWriteBuffers.class.getName());
        assertThat(effective.get(RocksDBConfigurableOptions.BLOCK_SIZE)).isEqualTo(MemorySize.parse("16kb"));
        assertThat(effective.get(RocksDBConfigurableOptions.COMPRESSION_PER_LEVEL))
                .containsExactly(CompressionType.NO_COMPRESSION);
        assertThat(effective.get(ExecutionOptions.BUFFER_TIMEOUT)).isEqualTo(Duration.ofMillis(1));
        assertThat(effective.get(CheckpointingOptions.FS_WRITE_BUFFER_SIZE)).isEqualTo(1 << 20);
        assertThat(effective.get(CheckpointingOptions.CHECKPOINTING_INTERVAL)).isEqualTo(Duration.ofSeconds(10));
    }

    @Test
    void whatTheClusterSaysStays() {
        Configuration cluster = new Configuration();
        cluster.set(StateBackendOptions.STATE_BACKEND, "hashmap");
        cluster.set(RocksDBConfigurableOptions.USE_BLOOM_FILTER, false);
        cluster.set(RocksDBConfigurableOptions.BLOCK_SIZE, MemorySize.parse("8kb"));
        cluster.set(RocksDBConfigurableOptions.BLOOM_FILTER_BITS_PER_KEY, 12.0);
        cluster.set(ExecutionOptions.BUFFER_TIMEOUT, Duration.ofMillis(100));
        cluster.set(CheckpointingOptions.FS_WRITE_BUFFER_SIZE, 8192);
        cluster.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, Duration.ofMinutes(3));
        ReadableConfig effective = environment(cluster, Map.of()).getConfiguration();
        assertThat(effective.get(StateBackendOptions.STATE_BACKEND)).isEqualTo("hashmap");
        assertThat(effective.get(RocksDBConfigurableOptions.USE_BLOOM_FILTER)).isFalse();
        assertThat(effective.get(RocksDBConfigurableOptions.BLOCK_SIZE)).isEqualTo(MemorySize.parse("8kb"));
        assertThat(effective.get(RocksDBConfigurableOptions.BLOOM_FILTER_BITS_PER_KEY))
                .isEqualTo(12);
        assertThat(effective.get(ExecutionOptions.BUFFER_TIMEOUT)).isEqualTo(Duration.ofMillis(100));
        assertThat(effective.get(CheckpointingOptions.FS_WRITE_BUFFER_SIZE)).isEqualTo(8192);
        assertThat(effective.get(CheckpointingOptions.CHECKPOINTING_INTERVAL)).isEqualTo(Duration.ofMinutes(3));
    }

    /** Small write buffers without late merging would write every change many times, and the other way round. */
    @Test
    void whoeverSetsWriteBuffersOrHowTheyAreMergedSetsBoth() {
        Configuration size = new Configuration();
        size.set(RocksDBConfigurableOptions.WRITE_BUFFER_SIZE, MemorySize.ofMebiBytes(64));
        Configuration factory = new Configuration();
        factory.set(RocksDBOptions.OPTIONS_FACTORY, "com.example.OptionsFactory");
        Configuration predefined = new Configuration();
        predefined.set(RocksDBOptions.PREDEFINED_OPTIONS, "SPINNING_DISK_OPTIMIZED_HIGH_MEM");
        Configuration noFilter = new Configuration();
        noFilter.set(RocksDBConfigurableOptions.USE_BLOOM_FILTER, false);
        for (Configuration cluster : List.of(size, factory, predefined, noFilter)) {
            ReadableConfig effective = environment(cluster, Map.of()).getConfiguration();
            assertThat(effective.getOptional(RocksDBConfigurableOptions.WRITE_BUFFER_SIZE))
                    .isEqualTo(cluster.getOptional(RocksDBConfigurableOptions.WRITE_BUFFER_SIZE));
            assertThat(effective.get(RocksDBOptions.OPTIONS_FACTORY))
                    .as("merging is up to the cluster, and the manifest is bounded unless it has a factory of its own")
                    .isEqualTo(cluster.getOptional(RocksDBOptions.OPTIONS_FACTORY)
                            .orElse(LowLatencyOptions.class.getName()));
        }
        assertThat(environment(predefined, Map.of())
                        .getConfiguration()
                        .getOptional(RocksDBConfigurableOptions.BLOCK_SIZE))
                .as("of the predefined options")
                .isEmpty();
    }

    @Test
    void whatOurConfigurationSaysGoesBeforeTheCluster() {
        Configuration cluster = new Configuration();
        cluster.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, Duration.ofMinutes(3));
        ReadableConfig effective = environment(
                        cluster, Map.of("checkpoint.interval", "1s", "checkpoint.dir", "file:///tmp/checkpoints"))
                .getConfiguration();
        assertThat(effective.get(CheckpointingOptions.CHECKPOINTING_INTERVAL)).isEqualTo(Duration.ofSeconds(1));
        assertThat(effective.get(CheckpointingOptions.CHECKPOINTS_DIRECTORY)).isEqualTo("file:///tmp/checkpoints");
    }

    @Test
    void aWrongConfigurationSubmitsNothing() {
        assertThatExceptionOfType(ProgramParametrizationException.class)
                .isThrownBy(() -> MemberJourneyJob.main(new String[] {"--deliverry", "exactly-once"}))
                .withMessageContaining("did you mean delivery?");
    }

    private static StreamExecutionEnvironment environment(Configuration cluster, Map<String, String> values) {
        StreamExecutionEnvironment environment = StreamExecutionEnvironment.getExecutionEnvironment(cluster);
        MemberJourneyJob.build(environment, JobConfiguration.of(values));
        return environment;
    }
}
