package io.rollcall.jobs.journey;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** When a task has about as much to do as it can. */
class BusyTaskTest {
    private static final long START = 1_000_000;

    private final AtomicLong idle = new AtomicLong(5);
    private final BusyTask task = new BusyTask(idle::get);

    @Test
    void isBusyWhereItIsIdleForLessThanATenthOfTheTime() {
        task.isBusy(START);
        idle.addAndGet(BusyTask.LOOK / 10 - 1);
        assertThat(task.isBusy(START + BusyTask.LOOK)).isTrue();
        idle.addAndGet(BusyTask.LOOK / 10);
        assertThat(task.isBusy(START + 2 * BusyTask.LOOK)).isFalse();
    }

    @Test
    void whatWasSeenLastHoldsUntilThereIsMoreToSee() {
        task.isBusy(START);
        assertThat(task.isBusy(START + BusyTask.LOOK - 1)).isFalse();
        assertThat(task.isBusy(START + BusyTask.LOOK)).isTrue();
        idle.addAndGet(BusyTask.LOOK - 1);
        assertThat(task.isBusy(START + 2 * BusyTask.LOOK - 1)).isTrue();
        assertThat(task.isBusy(START + 2 * BusyTask.LOOK)).isFalse();
    }

    @Test
    void aWallClockThatIsPutBackBeginsAnew() {
        task.isBusy(START);
        idle.incrementAndGet();
        assertThat(task.isBusy(START - 500_000)).isFalse();
        assertThat(task.isBusy(START - 500_000 + BusyTask.LOOK)).isTrue();
    }
}
