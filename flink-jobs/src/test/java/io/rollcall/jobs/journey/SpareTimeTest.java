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
    private final SpareTime spareTime = new SpareTime(clock, idle::get, worked::incrementAndGet);

    @Test
    void aTaskThatIsIdleForAQuarterOfTheTimeWorks() throws Exception {
        clock.setCurrentTime(1_000);
        spareTime.start();
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
        spareTime.start();
        idle.addAndGet(4);
        clock.setCurrentTime(20);
        assertThat(worked).hasValue(0);
        clock.setCurrentTime(40);
        assertThat(worked).hasValue(0);
        idle.addAndGet(10);
        clock.setCurrentTime(60);
        assertThat(worked).as("it has become idle").hasValue(1);
    }
}
