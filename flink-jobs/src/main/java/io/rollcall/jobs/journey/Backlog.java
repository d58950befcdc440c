package io.rollcall.jobs.journey;

import io.rollcall.jobs.config.JobConfiguration;
import io.rollcall.jobs.config.JobOptions;
import java.util.function.LongSupplier;

/** Whether a task works off a backlog, in which members change again before anybody looks: its clock is far behind. */
final class Backlog {
    /** By less the clock is behind the wall clock also in live operation, as after a start beside a quiet partition; milliseconds. */
    private static final long LEAST_BEHIND = 300_000;

    /** So long the clock is looked at, in milliseconds of the wall clock, before its pace is said anew. */
    private static final long LOOK = 1000;

    /** A clock that runs at so many times the pace of the wall clock catches up; one that only trails it, or stands still, does not. */
    private static final int PACE = 2;

    private final BusyTask task;
    private final LongSupplier wallClock;
    private final LongSupplier watermark;
    private final long behind;
    private long watermarkThen;
    private long since;
    private boolean isFast;

    /**
     * That of a task.
     *
     * @param wallClock milliseconds since 1970
     * @param idleMillis for how long the task had nothing to do since it began, in milliseconds
     * @param watermark its clock
     */
    Backlog(JobConfiguration configuration, LongSupplier wallClock, LongSupplier idleMillis, LongSupplier watermark) {
        this.task = new BusyTask(idleMillis);
        this.wallClock = wallClock;
        this.watermark = watermark;
        this.behind =
                Math.max(LEAST_BEHIND, configuration.get(JobOptions.HOLD_AHEAD).toMillis())
                        + configuration.get(JobOptions.MAX_OUT_OF_ORDERNESS).toMillis();
    }

    /** Whether there is one, and hardly an idle moment: nothing else should be done that can wait. */
    boolean isThere() {
        long now = wallClock.getAsLong();
        return task.isBusy(now) && isBehind(now);
    }

    /**
     * Whether there is one, be the task busy or what it reads from. That the clock is behind does not say so: beside a quiet partition,
     * without heartbeats or where these promise little, it is in live operation, too.
     */
    boolean isWorkedOff() {
        long now = wallClock.getAsLong();
        boolean isFastOrBusy = isFast(now) | task.isBusy(now);
        return isFastOrBusy && isBehind(now);
    }

    private boolean isBehind(long now) {
        return watermark.getAsLong() < now - behind;
    }

    private boolean isFast(long now) {
        long passed = now - since;
        if (passed >= LOOK || passed < 0) {
            long mark = watermark.getAsLong();
            boolean isKnown = since > 0 && watermarkThen != Long.MIN_VALUE;
            isFast = isKnown && mark - watermarkThen >= PACE * passed;
            watermarkThen = mark;
            since = now;
        }
        return isFast;
    }
}
