package io.rollcall.jobs.heartbeat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rollcall.jobs.config.JobConfiguration;
import io.rollcall.jobs.config.JobOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** A beat every 10 s, events at most 20 s on their way, two minutes of answers after an outage. */
class HeartbeatTest {
    private static final long SECOND = 1_000;
    private static final long START = 1_800_000_000_000L;

    private final RecordedLog log = new RecordedLog();
    private final Heartbeat heartbeat = new Heartbeat(log, 10 * SECOND, 20 * SECOND, 120 * SECOND);
    private long now = START;

    @Test
    void afterAStartItsPromisesLeaveRoomForAllThatProducersMayStillTryToSend() {
        beats(1);
        assertThat(log.last()).isEqualTo(START - 140 * SECOND);
        // the first answer is known at 10 s, so the first promise without that room is made at 130 s
        beats(12);
        assertThat(log.last()).isEqualTo(START - 20 * SECOND);
        beats(1);
        assertThat(log.last()).isEqualTo(START + 110 * SECOND);
    }

    @Test
    void aStartWithoutABrokerPromisesNothingMoreUntilProducersHaveHadTheirTime() {
        log.fails = true;
        beats(30);
        assertThat(log.told).containsOnly(START - 140 * SECOND);
        log.fails = false;
        beats(13);
        assertThat(log.told).containsOnly(START - 140 * SECOND);
        beats(1);
        assertThat(log.last()).isEqualTo(now - 10 * SECOND - 20 * SECOND);
    }

    /** What {@code event-time.hold-ahead} must exceed, so that live events do not wait after such a start. */
    @Test
    void aStartWhoseFirstBeatsFailTrailsByMarginAndTwiceTheRecoveryAndThreeIntervalsAtMost() {
        log.fails = true;
        beats(2);
        log.fails = false;
        long furthest = 0;
        for (int i = 0; i < 40; i++) {
            furthest = Math.max(furthest, now - log.last());
            beats(1);
        }
        assertThat(furthest).isEqualTo((20 + 2 * 120 + 3 * 10) * SECOND);
    }

    /** The watermark stays the out-of-orderness behind what was promised; between two beats the wall clock runs on. */
    @Test
    void aQuietCommunitysDeadlinePassesWithinAMinuteOfTheWallClockOnceTheJobHasRunForTheRecovery() {
        JobConfiguration defaults = JobConfiguration.of(Map.of());
        assertThat(defaults.get(JobOptions.HEARTBEAT_INTERVAL)).isEqualTo(Duration.ofSeconds(10));
        assertThat(defaults.get(JobOptions.HEARTBEAT_MARGIN)).isEqualTo(Duration.ofSeconds(20));
        assertThat(defaults.get(JobOptions.HEARTBEAT_RECOVERY)).isEqualTo(Duration.ofMinutes(2));
        long behind = defaults.get(JobOptions.MAX_OUT_OF_ORDERNESS).toMillis();

        beats(14);
        long furthest = 0;
        for (int i = 0; i < 100; i++) {
            beats(1);
            furthest = Math.max(furthest, now - log.last() + behind);
        }

        assertThat(furthest).isEqualTo(35 * SECOND);
    }

    @Test
    void afterAFailoverItLeavesRoomForTheLongestOutageThatItMayHaveMissed() {
        beats(20);
        Heartbeat next = failOver(25 * SECOND);
        assertThat(log.last()).as("nobody has answered yet").isEqualTo(now - 140 * SECOND);
        // the first answer is known 35 s after the last one was asked for; until the log has answered for that and an
        // interval, so much room is left
        for (int i = 0; i < 5; i++) {
            beat(next);
            assertThat(log.last()).isEqualTo(now - (20 + 35 + 10) * SECOND);
        }
        beat(next);
        assertThat(log.last()).isEqualTo(now - 20 * SECOND);
    }

    @Test
    void anOutageThatEndsWithTheFailoverIsCountedFromTheLastBeatThatWasAnswered() {
        beats(20);
        // the last one on its way finds no broker, and nobody hears of it before the failure
        log.answers = false;
        beats(1);
        log.answers = true;
        assertThat(heartbeat.answered().until()).isEqualTo(now - 20 * SECOND);
        Heartbeat next = failOver(39 * SECOND);
        beat(next);
        assertThat(log.last()).isEqualTo(now - (20 + 49 + 10) * SECOND);
    }

    @Test
    void aFailoverOfMinutesIsAStartLikeAnyOther() {
        beats(20);
        Heartbeat next = failOver(200 * SECOND);
        beat(next);
        assertThat(log.last()).isEqualTo(now - 140 * SECOND);
    }

