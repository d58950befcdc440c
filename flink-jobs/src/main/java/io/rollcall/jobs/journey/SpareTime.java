package io.rollcall.jobs.journey;

import java.util.function.LongSupplier;
import org.apache.flink.streaming.runtime.tasks.ProcessingTimeService;

/**
 * Does work that can wait while its task has nothing else to do for at least a quarter of the time. Where no work waits it does not even
 * look at the clock, and where it is not yet time for it seldom.
 */
final class SpareTime {
    /** There is no work. */
    static final long NEVER = Long.MAX_VALUE;

    private static final long TICK = 5;
    private static final long LONGEST_TICK = 100;
    private static final int SHARE = 4;

    private final ProcessingTimeService clock;
    private final LongSupplier idleMillis;
    private final LongSupplier millisUntilWork;
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
     * @param millisUntilWork when it is time for some; {@link #NEVER} if there is none. It may be less or more when it is asked again
     */
    SpareTime(ProcessingTimeService clock, LongSupplier idleMillis, LongSupplier millisUntilWork, Work work) {
        this.clock = clock;
        this.idleMillis = idleMillis;
        this.millisUntilWork = millisUntilWork;
        this.work = work;
    }

    /** Something was done after which there may be work. */
    void look() {
        if (!looks && !isStopped) {
            long wait = millisUntilWork.getAsLong();
            if (wait != NEVER) {
                looks = true;
                lookIn(wait, clock.getCurrentProcessingTime(), idleMillis.getAsLong());
            }
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
        long wait = millisUntilWork.getAsLong();
        looks = wait != NEVER;
        if (looks) {
            lookIn(wait, now, idle);
        }
    }

    private void lookIn(long millis, long now, long idle) {
        lookedAt = now;
        idleThen = idle;
        clock.registerTimer(now + Math.max(TICK, Math.min(LONGEST_TICK, millis)), this::tick);
    }
}
