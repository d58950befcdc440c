package io.rollcall.metric;

import static io.rollcall.metric.Facts.DAY;
import static org.assertj.core.api.Assertions.assertThat;

import io.rollcall.metric.Metric.Form;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;

/**
 * Every form of metric against everything that was ever added, kept as it came: its value, when that changes by itself,
 * whether an addition says that it changed anything, through bytes and without them.
 */
class MetricStateTest {
    private static final int HISTORIES = 300;
    private static final int ADDITIONS = 60;
    private static final int FAR = 500;

    /** Adds on some date, and says whether the value can be another. */
    private interface Addition {
        boolean add(int day, int today);
    }

    /**
     * One history: {@code add} adds to the facts and to what is remembered of it, {@code expected} has the value of a date.
     *
     * @param latest how many dates an addition may be late
     */
    private static void history(
            Random random, Facts facts, int latest, Addition add, IntToDoubleFunction expected, boolean tellsItsNext)
            throws Exception {
        int today = DAY;
        for (int i = 0; i < ADDITIONS; i++) {
            today += random.nextInt(5) == 0 ? random.nextInt(90) : random.nextInt(3);
            int day = today - (random.nextInt(3) == 0 ? random.nextInt(latest + 1) : 0);
            double before = facts.value(today);
            boolean told = add.add(day, today);
            assertThat(facts.value(today)).isEqualTo(expected.applyAsDouble(today));
            if (facts.value(today) != before) {
                assertThat(told).as("it says that it changed").isTrue();
            }
            if (random.nextInt(3) == 0) {
                facts.throughBytes();
                assertThat(facts.value(today)).isEqualTo(expected.applyAsDouble(today));
            }
            if (tellsItsNext) {
                assertThat(facts.state.nextChange(today)).isEqualTo(nextChange(expected, today));
            }
            if (facts.value(today) > 0) {
                assertThat(facts.state.isEmpty()).isFalse();
            }
        }
        for (int later = today; later < today + FAR; later++) {
            assertThat(facts.value(later)).isEqualTo(expected.applyAsDouble(later));
        }
    }

    private static int nextChange(IntToDoubleFunction expected, int today) {
        for (int day = today + 1; day < today + FAR; day++) {
            if (expected.applyAsDouble(day) != expected.applyAsDouble(today)) {
                return day;
            }
        }
        return MetricState.NEVER;
    }

    private static long within(Iterable<Integer> days, int today, int over) {
        long count = 0;
        for (int day : days) {
            count += day > today - over && day <= today ? 1 : 0;
        }
        return count;
    }

    @Test
    void daysOfAWindow() throws Exception {
        for (int seed = 0; seed < HISTORIES; seed++) {
            var random = new Random(seed);
            int over = List.of(1, 2, 7, 30, 63, 64, 65, 90, 128, 200).get(random.nextInt(10));
            Facts facts = Facts.of(Form.DAYS, over);
            Set<Integer> days = new HashSet<>();
            history(
                    random,
                    facts,
                    over + 10,
                    (day, today) -> {
                        days.add(day);
                        return facts.state.add(day, today);
                    },
                    today -> within(days, today, over),
                    true);
        }
    }

    @Test
    void daysOfALifetime() throws Exception {
        for (int seed = 0; seed < HISTORIES; seed++) {
            Facts facts = Facts.of(Form.DAYS, 0);
            Set<Integer> days = new HashSet<>();
            int[] last = {DAY};
            history(
                    new Random(seed),
                    facts,
                    63,
                    (day, today) -> {
                        // of an event that is later than 64 dates nobody can tell: it does not come here
                        int known = Math.max(day, last[0] - 63);
                        last[0] = Math.max(last[0], known);
                        boolean isNew = days.add(known);
                        boolean told = facts.state.add(known, today);
                        assertThat(told).isEqualTo(isNew);
                        return told;
                    },
                    today -> days.size(),
                    true);
        }
    }

    @Test
    void countsAndSumsOfAWindow() throws Exception {
        for (int seed = 0; seed < HISTORIES; seed++) {
            var random = new Random(seed);
            int over = 1 + random.nextInt(40);
            boolean counts = random.nextBoolean();
            Facts facts = Facts.of(counts ? Form.COUNT : Form.SUM, over);
            List<Integer> days = new ArrayList<>();
            List<Double> amounts = new ArrayList<>();
            history(
                    random,
                    facts,
                    over + 10,
                    (day, today) -> {
                        double amount = counts ? 1 : 1 + random.nextInt(1000) / 100.0;
                        days.add(day);
                        amounts.add(amount);
                        boolean told = counts ? facts.state.add(day, today) : facts.state.add(day, today, amount);
                        assertThat(told).isEqualTo(day > today - over);
                        return told;
                    },
                    today -> {
                        double sum = 0;
                        for (int i = 0; i < days.size(); i++) {
                            sum += days.get(i) > today - over ? amounts.get(i) : 0;
                        }
                        return Decimals.round6(sum);
                    },
                    true);
        }
    }

