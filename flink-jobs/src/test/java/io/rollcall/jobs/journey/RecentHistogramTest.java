package io.rollcall.jobs.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.concurrent.atomic.AtomicInteger;
import org.apache.flink.metrics.HistogramStatistics;
import org.junit.jupiter.api.Test;

class RecentHistogramTest {
    private long now = -5;
    private final RecentHistogram times = new RecentHistogram(() -> now);

    @Test
    void ofManyTheQuantilesAreRightToAHundredth() {
        for (int millis = 1; millis <= 100_000; millis++) {
            times.update(millis);
        }
        HistogramStatistics statistics = times.getStatistics();
        assertThat(statistics.size()).isEqualTo(100_000);
        assertThat(statistics.getQuantile(0.5)).isCloseTo(50_000, within(500.0));
        assertThat(statistics.getQuantile(0.99)).isCloseTo(99_000, within(990.0));
        assertThat(statistics.getMean()).isCloseTo(50_000, within(500.0));
        assertThat(statistics.getMax()).isBetween(100_000L, 101_000L);
        assertThat(statistics.getMin()).isEqualTo(1);
        assertThat(statistics.getValues()).hasSize(100_000).isSorted();
    }

    @Test
    void whatABacklogBroughtIsForgottenTwoMinutesAfterItWasAskedFor() {
        long year = 31_536_000_000L;
        times.update(year);
        now += 10 * RecentHistogram.LASTS;
        assertThat(times.getStatistics().getQuantile(0.99))
                .as("nobody asked until now")
                .isCloseTo(year, within(year / 100.0));
        now += RecentHistogram.LASTS;
        assertThat(times.getStatistics().size())
                .as("two minutes later to the nanosecond")
                .isEqualTo(1);
        times.update(7);
        now += 1;
        assertThat(times.getStatistics().getMax()).isEqualTo(7);
        now += RecentHistogram.LASTS + 1;
        HistogramStatistics none = times.getStatistics();
        assertThat(none.size()).isZero();
        assertThat(none.getValues()).isEmpty();
        assertThat(none.getQuantile(0.99)).isZero();
        assertThat(none.getMax()).isZero();
        assertThat(times.getCount()).isEqualTo(2);
    }

    @Test
    void whoAsksTakesNothingFromOthersWhoAsk() {
        times.update(3);
        assertThat(times.getStatistics().size()).isEqualTo(1);
        times.update(5);
        assertThat(times.getStatistics().getValues()).containsExactly(3, 5);
        assertThat(times.getStatistics().getValues()).containsExactly(3, 5);
    }

    /** The job's thread brings times while reporters ask: none is lost, none counts twice. */
    @Test
    void whoAsksMeanwhileSeesEachTimeOnce() throws Exception {
        int all = 200_000;
        AtomicInteger largest = new AtomicInteger();
        Thread writer = new Thread(() -> {
            for (int i = 0; i < all; i++) {
                times.update(i % 100);
            }
        });
        writer.start();
        while (writer.isAlive()) {
            int size = times.getStatistics().size();
            assertThat(size).isBetween(largest.getAndSet(size), all);
        }
        writer.join();
        assertThat(times.getStatistics().size()).isEqualTo(all);
        assertThat(times.getCount()).isEqualTo(all);
    }

    @Test
    void aTimeBelowZeroIsZero() {
        times.update(-4);
        assertThat(times.getStatistics().getValues()).containsExactly(0);
    }
}
