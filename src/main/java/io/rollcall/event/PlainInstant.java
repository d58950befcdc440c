package io.rollcall.event;

import java.time.LocalDate;
import java.time.chrono.IsoChronology;

/**
 * Instants in the form that nearly all events have, {@code 2024-05-01T12:00:00[.123…]} and {@code Z} or an offset, read
 * without a formatter, which would cost more than the rest of the event. What looks otherwise is left to Java's own.
 */
final class PlainInstant {
    /** It is not of that form. */
    static final long NONE = Long.MIN_VALUE;

    private static final String FORM = "dddd-dd-ddTdd:dd:dd";

    private PlainInstant() {}

    /** Milliseconds since the epoch, what is finer cut; or {@link #NONE}. */
    static long read(String text) {
        int length = text.length();
        if (length <= FORM.length() || !hasForm(text)) {
            return NONE;
        }
        int year = number(text, 0, 4);
        int month = number(text, 5, 7);
        int day = number(text, 8, 10);
        int hour = number(text, 11, 13);
        int minute = number(text, 14, 16);
        int second = number(text, 17, 19);
        if (!isDate(year, month, day) || hour > 23 || minute > 59 || second > 59) {
            return NONE;
        }
        int at = FORM.length();
        int millis = 0;
        if (text.charAt(at) == '.') {
            int unit = 100;
            int digits = ++at;
            while (at < length && isDigit(text.charAt(at))) {
                millis += unit * (text.charAt(at) - '0');
                unit /= 10;
                at++;
            }
            if (at == digits) {
                return NONE;
            }
        }
        int offset = offsetSeconds(text, at);
        if (offset == Integer.MIN_VALUE) {
            return NONE;
        }
        long seconds = LocalDate.of(year, month, day).toEpochDay() * 86_400L + hour * 3_600L + minute * 60L + second;
        return (seconds - offset) * 1_000 + millis;
    }

    private static boolean hasForm(String text) {
        for (int i = 0; i < FORM.length(); i++) {
            char expected = FORM.charAt(i);
            char c = text.charAt(i);
            if (expected == 'd' ? !isDigit(c) : c != expected) {
                return false;
            }
        }
        return true;
    }

    private static int offsetSeconds(String text, int from) {
        int rest = text.length() - from;
        if (rest == 1 && text.charAt(from) == 'Z') {
            return 0;
        }
        if (rest != 6 || text.charAt(from + 3) != ':') {
            return Integer.MIN_VALUE;
        }
        char sign = text.charAt(from);
        for (int i = from + 1; i < from + 6; i++) {
            if (i != from + 3 && !isDigit(text.charAt(i))) {
                return Integer.MIN_VALUE;
            }
        }
        int hours = number(text, from + 1, from + 3);
        int minutes = number(text, from + 4, from + 6);
        if (sign != '+' && sign != '-' || hours > 17 || minutes > 59) {
            return Integer.MIN_VALUE;
        }
        return (sign == '-' ? -1 : 1) * (hours * 3_600 + minutes * 60);
    }

    private static boolean isDate(int year, int month, int day) {
        if (month < 1 || month > 12 || day < 1) {
            return false;
        }
        return day <= 28
                || day
                        <= switch (month) {
                            case 2 -> IsoChronology.INSTANCE.isLeapYear(year) ? 29 : 28;
                            case 4, 6, 9, 11 -> 30;
                            default -> 31;
                        };
    }

    private static int number(String text, int from, int to) {
        int number = 0;
        for (int i = from; i < to; i++) {
            number = number * 10 + text.charAt(i) - '0';
        }
        return number;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