    @Test
    void streaks() throws Exception {
        for (int seed = 0; seed < HISTORIES; seed++) {
            var random = new Random(seed);
            Facts facts = Facts.of(Form.STREAK, 0);
            NavigableSet<Integer> days = new TreeSet<>();
            int today = DAY;
            for (int i = 0; i < 250; i++) {
                // long runs with few gaps, some of which a late event closes
                today += random.nextInt(40) == 0 ? 1 + random.nextInt(random.nextInt(10) == 0 ? 80 : 3) : 1;
                int day = random.nextInt(6) == 0 && !days.isEmpty() ? days.last() - random.nextInt(64) : today;
                double before = facts.value(today);
                days.add(day);
                boolean told = facts.state.add(day, today);
                assertThat(facts.value(today)).as("seed %d", seed).isEqualTo(streak(days, today));
                assertThat(told || facts.value(today) == before).isTrue();
                assertThat(facts.state.add(days.last(), today))
                        .as("the last date once more")
                        .isFalse();
                assertThat(facts.state.nextChange(today))
                        .isEqualTo(streak(days, today) == 0 ? MetricState.NEVER : days.last() + 2);
                if (random.nextInt(4) == 0) {
                    facts.throughBytes();
                }
            }
            assertThat(facts.value(today + 1)).isEqualTo(streak(days, today + 1));
            assertThat(facts.value(today + 2)).isZero();
            assertThat(facts.state.nextChange(today + 2)).isEqualTo(MetricState.NEVER);
        }
    }

    /** The run that ends with the last date; a gap that closed more than 64 dates before it is one. */
    private static double streak(NavigableSet<Integer> days, int today) {
        if (days.last() < today - 1) {
            return 0;
        }
        int run = 0;
        while (days.contains(days.last() - run)) {
            run++;
        }
        return run;
    }

    @Test
    void aStreakLongerThanTheDatesThatAreKnownOneByOne() throws Exception {
        Facts facts = Facts.of(Form.STREAK, 0);
        for (int i = 0; i < 200; i++) {
            facts.state.add(DAY + i, DAY + i);
            facts.throughBytes();
            assertThat(facts.value(DAY + i)).isEqualTo(i + 1);
        }
        // exactly 64 dates without any, and one more
        for (int gap : List.of(64, 65)) {
            Facts after = Facts.of(Form.STREAK, 0);
            after.state.add(DAY, DAY);
            after.state.add(DAY + gap, DAY + gap);
            assertThat(after.value(DAY + gap)).isEqualTo(1);
            for (int day = DAY + gap - 1; day > DAY + gap - 63; day--) {
                after.state.add(day, DAY + gap);
            }
            assertThat(after.value(DAY + gap)).isEqualTo(63);
            after.state.add(DAY + gap - 63, DAY + gap);
            assertThat(after.value(DAY + gap)).isEqualTo(gap == 64 ? 65 : 64);
            assertThat(after.state.add(DAY, DAY + gap))
                    .as("it is too late to tell")
                    .isTrue();
        }
    }

    @Test
    void datesSinceTheLastOne() throws Exception {
        Facts facts = Facts.of(Form.SINCE, 0);
        assertThat(facts.state.value(DAY, DAY - 3)).isEqualTo(3);
        assertThat(facts.value(DAY)).isZero();
        assertThat(facts.state.add(DAY, DAY)).isTrue();
        assertThat(facts.state.add(DAY, DAY)).isFalse();
        assertThat(facts.state.add(DAY - 1, DAY)).isFalse();
        facts.throughBytes();
        assertThat(facts.state.value(DAY + 4, DAY - 3)).isEqualTo(4);
        assertThat(facts.state.nextChange(DAY + 4)).isEqualTo(DAY + 5);
    }

