package io.rollcall.jobs.journey;

import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * How many members may be unwritten. Each that is written changes a file of the state backend, which is merged and uploaded later, so who
 * acts five times between two checkpoints had better be written once; but who is unwritten when the barrier comes is written while
 * events wait. So many may be unwritten just after a barrier, and few when the next one is to come: at the shorter of the last two
 * distances between barriers, less what the last one came too late, as checkpoints are triggered at even distances.
 *
 * <p>A savepoint comes when nobody expects it, and finds as many as may be unwritten then: {@link #MOST_LIVE} at most.
 *
 * <p>On a backlog nobody minds the wait, and most members will have changed again.
 */
final class WriteBack {
    /** So many are left to the next barrier where there is spare time: those who act all the time. */
    static final int LEFT_TO_THE_BARRIER = 150;

    /** So many warm ones are, where there is none: less than ten milliseconds. */
    static final int LEFT_WITHOUT_SPARE_TIME = 1_000;

    /** So many warm ones may be unwritten at any time in live operation: some tenth of a second. */
    static final int MOST_LIVE = 50_000;

    /** So many may be on a backlog: some quarter of a second, reckoned and not measured, and a dozen files of RocksDB's at once. */
    static final int MOST_ON_A_BACKLOG = 100_000;

    /** So many are written at once while there is time to spare: a millisecond or less. */
    static final int WRITTEN_IN_SPARE_TIME = 100;

    /** So many at most with one that is added where too many are unwritten: a tenth of a millisecond. */
    static final int WRITTEN_BESIDE = 32;

    /** So many are taken to be written in a millisecond: spare time comes every five or six and would write four times as many, were there always some. */
    static final int WRITTEN_IN_A_MILLISECOND = 4;

    private final LongSupplier wallClock;
    private final BooleanSupplier isBacklog;
    private long lastBarrier;
    private long interval;
    private long intervalBefore;

    /**
     * Until a third barrier has come: as if one were to come now.
     *
     * @param wallClock milliseconds since 1970
     * @param isBacklog whether nobody minds how long everything stands still before a checkpoint
     */
    WriteBack(LongSupplier wallClock, BooleanSupplier isBacklog) {
        this.wallClock = wallClock;
        this.isBacklog = isBacklog;
    }

    /** A checkpoint's barrier comes, and everybody is written. */
    void barrier() {
        long now = wallClock.getAsLong();
        intervalBefore = interval;
        interval = lastBarrier == 0 ? 0 : now - lastBarrier;
        lastBarrier = now;
    }

    boolean isBacklog() {
        return isBacklog.getAsBoolean();
    }

    /** How many may be unwritten now where there is spare time. */
    int most() {
        return isBacklog() ? MOST_ON_A_BACKLOG : mostLive(LEFT_TO_THE_BARRIER);
    }

    /** How many warm ones may be unwritten now, be there spare time or not. */
    int mostWarm() {
        return isBacklog() ? MOST_ON_A_BACKLOG : mostLive(LEFT_WITHOUT_SPARE_TIME);
    }

    /**
     * In how many milliseconds it is time to write, if no more are unwritten than now; 0: now; {@link SpareTime#NEVER} if they can be left to the
     * barrier.
     */
    long millisUntilWork(int unwritten) {
        if (unwritten <= LEFT_TO_THE_BARRIER || isBacklog()) {
            return SpareTime.NEVER;
        }
        if (unwritten > MOST_LIVE) {
            return 0;
        }
        int toWrite = unwritten - LEFT_TO_THE_BARRIER;
        return Math.max(0, millisUntilBarrier() - toWrite / WRITTEN_IN_A_MILLISECOND);
    }

    private int mostLive(int left) {
        return (int) Math.min(MOST_LIVE, left + millisUntilBarrier() * WRITTEN_IN_A_MILLISECOND);
    }

    private long millisUntilBarrier() {
        // the shorter one: after a checkpoint that was left out the next barrier comes sooner than the longer one says
        long expected = Math.min(interval, intervalBefore);
        if (expected <= 0) {
            return 0;
        }
        long late = interval % expected;
        long left = lastBarrier + expected - late - wallClock.getAsLong();
        boolean isClockSetBack = left > expected;
        return isClockSetBack ? 0 : Math.max(0, left);
    }
}
