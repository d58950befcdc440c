package io.rollcall.jobs.search;

import io.rollcall.jobs.JobDefaults;
import io.rollcall.jobs.KnownPartitions;
import io.rollcall.jobs.config.JobConfiguration;
import io.rollcall.jobs.config.JobOptions;
import io.rollcall.search.Credentials;
import io.rollcall.search.ElasticsearchConnection;
import java.util.Optional;
import java.util.Properties;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.OffsetResetStrategy;

/**
 * The job's graph: one source of every topic, chained to one sink.
 *
 * <p>Source and sink stay together, so that what comes from one partition is written by one subtask in its order: that is
 * all the order that there has to be, because a member, an alert and a program each have their partition.
 */
public final class SearchIndex {
    private SearchIndex() {}

    /** Puts the job into an environment, under a name. */
    public static void build(StreamExecutionEnvironment environment, JobConfiguration configuration, String name) {
        JobDefaults.apply(environment, configuration, name);
        // while Elasticsearch is away no checkpoint can complete, and that must not end the job
        environment.getCheckpointConfig().setTolerableCheckpointFailureNumber(Integer.MAX_VALUE);
        environment
                .fromSource(source(configuration), WatermarkStrategy.noWatermarks(), "records")
                .uid("records")
                .forward()
                .sinkTo(new ElasticsearchSink(configuration))
                .name("elasticsearch")
                .uid("elasticsearch");
    }

    /** How the configuration says to reach Elasticsearch. */
    public static ElasticsearchConnection connection(JobConfiguration configuration) {
        Optional<Credentials> key =
                configuration.get(JobOptions.ELASTICSEARCH_API_KEY).map(Credentials.ApiKey::new);
        Optional<Credentials> user = configuration
                .get(JobOptions.ELASTICSEARCH_USERNAME)
                .map(name -> new Credentials.Basic(
                        name,
                        configuration.get(JobOptions.ELASTICSEARCH_PASSWORD).orElse("")));
        return new ElasticsearchConnection(
                configuration.get(JobOptions.ELASTICSEARCH_URLS),
                key.or(() -> user).orElse(null),
                configuration.get(JobOptions.ELASTICSEARCH_CA_CERTIFICATE).orElse(null));
    }

    @SuppressWarnings("deprecation") // Flink's connector knows no other name for it
    private static KafkaSource<SourceRecord> source(JobConfiguration configuration) {
        Properties properties = new Properties();
        // what an exactly-once journey takes back must not be indexed
        properties.setProperty(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        properties.putAll(configuration.kafkaProperties());
        return KafkaSource.<SourceRecord>builder()
                .setProperties(properties)
                .setKafkaSubscriber(new KnownPartitions(Documents.topics(configuration.topics())))
                .setGroupId(configuration.get(JobOptions.SEARCH_GROUP_ID))
                .setClientIdPrefix(configuration.get(JobOptions.SEARCH_GROUP_ID))
                .setStartingOffsets(OffsetsInitializer.committedOffsets(OffsetResetStrategy.EARLIEST))
                .setDeserializer(new SourceRecordSchema())
                .build();
    }
}
