package io.rollcall.jobs.journey;

/**
 * Where entries are, by the hashes of their keys: open addressing in two arrays of numbers, in which a garbage collector has nothing to
 * follow; 16 to 32 bytes an entry, up to 64 while they become fewer. An entry is a number, not negative, of which its owner knows what it stands for.
 */
final class HashIndex {
    /** No entry. */
    static final int NONE = -1;

    /** It shrinks when there are fewer entries than this part of its places, and grows when they are half of them. */
    private static final int SPARSE = 8;

    private final Keys keys;

    // an entry plus one, 0 where there is none; and its key's hash
    private int[] entries;
    private int[] hashes;
    private final int least;
    private int size;

    /** Of whom an entry is. */
    @FunctionalInterface
    interface Keys {
        boolean isOf(int entry, byte[] key);
    }

    /**
     * No entries yet.
     *
     * @param places for how many at least room is made at first, twice as many as there will be entries; 2 or more
     */
    HashIndex(Keys keys, int places) {
        this.keys = keys;
        // the first place of a hash is its highest bits, of which there must be one
        int room = Integer.highestOneBit(Math.max(2, places) * 2 - 1);
        this.least = room;
        this.entries = new int[room];
        this.hashes = new int[room];
    }

    /** The entry of a key; {@link #NONE} if there is none. */
    int find(int hash, byte[] key) {
        for (int place = first(hash); entries[place] != 0; place = next(place)) {
            if (hashes[place] == hash && keys.isOf(entries[place] - 1, key)) {
                return entries[place] - 1;
            }
        }
        return NONE;
    }

    /** Adds the entry of a key that has none. */
    void add(int hash, int entry) {
        if (size >= entries.length / 2) {
            resize(entries.length * 2);
        }
        int place = first(hash);
        while (entries[place] != 0) {
            place = next(place);
        }
        entries[place] = entry + 1;
        hashes[place] = hash;
        size++;
    }

    /** An entry has become another one. */
    void replace(int hash, int entry, int other) {
        entries[placeOf(hash, entry)] = other + 1;
    }

    /** Takes an entry away, and moves up those behind its place that would no longer be found. */
    void remove(int hash, int entry) {
        size--;
        int free = placeOf(hash, entry);
        for (int other = next(free); entries[other] != 0; other = next(other)) {
            int away = other - first(hashes[other]) & entries.length - 1;
            int distance = other - free & entries.length - 1;
            if (away >= distance) {
                entries[free] = entries[other];
                hashes[free] = hashes[other];
                free = other;
            }
        }
        entries[free] = 0;
        if (size < entries.length / SPARSE && entries.length > least) {
            resize(entries.length / 2);
        }
    }

    /** How many entries there are. */
    int size() {
        return size;
    }

    private int first(int hash) {
        return hash >>> Integer.numberOfLeadingZeros(entries.length - 1);
    }

    private int next(int place) {
        return place + 1 & entries.length - 1;
    }

    private int placeOf(int hash, int entry) {
        int place = first(hash);
        while (entries[place] != entry + 1) {
            if (entries[place] == 0) {
                throw new IllegalStateException("an entry is not where its hash says");
            }
            place = next(place);
        }
        return place;
    }

    private void resize(int places) {
        int[] oldEntries = entries;
        int[] oldHashes = hashes;
        entries = new int[places];
        hashes = new int[places];
        size = 0;
        for (int place = 0; place < oldEntries.length; place++) {
            if (oldEntries[place] != 0) {
                add(oldHashes[place], oldEntries[place] - 1);
            }
        }
    }
}
