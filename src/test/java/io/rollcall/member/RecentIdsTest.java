package io.rollcall.member;

import static org.assertj.core.api.Assertions.assertThat;

import io.rollcall.metric.StateReader;
import io.rollcall.metric.StateWriter;
import java.io.IOException;
import org.junit.jupiter.api.Test;

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
}
