package io.rollcall.cli;

import io.rollcall.event.EventException;
import io.rollcall.event.EventJson;

/** Instants as arguments. */
final class Instants {
    private Instants() {}

    /** Milliseconds since the epoch. */
    static long parse(String option, String text) {
        try {
            return EventJson.instant(text);
        } catch (EventException e) {
            throw Failure.wrong(option + " takes an instant with an offset, as 2026-03-01T00:00:00Z or"
                    + " 2026-03-01T08:00:00+08:00, not '" + text + "'.");
        }
    }
}
