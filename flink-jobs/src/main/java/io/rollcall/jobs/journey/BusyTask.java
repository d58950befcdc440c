package io.rollcall.jobs.journey;

import java.util.function.LongSupplier;

/** Whether a task has had no idle moment of late: then there is more to do than it can, and what can wait should. */
final class BusyTask {
    /** So long without an idle moment is no chance; milliseconds. */
    static final long LONG_ENOUGH = 100;

    private final LongSupplier idleMillis;
    private long idleThen;
    private long since;

    /**
     * A task.
     *
     * @param idleMillis for how long it had nothing to do since it began, in milliseconds; 0 where nobody measures that
     */
    BusyTask(LongSupplier idleMillis) {
        this.idleMillis = idleMillis;
    }

    /** Whether it is busy at an instant of the wall clock, in milliseconds; as far as is known since it was asked first. */
    boolean isBusy(long now) {
        long idle = idleMillis.getAsLong();
        if (idle != idleThen || now < since) {
            idleThen = idle;
            since = now;
        }
        return idle > 0 && now - since >= LONG_ENOUGH;
    }
}
