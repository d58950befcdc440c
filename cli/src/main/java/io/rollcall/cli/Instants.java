package io.rollcall.cli;

import io.rollcall.event.EventException;
import io.rollcall.event.EventJson;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;

/** Instants as arguments. */
final class Instants {
    private Instants() {}

    /** Milliseconds since the epoch; of a date the midnight with which it begins in {@code zone}. */
    static long parse(String option, String text, ZoneId zone) {
        try {
            return LocalDate.parse(text).atStartOfDay(zone).toInstant().toEpochMilli();
        } catch (DateTimeParseException e) {
            return instant(option, text, zone);
        }
    }

    private static long instant(String option, String text, ZoneId zone) {
        try {
            return EventJson.instant(text);
        } catch (EventException e) {
            throw Failure.wrong(option + " takes a date, as 2026-03-01, which is its first midnight in " + zone
                    + ", or an instant with an offset, as 2026-03-01T00:00:00Z or 2026-03-01T08:00:00+08:00, not '"
                    + text + "'.");
        }
    }
}
