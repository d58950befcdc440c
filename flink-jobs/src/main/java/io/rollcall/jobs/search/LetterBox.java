package io.rollcall.jobs.search;

import io.rollcall.jobs.out.DeadLetterCode;
import io.rollcall.jobs.out.DeadLetters;
import io.rollcall.jobs.out.TopicRecord;
import java.io.IOException;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where records go that will not be in Elasticsearch. */
final class LetterBox implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LetterBox.class);

    private final DeadLetters letters;
    private final SinkWriter<TopicRecord> topic;

    LetterBox(DeadLetters letters, SinkWriter<TopicRecord> topic) {
        this.letters = letters;
        this.topic = topic;
    }

    /** The record is not what its topic carries. */
    void unreadable(SourceRecord record, String reason) throws IOException, InterruptedException {
        post(DeadLetterCode.UNDECODABLE, record, reason);
    }

    /** Elasticsearch will never take a document of the record. */
    void rejected(SourceRecord record, String reason) throws IOException, InterruptedException {
        post(DeadLetterCode.REJECTED_DOCUMENT, record, reason);
    }

    /** Waits until every letter is acknowledged. */
    void flush(boolean endOfInput) throws IOException, InterruptedException {
        topic.flush(endOfInput);
    }

    @Override
    public void close() throws Exception {
        topic.close();
    }

    private void post(DeadLetterCode code, SourceRecord record, String reason)
            throws IOException, InterruptedException {
        LOG.warn(
                "Dead letter ({}) of {}-{} at offset {}: {}",
                code.text(),
                record.topic(),
                record.partition(),
                record.offset(),
                reason);
        topic.write(
                letters.write(
                        code,
                        reason,
                        new DeadLetters.Letter(
                                record.topic(), record.partition(), record.offset(), record.key(), record.value())),
                NO_CONTEXT);
    }

    private static final SinkWriter.Context NO_CONTEXT = new SinkWriter.Context() {
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
