package io.rollcall.jobs.journey;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The members behind the hot ones, as bytes: to read and write them here costs a small part of asking RocksDB. What the state backend
 * does not have yet is written to it when it is that member's turn ({@link #writeOldest}), and before it makes room.
 *
 * <p>Bounded in bytes. These are some large arrays, in which a garbage collector has nothing to follow and which it seldom moves: a row of
 * segments, filled one after the other. When the last one is full the first one is filled anew, behind those of its members
 * that were asked for since they came there, unless these are more than half of it.
 *
 * <p>An entry: the key's hash, its own size with three flags, the lengths of key and content, the neighbours among those that are unwritten,
 * timer and next instant, key, content, room for the content to grow.
 */
final class WarmMembers {
    private static final int SEGMENT_BYTES = 256 * 1024;
    private static final int LEAST_SEGMENTS = 4;

    /** No entry takes more than this part of a segment, so that one has room beside the half that may stay. */
    private static final int SEGMENT_TO_ENTRY = 4;

    private static final int UNIT = 8;
    private static final int UNIT_BITS = 3;

    private static final int SIZE = Integer.BYTES;
    private static final int KEY_LENGTH = SIZE + Integer.BYTES;
    private static final int CONTENT_LENGTH = KEY_LENGTH + Integer.BYTES;
    private static final int BEFORE = CONTENT_LENGTH + Integer.BYTES;
    private static final int AFTER = BEFORE + Integer.BYTES;
    private static final int TIMER = AFTER + Integer.BYTES;
    private static final int NEXT = TIMER + Long.BYTES;
    private static final int HEAD = NEXT + Long.BYTES;

    /** In the bits that a size, which is a multiple of the unit, leaves free. */
    private static final int USED = 1;

    private static final int GONE = 2;
    private static final int UNWRITTEN = 4;
    private static final int FLAGS = USED | GONE | UNWRITTEN;

    private static final int GROWTH_BITS = 3;
    private static final int FIRST_PLACES = 1 << 10;

    private final Backend backend;
    private final int segmentBytes;
    private final @Nullable ByteBuffer[] segments;

    /** The bytes of each segment that are entries. */
    private final int[] ends;

    private int filling;

    /** An entry is where it begins, in units from the first segment's begin. */
    private final HashIndex index = new HashIndex(this::isOf, FIRST_PLACES);

    // of those that the backend does not have as they are here
    private int oldest = HashIndex.NONE;
    private int newest = HashIndex.NONE;
    private int unwritten;

    /** Where members are kept for good. */
    @FunctionalInterface
    interface Backend {
        void write(String key, MemberEnvelope member) throws IOException;
    }

    /**
     * None yet.
     *
     * @param backend is given members that make room, or whose turn it is
     * @param bytes how many of the heap they take at most; 0: none are kept. Beside them an index takes 16 to 32 bytes a member
     */
    WarmMembers(Backend backend, long bytes) {
        this.backend = backend;
        long segment = Math.min(SEGMENT_BYTES, bytes / LEAST_SEGMENTS);
        this.segmentBytes = (int) (segment / UNIT * UNIT);
        this.segments = new @Nullable ByteBuffer[segmentBytes == 0 ? 0 : Math.toIntExact(bytes / segmentBytes)];
        this.ends = new int[segments.length];
    }

    /** The member as it is now; null if that is not known here. */
    @Nullable
    MemberEnvelope get(String key) {
        int entry = index.find(MemberKey.hash(key), bytes(key));
        if (entry == HashIndex.NONE) {
            return null;
        }
        ByteBuffer segment = segment(entry);
        int at = offset(entry);
        segment.putInt(at + SIZE, segment.getInt(at + SIZE) | USED);
        return member(segment, at);
    }

    /** Whether a member is known here. */
    boolean has(String key) {
        return index.find(MemberKey.hash(key), bytes(key)) != HashIndex.NONE;
    }

