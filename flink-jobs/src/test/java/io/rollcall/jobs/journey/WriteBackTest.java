package io.rollcall.jobs.journey;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class WriteBackTest {
    private static final int LEFT = WriteBack.LEFT_TO_THE_BARRIER;
    private static final int PACE = WriteBack.WRITTEN_IN_A_MILLISECOND;
    private static final int LEFT_AT_ALL = WriteBack.LEFT_WITHOUT_SPARE_TIME;

    private final AtomicLong clock = new AtomicLong(1_000_000);
    private final AtomicBoolean isBacklog = new AtomicBoolean();
    private final WriteBack writeBack = new WriteBack(clock::get, isBacklog::get);

    private void barrierAfter(long millis) {
        clock.addAndGet(millis);
        writeBack.barrier();
    }

    private void everyTenSeconds() {
        writeBack.barrier();
        barrierAfter(10_000);
        barrierAfter(10_000);
    }

    @Test
    void untilItIsKnownWhenBarriersComeOneMayComeNow() {
        assertThat(writeBack.most()).isEqualTo(LEFT);
        writeBack.barrier();
        barrierAfter(10_000);
        assertThat(writeBack.most()).isEqualTo(LEFT);
        assertThat(writeBack.mostWarm()).isEqualTo(LEFT_AT_ALL);
        assertThat(writeBack.millisUntilWork(LEFT)).isEqualTo(SpareTime.NEVER);
        assertThat(writeBack.millisUntilWork(LEFT + 1)).isZero();
    }

    @Test
    void manyMayBeUnwrittenAfterABarrierAndFewBeforeTheNext() {
        everyTenSeconds();
        assertThat(writeBack.most()).isEqualTo(LEFT + 10_000 * PACE);
        assertThat(writeBack.mostWarm()).isEqualTo(LEFT_AT_ALL + 10_000 * PACE);
        clock.addAndGet(9_000);
        assertThat(writeBack.most()).isEqualTo(LEFT + 1_000 * PACE);
        assertThat(writeBack.mostWarm()).isEqualTo(LEFT_AT_ALL + 1_000 * PACE);
        clock.addAndGet(1_000);
        assertThat(writeBack.most()).isEqualTo(LEFT);
        assertThat(writeBack.mostWarm()).isEqualTo(LEFT_AT_ALL);
        clock.addAndGet(60_000);
        assertThat(writeBack.most()).as("it has not come").isEqualTo(LEFT);
    }

    @Test
    void howLongTheyCanWaitIsHowLongItTakesToWriteThem() {
        everyTenSeconds();
        assertThat(writeBack.millisUntilWork(LEFT)).isEqualTo(SpareTime.NEVER);
        assertThat(writeBack.millisUntilWork(LEFT + 1_000 * PACE)).isEqualTo(9_000);
        clock.addAndGet(8_999);
        assertThat(writeBack.millisUntilWork(LEFT + 1_000 * PACE)).isEqualTo(1);
        assertThat(writeBack.most()).isGreaterThan(LEFT + 1_000 * PACE);
        clock.addAndGet(2);
        assertThat(writeBack.millisUntilWork(LEFT + 1_000 * PACE)).isZero();
        assertThat(writeBack.most()).isLessThan(LEFT + 1_000 * PACE);
    }

    @Test
    void howeverFarTheNextBarrierIsThereIsABoundForWhenASavepointComes() {
        writeBack.barrier();
        barrierAfter(3_600_000);
        barrierAfter(3_600_000);
        assertThat(writeBack.most()).isEqualTo(WriteBack.MOST_LIVE);
        assertThat(writeBack.mostWarm()).isEqualTo(WriteBack.MOST_LIVE);
        assertThat(writeBack.millisUntilWork(WriteBack.MOST_LIVE)).isPositive();
        assertThat(writeBack.millisUntilWork(WriteBack.MOST_LIVE + 1)).isZero();
    }

    @Test
    void aSavepointBetweenTwoAndACheckpointLeftOutMakeNoneLate() {
        everyTenSeconds();
        barrierAfter(3_000);
        assertThat(writeBack.most()).isEqualTo(LEFT + 3_000 * PACE);
        barrierAfter(7_000);
        assertThat(writeBack.most()).isEqualTo(LEFT + 2_000 * PACE);
        barrierAfter(10_000);
        assertThat(writeBack.most()).isEqualTo(LEFT + 4_000 * PACE);
        barrierAfter(10_000);
        assertThat(writeBack.most()).isEqualTo(LEFT + 10_000 * PACE);
        barrierAfter(20_000);
        assertThat(writeBack.most()).as("one was left out").isEqualTo(LEFT + 10_000 * PACE);
    }

    @Test
    void afterABarrierThatCameLateTheNextComesThatMuchSooner() {
        everyTenSeconds();
        barrierAfter(13_000);
        assertThat(writeBack.most()).isEqualTo(LEFT + 7_000 * PACE);
        barrierAfter(7_000);
        assertThat(writeBack.most()).isEqualTo(LEFT + 7_000 * PACE);
        barrierAfter(10_000);
        barrierAfter(10_000);
        assertThat(writeBack.most()).isEqualTo(LEFT + 10_000 * PACE);
    }

    @Test
    void aWallClockThatIsPutBackIsAsIfABarrierWereToComeNow() {
        everyTenSeconds();
        clock.addAndGet(-3_600_000);
        assertThat(writeBack.most()).isEqualTo(LEFT);
        barrierAfter(5_000);
        assertThat(writeBack.most()).isEqualTo(LEFT);
        barrierAfter(10_000);
        barrierAfter(10_000);
        assertThat(writeBack.most()).isEqualTo(LEFT + 10_000 * PACE);
    }

    @Test
    void aWallClockThatIsPutBackALittleMakesBarriersExpectedEarly() {
        everyTenSeconds();
        barrierAfter(10_000 - 3_000);
        assertThat(writeBack.most()).isEqualTo(LEFT + 7_000 * PACE);
        barrierAfter(10_000);
        assertThat(writeBack.most()).isEqualTo(LEFT + 4_000 * PACE);
    }

    @Test
    void onABacklogManyMayWaitAndNoneIsWrittenInSpareTime() {
        isBacklog.set(true);
        assertThat(writeBack.mostWarm()).isEqualTo(WriteBack.MOST_ON_A_BACKLOG);
        assertThat(writeBack.most()).isEqualTo(WriteBack.MOST_ON_A_BACKLOG);
        assertThat(writeBack.millisUntilWork(WriteBack.MOST_ON_A_BACKLOG)).isEqualTo(SpareTime.NEVER);
    }
}
