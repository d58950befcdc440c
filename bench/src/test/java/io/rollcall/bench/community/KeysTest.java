package io.rollcall.bench.community;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;

/** Who acts how often. */
class KeysTest {
    private static final int MEMBERS = 1000;
    private static final int DRAWS = 200_000;

    @Test
    void underZipfTheFirstMemberActsTwiceAsOftenAsTheSecondAndTenTimesAsOftenAsTheTenth() {
        int[] acts = acts(Keys.ZIPF);

        // the first one's share is 1 / (1 + 1/2 + … + 1/1000) = 1 / 7.485
        assertThat((double) acts[0] / DRAWS).isCloseTo(1 / 7.485, within(0.01));
        assertThat((double) acts[0] / acts[1]).isCloseTo(2, within(0.2));
        assertThat((double) acts[0] / acts[9]).isCloseTo(10, within(1.0));
    }

    @Test
    void underUniformEverybodyActsAndNobodyMuchMoreThanAnybodyElse() {
        int[] acts = acts(Keys.UNIFORM);

        assertThat(Arrays.stream(acts).min().orElseThrow()).isGreaterThan(DRAWS / MEMBERS / 2);
        assertThat(Arrays.stream(acts).max().orElseThrow()).isLessThan(DRAWS / MEMBERS * 2);
    }

    @Test
    void theSameSeedGivesTheSameMembers() {
        LongSupplier once = Keys.ZIPF.numbers(MEMBERS, 7);
        LongSupplier again = Keys.ZIPF.numbers(MEMBERS, 7);

        for (int i = 0; i < 100; i++) {
            assertThat(again.getAsLong()).isEqualTo(once.getAsLong());
        }
    }

    private static int[] acts(Keys keys) {
        LongSupplier numbers = keys.numbers(MEMBERS, 42);
        int[] acts = new int[MEMBERS];
        for (int i = 0; i < DRAWS; i++) {
            acts[(int) numbers.getAsLong()]++;
        }
        return acts;
    }
}
