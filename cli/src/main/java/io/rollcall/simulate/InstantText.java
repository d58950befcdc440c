package io.rollcall.simulate;

import java.time.Instant;
import java.time.LocalDate;

/**
 * Instants as {@link Instant#toString} writes them, many a second: the date is made once a day. Not safe for use by several
 * threads.
 */
final class InstantText {
    private static final long DAY_MILLIS = 86_400_000;
    /** Of years with four digits. */
    private static final int DATE_LENGTH = 10;

    private char[] text = new char[DATE_LENGTH + "T00:00:00.000Z".length()];
    private long day = Long.MIN_VALUE;

    /** What was written last; only its first characters count. */
    char[] text() {
        return text;
    }

    /** Writes an instant. Returns how many characters it has. */
    int write(long epochMilli) {
        long its = Math.floorDiv(epochMilli, DAY_MILLIS);
        if (its != day) {
            String date = LocalDate.ofEpochDay(its).toString();
            if (date.length() != DATE_LENGTH) {
                return writeFarOff(epochMilli);
            }
            date.getChars(0, DATE_LENGTH, text, 0);
            day = its;
        }
        int millis = (int) Math.floorMod(epochMilli, DAY_MILLIS);
        int seconds = millis / 1_000;
        text[10] = 'T';
        two(11, seconds / 3_600);
        text[13] = ':';
        two(14, seconds / 60 % 60);
        text[16] = ':';
        two(17, seconds % 60);
        int end = 19;
        int fraction = millis % 1_000;
        if (fraction != 0) {
            text[19] = '.';
            text[20] = (char) ('0' + fraction / 100);
            two(21, fraction % 100);
            end = 23;
        }
        text[end] = 'Z';
        return end + 1;
    }

    private void two(int at, int number) {
        text[at] = (char) ('0' + number / 10);
        text[at + 1] = (char) ('0' + number % 10);
    }

    private int writeFarOff(long epochMilli) {
        String whole = Instant.ofEpochMilli(epochMilli).toString();
        if (text.length < whole.length()) {
            text = new char[whole.length()];
        }
        whole.getChars(0, whole.length(), text, 0);
        day = Long.MIN_VALUE;
        return whole.length();
    }
}
