package io.rollcall.simulate;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.rollcall.event.Event;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Events as text, one JSON object a line, as {@code rollcall demo --events} and the events topic read them. */
public final class EventLines implements AutoCloseable {
    private final JsonGenerator json;
    private final InstantText time = new InstantText();

    /** Writes UTF-8 to {@code out}, which closing closes too. */
    public EventLines(OutputStream out) throws IOException {
        this.json = new JsonFactory().createGenerator(out);
        json.setRootValueSeparator(null);
    }

    /** Writes one line. Attributes are sorted by name, so that equal events are equal text. */
    public void write(Event event) throws IOException {
        json.writeStartObject();
        json.writeStringField("id", event.id());
        json.writeStringField("community", event.community());
        json.writeStringField("type", event.type());
        json.writeFieldName("at");
        int length = time.write(event.at());
        json.writeString(time.text(), 0, length);
        writeIfPresent("member", event.member());
        writeIfPresent("recipient", event.recipient());
        if (event.value() != 0) {
            json.writeNumberField("value", event.value());
        }
        if (!event.attributes().isEmpty()) {
            json.writeObjectFieldStart("attributes");
            for (Map.Entry<String, String> attribute :
                    sorted(event.attributes()).entrySet()) {
                json.writeStringField(attribute.getKey(), attribute.getValue());
            }
            json.writeEndObject();
        }
        json.writeEndObject();
        json.writeRaw('\n');
    }

    private static Map<String, String> sorted(Map<String, String> attributes) {
        return attributes.size() == 1 ? attributes : new TreeMap<>(attributes);
    }

    private void writeIfPresent(String field, @Nullable String text) throws IOException {
        if (text != null) {
            json.writeStringField(field, text);
        }
    }

    /** Passes on what was written so far: whole lines. */
    public void flush() throws IOException {
        json.flush();
    }

    @Override
    public void close() throws IOException {
        json.close();
    }
}