    /** A member is this now, and the backend has it so. Others may be written. */
    void put(String key, MemberEnvelope member) throws IOException {
        keep(key, member, true, false);
    }

    /** A member is this now, and the backend has it so; it is kept here if it was before. Others may be written. */
    void update(String key, MemberEnvelope member) throws IOException {
        keep(key, member, false, false);
    }

    /**
     * A member is this now, and the backend does not know it. Others may be written.
     *
     * @return whether it is kept here, and written some time; else it is up to the caller
     */
    boolean putUnwritten(String key, MemberEnvelope member) throws IOException {
        return keep(key, member, true, true);
    }

    private boolean keep(String key, MemberEnvelope member, boolean alsoOfOthers, boolean isUnwritten)
            throws IOException {
        if (segments.length == 0) {
            return false;
        }
        int hash = MemberKey.hash(key);
        byte[] keyBytes = bytes(key);
        int entry = index.find(hash, keyBytes);
        int needed = HEAD + keyBytes.length + member.content().length;
        if (entry != HashIndex.NONE) {
            ByteBuffer segment = segment(entry);
            int at = offset(entry);
            int sizeAndFlags = segment.getInt(at + SIZE);
            if (needed <= (sizeAndFlags & ~FLAGS)) {
                segment.putInt(at + SIZE, sizeAndFlags | USED);
                write(segment, at, keyBytes.length, member);
                mark(entry, isUnwritten);
                return true;
            }
            forget(hash, entry);
        } else if (!alsoOfOthers) {
            return false;
        }
        int added = add(hash, keyBytes, needed, member);
        if (added == HashIndex.NONE) {
            return false;
        }
        mark(added, isUnwritten);
        return true;
    }

    /** Writes the member to the backend that has waited longest for it, if any does. */
    void writeOldest() throws IOException {
        if (oldest != HashIndex.NONE) {
            write(oldest);
        }
    }

    /** A member is not to be known here any more, whether or not it is written. */
    void remove(String key) {
        int hash = MemberKey.hash(key);
        int entry = index.find(hash, bytes(key));
        if (entry != HashIndex.NONE) {
            forget(hash, entry);
        }
    }

    /** How many members are kept. */
    int size() {
        return index.size();
    }

    /** How many members the backend does not have as they are here. */
    int unwritten() {
        return unwritten;
    }

    private int add(int hash, byte[] key, int needed, MemberEnvelope member) throws IOException {
        int most = segmentBytes / SEGMENT_TO_ENTRY / UNIT * UNIT;
        int room = Math.min(most, (needed + (member.content().length >> GROWTH_BITS) + UNIT - 1) / UNIT * UNIT);
        if (room < needed) {
            return HashIndex.NONE;
        }
        if (segments[filling] != null && ends[filling] + room > segmentBytes) {
            filling = filling + 1 == segments.length ? 0 : filling + 1;
            makeRoom();
        }
        ByteBuffer segment = segments[filling];
        if (segment == null) {
            segment = ByteBuffer.allocate(segmentBytes).order(ByteOrder.nativeOrder());
            segments[filling] = segment;
        }
        int at = ends[filling];
        ends[filling] = at + room;
        segment.putInt(at, hash);
        segment.putInt(at + SIZE, room);
        segment.putInt(at + KEY_LENGTH, key.length);
        segment.put(at + HEAD, key);
        write(segment, at, key.length, member);
        int entry = entry(filling, at);
        index.add(hash, entry);
        return entry;
    }

    private static MemberEnvelope member(ByteBuffer segment, int at) {
        byte[] content = new byte[segment.getInt(at + CONTENT_LENGTH)];
        segment.get(at + HEAD + segment.getInt(at + KEY_LENGTH), content);
        return new MemberEnvelope(segment.getLong(at + TIMER), segment.getLong(at + NEXT), content);
    }

    private static void write(ByteBuffer segment, int at, int keyLength, MemberEnvelope member) {
        segment.putInt(at + CONTENT_LENGTH, member.content().length);
        segment.putLong(at + TIMER, member.timer());
        segment.putLong(at + NEXT, member.next());
        segment.put(at + HEAD + keyLength, member.content());
    }

