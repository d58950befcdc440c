package io.rollcall.jobs.journey;

import static io.rollcall.jobs.journey.Journey.event;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

/** How late outcomes are, as the metrics have it. */
class LatencyMetricsTest {
    private static final long DAY = 86_400_000L;
    private static final long START = Instant.parse("2026-03-01T12:00:00Z").toEpochMilli();

    @Test
    void whatAnEventCausedAndWhatTheClockCausedAreMeasuredApart() throws Exception {
        try (Journey journey = Journey.fresh(MemberJourneyOperatorTest.PROGRAM)) {
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
}
