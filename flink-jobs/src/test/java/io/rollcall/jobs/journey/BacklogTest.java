package io.rollcall.jobs.journey;

import static org.assertj.core.api.Assertions.assertThat;

import io.rollcall.jobs.config.JobConfiguration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A clock that is far behind is a backlog where it catches up, or the task does all it can; not where it only trails or stands still. */
class BacklogTest {
    private static final long NOW = Instant.parse("2026-03-01T12:00:00Z").toEpochMilli();
    private static final long SECOND = 1000;
    private static final long MINUTE = 60 * SECOND;

    private long now = NOW;
    private long watermark = Long.MIN_VALUE;
    private long idle;

    private Backlog backlog(String holdAhead) {
        JobConfiguration configuration = JobConfiguration.of(
                Map.of("event-time.hold-ahead", holdAhead, "event-time.max-out-of-orderness", "5s"));
        return new Backlog(configuration, () -> now, () -> idle, () -> watermark);
    }

    private void passes(long millis, long ofTheClock, long idleFor) {
        now += millis;
        watermark += ofTheClock;
        idle += idleFor;
    }

    @Test
    void theClockIsFarBehindByMoreThanFiveMinutesAndTheOutOfOrderness() {
        Backlog backlog = backlog("0s");
        watermark = NOW;
        assertThat(backlog.isThere()).isFalse();
        passes(5 * MINUTE + 5 * SECOND, 0, 0);
        assertThat(backlog.isThere()).isFalse();
        passes(1, 0, 0);
        assertThat(backlog.isThere()).isTrue();
        assertThat(backlog.isWorkedOff()).isTrue();
    }

    @Test
    void orByMoreThanEventsAreHeldAheadIfThatIsLonger() {
        Backlog backlog = backlog("20min");
        watermark = NOW;
        assertThat(backlog.isThere()).isFalse();
        passes(20 * MINUTE + 5 * SECOND, 0, 0);
        assertThat(backlog.isThere()).isFalse();
        passes(1, 0, 0);
        assertThat(backlog.isThere()).isTrue();
    }

    @Test
    void aClockThatCatchesUpIsOneAlsoWhereTheTaskIsOftenIdle() {
        Backlog backlog = backlog("0s");
        watermark = NOW - 60 * MINUTE;
        assertThat(backlog.isWorkedOff()).as("at first nothing is known").isFalse();
        passes(SECOND, 2 * SECOND, SECOND / 2);
        assertThat(backlog.isWorkedOff()).isTrue();
        assertThat(backlog.isThere()).isFalse();
        passes(SECOND - 1, 0, SECOND / 2);
        assertThat(backlog.isWorkedOff()).as("looked at for a second").isTrue();
        passes(1, 2 * SECOND - 1, SECOND / 2);
        assertThat(backlog.isWorkedOff()).isFalse();
    }

    @Test
    void aClockThatTrailsOrStandsStillIsNone() {
        Backlog backlog = backlog("0s");
        watermark = NOW - 60 * MINUTE;
        for (int second = 0; second < 10; second++) {
            assertThat(backlog.isWorkedOff()).isFalse();
            passes(SECOND, second % 2 * SECOND, SECOND / 2);
        }
    }

    @Test
    void theFirstWatermarkIsNoPace() {
        Backlog backlog = backlog("0s");
        assertThat(backlog.isWorkedOff()).isFalse();
        idle += SECOND;
        now += SECOND;
        watermark = NOW - 60 * MINUTE;
        assertThat(backlog.isWorkedOff()).isFalse();
        passes(SECOND, 100 * SECOND, SECOND);
        assertThat(backlog.isWorkedOff()).isTrue();
    }

    @Test
    void oneThatIsNotBehindAnyMoreIsNoneHoweverFastItCame() {
        Backlog backlog = backlog("0s");
        watermark = NOW - 60 * MINUTE;
        assertThat(backlog.isWorkedOff()).isFalse();
        passes(SECOND, 59 * MINUTE, 0);
        assertThat(backlog.isWorkedOff()).isFalse();
        assertThat(backlog.isThere()).isFalse();
    }
}
