package io.rollcall.replay;

import io.rollcall.event.Event;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Events as bytes, one after another, for the disk while it sorts; nothing that outlives a run. */
final class EventBytes {
    private static final int ABSENT = -1;
    /** Types, communities and names of attributes are few; what is not shall not fill the memory. */
    private static final int MOST_SHARED = 1_000;

    private byte[] bytes = new byte[1 << 16];
    private int length;

    /** Adds an event, after its length. */
    void write(Event event) {
        int begin = length;
        reserve(Integer.BYTES + Long.BYTES * 2);
        length += Integer.BYTES;
        putLong(event.at());
        putLong(Double.doubleToRawLongBits(event.value()));
        put(event.id());
        put(event.community());
        put(event.type());
        put(event.member());
        put(event.recipient());
        reserve(Integer.BYTES);
        putInt(event.attributes().size());
        event.attributes().forEach((name, value) -> {
            put(name);
            put(value);
        });
        int end = length;
        length = begin;
        putInt(end - begin - Integer.BYTES);
        length = end;
    }

    byte[] bytes() {
        return bytes;
    }

    int length() {
        return length;
    }

    void clear() {
        length = 0;
    }

    private void put(@Nullable String text) {
        byte[] utf8 = text == null ? null : text.getBytes(StandardCharsets.UTF_8);
        reserve(Integer.BYTES + (utf8 == null ? 0 : utf8.length));
        putInt(utf8 == null ? ABSENT : utf8.length);
        if (utf8 != null) {
            System.arraycopy(utf8, 0, bytes, length, utf8.length);
            length += utf8.length;
        }
    }

    private void putInt(int value) {
        for (int shift = 24; shift >= 0; shift -= 8) {
            bytes[length++] = (byte) (value >> shift);
        }
    }

    private void putLong(long value) {
        putInt((int) (value >> 32));
        putInt((int) value);
    }

    private void reserve(int more) {
        if (bytes.length - length < more) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + more));
        }
    }

    /** Reads events from bytes that hold nothing else. */
    static final class Reader {
        private final Map<String, String> shared = new HashMap<>();
        private byte[] bytes = {};
        private int position;

        /** The length of an event, which stands before it. */
        static int size(byte[] bytes, int offset) {
            return (bytes[offset] & 0xFF) << 24
                    | (bytes[offset + 1] & 0xFF) << 16
                    | (bytes[offset + 2] & 0xFF) << 8
                    | bytes[offset + 3] & 0xFF;
        }

        /** Reads the event that begins there. */
        Event read(byte[] from, int offset) {
            bytes = from;
            position = offset;
            long at = getLong();
            double value = Double.longBitsToDouble(getLong());
            String id = required();
            String community = shared(required());
            String type = shared(required());
            String member = text();
            String recipient = text();
            return new Event(id, community, type, member, recipient, at, value, attributes());
        }

        private Map<String, String> attributes() {
            int count = getInt();
            if (count == 0) {
                return Map.of();
            }
            if (count == 1) {
                return Map.of(shared(required()), required());
            }
            Map<String, String> attributes = new HashMap<>();
            for (int i = 0; i < count; i++) {
                attributes.put(shared(required()), required());
            }
            return attributes;
        }

        private String shared(String text) {
            String known = shared.get(text);
            if (known == null && shared.size() < MOST_SHARED) {
                shared.put(text, text);
            }
            return known == null ? text : known;
        }

        private String required() {
            String text = text();
            if (text == null) {
                throw new IllegalStateException("the sorted history is damaged");
            }
            return text;
        }

        private @Nullable String text() {
            int size = getInt();
            if (size == ABSENT) {
                return null;
            }
            String text = new String(bytes, position, size, StandardCharsets.UTF_8);
            position += size;
            return text;
        }

        private int getInt() {
            int value = 0;
            for (int i = 0; i < Integer.BYTES; i++) {
                value = value << 8 | bytes[position++] & 0xFF;
            }
            return value;
        }

        private long getLong() {
            return (long) getInt() << 32 | getInt() & 0xFFFF_FFFFL;
        }
    }
}
