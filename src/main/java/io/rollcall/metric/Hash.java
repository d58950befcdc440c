package io.rollcall.metric;

/**
 * Texts as numbers, for the sets of ids and values that a member's state remembers: FNV-1a over the UTF-16 units, then
 * MurmurHash3's finalizer. The same on every machine and in every version.
 */
public final class Hash {
    /** Seven digits fit 24 bits. */
    private static final int MOST_DIGITS = 7;

    private Hash() {}

    /** The hash of a text. */
    public static long of(String text) {
        return of(text, text.length());
    }

    /**
     * The hash of a text, in which a number at its end counts as a number: ids that are numbered one after another, like
     * {@code post-1234}, never share the lower bits of it.
     */
    static long ofNumbered(String text) {
        int start = text.length();
        for (int i = start - 1; i >= 0 && i >= text.length() - MOST_DIGITS && isDigit(text.charAt(i)); i--) {
            // zeros in front are not the number's own
            start = text.charAt(i) == '0' ? start : i;
        }
        long number = 0;
        for (int i = start; i < text.length(); i++) {
            number = number * 10 + text.charAt(i) - '0';
        }
        return of(text, start) + number;
    }

    private static boolean isDigit(char character) {
        return character >= '0' && character <= '9';
    }

    private static long of(String text, int end) {
        long hash = 0xcbf29ce484222325L;
        for (int i = 0; i < end; i++) {
            hash = (hash ^ text.charAt(i)) * 0x100000001b3L;
        }
        hash = (hash ^ hash >>> 33) * 0xff51afd7ed558ccdL;
        hash = (hash ^ hash >>> 33) * 0xc4ceb9fe1a85ec53L;
        return hash ^ hash >>> 33;
    }
}
