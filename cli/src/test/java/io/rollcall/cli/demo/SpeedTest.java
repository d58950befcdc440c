package io.rollcall.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SpeedTest {
    private static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");

    @ParameterizedTest
    @CsvSource({"1x,1", "60x,60", "30s,30", "10m,600", "10min,600", "1h,3600", "1d,86400", "1H,3600"})
    void isTimeInASecondOrAMultiple(String text, long factor) {
        assertThat(Speed.parse(text).factor()).isEqualTo(factor);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "0x", "2d", "1.5h", "fast", "-1h", "99999999999x"})
    void anythingElseIsRefused(String text) {
        assertThatThrownBy(() -> Speed.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aClockThatStartsEarlyEnoughRunsForTwoHoursBeforeItHasCaughtUp() {
        Speed speed = Speed.parse("1h");
        SimulatedClock clock = new SimulatedClock(SimulatedClock.startFor(speed, NOW), NOW, speed);

        assertThat(clock.at(NOW.plusSeconds(1))).isEqualTo(clock.start().plus(Duration.ofHours(1)));
        assertThat(clock.hasCaughtUp(NOW.plus(Duration.ofMinutes(119)))).isFalse();
        assertThat(clock.hasCaughtUp(NOW.plus(Duration.ofHours(2)))).isTrue();
    }

    @Test
    void aClockThatHasCaughtUpGoesOnInRealTimeAndIsNeverInTheFuture() {
        Speed speed = Speed.parse("1d");
        SimulatedClock clock = new SimulatedClock(SimulatedClock.startFor(speed, NOW), NOW, speed);
        Instant later = NOW.plus(Duration.ofHours(9));

        assertThat(clock.at(later)).isEqualTo(later);
        for (Instant wall = NOW; wall.isBefore(later); wall = wall.plusSeconds(61)) {
            assertThat(clock.at(wall)).isBeforeOrEqualTo(wall);
        }
    }

    @Test
    void realTimeBeginsNow() {
        assertThat(SimulatedClock.startFor(new Speed(1), NOW)).isEqualTo(NOW);
    }

    @Test
    void aClockCannotBeginInTheFuture() {
        assertThatThrownBy(() -> new SimulatedClock(NOW.plusSeconds(1), NOW, new Speed(1)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
