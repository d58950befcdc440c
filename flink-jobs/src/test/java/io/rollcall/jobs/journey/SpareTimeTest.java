package io.rollcall.jobs.journey;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.flink.streaming.runtime.tasks.TestProcessingTimeService;
import org.junit.jupiter.api.Test;

class SpareTimeTest {
    private final TestProcessingTimeService clock = new TestProcessingTimeService();
    private final AtomicLong idle = new AtomicLong();
    private final AtomicInteger worked = new AtomicInteger();
    private final AtomicLong wait = new AtomicLong();
    private final SpareTime spareTime = new SpareTime(clock, idle::get, wait::get, worked::incrementAndGet);

    @Test
    void aTaskThatIsIdleForAQuarterOfTheTimeWorks() throws Exception {
        clock.setCurrentTime(1_000);
        spareTime.look();
        idle.addAndGet(5);
        clock.setCurrentTime(1_020);
        assertThat(worked).hasValue(1);
        idle.addAndGet(20);
        clock.setCurrentTime(1_040);
        assertThat(worked).hasValue(2);
    }

    @Test
    void aBusyOneDoesNot() throws Exception {
        clock.setCurrentTime(0);
        idle.set(1_000_000);
        spareTime.look();
        idle.addAndGet(4);
        clock.setCurrentTime(20);
        assertThat(worked).hasValue(0);
        clock.setCurrentTime(40);
        assertThat(worked).hasValue(0);
        idle.addAndGet(10);
        clock.setCurrentTime(60);
        assertThat(worked).as("it has become idle").hasValue(1);
    }

    @Test
    void whereNoWorkWaitsNobodyLooksAtTheClock() throws Exception {
        wait.set(SpareTime.NEVER);
        spareTime.look();
        assertThat(clock.getNumActiveTimers()).isZero();

        wait.set(0);
        spareTime.look();
        spareTime.look();
        assertThat(clock.getNumActiveTimers()).isEqualTo(1);
        idle.addAndGet(5);
        clock.setCurrentTime(20);
        assertThat(worked).hasValue(1);
        wait.set(SpareTime.NEVER);
        idle.addAndGet(20);
        clock.setCurrentTime(40);
        assertThat(clock.getNumActiveTimers()).isZero();
        int before = worked.get();

        wait.set(0);
        spareTime.look();
        assertThat(clock.getNumActiveTimers()).isEqualTo(1);
        idle.addAndGet(20);
        clock.setCurrentTime(60);
        assertThat(worked).as("it looks again").hasValue(before + 1);
    }

    @Test
    void whereItIsNotYetTimeForTheWorkItLooksSeldom() throws Exception {
        clock.setCurrentTime(0);
        wait.set(5_000);
        spareTime.look();
        idle.addAndGet(99);
        clock.setCurrentTime(99);
        assertThat(worked).hasValue(0);
        idle.addAndGet(1);
        clock.setCurrentTime(100);
        assertThat(worked).as("the work itself knows that it is none").hasValue(1);
        wait.set(30);
        idle.addAndGet(100);
        clock.setCurrentTime(200);
        assertThat(worked).hasValue(2);
        idle.addAndGet(29);
        clock.setCurrentTime(229);
        assertThat(worked).hasValue(2);
        idle.addAndGet(1);
        clock.setCurrentTime(230);
        assertThat(worked).hasValue(3);
    }

    @Test
    void whenItIsStoppedNobodyLooksAnyMore() throws Exception {
        spareTime.stop();
        spareTime.look();
        assertThat(clock.getNumActiveTimers()).isZero();
    }
}
