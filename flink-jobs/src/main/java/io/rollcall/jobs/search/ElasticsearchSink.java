package io.rollcall.jobs.search;

import io.rollcall.jobs.config.JobConfiguration;
import io.rollcall.jobs.config.JobOptions;
import io.rollcall.jobs.out.DeadLetters;
import io.rollcall.jobs.out.TopicRecord;
import io.rollcall.jobs.out.TopicSinks;
import io.rollcall.search.ElasticsearchConnection;
import io.rollcall.search.IndexNames;
import java.io.IOException;
import java.util.SplittableRandom;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;

/**
 * Writes records as documents into Elasticsearch, at least once; ids and versions make that exactly once to see.
 *
 * <p>When a checkpoint completes, and with it the offsets are committed, every record before it is in Elasticsearch or in
 * the dead letters, acknowledged. So nothing is kept in state. What Elasticsearch cannot take now waits, and Kafka with it.
 */
final class ElasticsearchSink implements Sink<SourceRecord> {
    private static final long serialVersionUID = 1;

    private final JobConfiguration configuration;
    private final ElasticsearchConnection connection;
    private final IndexNames names;
    private final BulkSettings settings;
    private final DeadLetters letters;
    private final Sink<TopicRecord> letterSink;

    ElasticsearchSink(JobConfiguration configuration) {
        this.configuration = configuration;
        this.connection = SearchIndex.connection(configuration);
        this.names = new IndexNames(configuration.get(JobOptions.INDEX_PREFIX));
        this.settings = BulkSettings.of(configuration);
        this.letters = new DeadLetters(configuration, "search-index/elasticsearch");
        // a sink within a sink has nobody to commit its transactions; flushing is enough for letters
        this.letterSink = TopicSinks.create(configuration.with(JobOptions.DELIVERY, "at-least-once"), "search-index");
    }

    @Override
    public SinkWriter<SourceRecord> createWriter(WriterInitContext context) throws IOException {
        LetterBox letterBox = new LetterBox(letters, letterSink.createWriter(context));
        BulkTransport transport = new RestBulkTransport(connection, names);
        BulkWriter writer = new BulkWriter(
                settings,
                transport,
                context.getMailboxExecutor(),
                context.getProcessingTimeService(),
                new SplittableRandom(),
                context.metricGroup().addGroup("elasticsearch"),
                letterBox::rejected);
        Documents documents = new Documents(configuration.topics(), names, ProgramOutline::read);
        return new ElasticsearchSinkWriter(documents, writer, letterBox, transport);
    }
}
