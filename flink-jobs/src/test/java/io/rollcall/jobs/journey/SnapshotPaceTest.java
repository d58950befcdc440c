package io.rollcall.jobs.journey;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SnapshotPaceTest {
    private final SnapshotPace pace = new SnapshotPace(100, 1000, 128, 0);

    @Test
    void theFirstChangeIsDueAtOnceAndFurtherOnesTogetherAfterTheInterval() {
        assertThat(pace.changed("anna", 0)).isTrue();
        assertThat(pace.changed("anna", 10)).isFalse();
        assertThat(pace.changed("anna", 20)).isFalse();
        assertThat(pace.due(99, 9)).isEmpty();
        assertThat(pace.due(100, 9)).containsExactly("anna");
        assertThat(pace.due(200, 9)).isEmpty();
    }

    @Test
    void whoDoesNotChangeAgainIsForgotten() {
        pace.changed("anna", 0);
        assertThat(pace.due(100, 9)).isEmpty();
        assertThat(pace.size()).isZero();
        assertThat(pace.changed("anna", 101)).isTrue();
    }

    @Test
    void theOneThatIsDueAfterTheIntervalBeginsANewOne() {
        pace.changed("anna", 0);
        pace.changed("anna", 50);
        pace.due(100, 9);
        assertThat(pace.changed("anna", 101)).isFalse();
        assertThat(pace.due(199, 9)).isEmpty();
        assertThat(pace.due(200, 9)).containsExactly("anna");
    }

    @Test
    void aCheckpointKeepsWhoHasSomethingDueAndNobodyElse() {
        pace.changed("anna", 0);
        pace.changed("anna", 10);
        pace.changed("bert", 10);
        assertThat(pace.owed().size()).isZero();
        assertThat(pace.owedLater().size()).isEqualTo(1);
        assertThat(pace.owedLater().removeFirst()).isEqualTo("anna");
        SnapshotPace restored = new SnapshotPace(100, 1000, 128, 60);
        restored.owe("anna");
        assertThat(restored.changed("anna", 60)).isFalse();
        assertThat(restored.due(60, 9)).containsExactly("anna");
        assertThat(restored.owed().isEmpty()).isTrue();
    }

    @Test
    void theEndTakesAllThatIsDueAtSomeTime() {
        pace.changed("anna", 0);
        pace.changed("anna", 10);
        pace.changed("bert", 10);
        assertThat(pace.drain()).containsExactly("anna");
        assertThat(pace.drain()).isEmpty();
    }

    @Test
    void whoComesTooManyInASecondWaitsForTheirTurnAndIsNotForgotten() {
        SnapshotPace slow = new SnapshotPace(100, 2, 128, 0);
        assertThat(slow.changed("anna", 0)).isTrue();
        assertThat(slow.changed("bert", 0)).isTrue();
        assertThat(slow.changed("carl", 0)).isFalse();
        assertThat(slow.changed("dora", 0)).isFalse();
        assertThat(slow.waiting()).isEqualTo(2);
        assertThat(slow.due(499, 9)).isEmpty();
        assertThat(slow.due(500, 9)).containsExactly("carl");
        assertThat(slow.due(999, 9)).isEmpty();
        assertThat(slow.due(1000, 9)).containsExactly("dora");
        assertThat(slow.waiting()).isZero();
    }

    @Test
    void whoChangesDoesNotOvertakeWhoWaits() {
        SnapshotPace slow = new SnapshotPace(100, 1, 128, 0);
        assertThat(slow.changed("anna", 0)).isTrue();
        assertThat(slow.changed("bert", 0)).isFalse();
        assertThat(slow.changed("carl", 5_000)).isFalse();
        assertThat(slow.due(5_000, 9)).containsExactly("bert");
        assertThat(slow.changed("bert", 5_050)).isFalse();
        assertThat(slow.due(6_000, 9)).containsExactly("carl");
        assertThat(slow.due(7_000, 9)).containsExactly("bert");
    }

    @Test
    void aQuietTimeIsSavedUpForASecondAndNoLonger() {
        SnapshotPace slow = new SnapshotPace(100, 2, 128, 0);
        slow.changed("anna", 0);
        slow.changed("bert", 0);
        assertThat(slow.changed("carl", 60_000)).isTrue();
        assertThat(slow.changed("dora", 60_000)).isTrue();
        assertThat(slow.changed("emil", 60_000)).isFalse();
    }

    @Test
    void whereTooManyWaitAChangeHasItsSnapshotAtOnce() {
        SnapshotPace slow = new SnapshotPace(100, 1, 128, 0);
        slow.changed("anna", 0);
        for (int member = 0; member < SnapshotPace.MOST_OWED; member++) {
            slow.owe("member-" + member);
        }
        for (int newcomer = 0; newcomer < 10_000; newcomer++) {
            assertThat(slow.changed("newcomer-" + newcomer, 0)).isTrue();
        }
        assertThat(slow.changed("member-7", 0)).isFalse();
        assertThat(slow.waiting()).isEqualTo(SnapshotPace.MOST_OWED);
        // and who is owed one has a turn all the same
        assertThat(slow.due(1_000, 9)).containsExactly("member-0");
    }

    @Test
    void aWallClockThatIsPutBackHoldsUpNothing() {
        SnapshotPace slow = new SnapshotPace(100, 1, 128, 3_600_000);
        assertThat(slow.changed("anna", 3_600_000)).isTrue();
        assertThat(slow.changed("anna", 3_600_000)).isFalse();
        assertThat(slow.changed("bert", 3_600_000)).isFalse();
        assertThat(slow.due(0, 9)).isEmpty();
        assertThat(slow.due(1_000, 9)).containsExactly("bert");
        assertThat(slow.due(2_000, 9)).containsExactly("anna");
    }

    @Test
    void noMoreAreGivenThanAsked() {
        for (String member : List.of("anna", "bert", "carl")) {
            pace.changed(member, 0);
            pace.changed(member, 1);
        }
        assertThat(pace.due(100, 2)).containsExactly("anna", "bert");
        assertThat(pace.due(100, 2)).containsExactly("carl");
    }

    /** Over a random hour: at most one in an interval, and always one after the last change. */
    @Test
    void atMostOneInAnIntervalAndAlwaysALastOne() {
        Random random = new Random(7);
        Map<String, Long> sent = new HashMap<>();
        Map<String, Long> changedSince = new HashMap<>();
        for (long now = 0; now < 20_000; now += 1 + random.nextInt(5)) {
            long instant = now;
            pace.due(now, 3).forEach(member -> send(member, instant, sent, changedSince));
            if (now < 18_000) {
                String member = "member-" + random.nextInt(20);
                changedSince.put(member, now);
                if (pace.changed(member, now)) {
                    send(member, now, sent, changedSince);
                }
            }
        }
        assertThat(changedSince).isEmpty();
        assertThat(pace.size()).isZero();
    }

    private static void send(String member, long now, Map<String, Long> sent, Map<String, Long> changedSince) {
        Long before = sent.put(member, now);
        assertThat(before == null || now - before >= 100)
                .as("%s at %d after %s", member, now, before)
                .isTrue();
        changedSince.remove(member);
    }
}
