package io.rollcall.jobs.heartbeat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.rollcall.jobs.config.JobConfiguration;
import io.rollcall.jobs.program.ProgramMessage;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.StreamMap;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a checkpoint keeps of the heart: a beat every hour, events at most 20 s on their way, ten hours of answers after an outage. */
class HeartbeatsTest {
    private static final long SECOND = 1_000;
    private static final long HOUR = 3_600 * SECOND;
    private static final JobConfiguration CONFIGURATION = JobConfiguration.of(Map.of(
            "event-time.heartbeat",
            "1h",
            "event-time.heartbeat-margin",
            "20s",
            "event-time.hold-ahead",
            "0s",
            "event-time.heartbeat-recovery",
            "10h"));

    private final AtomicLong now = new AtomicLong(1_800_000_000_000L);
    private final List<Long> told = Collections.synchronizedList(new ArrayList<>());

    @Test
    void whoGoesOnAfterAFailureKnowsThatBeatsWereAnswered() throws Exception {
        OperatorSubtaskState kept;
        try (Heart heart = new Heart(null)) {
            for (int beat = 0; beat < 12; beat++) {
                now.addAndGet(HOUR);
                heart.beat();
            }
            kept = heart.checkpoint();
        }
        assertThat(last()).isEqualTo(now.get() - 20 * SECOND);
        now.addAndGet(2 * HOUR);
        try (Heart heart = new Heart(kept)) {
            assertThat(last()).as("nobody has answered yet").isEqualTo(now.get() - 20 * SECOND - 10 * HOUR);
            now.addAndGet(HOUR);
            heart.beat();
            assertThat(last())
                    .as("the last answer was to a beat four hours ago")
                    .isEqualTo(now.get() - 20 * SECOND - 5 * HOUR);
            kept = heart.checkpoint();
        }
        try (Heart heart = new Heart(kept)) {
            now.addAndGet(HOUR);
            heart.beat();
            assertThat(last())
                    .as("another failure before that room was over")
                    .isEqualTo(now.get() - 20 * SECOND - 10 * HOUR);
        }
    }

    @Test
    void whoStartsWithoutACheckpointKnowsNothing() throws Exception {
        try (Heart heart = new Heart(null)) {
            assertThat(last()).isEqualTo(now.get() - 20 * SECOND - 10 * HOUR);
        }
    }

    private long last() {
        return told.get(told.size() - 1);
    }

    /** The operator, after its first beat, which comes by itself; the next one would in an hour. */
    private final class Heart implements AutoCloseable {
        private final Heartbeats heartbeats = new Heartbeats(CONFIGURATION, now::get, configuration -> new Log());
        private final OneInputStreamOperatorTestHarness<ProgramMessage, ProgramMessage> harness;

        Heart(@Nullable OperatorSubtaskState kept) throws Exception {
            harness = new OneInputStreamOperatorTestHarness<>(new StreamMap<>(heartbeats));
            if (kept != null) {
                harness.initializeState(kept);
            }
            int before = told.size();
            harness.open();
            await().until(() -> told.size() > before);
        }

        void beat() {
            heartbeats.beat();
        }

        OperatorSubtaskState checkpoint() throws Exception {
            return harness.snapshot(1, 1);
        }

        @Override
        public void close() throws Exception {
            harness.close();
        }
    }

    private final class Log implements ClockLog {
        @Override
        public CompletableFuture<Void> tell(long instant) {
            told.add(instant);
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public void close() {}
    }
}