    @Test
    void aFailoverInAnOutageOrBeforeProducersHadTheirTimeIsAStartLikeAnyOther() {
        beats(14);
        beat(failOver(15 * SECOND));
        assertThat(log.last()).isEqualTo(now - 140 * SECOND);
        beats(10);
        log.fails = true;
        beats(2);
        log.fails = false;
        beat(failOver(15 * SECOND));
        assertThat(log.last()).isEqualTo(now - 140 * SECOND);
    }

    @Test
    void anOutageAfterAFailoverGivesProducersAllTheirTime() {
        beats(20);
        Heartbeat next = failOver(15 * SECOND);
        beat(next);
        log.fails = true;
        beat(next);
        beat(next);
        log.fails = false;
        long before = log.last();
        for (int i = 0; i < 13; i++) {
            beat(next);
            assertThat(log.last()).isEqualTo(before);
        }
        beat(next);
        assertThat(log.last()).isEqualTo(now - 20 * SECOND);
    }

    @Test
    void aBeatThatCannotBeToldIsNotAnsweredByTheOneBefore() {
        beats(20);
        log.throwsNow = true;
        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> heartbeat.beat(now)).isInstanceOf(OutOfMemoryError.class);
            now += 10 * SECOND;
        }
        log.throwsNow = false;
        long before = heartbeat.promised();
        beats(2);
        assertThat(log.last()).isEqualTo(before);
    }

    @Test
    void aPromiseStaysBehindTheWallClockByTheMargin() {
        beats(20);
        assertThat(log.last()).isEqualTo(now - 10 * SECOND - 20 * SECOND);
        assertThat(heartbeat.promised()).isEqualTo(log.last());
    }

    @Test
    void aBeatThatIsNotAnsweredIsTheOnlyOneOnItsWay() {
        beats(20);
        log.answers = false;
        beats(1);
        int told = log.told.size();
        beats(2);
        assertThat(log.told).hasSize(told);
        assertThat(heartbeat.trouble()).hasMessageContaining("has not answered");
    }

    @Test
    void afterAnOutageTheLastPromiseIsRepeatedUntilProducersHaveHadTheirTime() {
        beats(20);
        log.fails = true;
        beats(30);
        long before = log.last();
        assertThat(heartbeat.trouble()).hasMessage("the broker is away");
        log.fails = false;
        // sent at 0 s, its answer known at 10 s: nothing new is promised up to 120 s, and again at 130 s
        beats(13);
        assertThat(log.last()).isEqualTo(before);
        assertThat(heartbeat.trouble()).isNull();
        beats(1);
        assertThat(log.last()).isEqualTo(now - 10 * SECOND - 20 * SECOND).isGreaterThan(before);
    }

    @Test
    void aProcessThatStoodStillHasNotHeardWhatHappenedMeanwhile() {
        beats(20);
        long before = log.last();
        now += 31 * SECOND;
        beats(12);
        assertThat(log.last()).isEqualTo(before);
        beats(2);
        assertThat(log.last()).isGreaterThan(before);
    }

    @Test
    void anAnswerThatNeverComesDoesNotSilenceItForEver() {
        beats(20);
        log.answers = false;
        beats(1);
        log.answers = true;
        beats(3);
        int told = log.told.size();
        beats(1);
        assertThat(log.told).hasSizeGreaterThan(told);
    }

    @Test
    void aWallClockThatIsPutBackTakesNoPromiseBack() {
        beats(20);
        long before = log.last();
        now -= 60 * SECOND;
        beats(1);
        assertThat(log.last()).isEqualTo(before);
    }

    private void beats(int count) {
        for (int i = 0; i < count; i++) {
            heartbeat.beat(now);
            now += 10 * SECOND;
        }
    }

    /** The one that goes on, after its first beat, so long after this one's last answered one. */
    private Heartbeat failOver(long later) {
        Heartbeat next = new Heartbeat(log, 10 * SECOND, 20 * SECOND, 120 * SECOND);
        next.goOnAfter(heartbeat.answered());
        now = heartbeat.answered().until() + later;
        next.beat(now);
        return next;
    }

    private void beat(Heartbeat next) {
        now += 10 * SECOND;
        next.beat(now);
    }

    private static final class RecordedLog implements ClockLog {
        private final List<Long> told = new ArrayList<>();
        private boolean answers = true;
        private boolean fails;
        private boolean throwsNow;

        @Override
        public CompletableFuture<Void> tell(long instant) {
            if (throwsNow) {
                throw new OutOfMemoryError("for a test");
            }
            told.add(instant);
            if (fails) {
                return CompletableFuture.failedFuture(new IllegalStateException("the broker is away"));
            }
            return answers ? CompletableFuture.completedFuture(null) : new CompletableFuture<>();
        }

        long last() {
            return told.get(told.size() - 1);
        }

        @Override
        public void close() {}
    }
}
