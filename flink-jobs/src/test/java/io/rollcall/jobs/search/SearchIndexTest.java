package io.rollcall.jobs.search;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rollcall.jobs.SearchIndexJob;
import io.rollcall.jobs.config.JobConfiguration;
import io.rollcall.search.Credentials;
import java.util.Map;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.graph.StreamGraph;
import org.apache.flink.streaming.api.graph.StreamNode;
import org.junit.jupiter.api.Test;

class SearchIndexTest {

    @Test
    void everyOperatorHasANameThatSavepointsKnowItBy() {
        StreamGraph graph = graph(Map.of());
        assertThat(graph.getStreamNodes())
                .extracting(StreamNode::getTransformationUID)
                .isNotEmpty()
                .allMatch(uid -> uid != null && !uid.isBlank());
    }

    @Test
    void theJobIsOneChainSoThatPartitionsKeepTheirOrder() {
        StreamGraph graph = graph(Map.of("parallelism", "3"));
        assertThat(graph.getJobGraph().getNumberOfVertices()).isEqualTo(1);
    }

    @Test
    void noTypeFallsBackToKryo() {
        StreamExecutionEnvironment environment = StreamExecutionEnvironment.getExecutionEnvironment();
        SearchIndexJob.build(environment, JobConfiguration.of(Map.of()));
        assertThat(environment.getConfiguration().get(PipelineOptions.GENERIC_TYPES))
                .isFalse();
    }

    @Test
    void checkpointsThatWaitForElasticsearchDoNotEndTheJob() {
        StreamExecutionEnvironment environment = StreamExecutionEnvironment.getExecutionEnvironment();
        SearchIndexJob.build(environment, JobConfiguration.of(Map.of("checkpoint.interval", "3s")));
        assertThat(environment.getCheckpointConfig().getTolerableCheckpointFailureNumber())
                .isEqualTo(Integer.MAX_VALUE);
        assertThat(environment.getCheckpointInterval()).isEqualTo(3_000);
    }

    @Test
    void credentialsComeFromTheConfiguration() {
        assertThat(SearchIndex.connection(JobConfiguration.of(Map.of())).credentials())
                .isNull();
        assertThat(SearchIndex.connection(JobConfiguration.of(Map.of("elasticsearch.api-key", "abc")))
                        .credentials())
                .isEqualTo(new Credentials.ApiKey("abc"));
        assertThat(SearchIndex.connection(JobConfiguration.of(
                                Map.of("elasticsearch.username", "u", "elasticsearch.password", "p")))
                        .credentials())
                .isEqualTo(new Credentials.Basic("u", "p"));
    }

    @Test
    void aUrlThatIsNoneIsRefusedBeforeTheJobStarts() {
        assertThatThrownBy(() -> graph(Map.of("elasticsearch.urls", "localhost:9200")))
                .hasMessageContaining("localhost:9200")
                .hasMessageContaining("http://HOST:PORT");
    }

    @Test
    void recordsSurviveTheirSerializer() throws Exception {
        SourceRecordSerializer serializer = new SourceRecordSerializer();
        for (SourceRecord record : new SourceRecord[] {
            new SourceRecord("t", 3, 1L << 40, -5, "k".getBytes(UTF_8), "v".getBytes(UTF_8)),
            new SourceRecord("t", 0, 0, 0, null, null),
            new SourceRecord("t", 0, 0, 0, new byte[0], new byte[0])
        }) {
            DataOutputSerializer out = new DataOutputSerializer(64);
            serializer.serialize(record, out);
            SourceRecord read = serializer.deserialize(new DataInputDeserializer(out.getCopyOfBuffer()));
            assertThat(read).usingRecursiveComparison().isEqualTo(record);
        }
    }

    private static StreamGraph graph(Map<String, String> configuration) {
        StreamExecutionEnvironment environment = StreamExecutionEnvironment.getExecutionEnvironment();
        SearchIndexJob.build(environment, JobConfiguration.of(configuration));
        return environment.getStreamGraph();
    }
}
