package io.rollcall.replay;

import java.time.Instant;
import java.time.LocalDate;

/**
 * Instants as ISO-8601 in UTC, as {@link Instant#toString} has them, at a fraction of the price: every outcome
 * has one or more.
 */
final class InstantText {
    /** Characters of the longest text. */
    static final int LONGEST = 32;

    private static final long DAY = 86_400_000;
    /** The years that have four digits. */
    private static final long FIRST = LocalDate.of(0, 1, 1).toEpochDay() * DAY;

    private static final long LAST = LocalDate.of(10_000, 1, 1).toEpochDay() * DAY;

    private InstantText() {}

    /** Writes an instant in milliseconds since the epoch, and returns how many characters it took. */
    static int write(long millis, char[] text) {
        if (millis < FIRST || millis >= LAST) {
            String rare = Instant.ofEpochMilli(millis).toString();
            rare.getChars(0, rare.length(), text, 0);
            return rare.length();
        }
        LocalDate date = LocalDate.ofEpochDay(Math.floorDiv(millis, DAY));
        int ofDay = (int) Math.floorMod(millis, DAY);
        int seconds = ofDay / 1_000;
        int at = digits(text, 0, date.getYear(), 4, '-');
        at = digits(text, at, date.getMonthValue(), 2, '-');
        at = digits(text, at, date.getDayOfMonth(), 2, 'T');
        at = digits(text, at, seconds / 3_600, 2, ':');
        at = digits(text, at, seconds / 60 % 60, 2, ':');
        boolean isWhole = ofDay % 1_000 == 0;
        at = digits(text, at, seconds % 60, 2, isWhole ? 'Z' : '.');
        return isWhole ? at : digits(text, at, ofDay % 1_000, 3, 'Z');
    }

    private static int digits(char[] text, int at, int number, int digits, char after) {
        int rest = number;
        for (int i = at + digits - 1; i >= at; i--) {
            text[i] = (char) ('0' + rest % 10);
            rest /= 10;
        }
        text[at + digits] = after;
        return at + digits + 1;
    }
}
