package io.rollcall.jobs.journey;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.apache.flink.api.common.operators.ProcessingTimeService.ProcessingTimeCallback;
import org.apache.flink.streaming.api.operators.InternalTimeServiceManager.ShouldStopAdvancingFn;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.junit.jupiter.api.Test;

/** Timers that take time, pauses in which the test says what happens, and a clock that only moves when told. */
class WatermarkStepsTest {
    private static final long MILLI = 1_000_000;

    private final Deque<Long> timers = new ArrayDeque<>();
    private final Deque<ProcessingTimeCallback> waiting = new ArrayDeque<>();
    private final List<Watermark> done = new ArrayList<>();
    private long timerTakes = MILLI;
    private long now;
    private final WatermarkSteps steps = new WatermarkSteps(this::advance, waiting::add, () -> now, done::add);

    private boolean advance(Watermark mark, ShouldStopAdvancingFn stop) throws Exception {
        boolean stopped = false;
        while (!stopped && !timers.isEmpty() && timers.peek() <= mark.getTimestamp()) {
            timers.remove();
            now += timerTakes;
            stopped = stop.test();
        }
        return !stopped;
    }

    private void timers(int count, long at) {
        for (int i = 0; i < count; i++) {
            timers.add(at);
        }
    }

    /** The task had its turn, in which events came or not. */
    private void goOn(boolean eventsCame) throws Exception {
        if (eventsCame) {
            steps.event();
        }
        waiting.remove().onProcessingTime(0);
    }

    /** Nothing comes, for as long as it takes to believe it. */
    private void silence() throws Exception {
        for (int look = 0; look < WatermarkSteps.ENOUGH_SILENCE; look++) {
            goOn(false);
        }
    }

    @Test
    void aStepLastsTenMillisecondsAndThePauseEndsWhenNoEventComes() throws Exception {
        timers(25, 5);
        steps.to(new Watermark(5));
        assertThat(timers).hasSize(15);
        assertThat(steps.isUnderWay()).isTrue();
        assertThat(done).isEmpty();

        goOn(false);
        assertThat(timers).as("the task may have taken a barrier instead").hasSize(15);
        goOn(true);
        now += MILLI;
        goOn(true);
        goOn(false);
        assertThat(timers).hasSize(15);
        goOn(false);
        assertThat(timers).hasSize(5);

        silence();
        assertThat(timers).isEmpty();
        assertThat(steps.isUnderWay()).isFalse();
        assertThat(done).containsExactly(new Watermark(5));
        assertThat(waiting).isEmpty();
    }

    @Test
    void whereEventsNeverEndTheyHaveAsLongAsTheStepTook() throws Exception {
        timers(25, 5);
        steps.to(new Watermark(5));
        for (int milli = 1; milli < 10; milli++) {
            now += MILLI;
            goOn(true);
            assertThat(timers).as("after %d ms", milli).hasSize(15);
        }
        now += MILLI;
        goOn(true);
        assertThat(timers).hasSize(5);
    }

    @Test
    void aTimerThatTakesLongMakesNoLongPause() throws Exception {
        timerTakes = 60_000 * MILLI;
        timers(2, 5);
        steps.to(new Watermark(5));
        assertThat(timers).hasSize(1);
        now += WatermarkSteps.LONGEST_PAUSE_NANOS - 1;
        goOn(true);
        assertThat(timers).hasSize(1);
        now += 1;
        goOn(true);
        assertThat(timers).isEmpty();
    }

    @Test
    void timersThatTakeNoTimeEndAStepByTheirNumber() throws Exception {
        timerTakes = 0;
        timers(WatermarkSteps.MOST_AT_ONCE + 1, 5);
        steps.to(new Watermark(5));
        assertThat(timers).hasSize(1);
        goOn(false);
        assertThat(timers).isEmpty();
    }

    @Test
    void aHigherWatermarkInAPauseIsGoneToOnTheWay() throws Exception {
        timers(11, 5);
        timers(3, 7);
        steps.to(new Watermark(5));
        steps.to(new Watermark(7));
        assertThat(timers).hasSize(4);
        goOn(false);
        assertThat(timers).as("a watermark is something that came").hasSize(4);
        silence();
        assertThat(timers).isEmpty();
        assertThat(done).containsExactly(new Watermark(7));
    }

    @Test
    void theEndInAPauseFiresAllAndThePauseThatEndsLaterDoesNothing() throws Exception {
        timers(25, 5);
        steps.to(new Watermark(5));
        steps.complete();
        assertThat(timers).isEmpty();
        assertThat(done).containsExactly(new Watermark(5));
        goOn(false);
        assertThat(done).hasSize(1);
    }
}
