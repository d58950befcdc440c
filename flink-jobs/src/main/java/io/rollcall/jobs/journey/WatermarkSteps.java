package io.rollcall.jobs.journey;

import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.apache.flink.api.common.operators.ProcessingTimeService.ProcessingTimeCallback;
import org.apache.flink.streaming.api.operators.InternalTimeServiceManager;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.tasks.ProcessingTimeService;

/**
 * Fires the timers up to a watermark, some at once and the others behind what is waiting meanwhile: at a midnight a million
 * can be due, and neither a badge nor a checkpoint should have to wait for the last of them. A member who acts in between
 * is settled with that event; what a checkpoint finds unfired fires after a restore.
 *
 * <p>Between two steps events have their turn until none seems left, or for as long as the step took: so they
 * wait for a step, and not for each other, unless they alone would take half of the thread.
 */
final class WatermarkSteps {
    /** So long timers fire before events and the barriers of checkpoints get their turn. */
    static final long STEP_NANOS = 10_000_000;

    /** No pause is longer than this, however long a single timer of the step took. */
    static final long LONGEST_PAUSE_NANOS = 2 * STEP_NANOS;

    /** No more than these fire in a step, however fast they are. */
    static final int MOST_AT_ONCE = 1000;

    /** So many looks in a row without an event end a pause. Before a single one the task may have taken a channel's watermark or a barrier instead. */
    static final int ENOUGH_SILENCE = 2;

    private final Timers timers;
    private final Pause pause;
    private final LongSupplier nanos;
    private final Consumer<Watermark> done;
    private Watermark reached = Watermark.UNINITIALIZED;
    private volatile long settled = Long.MIN_VALUE;
    private volatile boolean isUnderWay;
    private int fired;
    private long stepBegan;
    private long stepEnded;
    private long events;
    private long eventsThen;
    private int silentLooks;

    /** The timers of an operator. */
    @FunctionalInterface
    interface Timers {
        /** Fires those up to a watermark, one at least, until it should stop; whether it fired all. */
        boolean advance(Watermark mark, InternalTimeServiceManager.ShouldStopAdvancingFn stop) throws Exception;
    }

    /** Lets the task take what it finds at its input for a moment, then goes on. */
    @FunctionalInterface
    interface Pause {
        void then(ProcessingTimeCallback goOn);
    }

    /**
     * Steps of an operator.
     *
     * @param nanos a clock that nobody sets, in nanoseconds
     * @param done takes a watermark when its last timer has fired
     */
    WatermarkSteps(Timers timers, Pause pause, LongSupplier nanos, Consumer<Watermark> done) {
        this.timers = timers;
        this.pause = pause;
        this.nanos = nanos;
        this.done = done;
    }

    /**
     * The steps of an operator.
     *
     * @param done takes a watermark when its last timer has fired
     */
    static WatermarkSteps of(Timers timers, ProcessingTimeService clock, Consumer<Watermark> done) {
        return new WatermarkSteps(
                timers,
                // an instant that is long over: its timer comes at once, by way of another thread; when the task stops,
                // at
                // most one more does
                goOn -> clock.registerTimer(0, goOn),
                clock.getClock()::relativeTimeNanos,
                done);
    }

    /** An event came. */
    void event() {
        events++;
    }

    /** Goes to a watermark, or on to it if an earlier one is under way. */
    void to(Watermark mark) throws Exception {
        reached = mark;
        events++;
        if (!isUnderWay) {
            step();
        }
    }

    /** Whether timers are left to fire. */
    boolean isUnderWay() {
        return isUnderWay;
    }

    /** The instant up to which all timers have fired; {@link Long#MIN_VALUE} before the first. Also for other threads. */
    long settled() {
        return settled;
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
            silentLooks = 0;
            letOthersPass();
        }
    }

    private boolean isEnough() {
        return ++fired >= MOST_AT_ONCE || nanos.getAsLong() - stepBegan >= STEP_NANOS;
    }

    private void letOthersPass() {
        eventsThen = events;
        pause.then(instant -> goOn());
    }

    private void goOn() throws Exception {
        if (!isUnderWay) {
            return;
        }
        silentLooks = events == eventsThen ? silentLooks + 1 : 0;
        long longest = Math.min(stepEnded - stepBegan, LONGEST_PAUSE_NANOS);
        if (silentLooks < ENOUGH_SILENCE && nanos.getAsLong() - stepEnded < longest) {
            letOthersPass();
        } else {
            step();
        }
    }

    private void advance(InternalTimeServiceManager.ShouldStopAdvancingFn stop) throws Exception {
        isUnderWay = !timers.advance(reached, stop);
        if (!isUnderWay) {
            settled = reached.getTimestamp();
            done.accept(reached);
        }
    }
}
