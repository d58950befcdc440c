package io.rollcall.jobs.journey;

import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.apache.flink.streaming.api.operators.InternalTimeServiceManager;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.tasks.ProcessingTimeService;

/**
 * Fires the timers up to a watermark, some at once and the others behind what is waiting meanwhile: at a midnight a million
 * can be due, and neither a badge nor a checkpoint should have to wait for the last of them. A member who acts in between
 * is settled with that event; what a checkpoint finds unfired fires after a restore.
 *
 * <p>Between two steps events have their turn until the task has had an idle moment, or for as long as the step took: so they
 * wait for a step, and not for each other, unless they alone would take half of the thread.
 */
final class WatermarkSteps {
    /** So long timers fire before events and the barriers of checkpoints get their turn, in milliseconds. */
    private static final long STEP = 10;

    /** No more than these fire in a step, however fast they are. */
    static final int MOST_AT_ONCE = 1000;

    private final InternalTimeServiceManager<?> timers;
    private final ProcessingTimeService clock;
    private final LongSupplier idleMillis;
    private final Consumer<Watermark> done;
    private Watermark reached = Watermark.UNINITIALIZED;
    private boolean isUnderWay;
    private int fired;
    private long stepBegan;
    private long stepEnded;
    private long idleThen;

    /**
     * Steps of an operator.
     *
     * @param idleMillis for how long the task had nothing to do since it began, in milliseconds
     * @param done takes a watermark when its last timer has fired
     */
    WatermarkSteps(
            InternalTimeServiceManager<?> timers,
            ProcessingTimeService clock,
            LongSupplier idleMillis,
            Consumer<Watermark> done) {
        this.timers = timers;
        this.clock = clock;
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
        stepBegan = clock.getCurrentProcessingTime();
        advance(this::isEnough);
        if (isUnderWay) {
            stepEnded = clock.getCurrentProcessingTime();
            idleThen = idleMillis.getAsLong();
            letOthersPass(stepEnded);
        }
    }

    private boolean isEnough() {
        return ++fired >= MOST_AT_ONCE || clock.getCurrentProcessingTime() - stepBegan >= STEP;
    }

    /** A timer of the processing time comes behind the input that is there, where a mail of our own would come first. */
    private void letOthersPass(long now) {
        clock.registerTimer(now, instant -> goOn());
    }

    private void goOn() throws Exception {
        if (!isUnderWay) {
            return;
        }
        long now = clock.getCurrentProcessingTime();
        boolean eventsWait = idleMillis.getAsLong() == idleThen;
        if (eventsWait && now - stepEnded < stepEnded - stepBegan) {
            letOthersPass(now);
        } else {
            step();
        }
    }

    private void advance(InternalTimeServiceManager.ShouldStopAdvancingFn stop) throws Exception {
        isUnderWay = !timers.tryAdvanceWatermark(reached, stop);
        if (!isUnderWay) {
            done.accept(reached);
        }
    }
}
