package io.rollcall.jobs.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.rollcall.event.Event;
import io.rollcall.jobs.config.JobConfiguration;
import io.rollcall.jobs.out.TopicRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.common.eventtime.WatermarkGenerator;
import org.apache.flink.api.common.eventtime.WatermarkGeneratorSupplier;
import org.apache.flink.api.common.eventtime.WatermarkOutput;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;
import org.apache.flink.util.clock.ManualClock;
import org.apache.flink.util.clock.RelativeClock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventTimeTest {
    private static final long NOON = 1_800_014_400_000L;

    private final ManualClock wall = new ManualClock(1);
    private long now = NOON;
    private final Recorded recorded = new Recorded();
    private final WatermarkGenerator<Received> generator = generator(Map.of("event-time.heartbeat", "0s"));

    @Test
    void anEventMovesTheClockToItsInstantLessTheOutOfOrderness() {
        see(event(100_000));
        assertThat(recorded.watermarks).isEmpty();
        generator.onPeriodicEmit(recorded);
        // all events before 95,000 were seen: so the watermark is 94,999
        assertThat(recorded.watermarks).containsExactly(94_999L);
    }

    @Test
    void anEarlierEventDoesNotMoveItBack() {
        see(event(100_000));
        see(event(50_000));
        generator.onPeriodicEmit(recorded);
        assertThat(recorded.watermarks).containsExactly(94_999L);
    }

    @Test
    void aClockRecordMovesItToExactlyItsInstantAndAtOnce() {
        see(event(100_000));
        see(new Received.Clock(100_000));
        assertThat(recorded.watermarks).containsExactly(100_000L);
        generator.onPeriodicEmit(recorded);
        assertThat(recorded.watermarks).containsExactly(100_000L, 100_000L);
    }

    @Test
    void eventsMoveItOnBehindAClockRecord() {
        see(new Received.Clock(100_000));
        see(event(104_000));
        generator.onPeriodicEmit(recorded);
        see(event(106_001));
        generator.onPeriodicEmit(recorded);
        assertThat(recorded.watermarks).containsExactly(100_000L, 100_000L, 101_000L);
    }

    @Test
    void aClockRecordBehindTheClockDoesNotMoveItBack() {
        see(new Received.Clock(100_000));
        see(new Received.Clock(90_000));
        assertThat(recorded.watermarks).containsExactly(100_000L, 100_000L);
    }

    @Test
    void anEventOfAFastProducerMovesItNoFurtherThanTheWallClock() {
        see(event(NOON + Duration.ofMinutes(10).toMillis() - 1));
        generator.onPeriodicEmit(recorded);
        // read at noon: others have all the time to send what happened just before it
        assertThat(recorded.watermarks).containsExactly(NOON - 5_001);
        now += Duration.ofMinutes(5).toMillis();
        generator.onPeriodicEmit(recorded);
        assertThat(recorded.watermarks).as("nothing else came").endsWith(NOON - 5_001);
        see(event(NOON + 60_000));
        generator.onPeriodicEmit(recorded);
        assertThat(recorded.watermarks).endsWith(NOON + 54_999);
    }

    @Test
    void anEventOfThisInstantMovesItLikeAnyOther() {
        see(event(NOON));
        generator.onPeriodicEmit(recorded);
        assertThat(recorded.watermarks).containsExactly(NOON - 5_001);
    }

    @Test
    void whatWasRefusedMovesNothing() {
        see(refused());
        generator.onPeriodicEmit(recorded);
        assertThat(recorded.watermarks).isEmpty();
    }

    @Test
    void aPartitionWithoutEventsIsIdleAfterTheTimeout() {
        see(event(100_000));
        generator.onPeriodicEmit(recorded);
        passIdleTimeout();
        assertThat(recorded.idle).isTrue();
        see(event(101_000));
        generator.onPeriodicEmit(recorded);
        assertThat(recorded.idle).isFalse();
    }

    @Test
    void aClockRecordIsASignOfLife() {
        see(new Received.Clock(100_000));
        passIdleTimeout();
        assertThat(recorded.idle).isTrue();
        see(new Received.Clock(100_001));
        assertThat(recorded.idle).isFalse();
    }

    @Test
    void deadLettersKeepNoPartitionAwakeForTheyWouldHoldBackAllOthers() {
        see(event(100_000));
        generator.onPeriodicEmit(recorded);
        for (int second = 0; second < 63; second++) {
            see(refused());
            wall.advanceTime(Duration.ofSeconds(1));
            generator.onPeriodicEmit(recorded);
        }
        assertThat(recorded.idle).isTrue();
    }

    @Test
    void withoutATimeoutNothingIsEverIdle() {
        WatermarkGenerator<Received> sleepless =
                generator(Map.of("event-time.heartbeat", "0s", "event-time.idle-timeout", "0s"));
        sleepless.onEvent(event(100_000), 0, recorded);
        sleepless.onPeriodicEmit(recorded);
        wall.advanceTime(Duration.ofDays(9));
        sleepless.onPeriodicEmit(recorded);
        assertThat(recorded.idle).isFalse();
    }

    @Test
    void withHeartbeatsASilentPartitionHoldsTheClockForItsBrokerMustBeAway() {
        WatermarkGenerator<Received> withHeartbeats =
                generator(Map.of("event-time.heartbeat", "10s", "event-time.idle-timeout", "1min"));
        withHeartbeats.onEvent(event(100_000), 0, recorded);
        withHeartbeats.onPeriodicEmit(recorded);
        wall.advanceTime(Duration.ofDays(9));
        withHeartbeats.onPeriodicEmit(recorded);
        assertThat(recorded.idle).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0s", "1min"})
    void withHeartbeatsASubtaskToWhichNoPartitionFallsDoesNotHoldTheClockForLong(String idleTimeout) {
        WatermarkGenerator<Received> ofSubtask = generator(Map.of("event-time.idle-timeout", idleTimeout));
        ofSubtask.onPeriodicEmit(recorded);
        wall.advanceTime(Duration.ofMillis(4_999));
        ofSubtask.onPeriodicEmit(recorded);
        assertThat(recorded.idle).isFalse();
        wall.advanceTime(Duration.ofMillis(1));
        ofSubtask.onPeriodicEmit(recorded);
        assertThat(recorded.idle).isTrue();
    }

    @Test
    void withHeartbeatsAPartitionOfWhichNothingWasHeardHoldsTheClock() {
        var strategy = strategy(Map.of());
        strategy.createWatermarkGenerator(context());
        WatermarkGenerator<Received> ofPartition = strategy.createWatermarkGenerator(context());
        wall.advanceTime(Duration.ofDays(9));
        ofPartition.onPeriodicEmit(recorded);
        assertThat(recorded.idle).isFalse();
        assertThat(recorded.watermarks).containsExactly(Long.MIN_VALUE + 1);
        ofPartition.onEvent(event(100_000), 0, recorded);
        ofPartition.onPeriodicEmit(recorded);
        assertThat(recorded.watermarks).endsWith(94_999L);
    }

    @Test
    void aBackfillReadsNoPartitionFarAheadOfTheOthersUnlessSomeGoIdle() {
        assertThat(drift(Map.of())).isEmpty();
        assertThat(drift(Map.of("event-time.max-drift", "1h"))).contains(Duration.ofHours(1));
        assertThat(drift(Map.of("historical-until", "2026-03-01T00:00:00Z"))).contains(Duration.ofHours(6));
        assertThat(drift(Map.of("historical-until", "2026-03-01T00:00:00Z", "event-time.heartbeat", "0s")))
                .isEmpty();
        assertThat(strategy(Map.of("event-time.max-drift", "1h"))
                        .getAlignmentParameters()
                        .getMaxAllowedWatermarkDrift())
                .isEqualTo(Duration.ofHours(1).toMillis());
    }

    private static Optional<Duration> drift(Map<String, String> options) {
        return EventTime.maxDrift(JobConfiguration.of(options));
    }

    @Test
    void theBeginningOfTimeDoesNotOverflow() {
        see(event(Long.MIN_VALUE + 3));
        generator.onPeriodicEmit(recorded);
        assertThat(recorded.watermarks).isEmpty();
    }

    @Test
    void theTimestampOfARecordIsTheEvents() {
        var assigner = strategy(Map.of()).createTimestampAssigner(() -> metrics());
        assertThat(assigner.extractTimestamp(event(100_000), 7)).isEqualTo(100_000);
        assertThat(assigner.extractTimestamp(new Received.Clock(100_000), 7)).isEqualTo(7);
    }

    private void see(Received received) {
        generator.onEvent(received, 0, recorded);
    }

    private void passIdleTimeout() {
        generator.onPeriodicEmit(recorded);
        generator.onPeriodicEmit(recorded);
        wall.advanceTime(Duration.ofSeconds(61));
        generator.onPeriodicEmit(recorded);
    }

    private WatermarkGenerator<Received> generator(Map<String, String> values) {
        return strategy(values).createWatermarkGenerator(context());
    }

    private WatermarkStrategy<Received> strategy(Map<String, String> values) {
        return EventTime.strategy(JobConfiguration.of(values), () -> now);
    }

    private WatermarkGeneratorSupplier.Context context() {
        return new WatermarkGeneratorSupplier.Context() {
            @Override
            public MetricGroup getMetricGroup() {
                return metrics();
            }

            @Override
            public RelativeClock getInputActivityClock() {
                return wall;
            }
        };
    }

    private static MetricGroup metrics() {
        return new UnregisteredMetricsGroup();
    }

    private static Received event(long at) {
        return new Received.Happened(
                new Event("e-" + at, "club", "post", "anna", null, at, 0, Map.of()), new Origin(0, 0));
    }

    private static Received refused() {
        return new Received.Refused(new TopicRecord("letters", null, new byte[0]));
    }

    private static final class Recorded implements WatermarkOutput {
        private final List<Long> watermarks = new ArrayList<>();
        private boolean idle;

        @Override
        public void emitWatermark(Watermark watermark) {
            watermarks.add(watermark.getTimestamp());
            idle = false;
        }

        @Override
        public void markIdle() {
            idle = true;
        }

        @Override
        public void markActive() {
            idle = false;
        }
    }
}
