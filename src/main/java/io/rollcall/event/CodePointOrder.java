package io.rollcall.event;

import java.util.Comparator;

/**
 * Texts in the order of their code points, which is the order of their UTF-8 bytes; Java's own is that of UTF-16 units,
 * which differs beyond the basic plane.
 */
public final class CodePointOrder {
    /** The order. */
    public static final Comparator<String> COMPARATOR = CodePointOrder::compare;

    private CodePointOrder() {}

    /** Below 0, 0 or above it, as {@code a} comes before, is, or comes after {@code b}. */
    public static int compare(String a, String b) {
        int length = Math.min(a.length(), b.length());
        for (int i = 0; i < length; i++) {
            char x = a.charAt(i);
            char y = b.charAt(i);
            if (x != y) {
                // surrogates stand for code points above every other unit
                boolean high = Character.isSurrogate(x);
                return high == Character.isSurrogate(y) ? x - y : high ? 1 : -1;
            }
        }
        return a.length() - b.length();
    }
}
