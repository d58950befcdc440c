package io.rollcall.jobs.journey;

import static java.util.Objects.requireNonNull;

import io.rollcall.jobs.type.Varint;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Queue;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;
import org.jspecify.annotations.Nullable;

/**
 * Keys that wait in a row, each once; who came first leaves first. They are kept as what a checkpoint needs, their bytes by key group: it
 * only has to copy these, while everything stands still. Millions can wait, so a key takes its bytes and some 25 to 50 beside them, and no objects.
 */
final class OwedKeys {
    private final int keyGroups;
    private final @Nullable Row[] rows;
    private final DataOutputSerializer scratch = new DataOutputSerializer(Row.FIRST_BYTES);

    /** The row of each key, in their order. */
    private Queue<Row> order = new ArrayDeque<>();

    /**
     * No keys yet.
     *
     * @param keyGroups how many key groups there are; 0 for keys that no checkpoint of Flink's keeps
     */
    OwedKeys(int keyGroups) {
        this.keyGroups = keyGroups;
        this.rows = new @Nullable Row[Math.max(1, keyGroups)];
    }

    /** The bytes of the keys of a group, in a row. */
    private static final class Row {
        private static final int FIRST_BYTES = 64;
        private static final int FIRST_PLACES = 8;
        private static final int FACTOR = 31;

        private final int group;
        private final DataOutputSerializer bytes = new DataOutputSerializer(FIRST_BYTES);

        /** An entry is where a key's bytes are, counted from the row's begin and round in a circle. */
        private final HashIndex index = new HashIndex(this::isOf, FIRST_PLACES);

        private int begin;

        /** What was counted before the bytes that are still there. It begins shortly before the circle's end, lest that is never tried. */
        private int gone = Integer.MAX_VALUE - FIRST_BYTES;

        Row(int group) {
            this.group = group;
        }

        private boolean isOf(int entry, byte[] key) {
            int at = entry - gone & Integer.MAX_VALUE;
            return at + key.length <= bytes.length()
                    && Arrays.equals(bytes.getSharedBuffer(), at, at + key.length, key, 0, key.length);
        }

        boolean has(byte[] key) {
            return index.find(hash(key, 0, key.length), key) != HashIndex.NONE;
        }

        /** Adds a key's bytes, their length before them, unless they are there. */
        boolean add(byte[] key) throws IOException {
            if (has(key)) {
                return false;
            }
            if (begin > 0 && begin >= bytes.length() / 2) {
                byte[] all = bytes.getSharedBuffer();
                int rest = bytes.length() - begin;
                bytes.clear();
                bytes.write(all, begin, rest);
                gone = gone + begin & Integer.MAX_VALUE;
                begin = 0;
            }
            index.add(hash(key, 0, key.length), gone + bytes.length() & Integer.MAX_VALUE);
            bytes.write(key);
            return true;
        }

        String removeFirst() throws IOException {
            DataInputDeserializer first =
                    new DataInputDeserializer(bytes.getSharedBuffer(), begin, bytes.length() - begin);
            String key = new String(requireNonNull(Varint.readBytes(first)), StandardCharsets.UTF_8);
            int end = bytes.length() - first.available();
            index.remove(hash(bytes.getSharedBuffer(), begin, end), gone + begin & Integer.MAX_VALUE);
            begin = end;
            return key;
        }

        /** Of the bytes and not of the text: there are texts that their bytes do not give back. */
        private static int hash(byte[] all, int begin, int end) {
            int hash = 0;
            for (int at = begin; at < end; at++) {
                hash = hash * FACTOR + all[at];
            }
            return MemberKey.spread(hash);
        }
    }

    /** Adds a key behind the others; it stays where it is if it is there already. */
    void add(String key) {
        int group = group(key);
        Row row = rows[group];
        if (row == null) {
            row = new Row(group);
            rows[group] = row;
        }
        try {
            if (row.add(bytes(key))) {
                order.add(row);
            }
        } catch (IOException e) {
            throw new IllegalStateException("'" + key + "' cannot be written into memory", e);
        }
    }

    /** Takes the first key away; there must be one. */
    String removeFirst() {
        Row row = order.remove();
        String first;
        try {
            first = row.removeFirst();
        } catch (IOException e) {
            throw new IllegalStateException("the bytes of key group " + row.group + " are not those of its keys", e);
        }
        // a surge leaves no memory behind
        if (row.index.size() == 0) {
            rows[row.group] = null;
        }
        if (order.isEmpty()) {
            order = new ArrayDeque<>();
        }
        return first;
    }

    boolean contains(String key) {
        Row row = rows[group(key)];
        return row != null && row.has(bytes(key));
    }

    boolean isEmpty() {
        return order.isEmpty();
    }

    int size() {
        return order.size();
    }

    /** How many key groups there are. */
    int keyGroups() {
        return keyGroups;
    }

    /** How many keys of a group there are. */
    int size(int group) {
        Row row = rows[group];
        return row == null ? 0 : row.index.size();
    }

    /** Writes the keys of a group: of each its bytes ({@link Varint#writeBytes}), in UTF-8. */
    void write(int group, DataOutputSerializer out) throws IOException {
        Row row = rows[group];
        if (row != null) {
            out.write(row.bytes.getSharedBuffer(), row.begin, row.bytes.length() - row.begin);
        }
    }

    private int group(String key) {
        return keyGroups == 0 ? 0 : KeyGroupRangeAssignment.assignToKeyGroup(key, keyGroups);
    }

    /** The bytes of a key, as they are written. */
    private byte[] bytes(String key) {
        scratch.clear();
        try {
            Varint.writeBytes(key.getBytes(StandardCharsets.UTF_8), scratch);
        } catch (IOException e) {
            throw new IllegalStateException("'" + key + "' cannot be written into memory", e);
        }
        return scratch.getCopyOfBuffer();
    }
}
