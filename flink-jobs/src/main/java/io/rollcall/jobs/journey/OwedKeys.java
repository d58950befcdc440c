package io.rollcall.jobs.journey;

import static java.util.Objects.requireNonNull;

import io.rollcall.jobs.type.Varint;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Queue;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;
import org.jspecify.annotations.Nullable;

/**
 * Keys that wait in a row, each once; who came first leaves first. They are kept as what a checkpoint needs, their bytes by key group: it
 * only has to copy these, while everything stands still. Millions can wait, so a key takes no objects: its bytes, up to twice while keys come
 * and go, and some 20 to 40 beside them.
 */
final class OwedKeys {
    private final int keyGroups;
    private final @Nullable Row[] rows;

    /** The row of each key, in their order. */
    private Queue<Row> order = new ArrayDeque<>();

    /** How many keys there are; others than the task's thread ask, too. */
    private int size;

    /**
     * No keys yet.
     *
     * @param keyGroups how many key groups there are; 0 for keys that no checkpoint of Flink's keeps, for which no class of Flink's is needed
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

        /** Where so many bytes are gone of all, the others move up instead of having more room. */
        private static final int MUCH = 4;

        /** Where so many are not needed of all, there is half of the room from then on. */
        private static final int MOST = 8;

        private final int group;
        private byte[] bytes = new byte[FIRST_BYTES];
        private int begin;
        private int end;

        /** An entry is where a key's bytes are, counted from the row's begin and round in a circle. */
        private final HashIndex index = new HashIndex(this::isOf, FIRST_PLACES);

        /** What was counted before the bytes that are still there. It begins shortly before the circle's end, lest that is never tried. */
        private int gone = Integer.MAX_VALUE - FIRST_BYTES;

        Row(int group) {
            this.group = group;
        }

        private boolean isOf(int entry, byte[] key) {
            int at = entry - gone & Integer.MAX_VALUE;
            return key.length <= end - at && Arrays.equals(bytes, at, at + key.length, key, 0, key.length);
        }

        boolean has(byte[] key) {
            return index.find(hash(key, 0, key.length), key) != HashIndex.NONE;
        }

        /** Adds a key's bytes, their length before them, unless they are there. */
        boolean add(byte[] key) {
            if (has(key)) {
                return false;
            }
            if (end + key.length > bytes.length) {
                int needed = end - begin + key.length;
                boolean isEnough = begin >= bytes.length / MUCH && needed <= bytes.length;
                moveUp(isEnough ? bytes.length : Math.max(needed, bytes.length + bytes.length / 2));
            }
            index.add(hash(key, 0, key.length), gone + end & Integer.MAX_VALUE);
            System.arraycopy(key, 0, bytes, end, key.length);
            end += key.length;
            return true;
        }

        String removeFirst() throws IOException {
            ByteArrayInputStream first = new ByteArrayInputStream(bytes, begin, end - begin);
            byte[] key = requireNonNull(Varint.readBytes(new DataInputStream(first)));
            int next = end - first.available();
            index.remove(hash(bytes, begin, next), gone + begin & Integer.MAX_VALUE);
            begin = next;
            if (bytes.length > FIRST_BYTES && end - begin < bytes.length / MOST) {
                moveUp(bytes.length / 2);
            }
            return new String(key, StandardCharsets.UTF_8);
        }

        private void moveUp(int room) {
            byte[] to = room == bytes.length ? bytes : new byte[room];
            System.arraycopy(bytes, begin, to, 0, end - begin);
            bytes = to;
            gone = gone + begin & Integer.MAX_VALUE;
            end -= begin;
            begin = 0;
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
        if (row.add(bytes(key))) {
            order.add(row);
            size++;
        }
    }

    /** Takes the first key away; there must be one. */
    String removeFirst() {
        Row row = order.remove();
        size--;
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
        if (size == 0) {
            order = new ArrayDeque<>();
        }
        return first;
    }

    boolean contains(String key) {
        Row row = rows[group(key)];
        return row != null && row.has(bytes(key));
    }

    boolean isEmpty() {
        return size == 0;
    }

    int size() {
        return size;
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
    void write(int group, DataOutput out) throws IOException {
        Row row = rows[group];
        if (row != null) {
            out.write(row.bytes, row.begin, row.end - row.begin);
        }
    }

    private int group(String key) {
        return keyGroups == 0 ? 0 : KeyGroupRangeAssignment.assignToKeyGroup(key, keyGroups);
    }

    /** The bytes of a key, as they are written. */
    private static byte[] bytes(String key) {
        byte[] text = key.getBytes(StandardCharsets.UTF_8);
        byte[] bytes = new byte[Varint.sizeOfBytes(text)];
        System.arraycopy(text, 0, bytes, Varint.writeLength(text, bytes), text.length);
        return bytes;
    }
}
