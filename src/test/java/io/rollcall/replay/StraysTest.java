package io.rollcall.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.rollcall.event.Event;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Few events that lie far from all others have a wrong year; a pause of the whole community is none. */
class StraysTest {
    private final Strays strays = new Strays();
    private int ids;

    private void happen(String from, int events, Duration apart) {
        for (int i = 0; i < events; i++) {
            long at = Instant.parse(from).plus(apart.multipliedBy(i)).toEpochMilli();
            strays.add(new Event("e" + ids, "c", "post", "mira", null, at, 0, Map.of()), null, ++ids);
        }
    }

    @Test
    void ofAHistoryWithoutGapsNoneAre() {
        happen("2024-01-01T00:00:00Z", 1_000, Duration.ofDays(1));

        assertThat(strays.find()).isEmpty();
    }

    @Test
    void fewOnBothSidesAreFoundAndTheFarthestIsNamed() {
        happen("1970-01-01T00:00:00Z", 1, Duration.ofDays(1));
        happen("2026-01-01T00:00:00Z", 100, Duration.ofHours(1));
        happen("2027-01-01T00:00:00Z", 2, Duration.ofDays(100));

        assertThat(strays.find())
                .extracting(few -> few.events() + " " + few.id() + " " + few.line() + " " + few.isAhead() + " "
                        + Instant.ofEpochMilli(few.others()))
                .containsExactly("1 e0 1 false 2026-01-01T00:00:00Z", "2 e102 103 true 2026-01-05T03:00:00Z");
    }

    @Test
    void aPauseOfAllIsNone() {
        happen("2024-01-01T00:00:00Z", 50, Duration.ofDays(1));
        happen("2026-01-01T00:00:00Z", 50, Duration.ofDays(1));

        assertThat(strays.find()).isEmpty();
    }

    @Test
    void whereEventsAreRareALongTimeWithoutIsNone() {
        happen("2010-01-01T00:00:00Z", 20, Duration.ofDays(100));
        happen("2016-01-01T00:00:00Z", 1, Duration.ofDays(1));

        assertThat(strays.find()).isEmpty();
    }

    @Test
    void aThinBeginningBehindThemIsTheOthers() {
        happen("1990-01-01T00:00:00Z", 1, Duration.ofDays(1));
        happen("2024-01-01T00:00:00Z", 3, Duration.ofDays(1));
        // a pause of which the others have their like
        happen("2024-07-25T00:00:00Z", 50, Duration.ofDays(1));
        happen("2024-12-20T00:00:00Z", 50, Duration.ofDays(1));

        assertThat(strays.find())
                .extracting(few -> few.events() + " " + few.id() + " " + Instant.ofEpochMilli(few.others()))
                .containsExactly("1 e0 2024-01-01T00:00:00Z");
    }

    @Test
    void ofTwoEventsNobodyKnowsWhichIsWrong() {
        happen("2024-01-01T00:00:00Z", 1, Duration.ofDays(1));
        happen("2062-01-01T00:00:00Z", 1, Duration.ofDays(1));

        assertThat(strays.find()).isEmpty();
    }

    @Test
    void halfAYearIsNotEnoughWithoutADayMore() {
        happen("2026-01-01T00:00:00Z", 50, Duration.ofHours(1));
        happen("2026-07-01T00:00:00Z", 1, Duration.ofHours(1));

        assertThat(strays.find()).as("179 days after the last of the others").isEmpty();
    }
}
