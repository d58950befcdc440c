package io.rollcall.member;

import static org.assertj.core.api.Assertions.assertThat;

import io.rollcall.metric.StateReader;
import io.rollcall.metric.StateWriter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which events are taken for repetitions. */
class RecentIdsTest {
    private static final long HOUR = 3_600_000;
    private static final long NOON = 43_200_000;

    private static long id(int number) {
        return RecentIds.of("event-" + number);
    }

    private static RecentIds reread(RecentIds ids, long seen) throws IOException {
        var out = new StateWriter();
        ids.write(out, seen);
        var read = new RecentIds();
        read.read(new StateReader(out.toBytes(), 0), seen);
        return read;
    }

    @Test
    void anIdIsARepetitionUpToAnHourAwayFromWhatItRepeatsAndNotAMillisecondMore() {
        var ids = new RecentIds();
        ids.remember(id(1), NOON, NOON);

        assertThat(ids.isRepeat(id(1), NOON, NOON)).isTrue();
        assertThat(ids.isRepeat(id(1), NOON + HOUR, NOON + HOUR)).isTrue();
        assertThat(ids.isRepeat(id(1), NOON - HOUR, NOON)).isTrue();
        assertThat(ids.isRepeat(id(1), NOON + HOUR + 1, NOON + HOUR + 1)).isFalse();
        assertThat(ids.isRepeat(id(1), NOON - HOUR - 1, NOON)).isFalse();
        assertThat(ids.isRepeat(id(2), NOON, NOON)).isFalse();
    }

    @Test
    void whatIsMoreThanAnHourBehindTheMemberIsForgottenInMemoryAsInBytes() throws IOException {
        var ids = new RecentIds();
        ids.remember(id(1), NOON, NOON);
        ids.remember(id(2), NOON + 1, NOON + 1);

        for (RecentIds one : new RecentIds[] {ids, reread(ids, NOON + HOUR)}) {
            assertThat(one.isRepeat(id(1), NOON, NOON + HOUR)).isTrue();
        }
        for (RecentIds one : new RecentIds[] {ids, reread(ids, NOON + HOUR + 1)}) {
            assertThat(one.isRepeat(id(1), NOON, NOON + HOUR + 1)).isFalse();
            assertThat(one.isRepeat(id(2), NOON + 1, NOON + HOUR + 1)).isTrue();
        }
    }

    @Test
    void theLastIdIsKeptHoweverFarBehindTheMember() throws IOException {
        var ids = new RecentIds();
        ids.remember(id(1), NOON, NOON);

        assertThat(reread(ids, NOON + 100 * HOUR).isRepeat(id(1), NOON, NOON + 100 * HOUR))
                .isTrue();
    }

    @Test
    void rememberingForgetsWhatNoEventInOrderCouldRepeat() {
        var ids = new RecentIds();
        ids.remember(id(1), NOON, NOON);
        ids.remember(id(2), NOON + HOUR + 1, NOON + HOUR + 1);

        // asked as of an earlier instant, only forgetting can tell
        assertThat(ids.isRepeat(id(1), NOON, NOON)).isFalse();
        assertThat(ids.isRepeat(id(2), NOON + HOUR + 1, NOON + HOUR + 1)).isTrue();
    }

    @Test
    void ofMoreThan256WithinTheHourTheOldestIsForgotten() throws IOException {
        var ids = new RecentIds();
        for (int i = 0; i < 257; i++) {
            ids.remember(id(i), NOON + i, NOON + i);
        }

        for (RecentIds one : new RecentIds[] {ids, reread(ids, NOON + 256)}) {
            assertThat(one.isRepeat(id(0), NOON, NOON + 256)).isFalse();
            for (int i = 1; i < 257; i++) {
                assertThat(one.isRepeat(id(i), NOON + i, NOON + 256))
                        .as("event %d", i)
                        .isTrue();
            }
        }
    }

    @Test
    void aLateEventIsRememberedAtItsOwnInstant() throws IOException {
        var ids = new RecentIds();
        ids.remember(id(1), NOON, NOON);
        ids.remember(id(2), NOON - HOUR / 2, NOON);

        RecentIds read = reread(ids, NOON);

        assertThat(read.isRepeat(id(2), NOON - HOUR / 2 - HOUR, NOON)).isTrue();
        assertThat(read.isRepeat(id(2), NOON + HOUR / 2 + 1, NOON)).isFalse();
        assertThat(read.isRepeat(id(1), NOON, NOON)).isTrue();
    }

    /** Many more than are remembered, late ones and pauses among them, asked for again and again, in memory and through bytes. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void isWhatLookingThroughAllOfThemSays(int seed) throws IOException {
        Random random = new Random(seed);
        long pace = seed % 2 == 0 ? HOUR / 300 : HOUR / 30;
        List<Seen> naive = new ArrayList<>();
        RecentIds ids = new RecentIds();
        long seen = NOON;
        for (int i = 0; i < 3_000; i++) {
            long next = seen + (long) (random.nextDouble() * 2 * pace);
            // in a third of the histories none is
            boolean isLate = seed % 3 != 0 && random.nextInt(20) == 0;
            long at = isLate ? seen - random.nextInt((int) HOUR + 60_000) : next;
            seen = Math.max(seen, at) + (random.nextInt(500) == 0 ? HOUR / 2 : 0);
            for (int asked = 0; asked < 3; asked++) {
                int number = Math.max(0, i - random.nextInt(400));
                long when = at - random.nextInt(2_000);
                assertThat(ids.isRepeat(id(number), when, seen))
                        .as("event %d of seed %d, asked as %d", i, seed, number)
                        .isEqualTo(isRepeat(naive, id(number), when, seen));
            }
            ids.remember(id(i), at, seen);
            remember(naive, new Seen(id(i), at), seen);
            if (random.nextInt(200) == 0) {
                ids = again(ids, random, seen);
                long least = seen - HOUR;
                while (naive.size() > 1 && naive.get(0).at < least) {
                    naive.remove(0);
                }
            }
        }
        assertThat(naive).as("there was something to look through").hasSizeGreaterThan(20);
    }

    /** The same by way of the bytes, into a new object or a used one, or by way of another state. */
    private static RecentIds again(RecentIds ids, Random random, long seen) throws IOException {
        if (random.nextBoolean()) {
            return reread(ids, seen);
        }
        StateWriter out = new StateWriter();
        ids.write(out, seen);
        ids.remember(id(-1), seen, seen);
        ids.read(new StateReader(out.toBytes(), 0), seen);
        RecentIds other = new RecentIds();
        other.remember(id(-2), seen, seen);
        other.takeOver(ids);
        return other;
    }

    private record Seen(long id, long at) {}

    private static boolean isRepeat(List<Seen> all, long id, long at, long seen) {
        return all.stream()
                .filter(each -> each.id == id && Math.abs(at - each.at) <= HOUR)
                .anyMatch(each -> each.equals(all.get(all.size() - 1)) || each.at >= seen - HOUR);
    }

    private static void remember(List<Seen> all, Seen next, long seen) {
        all.removeIf(each -> each.at < Math.max(seen, next.at) - HOUR);
        if (all.size() == 256) {
            all.remove(0);
        }
        all.add(next);
    }
}
