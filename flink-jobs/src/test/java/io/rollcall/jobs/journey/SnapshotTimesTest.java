package io.rollcall.jobs.journey;

import static io.rollcall.jobs.journey.Journey.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rollcall.wire.MemberSnapshot;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.state.KeyGroupRange;
import org.apache.flink.runtime.state.KeyGroupStatePartitionStreamProvider;
import org.apache.flink.runtime.state.KeyedStateCheckpointOutputStream;
import org.apache.flink.runtime.state.memory.MemCheckpointStreamFactory;
import org.apache.flink.streaming.runtime.tasks.TestProcessingTimeService;
import org.junit.jupiter.api.Test;

/** When the operator sends members' snapshots, also over checkpoints. */
class SnapshotTimesTest {
    private static final long DAY = 86_400_000L;
    private static final long START = Instant.parse("2026-03-01T12:00:00Z").toEpochMilli();
    private static final String PROGRAM = MemberJourneyOperatorTest.PROGRAM;

    @Test
    void snapshotsComeAtOnceThenOnceInAnIntervalAndOneAfterTheLastChange() throws Exception {
        try (Journey journey = Journey.fresh(PROGRAM)) {
            journey.harness().setProcessingTime(1_000_000);
            journey.event(event("e-1", "post", "anna", START));
            assertThat(only(journey.snapshots()).getMetrics()).containsEntry("posts", 1.0);
            for (int i = 0; i < 5; i++) {
                journey.event(event("f-" + i, "post", "anna", START + 1 + i));
            }
            assertThat(journey.snapshots()).isEmpty();
            journey.harness().setProcessingTime(1_009_999);
            assertThat(journey.snapshots()).isEmpty();
            journey.harness().setProcessingTime(1_011_000);
            MemberSnapshot last = only(journey.snapshots());
            assertThat(last.getMetrics()).containsEntry("posts", 6.0);
            assertThat(last.getAt()).isEqualTo(Instant.ofEpochMilli(START + 5));
            journey.harness().setProcessingTime(2_000_000);
            assertThat(journey.snapshots()).isEmpty();
        }
    }

    @Test
    void theEndTakesWhatIsStillDue() throws Exception {
        try (Journey journey = Journey.fresh(PROGRAM)) {
            journey.event(event("e-1", "post", "anna", START));
            journey.event(event("e-2", "post", "anna", START + 1));
            journey.snapshots();
            journey.checkpoint();
            assertThat(journey.snapshots()).isEmpty();
            journey.finish();
            assertThat(only(journey.snapshots()).getMetrics()).containsEntry("posts", 2.0);
        }
    }

    @Test
    void aSnapshotIsOfTheClockButItsInstantNeverGoesBack() throws Exception {
        try (Journey journey = Journey.fresh(PROGRAM)) {
            journey.harness().setProcessingTime(0);
            journey.event(event("e-1", "post", "anna", START));
            journey.event(event("e-2", "post", "anna", START + DAY));
            journey.event(event("e-0", "post", "anna", START - DAY));
            journey.harness().setProcessingTime(20_000);
            List<MemberSnapshot> snapshots = journey.snapshots();
            assertThat(snapshots.stream().map(MemberSnapshot::getAt))
                    .containsExactly(Instant.ofEpochMilli(START), Instant.ofEpochMilli(START + DAY));
        }
    }

    @Test
    void aCheckpointSendsNothingAndAfterAFailureTheLastOneStillComes() throws Exception {
        OperatorSubtaskState kept;
        try (Journey before = Journey.fresh(PROGRAM)) {
            before.event(event("e-1", "post", "anna", START));
            before.event(event("e-2", "post", "anna", START + 1));
            before.event(event("f-1", "post", "bert", START + 2));
            before.snapshots();
            kept = before.checkpoint();
            assertThat(before.snapshots()).isEmpty();
        }
        try (Journey after = Journey.of(Journey.bootstrap(PROGRAM), 1, 0).restore(kept, 1, 1, 0)) {
            after.harness().setProcessingTime(100);
            MemberSnapshot last = only(after.snapshots());
            assertThat(last.getMember()).isEqualTo("anna");
            assertThat(last.getMetrics()).containsEntry("posts", 2.0);
            after.harness().setProcessingTime(60_000);
            assertThat(after.snapshots()).isEmpty();
        }
    }