    /** Leaves in the segment that is to be filled those who were asked for, at its begin, and as if nobody had yet. */
    private void makeRoom() throws IOException {
        ByteBuffer segment = segments[filling];
        if (segment == null) {
            return;
        }
        int kept = 0;
        int bytes;
        for (int at = 0; at < ends[filling]; at += bytes) {
            int sizeAndFlags = segment.getInt(at + SIZE);
            bytes = sizeAndFlags & ~FLAGS;
            if ((sizeAndFlags & GONE) != 0) {
                continue;
            }
            if ((sizeAndFlags & UNWRITTEN) != 0) {
                // who stays as well: others know where it is
                write(entry(filling, at));
            }
            int hash = segment.getInt(at);
            if ((sizeAndFlags & USED) != 0 && kept + bytes <= segmentBytes / 2) {
                segment.putInt(at + SIZE, bytes);
                System.arraycopy(segment.array(), at, segment.array(), kept, bytes);
                index.replace(hash, entry(filling, at), entry(filling, kept));
                kept += bytes;
            } else {
                index.remove(hash, entry(filling, at));
            }
        }
        ends[filling] = kept;
    }

    // ---- who is unwritten

    private void write(int entry) throws IOException {
        ByteBuffer segment = segment(entry);
        int at = offset(entry);
        String key = new String(segment.array(), at + HEAD, segment.getInt(at + KEY_LENGTH), StandardCharsets.UTF_8);
        backend.write(key, member(segment, at));
        mark(entry, false);
    }

    private void mark(int entry, boolean isUnwritten) {
        ByteBuffer segment = segment(entry);
        int at = offset(entry);
        int sizeAndFlags = segment.getInt(at + SIZE);
        if (isUnwritten == ((sizeAndFlags & UNWRITTEN) != 0)) {
            return;
        }
        segment.putInt(at + SIZE, sizeAndFlags ^ UNWRITTEN);
        if (isUnwritten) {
            unwritten++;
            link(newest, entry);
            link(entry, HashIndex.NONE);
        } else {
            unwritten--;
            link(segment.getInt(at + BEFORE), segment.getInt(at + AFTER));
        }
    }

    /** Makes neighbours of two who are unwritten; of nobody and one, the oldest or newest. */
    private void link(int before, int after) {
        if (before == HashIndex.NONE) {
            oldest = after;
        } else {
            segment(before).putInt(offset(before) + AFTER, after);
        }
        if (after == HashIndex.NONE) {
            newest = before;
        } else {
            segment(after).putInt(offset(after) + BEFORE, before);
        }
    }

    // ---- where entries are

    private int entry(int segment, int at) {
        return (int) ((long) segment * segmentBytes + at >> UNIT_BITS);
    }

    private ByteBuffer segment(int entry) {
        ByteBuffer segment = segments[(int) (((long) entry << UNIT_BITS) / segmentBytes)];
        if (segment == null) {
            throw new IllegalStateException("an entry lies where nothing was written");
        }
        return segment;
    }

    private int offset(int entry) {
        return (int) (((long) entry << UNIT_BITS) % segmentBytes);
    }

    private static byte[] bytes(String key) {
        return key.getBytes(StandardCharsets.UTF_8);
    }

    private boolean isOf(int entry, byte[] key) {
        ByteBuffer segment = segment(entry);
        int at = offset(entry);
        int begin = at + HEAD;
        return segment.getInt(at + KEY_LENGTH) == key.length
                && Arrays.equals(segment.array(), begin, begin + key.length, key, 0, key.length);
    }

    private void forget(int hash, int entry) {
        mark(entry, false);
        ByteBuffer segment = segment(entry);
        int at = offset(entry) + SIZE;
        segment.putInt(at, segment.getInt(at) | GONE);
        index.remove(hash, entry);
    }
}
