package io.rollcall.jobs.search;

import java.io.IOException;
import java.util.List;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.util.IOUtils;

/** One subtask's writer. */
final class ElasticsearchSinkWriter implements SinkWriter<SourceRecord> {
    private final Documents documents;
    private final BulkWriter writer;
    private final LetterBox letters;
    private final BulkTransport transport;

    ElasticsearchSinkWriter(Documents documents, BulkWriter writer, LetterBox letters, BulkTransport transport) {
        this.documents = documents;
        this.writer = writer;
        this.letters = letters;
        this.transport = transport;
    }

    @Override
    public void write(SourceRecord record, Context context) throws IOException, InterruptedException {
        List<DocumentWrite> writes;
        try {
            writes = documents.of(record);
        } catch (UnreadableException e) {
            letters.unreadable(record, String.valueOf(e.getMessage()));
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
        letters.flush(endOfInput);
    }

    @Override
    public void close() throws Exception {
        IOUtils.closeAll(transport, letters);
    }
}