    // ---- values

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
    void distinctValuesOfAWindow() throws Exception {
        for (int seed = 0; seed < HISTORIES; seed++) {
            var random = new Random(seed);
            int over = 1 + random.nextInt(40);
            int cap = List.of(3, 20, 40, 100).get(random.nextInt(4));
            Facts facts = Facts.distinct(over, cap);
            Map<String, Integer> lastDates = new HashMap<>();
            history(
                    random,
                    facts,
                    over + 10,
                    (day, today) -> {
                        String value = "v" + random.nextInt(60);
                        double before = facts.value(today);
                        boolean inside = day > today - over;
                        boolean known = lastDates.getOrDefault(value, Integer.MIN_VALUE) > today - over;
                        lastDates.merge(value, day, Math::max);
                        boolean told = facts.state.add(day, today, value);
                        if (!inside || known && before < cap) {
                            assertThat(told).isFalse();
                        }
                        return told;
                    },
                    today -> Math.min(cap, within(lastDates.values(), today, over)),
                    false);
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

    // ---- format 1

    @Test
    void whatTheFirstFormatKeptIsReadAndGoesOn() throws Exception {
        Facts counts = Facts.of(Form.COUNT, 10)
                .fromFormat1(new Facts.Format1()
                        .number(2)
                        .signed(DAY - 3)
                        .number(4)
                        .signed(2)
                        .number(300));
        assertThat(counts.value(DAY)).isEqualTo(304);
        assertThat(counts.value(DAY + 7)).isEqualTo(300);
        Facts sums = Facts.of(Form.SUM, 10)
                .fromFormat1(new Facts.Format1().number(1).signed(DAY).amount(2.5));
        assertThat(sums.value(DAY)).isEqualTo(2.5);

        Facts window = Facts.distinct(10, 50)
                .fromFormat1(new Facts.Format1()
                        .number(2)
                        .hash("post-1")
                        .signed(DAY - 3)
                        .hash("post-2")
                        .signed(2));
        assertThat(window.value(DAY)).isEqualTo(2);
        assertThat(window.value(DAY + 7)).isEqualTo(1);
        assertThat(window.state.add(DAY, DAY, "post-1"))
                .as("known by its old hash")
                .isFalse();
        window.throughBytes();
        assertThat(window.state.add(DAY, DAY, "post-2")).isFalse();
        assertThat(window.state.add(DAY, DAY, "post-3")).isTrue();
    }

    @Test
    void valuesOfTheFirstFormatAreKnownByTheirOldHash() throws Exception {
        Facts values = Facts.distinct(0, 3)
                .fromFormat1(new Facts.Format1().number(2).hash("post-1").hash("post-2"));
        assertThat(values.state.add(DAY, DAY, "post-2")).isFalse();
        assertThat(values.state.add(DAY, DAY, "post-3")).isTrue();
        assertThat(values.value(DAY)).isEqualTo(3);
        assertThat(Facts.distinct(0, 3)
                        .fromFormat1(new Facts.Format1().number(3))
                        .value(DAY))
                .as("a full one, of which only the number was kept")
                .isEqualTo(3);

        Facts reach = Facts.reach(2, 10)
                .fromFormat1(new Facts.Format1()
                        .number(1)
                        .hash("post-1")
                        .number(1)
                        .number(1)
                        .hash("post-2"));
        assertThat(reach.value(DAY)).isEqualTo(1);
        assertThat(reach.state.add(DAY, DAY, "post-2")).as("counted already").isFalse();
        assertThat(reach.state.add(DAY, DAY, "post-1")).as("the second of two").isTrue();
        assertThat(reach.value(DAY)).isEqualTo(2);
    }

    @Test
    void daysOfTheFirstFormat() throws Exception {
        Facts window = Facts.of(Form.DAYS, 70)
                .fromFormat1(new Facts.Format1().signed(DAY).number(5).number(1));
        assertThat(window.value(DAY)).isEqualTo(3);
        assertThat(window.state.nextChange(DAY)).isEqualTo(DAY - 64 + 70);
        Facts lifetime = Facts.of(Form.DAYS, 0)
                .fromFormat1(new Facts.Format1().signed(DAY).number(5).number(9));
        assertThat(lifetime.value(DAY)).isEqualTo(9);
        assertThat(lifetime.state.add(DAY - 1, DAY)).isTrue();
        Facts streak = Facts.of(Form.STREAK, 0)
                .fromFormat1(new Facts.Format1().signed(DAY).number(-1L).number(9));
        assertThat(streak.value(DAY)).isEqualTo(73);
        Facts since = Facts.of(Form.SINCE, 0).fromFormat1(new Facts.Format1().signed(-3));
        assertThat(since.value(4)).isEqualTo(7);
    }
}
