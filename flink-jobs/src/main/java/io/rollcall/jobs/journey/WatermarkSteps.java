package io.rollcall.jobs.journey;

import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.apache.flink.api.common.operators.ProcessingTimeService.ProcessingTimeCallback;
import org.apache.flink.streaming.api.operators.InternalTimeServiceManager;
import org.apache.flink.streaming.api.watermark.Watermark;

/**
 * Fires the timers up to a watermark, some at once and the others behind what is waiting meanwhile: at a midnight a million
 * can be due, and neither a badge nor a checkpoint should have to wait for the last of them. A member who acts in between
 * is settled with that event; what a checkpoint finds unfired fires after a restore.
 *
 * <p>Between two steps events have their turn until the task has had an idle moment, or for as long as the step took: so they
 * wait for a step, and not for each other, unless they alone would take half of the thread.
 */
final class WatermarkSteps {
    /** So long timers fire before events and the barriers of checkpoints get their turn. */
    static final long STEP_NANOS = 10_000_000;

    /** No pause is longer than this, however long a single timer of the step took. */
    static final long LONGEST_PAUSE_NANOS = 2 * STEP_NANOS;

    /** No more than these fire in a step, however fast they are. */
    static final int MOST_AT_ONCE = 1000;

    private final Timers timers;
    private final Pause pause;
    private final LongSupplier nanos;
    private final LongSupplier idleMillis;
    private final Consumer<Watermark> done;
    private Watermark reached = Watermark.UNINITIALIZED;
    private boolean isUnderWay;
    private int fired;
    private long stepBegan;
    private long stepEnded;
    private long idleThen;

    /** The timers of an operator. */
    @FunctionalInterface
    interface Timers {
        /** Fires those up to a watermark, one at least, until it should stop; whether it fired all. */
        boolean advance(Watermark mark, InternalTimeServiceManager.ShouldStopAdvancingFn stop) throws Exception;
    }

    /** Lets the input that is there pass, about a millisecond's worth at least, then goes on. */
    @FunctionalInterface
    interface Pause {
        void then(ProcessingTimeCallback goOn);
    }

    /**
     * Steps of an operator.
     *
     * @param nanos a clock that nobody sets, in nanoseconds
     * @param idleMillis for how long the task had nothing to do since it began, in milliseconds
     * @param done takes a watermark when its last timer has fired
     */
    WatermarkSteps(Timers timers, Pause pause, LongSupplier nanos, LongSupplier idleMillis, Consumer<Watermark> done) {
        this.timers = timers;
        this.pause = pause;
        this.nanos = nanos;
        this.idleMillis = idleMillis;
        this.done = done;
    }

    /** Goes to a watermark, or on to it if an earlier one is under way. */
    void to(Watermark mark) throws Exception {
        reached = mark;
        if (!isUnderWay) {
            step();
        }
    }

    /** Whether timers are left to fire. */
    boolean isUnderWay() {
        return isUnderWay;
    }

    /** Goes all the way at once. */
    void complete() throws Exception {
        if (isUnderWay) {
            advance(() -> false);
        }
    }

    private void step() throws Exception {
        fired = 0;
        stepBegan = nanos.getAsLong();
        advance(this::isEnough);
        if (isUnderWay) {
            stepEnded = nanos.getAsLong();
            idleThen = idleMillis.getAsLong();
            letOthersPass();
        }
    }

    private boolean isEnough() {
        return ++fired >= MOST_AT_ONCE || nanos.getAsLong() - stepBegan >= STEP_NANOS;
    }

    private void letOthersPass() {
        pause.then(instant -> goOn());
    }

    private void goOn() throws Exception {
        if (!isUnderWay) {
            return;
        }
        boolean wasBusy = idleMillis.getAsLong() == idleThen;
        long longest = Math.min(stepEnded - stepBegan, LONGEST_PAUSE_NANOS);
        if (wasBusy && nanos.getAsLong() - stepEnded < longest) {
            letOthersPass();
        } else {
            step();
        }
    }

    private void advance(InternalTimeServiceManager.ShouldStopAdvancingFn stop) throws Exception {
        isUnderWay = !timers.advance(reached, stop);
        if (!isUnderWay) {
            done.accept(reached);
        }
    }
}
