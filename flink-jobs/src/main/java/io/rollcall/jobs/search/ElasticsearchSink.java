package io.rollcall.jobs.search;

import io.rollcall.search.ElasticsearchConnection;
import io.rollcall.search.IndexNames;
import io.rollcall.wire.Topics;
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

    private final ElasticsearchConnection connection;
    private final IndexNames names;
    private final String topicsPrefix;
    private final BulkSettings settings;
    private final Sink<Refusal> deadLetters;

    ElasticsearchSink(
            ElasticsearchConnection connection,
            IndexNames names,
            Topics topics,
            BulkSettings settings,
            Sink<Refusal> deadLetters) {
        this.connection = connection;
        this.names = names;
        this.topicsPrefix = topics.prefix();
        this.settings = settings;
        this.deadLetters = deadLetters;
    }

    @Override
    public SinkWriter<SourceRecord> createWriter(WriterInitContext context) throws IOException {
        SinkWriter<Refusal> letters = deadLetters.createWriter(context);
        BulkTransport transport = new RestBulkTransport(connection, names);
        BulkWriter writer = new BulkWriter(
                settings,
                transport,
                context.getMailboxExecutor(),
                context.getProcessingTimeService(),
                new SplittableRandom(),
                context.metricGroup().addGroup("elasticsearch"),
                (record, reason) ->
                        ElasticsearchSinkWriter.bury(letters, new Refusal(record, Refusal.REJECTED_DOCUMENT, reason)));
        Documents documents = new Documents(new Topics(topicsPrefix), names, ProgramOutline::read);
        return new ElasticsearchSinkWriter(documents, writer, letters, transport);
    }
}
