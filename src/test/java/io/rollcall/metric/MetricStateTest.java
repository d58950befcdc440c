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
}
