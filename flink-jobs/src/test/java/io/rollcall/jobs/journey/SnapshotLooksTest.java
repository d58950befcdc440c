package io.rollcall.jobs.journey;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Delayed;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.flink.streaming.runtime.tasks.ProcessingTimeService;
import org.apache.flink.util.clock.Clock;
import org.apache.flink.util.clock.ManualClock;
import org.junit.jupiter.api.Test;

/** When {@link SnapshotTimes} asks the clock: seldom, never too late, and never twice at once. */
class SnapshotLooksTest {
    private static final long INTERVAL = 10_000;
    private static final long HOUR = 3_600_000;

    private final Delays clock = new Delays();
    private final List<String> sent = new ArrayList<>();
    private final AtomicBoolean midnight = new AtomicBoolean();

    @Test
    void whereNobodyChangesTheClockIsNotAsked() throws Exception {
        SnapshotTimes times = times(1000);
        assertThat(clock.set).isEmpty();

        assertThat(times.isDue("anna")).isTrue();
        assertThat(times.isDue("anna")).isFalse();
        assertThat(clock.set).as("the end of her interval").singleElement().matches(each -> each.left == INTERVAL);
        clock.pass(INTERVAL);
        assertThat(sent).containsExactly("anna");
        clock.pass(INTERVAL);
        assertThat(sent).hasSize(1);
        assertThat(clock.set).isEmpty();
    }

    @Test
    void whoIsOwedOneDoesNotWaitForTheIntervalOfAnother() throws Exception {
        SnapshotTimes times = times(1);
        assertThat(times.isDue("anna")).isTrue();
        assertThat(times.isDue("bert")).as("one a second").isFalse();
        assertThat(clock.set).singleElement().matches(each -> each.left == 10);
        clock.pass(1_000);
        assertThat(sent).containsExactly("bert");
    }

    @Test
    void whileOthersGoFirstAFifthOfAnyRateLeaves() throws Exception {
        for (int rate : new int[] {10, 50, 100, 300, 990, 20_000}) {
            SnapshotTimes times = times(rate);
            sent.clear();
            for (int member = 0; member < 5 * rate; member++) {
                times.isDue(rate + "-member-" + member);
            }
            midnight.set(true);
            for (int passed = 0; passed < 5_000; passed += 10) {
                clock.pass(10);
            }
            assertThat(sent).as("in five seconds, at a rate of %d", rate).hasSizeBetween(rate * 8 / 10, rate * 11 / 10);
            midnight.set(false);
            times.stop();
        }
    }

    @Test
    void norDoTheyWhenTheWallClockIsPutForwardOrBackMeanwhile() throws Exception {
        for (long change : new long[] {HOUR, -HOUR}) {
            SnapshotTimes times = times(1);
            sent.clear();
            times.isDue("anna");
            clock.wall += change;
            for (int member = 0; times.waiting() == 0; member++) {
                times.isDue("member-" + member);
            }
            clock.pass(1_010);
            assertThat(sent).hasSize(1);
            times.stop();
        }
    }

    @Test
    void aClockThatIsPutBackKeepsNobodysLastSnapshotForLongerThanAnInterval() throws Exception {
        SnapshotTimes times = times(1000);
        times.isDue("anna");
        times.isDue("anna");
        clock.wall -= HOUR;
        clock.pass(INTERVAL + 10);
        assertThat(sent).containsExactly("anna");
    }

    @Test
    void aLookThatComesAlthoughItWasCalledOffIsNoSecondOneForGood() throws Exception {
        SnapshotTimes times = times(1);
        times.isDue("anna");
        Delays.Look calledOff = clock.set.get(0);
        times.isDue("bert");
        times.isDue("carl");
        assertThat(calledOff.isCancelled()).isTrue();
        // it was in the mailbox already
        calledOff.callback.onProcessingTime(clock.wall);
        assertThat(clock.set).hasSize(1);
        clock.pass(500);
        assertThat(clock.set).hasSize(1);
    }

