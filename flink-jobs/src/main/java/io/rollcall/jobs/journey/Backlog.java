package io.rollcall.jobs.journey;

import io.rollcall.jobs.config.JobConfiguration;
import io.rollcall.jobs.config.JobOptions;
import java.util.function.LongSupplier;

/** Whether a task works off a backlog, in which members change again before anybody looks: it is busy, and its clock is far behind. */
final class Backlog {
    /** By less the clock is behind the wall clock also in live operation, as after a start beside a quiet partition; milliseconds. */
    private static final long LEAST_BEHIND = 300_000;

    private final BusyTask task;
    private final LongSupplier watermark;
    private final long behind;

    /**
     * That of a task.
     *
     * @param idleMillis for how long it had nothing to do since it began, in milliseconds
     * @param watermark its clock
     */
    Backlog(JobConfiguration configuration, LongSupplier idleMillis, LongSupplier watermark) {
        this.task = new BusyTask(idleMillis);
        this.watermark = watermark;
        this.behind =
                Math.max(LEAST_BEHIND, configuration.get(JobOptions.HOLD_AHEAD).toMillis())
                        + configuration.get(JobOptions.MAX_OUT_OF_ORDERNESS).toMillis();
    }

    /** Whether there is one at an instant of the wall clock, in milliseconds. */
    boolean isThere(long now) {
        return task.isBusy(now) && isBehind(now);
    }

    /** Whether the task's clock is as far behind as with one; that of a community in which nothing happened for long is, too. */
    boolean isBehind(long now) {
        return watermark.getAsLong() < now - behind;
    }
}
