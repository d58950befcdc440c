package io.rollcall.jobs.journey;

import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.apache.flink.streaming.runtime.tasks.ProcessingTimeService;

/**
 * Does work that can wait while its task has nothing else to do for at least a quarter of the time. Where no work waits it does not even
 * look at the clock.
 */
final class SpareTime {
    private static final long TICK = 5;
    private static final int SHARE = 4;

    private final ProcessingTimeService clock;
    private final LongSupplier idleMillis;
    private final BooleanSupplier waits;
    private final Work work;
    private boolean looks;
    private boolean isStopped;
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
     * @param waits whether there is work
     */
    SpareTime(ProcessingTimeService clock, LongSupplier idleMillis, BooleanSupplier waits, Work work) {
        this.clock = clock;
        this.idleMillis = idleMillis;
        this.waits = waits;
        this.work = work;
    }

    /** Something was done after which there may be work. */
    void look() {
        if (!looks && !isStopped && waits.getAsBoolean()) {
            looks = true;
            lookAgain(clock.getCurrentProcessingTime(), idleMillis.getAsLong());
        }
    }

    /** Looks no more. */
    void stop() {
        isStopped = true;
    }

    private void tick(long timestamp) throws Exception {
        long now = clock.getCurrentProcessingTime();
        long idle = idleMillis.getAsLong();
        if ((idle - idleThen) * SHARE >= now - lookedAt) {
            work.run();
        }
        looks = waits.getAsBoolean();
        if (looks) {
            lookAgain(now, idle);
        }
    }

    private void lookAgain(long now, long idle) {
        lookedAt = now;
        idleThen = idle;
        clock.registerTimer(now + TICK, this::tick);
    }
}
