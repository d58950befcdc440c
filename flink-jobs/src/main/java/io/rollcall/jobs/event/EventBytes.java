package io.rollcall.jobs.event;

import io.rollcall.event.Event;
import io.rollcall.jobs.type.Texts;
import io.rollcall.jobs.type.Varint;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.jspecify.annotations.Nullable;

/** The compact bytes of an event and its origin, between operators and in checkpoints: flags, texts, numbers; no field names, no Avro. */
public final class EventBytes {
    private static final int HAS_VALUE = 1;

    private EventBytes() {}

    static void write(Event event, Origin origin, DataOutputView out) throws IOException {
        out.writeByte(event.value() == 0 ? 0 : HAS_VALUE);
        Texts.write(event.id(), out);
        Texts.write(event.community(), out);
        Texts.write(event.type(), out);
        Texts.write(event.member(), out);
        Texts.write(event.recipient(), out);
        Varint.writeSigned(event.at(), out);
        if (event.value() != 0) {
            out.writeDouble(event.value());
        }
        writeAttributes(event.attributes(), out);
        Varint.write(origin.partition(), out);
        Varint.write(origin.offset(), out);
    }

    static Received.Happened read(DataInputView in) throws IOException {
        int flags = in.readByte();
        String id = Texts.read(in);
        String community = Texts.read(in);
        String type = Texts.read(in);
        @Nullable String member = Texts.readIfThere(in);
        @Nullable String recipient = Texts.readIfThere(in);
        long at = Varint.readSigned(in);
        double value = (flags & HAS_VALUE) == 0 ? 0 : in.readDouble();
        Event event = new Event(id, community, type, member, recipient, at, value, readAttributes(in));
        return new Received.Happened(event, new Origin((int) Varint.read(in), Varint.read(in)));
    }

    /** Writes an event's attributes. */
    public static void writeAttributes(Map<String, String> attributes, DataOutputView out) throws IOException {
        Varint.write(attributes.size(), out);
        for (Map.Entry<String, String> attribute : attributes.entrySet()) {
            Texts.write(attribute.getKey(), out);
            Texts.write(attribute.getValue(), out);
        }
    }

    /** Reads what {@link #writeAttributes} wrote. */
    public static Map<String, String> readAttributes(DataInputView in) throws IOException {
        int size = (int) Varint.read(in);
        if (size == 0) {
            return Map.of();
        }
        Map<String, String> attributes = new LinkedHashMap<>(2 * size);
        for (int i = 0; i < size; i++) {
            attributes.put(Texts.read(in), Texts.read(in));
        }
        return attributes;
    }
}
