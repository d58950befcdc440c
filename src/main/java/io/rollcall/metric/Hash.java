package io.rollcall.metric;

/**
 * A text as 64 bits, for the sets of ids and values that a member's state remembers: FNV-1a over the UTF-16 units, then
 * MurmurHash3's finalizer. Among the at most 1000 texts of one set, two collide with a chance below 3e-14.
 */
public final class Hash {
    private Hash() {}

    /** The hash of a text: the same on every machine and in every version. */
    public static long of(String text) {
        long hash = 0xcbf29ce484222325L;
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * 0x100000001b3L;
        }
        hash = (hash ^ hash >>> 33) * 0xff51afd7ed558ccdL;
        hash = (hash ^ hash >>> 33) * 0xc4ceb9fe1a85ec53L;
        return hash ^ hash >>> 33;
    }
}
