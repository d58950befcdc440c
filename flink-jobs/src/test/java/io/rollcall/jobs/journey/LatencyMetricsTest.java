package io.rollcall.jobs.journey;

import static io.rollcall.jobs.journey.Journey.event;
import static io.rollcall.jobs.journey.MemberJourneyOperatorTest.PROGRAM;
import static org.assertj.core.api.Assertions.assertThat;

import io.rollcall.jobs.event.EventTime;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** How late outcomes are, as the metrics have it. */
class LatencyMetricsTest {
    private static final long DAY = 86_400_000L;
    private static final long START = Instant.parse("2026-03-01T12:00:00Z").toEpochMilli();

    @Test
    void whatAnEventCausedAndWhatTheClockCausedAreMeasuredApart() throws Exception {
        try (Journey journey = Journey.fresh(PROGRAM)) {
            journey.harness().setProcessingTime(START + 40);
            journey.event(event("e-1", "join", "anna", START));
            assertThat(journey.measured().outcomeLatency.getStatistics().getMax())
                    .isEqualTo(40);
            assertThat(journey.measured().deadlineLatency.getCount()).isZero();

            long deadline = START + 7 * DAY;
            journey.harness().setProcessingTime(deadline + 240);
            journey.watermark(deadline);
            assertThat(journey.measured().deadlineLatency.getStatistics().getValues())
                    .containsExactly(240);
            assertThat(journey.measured().outcomeLatency.getStatistics().getMax())
                    .isEqualTo(40);
        }
    }

    @Test
    void howLateTheClockIsCanBeSeenAlsoWhileItFiresNothing() throws Exception {
        try (Journey journey = Journey.fresh(PROGRAM)) {
            journey.harness().setProcessingTime(START + 60_000);
            assertThat(journey.measured().clockLag.getValue())
                    .as("not known yet")
                    .isEqualTo(-1L);
            journey.watermark(EventTime.NOT_HEARD);
            assertThat(journey.measured().clockLag.getValue())
                    .as("while a partition was not heard of")
                    .isEqualTo(-1L);
            journey.watermark(START);
            assertThat(journey.measured().clockLag.getValue()).isEqualTo(60_000L);
            assertThat(journey.measured().deadlinesUnderWay.getValue()).isEqualTo(0);
            journey.harness().setProcessingTime(START + 90_000);
            assertThat(journey.measured().clockLag.getValue()).isEqualTo(90_000L);

            for (int i = 0; i <= WatermarkSteps.MOST_AT_ONCE; i++) {
                journey.event(event("e-" + i, "join", "member-" + i, START));
            }
            journey.watermark(START + 7 * DAY);
            assertThat(journey.measured().deadlinesUnderWay.getValue()).isEqualTo(1);
            assertThat(journey.measured().clockLag.getValue())
                    .as("not before the last one")
                    .isEqualTo(90_000L);
            journey.harness().setProcessingTime(START + 8 * DAY);
            assertThat(journey.measured().deadlinesUnderWay.getValue()).isEqualTo(0);
            assertThat(journey.measured().clockLag.getValue()).isEqualTo(DAY);
        }
    }
}
