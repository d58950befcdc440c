package io.rollcall.jobs.journey;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** When a task has more to do than it can. */
class BusyTaskTest {
    private static final long START = 1_000_000;

    private final AtomicLong idle = new AtomicLong(5);
    private final BusyTask task = new BusyTask(idle::get);

    @Test
    void isBusyAfterATenthOfASecondWithoutAnIdleMoment() {
        assertThat(task.isBusy(START)).isFalse();
        assertThat(task.isBusy(START + BusyTask.LONG_ENOUGH - 1)).isFalse();
        assertThat(task.isBusy(START + BusyTask.LONG_ENOUGH)).isTrue();
    }

    @Test
    void oneIdleMomentIsEnoughNotToBe() {
        task.isBusy(START);
        idle.incrementAndGet();
        assertThat(task.isBusy(START + BusyTask.LONG_ENOUGH)).isFalse();
        assertThat(task.isBusy(START + 2 * BusyTask.LONG_ENOUGH - 1)).isFalse();
        assertThat(task.isBusy(START + 2 * BusyTask.LONG_ENOUGH)).isTrue();
    }

    @Test
    void whereNobodyMeasuresIdlenessItNeverIs() {
        idle.set(0);
        task.isBusy(START);
        assertThat(task.isBusy(START + 10 * BusyTask.LONG_ENOUGH)).isFalse();
    }

    @Test
    void aWallClockThatIsPutBackBeginsAnew() {
        task.isBusy(START);
        assertThat(task.isBusy(START - 1_000_000)).isFalse();
        assertThat(task.isBusy(START - 1_000_000 + BusyTask.LONG_ENOUGH)).isTrue();
    }
}
