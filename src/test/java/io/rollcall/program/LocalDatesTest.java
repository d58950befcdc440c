package io.rollcall.program;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Dates and midnights agree with the JDK's, at clock changes, leap days and far from now. */
class LocalDatesTest {

    @ParameterizedTest
    @CsvSource({
        "America/Los_Angeles, 2024-03-10, 2024-03-10T08:00:00Z",
        "America/Los_Angeles, 2024-03-11, 2024-03-11T07:00:00Z",
        "Europe/Berlin, 2024-10-27, 2024-10-26T22:00:00Z",
        "Europe/Berlin, 2024-10-28, 2024-10-27T23:00:00Z",
        "UTC, 2024-02-29, 2024-02-29T00:00:00Z",
        // clocks go forward at midnight: the date begins at 01:00
        "America/Sao_Paulo, 2018-11-04, 2018-11-04T03:00:00Z",
        // the whole of 2011-12-30 was left out
        "Pacific/Apia, 2011-12-31, 2011-12-30T10:00:00Z",
    })
    void midnightIsTheFirstInstantOfALocalDate(String zone, String date, String midnight) {
        var dates = new LocalDates(ZoneId.of(zone));
        int day = (int) LocalDate.parse(date).toEpochDay();

        assertThat(Instant.ofEpochMilli(dates.startOf(day))).isEqualTo(Instant.parse(midnight));
        assertThat(dates.dateOf(dates.startOf(day))).isEqualTo(day);
        assertThat(dates.dateOf(dates.startOf(day) - 1)).isLessThan(day);
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTC", "Europe/Berlin", "America/Sao_Paulo", "Asia/Kathmandu", "Australia/Lord_Howe"})
    void datesAreTheJdks(String zone) {
        var dates = new LocalDates(ZoneId.of(zone));
        var random = new Random(7);
        for (int i = 0; i < 20_000; i++) {
            long instant = random.nextLong(-1_000_000_000_000L, 5_000_000_000_000L);
            var local = Instant.ofEpochMilli(instant).atZone(ZoneId.of(zone)).toLocalDate();
            assertThat(dates.dateOf(instant)).as("date of %s", instant).isEqualTo((int) local.toEpochDay());
            assertThat(dates.startOf((int) local.toEpochDay()))
                    .isEqualTo(local.atStartOfDay(ZoneId.of(zone)).toInstant().toEpochMilli());
        }
    }
}
