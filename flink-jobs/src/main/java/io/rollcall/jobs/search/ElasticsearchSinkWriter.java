package io.rollcall.jobs.search;

import java.io.IOException;
import java.util.List;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.util.IOUtils;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One subtask's writer. */
final class ElasticsearchSinkWriter implements SinkWriter<SourceRecord> {
    private static final Logger LOG = LoggerFactory.getLogger(ElasticsearchSinkWriter.class);

    private final Documents documents;
    private final BulkWriter writer;
    private final SinkWriter<Refusal> deadLetters;
    private final BulkTransport transport;

    ElasticsearchSinkWriter(
            Documents documents, BulkWriter writer, SinkWriter<Refusal> deadLetters, BulkTransport transport) {
        this.documents = documents;
        this.writer = writer;
        this.deadLetters = deadLetters;
        this.transport = transport;
    }

    @Override
    public void write(SourceRecord record, Context context) throws IOException, InterruptedException {
        List<DocumentWrite> writes;
        try {
            writes = documents.of(record);
        } catch (UnreadableException e) {
            bury(deadLetters, new Refusal(record, Refusal.UNDECODABLE, String.valueOf(e.getMessage())));
            return;
        }
        for (DocumentWrite write : writes) {
            writer.write(write);
        }
    }

    @Override
    public void flush(boolean endOfInput) throws IOException, InterruptedException {
        writer.flush();
        // after the documents: some of them may have become dead letters just now
        deadLetters.flush(endOfInput);
    }

    @Override
    public void close() throws Exception {
        IOUtils.closeAll(transport, deadLetters);
    }

    static void bury(SinkWriter<Refusal> deadLetters, Refusal refusal) throws IOException, InterruptedException {
        LOG.warn(
                "Dead letter ({}) of {}-{} at offset {}: {}",
                refusal.code(),
                refusal.record().topic(),
                refusal.record().partition(),
                refusal.record().offset(),
                refusal.reason());
        deadLetters.write(refusal, NO_CONTEXT);
    }

    private static final Context NO_CONTEXT = new Context() {
        @Override
        public long currentWatermark() {
            return Long.MIN_VALUE;
        }

        @Override
        public @Nullable Long timestamp() {
            return null;
        }
    };
}