    @Test
    void whatIsOwedGoesWithItsMemberToAnotherSubtask() throws Exception {
        Set<String> members = new TreeSet<>();
        OperatorSubtaskState kept;
        try (Journey before = Journey.fresh(PROGRAM)) {
            for (int member = 0; member < 100; member++) {
                String name = "member-" + member;
                members.add(name);
                before.event(event("a-" + member, "post", name, START));
                before.event(event("b-" + member, "post", name, START + 1));
            }
            kept = before.checkpoint();
        }
        Set<String> shown = new TreeSet<>();
        List<Integer> shares = new ArrayList<>();
        for (int subtask = 0; subtask < 3; subtask++) {
            try (Journey after =
                    Journey.of(Journey.bootstrap(PROGRAM), 3, subtask).restore(kept, 1, 3, subtask)) {
                for (long now = 10; now <= 1000; now += 10) {
                    after.harness().setProcessingTime(now);
                }
                List<MemberSnapshot> snapshots = after.snapshots();
                shares.add(snapshots.size());
                snapshots.forEach(snapshot -> shown.add(snapshot.getMember()));
            }
        }
        assertThat(shown).isEqualTo(members);
        assertThat(shares).allMatch(share -> share > 0);
        assertThat(shares.stream().mapToInt(Integer::intValue).sum()).isEqualTo(members.size());
    }

    @Test
    void inABacklogAFifthOfTheRateLeavesAndLiveAllOfIt() throws Exception {
        // a harness is never idle
        assertThat(leftInASecond(10_000)).as("live").isBetween(900, 1_000);
        assertThat(leftInASecond(3_600_000)).as("an hour behind").isBetween(150, 350);
    }

    /** How many snapshots leave in a second, at a rate of 1,000 and with more owed, where the clock is so far behind the wall clock. */
    private static int leftInASecond(long behind) throws Exception {
        long now = START + behind;
        try (Journey journey = Journey.fresh(PROGRAM)) {
            journey.harness().setProcessingTime(now);
            journey.watermark(START);
            for (int member = 0; member < 4_000; member++) {
                journey.event(event("e-" + member, "post", "member-" + member, START + 1));
            }
            journey.snapshots();
            for (long passed = 10; passed <= 1_000; passed += 10) {
                journey.harness().setProcessingTime(now + passed);
            }
            return journey.snapshots().size();
        }
    }

    @Test
    void aMemberWhoIsGoneByThenHasNone() throws Exception {
        OperatorSubtaskState kept;
        try (Journey before = Journey.fresh(PROGRAM)) {
            before.event(event("e-1", "post", "anna", START));
            before.event(event("e-2", "post", "anna", START + 1));
            kept = before.checkpoint();
        }
        String excludes = PROGRAM.replace("exclude: [bot]", "exclude: [bot, anna]");
        try (Journey after =
                Journey.of(Journey.bootstrap(PROGRAM, excludes), 1, 0).restore(kept, 1, 1, 0)) {
            after.event(event("e-3", "post", "anna", START + 2));
            after.snapshots();
            after.harness().setProcessingTime(60_000);
            assertThat(after.snapshots()).isEmpty();
        }
    }

