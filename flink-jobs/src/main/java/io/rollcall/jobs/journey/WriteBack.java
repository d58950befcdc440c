package io.rollcall.jobs.journey;

import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * How many members may be unwritten. Each that is written changes a file of the state backend, which is merged and uploaded later, so who
 * acts five times between two checkpoints had better be written once; but who is unwritten when the barrier comes is written while
 * events wait. So nearly all may be unwritten just after a barrier, and few when the next one is to come: as long after the last one as that
 * came after the one before.
 *
 * <p>On a backlog nobody minds the wait, and most members will have changed again.
 */
final class WriteBack {
    /** So many are left to the next barrier: those who act all the time. */
    static final int LEFT_TO_THE_BARRIER = 150;

    /** So many warm ones are, where there is no spare time: less than ten milliseconds. */
    static final int LEFT_WITHOUT_SPARE_TIME = 1_000;

    /** So many may be unwritten at any time: some quarter of a second, reckoned and not measured, and a dozen files of RocksDB's at once. */
    static final int MOST = 100_000;

    /** So many are written in a millisecond, as spare time does at a quarter of its pace. */
    static final int WRITTEN_IN_A_MILLISECOND = 4;

    /** There is nothing to write. */
    static final long NEVER = Long.MAX_VALUE;

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
        return (int) Math.min(MOST, LEFT_TO_THE_BARRIER + writtenUntilBarrier());
    }

    /** How many warm ones may be unwritten now, be there spare time or not. */
    int mostWarm() {
        return isBacklog() ? MOST : (int) Math.min(MOST, LEFT_WITHOUT_SPARE_TIME + writtenUntilBarrier());
    }

    /** In how many milliseconds it is time to write, if no more are unwritten than now; 0: now; {@link #NEVER} if they can be left to the barrier. */
    long millisUntilWork(int unwritten) {
        if (unwritten <= LEFT_TO_THE_BARRIER || isBacklog()) {
            return NEVER;
        }
        if (unwritten > MOST) {
            return 0;
        }
        int toWrite = unwritten - LEFT_TO_THE_BARRIER;
        return Math.max(0, millisUntilBarrier() - toWrite / WRITTEN_IN_A_MILLISECOND);
    }

    private long writtenUntilBarrier() {
        return millisUntilBarrier() * WRITTEN_IN_A_MILLISECOND;
    }

    /** One that comes at another time, as a savepoint's, or one that does not come is not to make the next ones late. */
    private long millisUntilBarrier() {
        long expected = Math.min(interval, intervalBefore);
        long left = lastBarrier + expected - wallClock.getAsLong();
        boolean isClockSetBack = left > expected;
        return isClockSetBack ? 0 : Math.max(0, left);
    }
}
