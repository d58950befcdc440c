package io.rollcall.jobs.journey;

import static org.assertj.core.api.Assertions.assertThat;

import io.rollcall.event.Event;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Members who change between two checkpoints are written once, and hardly any of them while events wait for the barrier. */
class WrittenInTimeTest {
    private static final long START = Instant.parse("2026-03-01T12:00:00Z").toEpochMilli();
    private static final String COINS = """
            program: club
            community: club
            metrics: {coins: {sum: gift}}
            badges: {coin: {metric: coins, every: 1}}
            """;

    @Test
    void whereABarrierComesEveryTenSecondsMembersAreWrittenShortlyBeforeTheNext() throws Exception {
        try (Journey journey = Journey.withHotAndWarmMembers(0, "16mb", COINS).start()) {
            everyTenSeconds(journey);
            int members = 3_000;
            gifts(journey, 0, members);
            journey.spareTime();
            assertThat(journey.unwritten()).isEqualTo(members);
            assertThat(journey.store().writes()).isZero();

            // nine seconds and a half later two thousand and some can still be written in time
            journey.harness().setProcessingTime(START + 29_500);
            int most = WriteBack.LEFT_TO_THE_BARRIER + 500 * WriteBack.WRITTEN_IN_A_MILLISECOND;
            for (int look = 0; look < 20; look++) {
                journey.spareTime();
            }
            assertThat(journey.unwritten()).isEqualTo(most);
            assertThat(journey.store().writes()).isEqualTo(members - most);

            journey.harness().setProcessingTime(START + 30_000);
            journey.checkpoint();
            gifts(journey, members, members);
            assertThat(journey.unwritten()).as("of the next ten seconds").isEqualTo(members);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {5, 20})
    void whereThereIsNoSpareTimeChangesThemselvesWriteInTime(int inTenMillis) throws Exception {
        try (Journey journey = Journey.withHotAndWarmMembers(0, "64mb", COINS).start()) {
            everyTenSeconds(journey);
            int most = 0;
            for (int millis = 0; millis < 10_000; millis += 10) {
                journey.harness().setProcessingTime(START + 20_000 + millis);
                gifts(journey, millis / 10 * inTenMillis, inTenMillis);
                most = Math.max(most, journey.unwritten());
            }
            assertThat(most).as("as long as the barrier is far").isGreaterThan(3 * WriteBack.LEFT_WITHOUT_SPARE_TIME);
            assertThat(journey.unwritten()).isBetween(WriteBack.LEFT_WITHOUT_SPARE_TIME, 1_100);
        }
    }

    /** In live operation barriers came 10 and 20 seconds after the first one, the last one now. */
    private static void everyTenSeconds(Journey journey) throws Exception {
        journey.harness().setProcessingTime(START);
        journey.watermark(START - 1);
        journey.checkpoint();
        journey.harness().setProcessingTime(START + 10_000);
        journey.checkpoint();
        journey.harness().setProcessingTime(START + 20_000);
        journey.checkpoint();
    }

    /** To as many members, each of whom it is the first of. */
    private static void gifts(Journey journey, int first, int members) throws Exception {
        for (int member = first; member < first + members; member++) {
            journey.event(new Event("g-" + member, "club", "gift", "m" + member, null, START, 1, Map.of()));
        }
    }
}
