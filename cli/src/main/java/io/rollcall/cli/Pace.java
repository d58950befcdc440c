package io.rollcall.cli;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/** At most so many in a second. Who was held up does not catch up with more than one second's worth. */
final class Pace {
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private final long pause;
    private final LongSupplier nanos;
    private long due;

    private Pace(long pause, LongSupplier nanos) {
        this.pause = pause;
        this.nanos = nanos;
        this.due = nanos.getAsLong();
    }

    /** A pace of {@code rate} a second; 0: as fast as it goes. */
    static Pace of(int rate, LongSupplier nanos) {
        return new Pace(rate == 0 ? 0 : SECOND / rate, nanos);
    }

    /** One was done. Returns whether there is time until the next one. */
    boolean step() {
        if (pause == 0) {
            return false;
        }
        long now = nanos.getAsLong();
        due = Math.max(due + pause, now - SECOND);
        return due > now;
    }

    /** Waits until the next one is due. */
    void await() {
        for (long left = due - nanos.getAsLong(); left > 0; left = due - nanos.getAsLong()) {
            LockSupport.parkNanos(left);
        }
    }
}
