package io.rollcall.jobs.journey;

import java.util.function.LongSupplier;
import org.apache.flink.streaming.runtime.tasks.ProcessingTimeService;

/** Does work that can wait while its task has nothing else to do for at least a quarter of the time. */
final class SpareTime {
    private static final long TICK = 5;
    private static final int SHARE = 4;

    private final ProcessingTimeService clock;
    private final LongSupplier idleMillis;
    private final Work work;
    private long lookedAt;
    private long idleThen;

    /** A little work: it must not take more than a millisecond or two. */
    @FunctionalInterface
    interface Work {
        void run() throws Exception;
    }

    /**
     * Spare time of a task.
     *
     * @param idleMillis for how long the task had nothing to do since it began, in milliseconds
     */
    SpareTime(ProcessingTimeService clock, LongSupplier idleMillis, Work work) {
        this.clock = clock;
        this.idleMillis = idleMillis;
        this.work = work;
    }

    /** Begins to look at the clock. */
    void start() {
        lookedAt = clock.getCurrentProcessingTime();
        idleThen = idleMillis.getAsLong();
        clock.registerTimer(lookedAt + TICK, this::tick);
    }

    private void tick(long timestamp) throws Exception {
        long now = clock.getCurrentProcessingTime();
        long idle = idleMillis.getAsLong();
        if ((idle - idleThen) * SHARE >= now - lookedAt) {
            work.run();
        }
        lookedAt = now;
        idleThen = idle;
        clock.registerTimer(now + TICK, this::tick);
    }
}
