package io.rollcall.jobs.event;

import io.rollcall.jobs.config.JobConfiguration;
import io.rollcall.jobs.config.JobOptions;
import java.time.Duration;
import java.util.Optional;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.common.eventtime.WatermarkGenerator;
import org.apache.flink.api.common.eventtime.WatermarkGeneratorSupplier;
import org.apache.flink.api.common.eventtime.WatermarkOutput;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.eventtime.WatermarksWithIdleness;
import org.apache.flink.util.clock.RelativeClock;

/**
 * The clock that events drive, for each partition by itself.
 *
 * <p>An event moves it to its own instant, or to that at which it is read if that is earlier, less the out-of-orderness that is allowed; a clock
 * record moves it to exactly its instant, at once. What was refused moves nothing, and does not keep an otherwise idle partition awake, which
 * would hold back the clock of all others.
 */
public final class EventTime {
    /** The watermark while nothing was heard of a partition, in milliseconds since 1970 as all others. */
    public static final long NOT_HEARD = Long.MIN_VALUE + 1;

    /** How far ahead of the slowest one a partition may be read in a backfill, unless another bound is given. */
    private static final Duration DRIFT_OF_A_BACKFILL = Duration.ofHours(6);

    /** How often subtasks hear how far the slowest is. */
    private static final Duration ALIGNMENT_INTERVAL = Duration.ofMillis(200);

    /** So long after its start a subtask that has no partition no longer holds the clock. */
    private static final Duration VACANCY = Duration.ofSeconds(5);

    private EventTime() {}

    /**
     * The configured watermarks and timestamps.
     *
     * @param wallClock milliseconds since 1970
     */
    public static WatermarkStrategy<Received> strategy(JobConfiguration configuration, WallClock wallClock) {
        WatermarkStrategy<Received> strategy = watermarks(configuration, wallClock);
        return maxDrift(configuration)
                .map(drift -> strategy.withWatermarkAlignment("events", drift, ALIGNMENT_INTERVAL))
                .orElse(strategy);
    }

    /**
     * How far ahead of the slowest one a partition may be read. Not where partitions can go idle: Flink may leave one unread
     * then (FLINK-40093).
     */
    static Optional<Duration> maxDrift(JobConfiguration configuration) {
        Optional<Duration> given = configuration.get(JobOptions.MAX_DRIFT);
        boolean isBackfill = configuration.get(JobOptions.HISTORICAL_UNTIL).isPresent();
        return given.isEmpty() && isBackfill && !configuration.partitionsGoIdle()
                ? Optional.of(DRIFT_OF_A_BACKFILL)
                : given;
    }

    private static WatermarkStrategy<Received> watermarks(JobConfiguration configuration, WallClock wallClock) {
        return WatermarkStrategy.<Received>forGenerator(new Generators(
                        configuration.get(JobOptions.MAX_OUT_OF_ORDERNESS),
                        configuration.get(JobOptions.IDLE_TIMEOUT),
                        !configuration.get(JobOptions.HEARTBEAT_INTERVAL).isZero(),
                        wallClock))
                .withTimestampAssigner((received, kafkaTimestamp) -> received instanceof Received.Happened happened
                        ? happened.event().at()
                        : kafkaTimestamp);
    }

    /**
     * Makes the generators of one subtask. The first that Flink asks for is the subtask's own, the others are of its
     * partitions, through which all records come.
     *
     * <p>With heartbeats only an absent broker silences a partition: that must hold the clock, where idleness would let it
     * jump to the furthest partition's. A subtask that has no partition, however, would hold it for ever.
     */
    private static final class Generators implements WatermarkGeneratorSupplier<Received> {
        private static final long serialVersionUID = 1;

        private final Duration outOfOrderness;
        private final Duration idleTimeout;
        private final boolean hasHeartbeats;
        private final WallClock wallClock;
        private transient boolean isSubtaskMade;

        Generators(Duration outOfOrderness, Duration idleTimeout, boolean hasHeartbeats, WallClock wallClock) {
            this.outOfOrderness = outOfOrderness;
            this.idleTimeout = idleTimeout;
            this.hasHeartbeats = hasHeartbeats;
            this.wallClock = wallClock;
        }

        @Override
        public WatermarkGenerator<Received> createWatermarkGenerator(Context context) {
            Watermarks watermarks = new Watermarks(outOfOrderness.toMillis(), wallClock);
            if (hasHeartbeats) {
                boolean isSubtask = !isSubtaskMade;
                isSubtaskMade = true;
                return new OnlyWhatTells(
                        isSubtask ? new Vacant(watermarks, context.getInputActivityClock()) : new Unheard(watermarks));
            }
            return new OnlyWhatTells(
                    idleTimeout.isZero()
                            ? watermarks
                            : new WatermarksWithIdleness<>(watermarks, idleTimeout, context.getInputActivityClock()));
        }
    }

    /**
     * A subtask's own: idle some seconds after the start, which is the subtask's state where no partition has one.
     *
     * <p>That is safe so soon, whatever the idle timeout: Flink takes a subtask for idle only if its own clock and all of its partitions
     * are, and a partition never is, not even before its first record ({@link Unheard}). Partitions of a checkpoint are
     * there from the start. Those of a first start come to all subtasks together; should finding them take longer than this,
     * all are idle until then, which moves no clock, and each is awake within one interval of watermarks (200 ms) of getting
     * the first.
     */
    private static final class Vacant implements WatermarkGenerator<Received> {
        private final Watermarks inner;
        private final RelativeClock clock;
        private long start = Long.MIN_VALUE;
        private boolean hasHeard;

        Vacant(Watermarks inner, RelativeClock clock) {
            this.inner = inner;
            this.clock = clock;
        }

        @Override
        public void onEvent(Received received, long timestamp, WatermarkOutput output) {
            hasHeard = true;
            inner.onEvent(received, timestamp, output);
        }

        @Override
        public void onPeriodicEmit(WatermarkOutput output) {
            long now = clock.relativeTimeNanos();
            if (start == Long.MIN_VALUE) {
                start = now;
            }
            if (hasHeard) {
                inner.onPeriodicEmit(output);
            } else if (now - start >= VACANCY.toNanos()) {
                output.markIdle();
            }
        }
    }

    /** A partition's: as long as nothing was heard of it, it says that it is there, and holds the clock. */
    private static final class Unheard implements WatermarkGenerator<Received> {
        private static final Watermark BEGINNING = new Watermark(NOT_HEARD);

        private final Watermarks inner;
        private boolean hasHeard;

        Unheard(Watermarks inner) {
            this.inner = inner;
        }

        @Override
        public void onEvent(Received received, long timestamp, WatermarkOutput output) {
            hasHeard = true;
            inner.onEvent(received, timestamp, output);
        }

        @Override
        public void onPeriodicEmit(WatermarkOutput output) {
            if (hasHeard) {
                inner.onPeriodicEmit(output);
            } else {
                output.emitWatermark(BEGINNING);
            }
        }
    }

    private static final class Watermarks implements WatermarkGenerator<Received> {
        private final long outOfOrderness;
        private final WallClock wallClock;
        private long newest = Long.MIN_VALUE;
        private long promised = Long.MIN_VALUE;

        Watermarks(long outOfOrderness, WallClock wallClock) {
            this.outOfOrderness = outOfOrderness;
            this.wallClock = wallClock;
        }

        @Override
        public void onEvent(Received received, long timestamp, WatermarkOutput output) {
            if (received instanceof Received.Happened happened) {
                // a producer whose clock is fast tells nothing of what others have still to send
                newest = Math.max(newest, Math.min(happened.event().at(), wallClock.getAsLong()));
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
