package io.rollcall.jobs.journey;

import java.util.function.LongSupplier;
import org.apache.flink.runtime.metrics.TimerGauge;
import org.apache.flink.streaming.runtime.tasks.StreamTask;

/** Whether a task has had hardly an idle moment of late; one that waits for those behind it has none either. */
final class BusyTask {
    /** So long it is looked at, in milliseconds, before it is said anew. */
    static final long LOOK = 100;

    /** Idle for less than this part of the time is hardly. */
    private static final int HARDLY = 10;

    private final LongSupplier idleMillis;
    private long idleThen;
    private long since;
    private boolean isBusy;

    /**
     * A task.
     *
     * @param idleMillis for how long it had nothing to do since it began, in milliseconds
     */
    BusyTask(LongSupplier idleMillis) {
        this.idleMillis = idleMillis;
    }

    /** For how long a task had nothing to do since it began, in milliseconds. */
    static LongSupplier idleMillis(StreamTask<?, ?> task) {
        TimerGauge idle =
                task.getEnvironment().getMetricGroup().getIOMetricGroup().getIdleTimeMsPerSecond();
        return idle::getAccumulatedCount;
    }

    /** Whether it is busy at an instant of the wall clock, in milliseconds; as far as is known since it was asked first. */
    boolean isBusy(long now) {
        long passed = now - since;
        if (passed >= LOOK || passed < 0) {
            long idle = idleMillis.getAsLong();
            isBusy = since > 0 && (idle - idleThen) * HARDLY < passed;
            idleThen = idle;
            since = now;
        }
        return isBusy;
    }
}