    @Test
    void atTheEndNothingIsLookedAtAnyMore() throws Exception {
        SnapshotTimes times = times(1);
        times.isDue("anna");
        times.isDue("bert");
        times.stop();
        times.isDue("carl");
        assertThat(clock.set).isEmpty();
        times.sendAll();
        assertThat(sent).containsExactly("bert", "carl");
    }

    @Test
    void othersGoFirstUntilSoManyAreOwedThatTheRateWouldSoonHoldNobodyBack() throws Exception {
        midnight.set(true);
        SnapshotTimes times = times(1000);
        for (int member = 0; times.waiting() < SnapshotTimes.NEARLY_MOST_OWED + 5; member++) {
            times.isDue("member-" + member);
        }
        clock.pass(10);
        assertThat(sent).as("the rate").hasSize(10);
        clock.pass(10);
        assertThat(sent).as("a fifth of it").hasSize(12);
    }

    private SnapshotTimes times(int perSecond) {
        SnapshotTimes times = new SnapshotTimes(INTERVAL, perSecond, 128, clock, midnight::get, sent::add);
        times.start();
        return times;
    }

    /** As Flink's: a timer is a delay from when it is set, whatever becomes of the wall clock. */
    private static final class Delays implements ProcessingTimeService {
        private long wall = 1_000_000_000;
        private final List<Look> set = new ArrayList<>();

        final class Look implements ScheduledFuture<Object> {
            private long left;
            private final ProcessingTimeCallback callback;
            private boolean isCancelled;

            Look(long left, ProcessingTimeCallback callback) {
                this.left = left;
                this.callback = callback;
            }

            @Override
            public boolean cancel(boolean mayInterrupt) {
                isCancelled = true;
                return set.remove(this);
            }

            @Override
            public boolean isCancelled() {
                return isCancelled;
            }

            @Override
            public boolean isDone() {
                return !set.contains(this);
            }

            @Override
            public Object get() {
                throw new UnsupportedOperationException();
            }

            @Override
            public Object get(long timeout, TimeUnit unit) {
                throw new UnsupportedOperationException();
            }

            @Override
            public long getDelay(TimeUnit unit) {
                return unit.convert(left, TimeUnit.MILLISECONDS);
            }

            @Override
            public int compareTo(Delayed other) {
                return Long.compare(getDelay(TimeUnit.MILLISECONDS), other.getDelay(TimeUnit.MILLISECONDS));
            }
        }

        /** Lets time pass, by what is due first. */
        void pass(long millis) throws Exception {
            long left = millis;
            while (true) {
                Look first = set.stream().min(Comparator.naturalOrder()).orElse(null);
                long step = first == null ? left : Math.min(left, first.left);
                wall += step;
                left -= step;
                set.forEach(each -> each.left -= step);
                if (first == null || first.left > 0) {
                    return;
                }
                set.remove(first);
                first.callback.onProcessingTime(wall);
            }
        }

        @Override
        public long getCurrentProcessingTime() {
            return wall;
        }

        @Override
        public ScheduledFuture<?> registerTimer(long timestamp, ProcessingTimeCallback callback) {
            Look look = new Look(Math.max(0, timestamp - wall), callback);
            set.add(look);
            return look;
        }

        @Override
        public Clock getClock() {
            return new ManualClock();
        }

        @Override
        public ScheduledFuture<?> scheduleAtFixedRate(ProcessingTimeCallback callback, long delay, long period) {
            throw new UnsupportedOperationException();
        }

        @Override
        public ScheduledFuture<?> scheduleWithFixedDelay(ProcessingTimeCallback callback, long delay, long period) {
            throw new UnsupportedOperationException();
        }

        @Override
        public CompletableFuture<Void> quiesce() {
            return CompletableFuture.completedFuture(null);
        }
    }
}
