package io.rollcall.metric;

import static io.rollcall.metric.Facts.DAY;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The values that {@code distinct} and {@code reach} know: which count, which are forgotten, by how many bits they are known. */
class KnownValuesTest {
    private static final int HISTORIES = 300;

    @Test
    void distinctValuesOfALifetimeUpToTheCap() throws Exception {
        for (int cap : List.of(1, 5, 16, 17, 40, 70, 100, 150)) {
            Facts facts = Facts.distinct(0, cap);
            Set<String> seen = new HashSet<>();
            var random = new Random(cap);
            for (int i = 0; i < 400; i++) {
                String value = "v" + random.nextInt(1 + cap * 2);
                boolean isNew = seen.size() < cap && seen.add(value);
                assertThat(facts.state.add(DAY, DAY, value)).isEqualTo(isNew);
                assertThat(facts.value(DAY)).isEqualTo(seen.size());
                if (random.nextInt(5) == 0) {
                    facts.throughBytes();
                }
            }
        }
    }

    @Test
    void aFullWindowKeepsTheValuesOfTheLatestDates() throws Exception {
        Facts facts = Facts.distinct(10, 3);
        assertThat(facts.state.add(DAY - 2, DAY, "b")).isTrue();
        assertThat(facts.state.add(DAY - 4, DAY, "a")).isTrue();
        assertThat(facts.state.add(DAY - 1, DAY, "c")).isTrue();
        // as late as the oldest, which stays
        assertThat(facts.state.add(DAY - 4, DAY, "d")).isFalse();
        assertThat(facts.state.nextChange(DAY)).isEqualTo(DAY + 6);
        assertThat(facts.state.add(DAY - 3, DAY, "e")).isTrue();
        facts.throughBytes();
        assertThat(facts.state.nextChange(DAY)).isEqualTo(DAY + 7);
        // known already: it moves to its new date, or stays where an earlier one comes late
        assertThat(facts.state.add(DAY, DAY, "e")).isFalse();
        assertThat(facts.state.add(DAY - 9, DAY, "b")).isFalse();
        assertThat(facts.state.nextChange(DAY)).isEqualTo(DAY + 8);
        assertThat(facts.value(DAY + 7)).isEqualTo(3);
        assertThat(facts.value(DAY + 8)).isEqualTo(2);
        assertThat(facts.value(DAY + 9)).isEqualTo(1);
        assertThat(facts.state.nextChange(DAY + 8)).isEqualTo(DAY + 9);
        assertThat(facts.state.nextChange(DAY + 10)).isEqualTo(MetricState.NEVER);
    }

    @Test
    void reachCountsAValueOnceAndForgetsThoseTouchedLeastRecently() throws Exception {
        for (int seed = 0; seed < HISTORIES; seed++) {
            var random = new Random(seed);
            int at = 1 + random.nextInt(4);
            int cap = List.of(2, 5, 20, 40, 100).get(random.nextInt(5));
            Facts facts = Facts.reach(at, cap);
            List<String> order = new ArrayList<>();
            Map<String, Integer> open = new HashMap<>();
            Set<String> reached = new HashSet<>();
            for (int i = 0; i < 300; i++) {
                String value = "v" + random.nextInt(80);
                boolean told = facts.state.add(DAY, DAY, value);
                boolean now = false;
                if (!reached.contains(value)) {
                    order.remove(value);
                    order.add(value);
                    if (open.merge(value, 1, Integer::sum) >= at) {
                        reached.add(value);
                        now = true;
                        order.remove(value);
                        open.remove(value);
                    } else if (order.size() > cap) {
                        open.remove(order.remove(0));
                    }
                }
                assertThat(told).isEqualTo(now);
                assertThat(facts.value(DAY)).isEqualTo(reached.size());
                if (random.nextInt(5) == 0) {
                    facts.throughBytes();
                }
            }
        }
    }

    @Test
    void manyValuesAreKnownByFewerBitsEachUnlessAProgramAsksForMany() {
        for (int cap : List.of(100, 101)) {
            int[] widths = cap == 100 ? new int[] {40, 40, 32, 32, 22, 22, 20} : new int[] {40, 40, 40, 40, 40, 40, 40};
            int[] sizes = {1, 16, 17, 32, 33, 64, 65};
            for (int i = 0; i < sizes.length; i++) {
                Facts facts = Facts.distinct(0, cap);
                for (int value = 0; value < sizes[i]; value++) {
                    facts.state.add(DAY, DAY, "v" + value);
                }
                var out = new StateWriter();
                out.small(sizes[i]);
                int head = out.toBytes().length * Byte.SIZE;
                int bits = facts.bytes().length * Byte.SIZE - sizes[i] * widths[i];
                assertThat(bits).as("%d values of at most %d", sizes[i], cap).isBetween(3, head + 16);
            }
        }
    }

    @Test
    void aWindowThatRanEmptyKnowsItsNextValuesByAllBitsAgain() {
        Facts fresh = Facts.distinct(5, 100);
        fresh.state.add(DAY, DAY, "again");
        Facts emptied = Facts.distinct(5, 100);
        for (int value = 0; value < 70; value++) {
            emptied.state.add(DAY - 20, DAY - 20, "v" + value);
        }
        emptied.state.add(DAY, DAY, "again");
        assertThat(emptied.bytes()).isEqualTo(fresh.bytes());
    }

    @Test
    void aFullSetOfALifetimeForgetsWhichValuesTheyWere() {
        Facts facts = Facts.distinct(0, 20);
        for (int value = 0; value < 20; value++) {
            facts.state.add(DAY, DAY, "v" + value);
        }
        assertThat(facts.bytes()).hasSizeLessThanOrEqualTo(2);
    }
}
