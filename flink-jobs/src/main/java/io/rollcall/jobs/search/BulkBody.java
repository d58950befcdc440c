package io.rollcall.jobs.search;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.MinimalPrettyPrinter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/** The body of a bulk request: for each write a line that says what to do, and for each document a line with it. */
final class BulkBody {
    private static final JsonFactory FACTORY = new JsonFactory();

    private BulkBody() {}

    static byte[] of(List<DocumentWrite> writes) {
        int size = writes.stream().mapToInt(DocumentWrite::size).sum();
        ByteArrayOutputStream body = new ByteArrayOutputStream(size);
        try (JsonGenerator lines = FACTORY.createGenerator(body).setPrettyPrinter(new MinimalPrettyPrinter("\n"))) {
            for (DocumentWrite write : writes) {
                byte[] json = write.json();
                lines.writeStartObject();
                lines.writeObjectFieldStart(json == null ? "delete" : "index");
                lines.writeStringField("_index", write.key().index());
                lines.writeStringField("_id", write.key().id());
                if (write.version() != DocumentWrite.UNVERSIONED) {
                    lines.writeNumberField("version", write.version());
                    lines.writeStringField("version_type", "external_gte");
                }
                lines.writeEndObject();
                lines.writeEndObject();
                lines.flush();
                if (json != null) {
                    body.write('\n');
                    body.write(json);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory failed", e);
        }
        body.write('\n');
        return body.toByteArray();
    }
}
