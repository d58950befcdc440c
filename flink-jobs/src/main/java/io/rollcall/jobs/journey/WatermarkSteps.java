package io.rollcall.jobs.journey;

import java.util.function.Consumer;
import org.apache.flink.streaming.api.operators.InternalTimeServiceManager;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.tasks.ProcessingTimeService;

/**
 * Fires the timers up to a watermark, some at once and the others behind what is waiting meanwhile: at a midnight a million
 * can be due, and neither a badge nor a checkpoint should have to wait for the last of them. A member who acts in between
 * is settled with that event; what a checkpoint finds unfired fires after a restore.
 */
final class WatermarkSteps {
    /** So many timers fire before events and the barriers of checkpoints get their turn: a few milliseconds. */
    static final int MOST_AT_ONCE = 100;

    private final InternalTimeServiceManager<?> timers;
    private final ProcessingTimeService processingTime;
    private final Consumer<Watermark> done;
    private Watermark reached = Watermark.UNINITIALIZED;
    private boolean isUnderWay;

    /**
     * Steps of an operator.
     *
     * @param done takes a watermark when its last timer has fired
     */
    WatermarkSteps(
            InternalTimeServiceManager<?> timers, ProcessingTimeService processingTime, Consumer<Watermark> done) {
        this.timers = timers;
        this.processingTime = processingTime;
        this.done = done;
    }

    /** Goes to a watermark, or on to it if an earlier one is under way. */
    void to(Watermark mark) throws Exception {
        reached = mark;
        if (!isUnderWay) {
            step();
        }
    }

    /** Goes all the way at once. */
    void complete() throws Exception {
        if (isUnderWay) {
            advance(() -> false);
        }
    }

    private void step() throws Exception {
        int[] fired = new int[1];
        advance(() -> ++fired[0] >= MOST_AT_ONCE);
        if (isUnderWay) {
            // a timer of the processing time comes behind the input that is there, where a mail of our own would come
            // first
            processingTime.registerTimer(processingTime.getCurrentProcessingTime(), instant -> goOn());
        }
    }

    private void goOn() throws Exception {
        if (isUnderWay) {
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
