package io.rollcall.jobs.event;

import io.rollcall.jobs.config.JobConfiguration;
import io.rollcall.jobs.config.JobOptions;
import java.time.Duration;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.common.eventtime.WatermarkGenerator;
import org.apache.flink.api.common.eventtime.WatermarkGeneratorSupplier;
import org.apache.flink.api.common.eventtime.WatermarkOutput;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.eventtime.WatermarksWithIdleness;

/**
 * The clock that events drive, for each partition by itself.
 *
 * <p>An event moves it to its own instant less the out-of-orderness that is allowed; a clock record moves it to exactly
 * its instant, at once. What was refused moves nothing, and does not keep an otherwise idle partition awake, which
 * would hold back the clock of all others.
 */
public final class EventTime {
    private EventTime() {}

    /** The configured watermarks and timestamps. */
    public static WatermarkStrategy<Received> strategy(JobConfiguration configuration) {
        Duration outOfOrderness = configuration.get(JobOptions.MAX_OUT_OF_ORDERNESS);
        // with heartbeats only an absent broker silences a partition: that must hold the clock, where idleness would
        // let
        // it jump to the furthest partition's
        Duration idleTimeout = configuration.get(JobOptions.HEARTBEAT_INTERVAL).isZero()
                ? configuration.get(JobOptions.IDLE_TIMEOUT)
                : Duration.ZERO;
        return WatermarkStrategy.<Received>forGenerator(context -> generator(outOfOrderness, idleTimeout, context))
                .withTimestampAssigner((received, kafkaTimestamp) -> received instanceof Received.Happened happened
                        ? happened.event().at()
                        : kafkaTimestamp);
    }

    private static WatermarkGenerator<Received> generator(
            Duration outOfOrderness, Duration idleTimeout, WatermarkGeneratorSupplier.Context context) {
        Watermarks watermarks = new Watermarks(outOfOrderness.toMillis());
        if (idleTimeout.isZero()) {
            return new OnlyWhatTells(watermarks);
        }
        return new OnlyWhatTells(
                new WatermarksWithIdleness<>(watermarks, idleTimeout, context.getInputActivityClock()));
    }

    private static final class Watermarks implements WatermarkGenerator<Received> {
        private final long outOfOrderness;
        private long newest = Long.MIN_VALUE;
        private long promised = Long.MIN_VALUE;

        Watermarks(long outOfOrderness) {
            this.outOfOrderness = outOfOrderness;
        }

        @Override
        public void onEvent(Received received, long timestamp, WatermarkOutput output) {
            if (received instanceof Received.Happened happened) {
                newest = Math.max(newest, happened.event().at());
            } else if (received instanceof Received.Clock clock) {
                promised = Math.max(promised, clock.instant());
                output.emitWatermark(new Watermark(promised));
            }
        }

        @Override
        public void onPeriodicEmit(WatermarkOutput output) {
            long margin = outOfOrderness + 1;
            long byEvents = newest < Long.MIN_VALUE + margin ? Long.MIN_VALUE : newest - margin;
            long watermark = Math.max(byEvents, promised);
            if (watermark > Long.MIN_VALUE) {
                output.emitWatermark(new Watermark(watermark));
            }
        }
    }

    /** Keeps dead letters from the generator inside, to which each record would be a sign of life. */
    private static final class OnlyWhatTells implements WatermarkGenerator<Received> {
        private final WatermarkGenerator<Received> inner;

        OnlyWhatTells(WatermarkGenerator<Received> inner) {
            this.inner = inner;
        }

        @Override
        public void onEvent(Received received, long timestamp, WatermarkOutput output) {
            if (!(received instanceof Received.Refused)) {
                inner.onEvent(received, timestamp, output);
            }
        }

        @Override
        public void onPeriodicEmit(WatermarkOutput output) {
            inner.onPeriodicEmit(output);
        }
    }
}
