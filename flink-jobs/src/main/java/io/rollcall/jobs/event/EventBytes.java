package io.rollcall.jobs.event;

import io.rollcall.event.Event;
import io.rollcall.jobs.type.Varint;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.apache.flink.types.StringValue;
import org.jspecify.annotations.Nullable;

/** The compact bytes of an event and its origin, between operators: flags, texts, numbers; no field names, no Avro. */
final class EventBytes {
    private static final int HAS_VALUE = 1;

    private EventBytes() {}

    static void write(Event event, Origin origin, DataOutputView out) throws IOException {
        out.writeByte(event.value() == 0 ? 0 : HAS_VALUE);
        StringValue.writeString(event.id(), out);
        StringValue.writeString(event.community(), out);
        StringValue.writeString(event.type(), out);
        StringValue.writeString(event.member(), out);
        StringValue.writeString(event.recipient(), out);
        Varint.writeSigned(event.at(), out);
        if (event.value() != 0) {
            out.writeDouble(event.value());
        }
        Varint.write(event.attributes().size(), out);
        for (Map.Entry<String, String> attribute : event.attributes().entrySet()) {
            StringValue.writeString(attribute.getKey(), out);
            StringValue.writeString(attribute.getValue(), out);
        }
        Varint.write(origin.partition(), out);
        Varint.write(origin.offset(), out);
    }

    static Received.Happened read(DataInputView in) throws IOException {
        int flags = in.readByte();
        String id = StringValue.readString(in);
        String community = StringValue.readString(in);
        String type = StringValue.readString(in);
        @Nullable String member = StringValue.readString(in);
        @Nullable String recipient = StringValue.readString(in);
        long at = Varint.readSigned(in);
        double value = (flags & HAS_VALUE) == 0 ? 0 : in.readDouble();
        Event event = new Event(id, community, type, member, recipient, at, value, attributes(in));
        return new Received.Happened(event, new Origin((int) Varint.read(in), Varint.read(in)));
    }

    private static Map<String, String> attributes(DataInputView in) throws IOException {
        int size = (int) Varint.read(in);
        if (size == 0) {
            return Map.of();
        }
        Map<String, String> attributes = new LinkedHashMap<>(2 * size);
        for (int i = 0; i < size; i++) {
            attributes.put(StringValue.readString(in), StringValue.readString(in));
        }
        return attributes;
    }
}