    @Test
    void whereMoreMembersChangeThanTheRateAllowsTheyWaitAndTheEventsDoNot() throws Exception {
        try (Journey journey = Journey.with("snapshot-rate", "10", PROGRAM)) {
            // else it is a backlog, in which a fifth of the rate leaves: a harness is never idle
            journey.watermark(0);
            for (int member = 0; member < 25; member++) {
                journey.event(event("e-" + member, "post", "member-" + member, START));
            }
            assertThat(journey.snapshots()).hasSize(10);
            for (int tenth = 1; tenth <= 10; tenth++) {
                journey.harness().setProcessingTime(tenth * 100L);
            }
            assertThat(journey.snapshots()).hasSize(10);
            for (int tenth = 11; tenth <= 20; tenth++) {
                journey.harness().setProcessingTime(tenth * 100L);
            }
            assertThat(journey.snapshots()).hasSize(5);
        }
    }

    @Test
    void atMostTwiceTheRateLeavesInATickAndAFifthOfItWhileOthersGoFirst() throws Exception {
        TestProcessingTimeService clock = new TestProcessingTimeService();
        clock.setCurrentTime(0);
        List<String> sent = new ArrayList<>();
        AtomicBoolean midnight = new AtomicBoolean();
        SnapshotTimes times = new SnapshotTimes(10_000, 1000, 128, clock, midnight::get, sent::add);
        for (int member = 0; member < 3000; member++) {
            times.isDue("member-" + member);
        }
        assertThat(times.waiting()).isEqualTo(2000);
        times.start();
        clock.setCurrentTime(5000);
        assertThat(sent).hasSize(20);
        midnight.set(true);
        clock.setCurrentTime(5010);
        assertThat(sent).hasSize(22);
        midnight.set(false);
        clock.setCurrentTime(5020);
        assertThat(sent).hasSize(42);
    }

    /** Checkpoints of every version since the first hold these bytes: who changes them gives this one another format and keeps the old reader. */
    @Test
    void whoseSnapshotsAreOwedIsKeptInTheBytesOfFormat1() throws Exception {
        byte[] golden = HexFormat.of().parseHex("01" + "00000002" + "0a636c75622f616e6e61" + "0a636c75622f6cc3a96f");
        List<String> sent = new ArrayList<>();
        SnapshotTimes restored =
                new SnapshotTimes(1000, 10, 1, new TestProcessingTimeService(), () -> false, sent::add);
        restored.read(List.of(new KeyGroupStatePartitionStreamProvider(new ByteArrayInputStream(golden), 0)));
        assertThat(written(restored)).isEqualTo(golden);

        SnapshotTimes fresh = new SnapshotTimes(1000, 10, 1, new TestProcessingTimeService(), () -> false, key -> {});
        for (String key : List.of("club/anna", "club/l\u00e9o")) {
            assertThat(fresh.isDue(key)).isTrue();
            assertThat(fresh.isDue(key)).isFalse();
        }
        assertThat(written(fresh)).isEqualTo(golden);

        restored.sendAll();
        assertThat(sent).containsExactly("club/anna", "club/l\u00e9o");
    }

    private static byte[] written(SnapshotTimes times) throws IOException {
        MemCheckpointStreamFactory.MemoryCheckpointOutputStream memory =
                new MemCheckpointStreamFactory.MemoryCheckpointOutputStream(1000);
        KeyedStateCheckpointOutputStream out = new KeyedStateCheckpointOutputStream(memory, KeyGroupRange.of(0, 0));
        times.write(out);
        return memory.closeAndGetBytes();
    }

    @Test
    void aCheckpointOfALaterFormatIsRefusedWithAWordOnWhatToDo() {
        SnapshotTimes times = new SnapshotTimes(1000, 10, 128, new TestProcessingTimeService(), () -> false, key -> {});
        assertThatThrownBy(() -> times.read(
                        List.of(new KeyGroupStatePartitionStreamProvider(new ByteArrayInputStream(new byte[] {9}), 0))))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("format 9")
                .hasMessageContaining("format 1");
    }

    private static <T> T only(List<T> list) {
        assertThat(list).hasSize(1);
        return list.get(0);
    }
}
