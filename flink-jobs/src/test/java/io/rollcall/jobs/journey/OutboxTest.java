package io.rollcall.jobs.journey;

import static org.assertj.core.api.Assertions.assertThat;

import io.rollcall.jobs.out.TopicRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.apache.flink.streaming.runtime.tasks.TestProcessingTimeService;
import org.junit.jupiter.api.Test;

class OutboxTest {
    private final TestProcessingTimeService clock = new TestProcessingTimeService();
    private final AtomicBoolean nobodyWaits = new AtomicBoolean();
    private final List<String> left = new ArrayList<>();
    private final Outbox outbox = new Outbox(clock, nobodyWaits::get, record -> left.add(record.topic()));

    private void add(String name) {
        outbox.add(new TopicRecord(name, null, null));
    }

    @Test
    void liveEachRecordLeavesAtOnce() {
        add("a");
        assertThat(left).containsExactly("a");
        assertThat(clock.getNumActiveTimers()).isZero();
    }

    @Test
    void onABacklogRecordsLeaveTogetherInTheirOrderAfterATenthOfASecondAtMost() throws Exception {
        nobodyWaits.set(true);
        clock.setCurrentTime(1_000);
        add("a");
        clock.setCurrentTime(1_000 + Outbox.LONGEST - 1);
        add("b");
        assertThat(left).isEmpty();
        clock.setCurrentTime(1_000 + Outbox.LONGEST);
        assertThat(left).containsExactly("a", "b");

        add("c");
        clock.setCurrentTime(1_000 + 2 * Outbox.LONGEST);
        assertThat(left).as("timed again").containsExactly("a", "b", "c");
    }

    @Test
    void whatWaitsWhenTheBacklogEndsLeavesBeforeTheNext() {
        nobodyWaits.set(true);
        add("a");
        nobodyWaits.set(false);
        add("b");
        assertThat(left).containsExactly("a", "b");
    }

    @Test
    void noMoreWaitThanThereIsRoomFor() {
        nobodyWaits.set(true);
        IntStream.range(0, Outbox.MOST - 1).forEach(i -> add("r" + i));
        assertThat(left).isEmpty();
        add("last");
        assertThat(left).hasSize(Outbox.MOST).endsWith("last");
    }

    @Test
    void atTheEndNothingWaitsAndNoTimeIsSet() {
        nobodyWaits.set(true);
        add("a");
        int timers = clock.getNumActiveTimers();
        outbox.end();
        add("b");
        assertThat(left).containsExactly("a", "b");
        assertThat(clock.getNumActiveTimers()).isEqualTo(timers);
    }

    @Test
    void aBarrierLeavesNothingBehindAndNothingTwice() throws Exception {
        nobodyWaits.set(true);
        add("a");
        outbox.sendAll();
        assertThat(left).containsExactly("a");
        clock.setCurrentTime(10 * Outbox.LONGEST);
        assertThat(left).containsExactly("a");
    }
}
