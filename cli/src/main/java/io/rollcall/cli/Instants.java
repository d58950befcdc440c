package io.rollcall.cli;

import io.rollcall.event.EventException;
import io.rollcall.event.EventJson;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.ZoneId;

/** Instants as arguments. */
final class Instants {
    private Instants() {}

    /** Milliseconds since the epoch; of a date the midnight with which it begins in {@code zone}. */
    static long parse(String option, String text, ZoneId zone) {
        try {
            return EventJson.instant(
                    LocalDate.parse(text).atStartOfDay(zone).toInstant().toEpochMilli());
        } catch (DateTimeException | ArithmeticException | EventException e) {
            // no date, or one of a year that no event can be of
            return instant(option, text, zone);
        }
    }

    private static long instant(String option, String text, ZoneId zone) {
        try {
            return EventJson.instant(text);
        } catch (EventException e) {
            throw Failure.wrong(option + " takes a date, as 2026-03-01, which is its first midnight in "
                    + ExplainText.zoneName(zone)
                    + ", or an instant with an offset, as 2026-03-01T00:00:00Z or 2026-03-01T08:00:00+08:00, not '"
                    + text + "'.");
        }
    }
}
