package io.rollcall.wire;

import java.util.Arrays;
import org.apache.avro.util.Utf8;
import org.jspecify.annotations.Nullable;

/**
 * Texts of which there are few, such as the types of events: one that came lately is the same object again, with its hash known, and not
 * decoded once more. Not safe for use by several threads.
 */
final class RecurringTexts {
    /** So many that of a dozen texts hardly two meet in one, where each would take the other's place all the time. */
    private static final int PLACE_BITS = 10;

    /** A longer one hardly recurs, and is not kept. */
    private static final int LONGEST = 64;

    private static final int FACTOR = 31;

    /** 2^32 by the golden ratio: spreads hashes that differ little. */
    private static final int GOLDEN = 0x9E3779B9;

    private final @Nullable Known[] places = new @Nullable Known[1 << PLACE_BITS];

    private record Known(byte[] bytes, String text) {}

    /** The text of bytes that are valid until the next one. */
    String of(Utf8 text) {
        int length = text.getByteLength();
        if (length > LONGEST) {
            return text.toString();
        }
        byte[] now = text.getBytes();
        int hash = 0;
        for (int i = 0; i < length; i++) {
            hash = FACTOR * hash + now[i];
        }
        int place = hash * GOLDEN >>> Integer.SIZE - PLACE_BITS;
        Known known = places[place];
        if (known != null && Arrays.equals(known.bytes, 0, known.bytes.length, now, 0, length)) {
            return known.text;
        }
        String made = text.toString();
        places[place] = new Known(Arrays.copyOf(now, length), made);
        return made;
    }
}
