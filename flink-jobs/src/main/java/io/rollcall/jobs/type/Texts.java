package io.rollcall.jobs.type;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Texts as bytes: one more than their number of characters, 0 for none at all, and each character as a {@link Varint}. That is what Flink's
 * {@code StringValue} makes of them, which goes through them character by character and asks the thread for room; here what is ASCII alone, as
 * nearly all is, is read and written at once.
 */
public final class Texts {
    private static final int ASCII = 0x80;

    private Texts() {}

    /** Writes a text, or that there is none. */
    public static void write(@Nullable String text, DataOutput out) throws IOException {
        if (text == null) {
            out.writeByte(0);
            return;
        }
        Varint.write(text.length() + 1L, out);
        if (isAscii(text)) {
            out.write(text.getBytes(StandardCharsets.ISO_8859_1));
        } else {
            for (int i = 0; i < text.length(); i++) {
                Varint.write(text.charAt(i), out);
            }
        }
    }

    /**
     * Reads a text.
     *
     * @throws IOException if there is none
     */
    public static String read(DataInput in) throws IOException {
        String text = readIfThere(in);
        if (text == null) {
            throw new IOException("a text is missing");
        }
        return text;
    }

    /**
     * Reads a text, or that there is none.
     *
     * @throws IOException if it is neither
     */
    public static @Nullable String readIfThere(DataInput in) throws IOException {
        long lengthAndOne = Varint.read(in);
        if (lengthAndOne == 0) {
            return null;
        }
        if (lengthAndOne < 0 || lengthAndOne > Integer.MAX_VALUE) {
            throw new IOException("no text has the length " + (lengthAndOne - 1));
        }
        int length = (int) lengthAndOne - 1;
        byte[] bytes = new byte[length];
        in.readFully(bytes);
        int all = 0;
        for (byte each : bytes) {
            all |= each;
        }
        return all >= 0 ? new String(bytes, StandardCharsets.ISO_8859_1) : decoded(bytes, in);
    }

    /** A text whose first bytes these are: each character has one at least, so that many are there. */
    private static String decoded(byte[] first, DataInput in) throws IOException {
        char[] text = new char[first.length];
        int at = 0;
        for (int i = 0; i < text.length; i++) {
            int character = 0;
            int shift = 0;
            byte next;
            do {
                next = at < first.length ? first[at++] : in.readByte();
                character |= (next & ASCII - 1) << shift;
                shift += 7;
            } while (next < 0);
            text[i] = (char) character;
        }
        return new String(text);
    }

    private static boolean isAscii(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) >= ASCII) {
                return false;
            }
        }
        return true;
    }
}
