package io.rollcall.jobs.journey;

import static java.util.Objects.requireNonNull;

import io.rollcall.jobs.type.Varint;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;
import org.jspecify.annotations.Nullable;

/**
 * Keys that wait in a row, each once; who came first leaves first. Beside them lies what a checkpoint needs, their bytes by key
 * group: it only has to copy these, while everything stands still.
 */
final class OwedKeys {
    private final Set<String> keys = new LinkedHashSet<>();
    private final @Nullable Row[] rows;

    /**
     * No keys yet.
     *
     * @param keyGroups how many key groups there are; 0 for keys that no checkpoint of Flink's keeps, which then have no bytes
     */
    OwedKeys(int keyGroups) {
        this.rows = new @Nullable Row[keyGroups];
    }

    /** The bytes of the keys of a group, in a row. */
    private static final class Row {
        private static final int FIRST_BYTES = 64;

        private final DataOutputSerializer bytes = new DataOutputSerializer(FIRST_BYTES);
        private int begin;
        private int size;

        void add(String key) throws IOException {
            if (begin > 0 && begin >= bytes.length() / 2) {
                byte[] all = bytes.getSharedBuffer();
                int rest = bytes.length() - begin;
                bytes.clear();
                bytes.write(all, begin, rest);
                begin = 0;
            }
            Varint.writeBytes(key.getBytes(StandardCharsets.UTF_8), bytes);
            size++;
        }

        void removeFirst() throws IOException {
            DataInputDeserializer first =
                    new DataInputDeserializer(bytes.getSharedBuffer(), begin, bytes.length() - begin);
            Varint.readBytes(first);
            begin = bytes.length() - first.available();
            size--;
        }
    }

    /** Adds a key behind the others; it stays where it is if it is there already. */
    void add(String key) {
        if (keys.add(key) && rows.length > 0) {
            int group = KeyGroupRangeAssignment.assignToKeyGroup(key, rows.length);
            Row row = rows[group];
            if (row == null) {
                row = new Row();
                rows[group] = row;
            }
            try {
                row.add(key);
            } catch (IOException e) {
                throw new IllegalStateException("'" + key + "' cannot be written into memory", e);
            }
        }
    }

    /** Takes the first key away; there must be one. */
    String removeFirst() {
        Iterator<String> all = keys.iterator();
        String first = all.next();
        all.remove();
        if (rows.length == 0) {
            return first;
        }
        int group = KeyGroupRangeAssignment.assignToKeyGroup(first, rows.length);
        Row row = requireNonNull(rows[group]);
        try {
            row.removeFirst();
        } catch (IOException e) {
            throw new IllegalStateException(
                    "the bytes of key group " + group + " do not hold '" + first + "', which waits first", e);
        }
        if (row.size == 0) {
            // a surge leaves no memory behind
            rows[group] = null;
        }
        return first;
    }

    boolean contains(String key) {
        return keys.contains(key);
    }

    boolean isEmpty() {
        return keys.isEmpty();
    }

    int size() {
        return keys.size();
    }

    /** How many key groups there are. */
    int keyGroups() {
        return rows.length;
    }

    /** How many keys of a group there are. */
    int size(int group) {
        Row row = rows[group];
        return row == null ? 0 : row.size;
    }

    /** Writes the keys of a group: of each its bytes ({@link Varint#writeBytes}), in UTF-8. */
    void write(int group, DataOutputSerializer out) throws IOException {
        Row row = rows[group];
        if (row != null) {
            out.write(row.bytes.getSharedBuffer(), row.begin, row.bytes.length() - row.begin);
        }
    }
}
