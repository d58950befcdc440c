package io.rollcall.simulate;

import java.time.DayOfWeek;

/** When people have time: the hours of their day, the days of their week. */
final class Rhythm {
    private static final long HOUR_MILLIS = 3_600_000;

    /** Of a hundred visits on a weekday, how many begin in each hour: breakfast, lunch, a long evening. */
    private static final int[] WEEKDAY = {1, 1, 0, 0, 0, 1, 3, 6, 6, 4, 3, 3, 7, 5, 3, 3, 3, 4, 6, 8, 11, 11, 7, 4};

    private static final int[] WEEKEND = {2, 1, 1, 0, 0, 0, 1, 2, 4, 6, 7, 7, 6, 5, 5, 5, 5, 5, 6, 7, 8, 8, 6, 3};

    private Rhythm() {}

    /** How many more or fewer people than on an average day have time. */
    static double weight(DayOfWeek day) {
        return switch (day) {
            case MONDAY -> 0.93;
            case TUESDAY, WEDNESDAY -> 0.91;
            case THURSDAY -> 0.95;
            case FRIDAY -> 1.0;
            case SATURDAY -> 1.14;
            case SUNDAY -> 1.16;
        };
    }

    /** An instant of a day, in milliseconds since its local midnight; never in its 24th hour or later. */
    static long timeOfDay(DayOfWeek day, Dice dice) {
        int[] hours = day == DayOfWeek.SATURDAY || day == DayOfWeek.SUNDAY ? WEEKEND : WEEKDAY;
        int lot = dice.below(100);
        int hour = 0;
        while (hour < 23 && lot >= hours[hour]) {
            lot -= hours[hour];
            hour++;
        }
        return hour * HOUR_MILLIS + dice.below((int) HOUR_MILLIS);
    }
}
