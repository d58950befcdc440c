package io.rollcall.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The members of a simulated community under the example program stay small, however long it lives. */
class StateSizesTest {
    private static final int JOINERS = 400;

    private static List<StateSizes> sizes = List.of();

    @BeforeAll
    static void live() {
        sizes = StateSizes.of(JOINERS, 100, 200, 400);
    }

    @Test
    void aMemberTakesAtMost200BytesAtTheMedianAnd600AtThe99thPercentileAfterHundredDays() {
        assertThat(sizes.get(0).bytes()).hasSizeGreaterThan(JOINERS);
        assertThat(sizes.get(0).percentile(50)).isLessThanOrEqualTo(200);
        assertThat(sizes.get(0).percentile(99)).isLessThanOrEqualTo(600);
    }

    @Test
    void itIsNoMoreAfterTwoAndFourHundredDays() {
        for (StateSizes later : sizes) {
            assertThat(later.percentile(50)).as(later.days() + " days").isLessThanOrEqualTo(200);
            assertThat(later.percentile(99)).as(later.days() + " days").isLessThanOrEqualTo(600);
        }
    }
}
