package io.rollcall.cli;

import io.rollcall.program.Program;
import io.rollcall.replay.Strays;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Warns of the few events of a history that lie far from all others: one wrong year moves the end, or a joining, of everybody. */
final class StrayText {
    private static final long DAYS_OF_A_YEAR = 365;

    private StrayText() {}

    /**
     * Warns of what of them counts.
     *
     * @param until the end that was asked for, in milliseconds since the epoch; null for the last event
     * @param option the option that gives the end
     */
    static void warn(List<Strays.Few> strays, @Nullable Long until, String option, Program program, PrintWriter err) {
        for (Strays.Few few : strays) {
            if (until == null || !few.isAhead()) {
                Page.prose(
                        err,
                        "rollcall: warning: " + of(few, option, program.dates().zone()));
            }
        }
    }

    /**
     * Warns of an end so long after the last event that its year is wrong, most likely.
     *
     * @param until the end that was asked for, in milliseconds since the epoch; null for the last event
     * @param last the last event, in milliseconds since the epoch; null if there is none
     */
    static void warnOfEnd(@Nullable Long until, @Nullable Long last, String option, Program program, PrintWriter err) {
        if (until == null || last == null) {
            return;
        }
        long days = Duration.ofMillis(until - last).toDays();
        if (days > DAYS_OF_A_YEAR) {
            Page.prose(
                    err,
                    "rollcall: warning: %s lies %s after the last event (%s). The clock runs to it, so everybody is told as of then, long idle. Is the year right?"
                            .formatted(
                                    option,
                                    far(days),
                                    Page.time(last, program.dates().zone())));
        }
    }

    private static String of(Strays.Few few, String option, ZoneId zone) {
        boolean isOne = few.events() == 1;
        String side = few.isAhead() ? "after" : "before";
        String far = far(Duration.ofMillis(Math.abs(few.at() - few.others())).toDays());
        String where = few.file() == null
                ? ""
                : ", line %,d of %s".formatted(few.line(), few.file().getFileName());
        String which = "the event '%s' of %s%s".formatted(few.id(), Page.time(few.at(), zone), where);
        String found = isOne
                ? "one event lies %s %s all others: %s.".formatted(far, side, which)
                : "%d events lie far %s all others, the farthest by %s: %s.".formatted(few.events(), side, far, which);
        return found
                + (few.isAhead()
                        ? " The clock runs to it, so everybody is told as of then, long idle."
                        : " Who was there then has joined then.")
                + " Is the year right? If not, correct it or take the line out"
                + (few.isAhead() ? ", or end the history before it (" + option + ")." : ".");
    }

    private static String far(long days) {
        return days < 2 * DAYS_OF_A_YEAR ? "%,d days".formatted(days) : "%,d years".formatted(days / DAYS_OF_A_YEAR);
    }
}
