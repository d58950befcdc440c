package io.rollcall.decide;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.rollcall.event.Event;
import io.rollcall.member.MemberState;
import io.rollcall.member.StateCodec;
import io.rollcall.metric.Metric;
import io.rollcall.program.Program;
import io.rollcall.program.ProgramParser;
import java.io.IOException;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A new version of the program takes over in the middle of a membership: what every form of metric knows then. One member
 * had the earlier version for the first part of a history, one had the new one from the start, and one had a version that
 * kept no numbers, which is what a number would be if its facts were lost.
 */
class AdoptionTest {
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    /** Daylight saving time ends within the first part. */
    private static final LocalDate START = LocalDate.of(2024, 9, 1);

    /** More dates than a lifetime metric knows one by one. */
    private static final int TAKEOVER = 80;

    private static final int END = 100;
    private static final List<String> DEFINITIONS = definitions();
    private static final List<List<Event>> HISTORY = history();

    /** Every form, as actor and as recipient, of all events and of some, for ever and over windows that do and do not reach back. */
    private static List<String> definitions() {
        List<String> all = new ArrayList<>();
        for (String as : List.of("", ", as: recipient")) {
            for (String where : List.of("", ", where: \"value >= 2 && attributes.topic != ''\"")) {
                for (String over : List.of("", ", over: 7d", ", over: 90d")) {
                    all.add("{count: post" + as + where + over + "}");
                    all.add("{sum: post" + as + where + over + "}");
                    all.add("{days: post" + as + where + over + "}");
                    all.add("{distinct: post, of: topic" + as + where + over + "}");
                    all.add("{distinct: post, of: topic, cap: 9" + as + where + over + "}");
                    all.add("{distinct: post, of: " + (as.isEmpty() ? "recipient" : "member") + as + where + over
                            + "}");
                }
                all.add("{streak: post" + as + where + "}");
                all.add("{since: visit" + as + where + "}");
                all.add("{reach: post, of: topic, at: 6" + as + where + "}");
                all.add("{reach: post, of: topic, at: 6, cap: 20" + as + where + "}");
            }
        }
        return List.copyOf(all);
    }

    static Stream<String> everyDefinition() {
        return DEFINITIONS.stream();
    }

    /** Metrics in the order given, each named by its place in {@link #DEFINITIONS}, and rules that wait for them. */
    private static Program program(String prefix, boolean backwards, String further, int version) {
        List<String> metrics = new ArrayList<>();
        for (int i = 0; i < DEFINITIONS.size(); i++) {
            metrics.add("  " + prefix + i + ": " + DEFINITIONS.get(i));
        }
        if (backwards) {
            Collections.reverse(metrics);
        }
        return program("metrics:\n" + String.join("\n", metrics) + "\n" + further, version);
    }

    private static Program program(String text, int version) {
        return ProgramParser.parse("p", "program: p\ncommunity: c\ntimezone: Europe/Berlin\n" + text, version);
    }

    private static Program before() {
        return program("old", false, "badges: {first: {when: \"old0 >= 3\"}}\n", 1);
    }

    private static Program after() {
        return program("new", true, """
                  visits: {count: visit}
                segments: {busy: "new1 >= 10", idle: "new2 < 3"}
                alerts: {quiet: {when: "new0 > 0 && visits > 1", cooldown: 2d}}
                """, 2);
    }

    private static Program inTokyo() {
        return ProgramParser.parse("p", after().text().replace(BERLIN.getId(), "Asia/Tokyo"), 2);
    }

    private static Program withoutNumbers() {
        return program("metrics: {}\n", 0);
    }

    private static long at(int day, int hour) {
        return ZonedDateTime.of(START.plusDays(day).atTime(hour, 0), BERLIN)
                .toInstant()
                .toEpochMilli();
    }

    /**
     * On every date a post and one that {@code where} passes over, of a friend and to one; topics and friends of the first
     * part come again in the second. Visits only in the first part.
     */
    private static List<List<Event>> history() {
        List<List<Event>> days = new ArrayList<>();
        for (int day = 0; day < END; day++) {
            List<Event> events = new ArrayList<>();
            days.add(events);
            both(events, "post", day, 10, 2.5, "t" + day % 15, "f" + day % 30);
            both(events, "post", day, 20, 1, "rest", "someone");
            if (day == 75) {
                both(events, "visit", day, 11, 2.5, "t0", "f1");
            }
            if (day == 77) {
                both(events, "visit", day, 11, 1, "t1", "f2");
            }
        }
        return days;
    }

    private static void both(
            List<Event> events, String type, int day, int hour, double value, String topic, String friend) {
        String id = type + day + "-" + hour;
        events.add(new Event(id, "c", type, "ann", friend, at(day, hour), value, Map.of("topic", topic)));
        events.add(new Event(id + "b", "c", type, friend, "ann", at(day, hour) + 1, value, Map.of("topic", topic)));
    }

    /** A member, whose state is bytes between two steps, as in the job. */
    private static final class Member {
        private final Map<Long, Program> programs = new HashMap<>();
        private Engine engine;
        private byte[] state;

        Member(Program program) {
            engine = new Engine(program);
            programs.put(program.version(), program);
            state = StateCodec.bytes(engine.newMember("ann"));
        }

        private MemberState state() {
            try {
                return StateCodec.read("ann", state, version -> requireNonNull(programs.get(version)));
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }

        Member lives(int fromDay, int toDay) {
            for (int day = fromDay; day < Math.min(toDay, END); day++) {
                for (Event event : HISTORY.get(day)) {
                    state = StateCodec.bytes(engine.decide(state(), event).state());
                }
            }
            return this;
        }

        Member isGovernedBy(Program program) {
            engine = new Engine(program);
            programs.put(program.version(), program);
            return this;
        }

        Member sees(long instant) {
            state = StateCodec.bytes(engine.decide(state(), instant).state());
            return this;
        }

        Map<String, Double> numbers(long instant) {
            return engine.snapshot(state(), instant).metrics();
        }
    }

    /** The member's numbers just before the takeover and from then on, at midnights and between them, until windows are empty. */
    private static Map<Long, Map<String, Double>> life(Program first, Program second, boolean byClock) {
        Member member = new Member(first).lives(0, TAKEOVER).isGovernedBy(second);
        Map<Long, Map<String, Double>> numbers = new TreeMap<>();
        numbers.put(at(TAKEOVER, 0) - 1, member.numbers(at(TAKEOVER, 0) - 1));
        for (int day = TAKEOVER; day < END + 100; day++) {
            // at the midnight itself the windows lose a date
            if (byClock || day > END) {
                member.sees(at(day, 0));
            }
            numbers.put(at(day, 0), member.numbers(at(day, 0)));
            member.lives(day, day + 1);
            numbers.put(at(day, 23), member.numbers(at(day, 23)));
        }
        return numbers;
    }

    private static List<Double> of(Map<Long, Map<String, Double>> numbers, String metric) {
        return numbers.values().stream()
                .map(each -> each.getOrDefault(metric, -1.0))
                .toList();
    }

    private static final class Lives {
        static final Map<Long, Map<String, Double>> FROM_THE_START = life(after(), after(), false);
        static final Map<Long, Map<String, Double>> BY_EVENT = life(before(), after(), false);
        static final Map<Long, Map<String, Double>> BY_CLOCK = life(before(), after(), true);
        static final Map<Long, Map<String, Double>> LOST = life(withoutNumbers(), after(), false);
        static final Map<Long, Map<String, Double>> TO_TOKYO = life(before(), inTokyo(), true);
        static final Map<Long, Map<String, Double>> FROM_THE_START_IN_TOKYO = life(inTokyo(), inTokyo(), true);
        static final Map<Long, Map<String, Double>> LOST_IN_TOKYO = life(withoutNumbers(), inTokyo(), true);
    }

    @Test
    void theDefinitionsHaveEveryFormOfMetric() {
        assertThat(before().metrics()).extracting(Metric::form).contains(Metric.Form.values());
    }

    @ParameterizedTest
    @MethodSource("everyDefinition")
    void aMetricThatIsDefinedAsBeforeKeepsWhatItKnowsWhateverItsNameAndPlace(String definition) {
        String name = "new" + DEFINITIONS.indexOf(definition);
        List<Double> right = of(Lives.FROM_THE_START, name);

        assertThat(of(Lives.BY_EVENT, name)).isEqualTo(right);
        assertThat(of(Lives.BY_CLOCK, name)).isEqualTo(right);
        assertThat(right.get(0)).as("the history has some of it").isPositive();
        List<Double> lost = of(Lives.LOST, name);
        // just before the takeover, at its midnight, and after the first events under the new version
        assertThat(IntStream.range(0, 3)).as("%s %s", right, lost).noneMatch(i -> right.get(i)
                .equals(lost.get(i)));
    }

    @ParameterizedTest
    @MethodSource("everyDefinition")
    void inAnotherTimeZoneWhatIsCountedByDateBeginsAnewAndTheRestIsKept(String definition) {
        String name = "new" + DEFINITIONS.indexOf(definition);
        boolean byDate = Stream.of("over:", "days:", "streak:", "since:").anyMatch(definition::contains);
        List<Double> kept = of(Lives.FROM_THE_START_IN_TOKYO, name);
        List<Double> lost = of(Lives.LOST_IN_TOKYO, name);

        assertThat(of(Lives.TO_TOKYO, name)).isEqualTo(byDate ? lost : kept);
        assertThat(kept).isNotEqualTo(lost);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "{count: post}; {sum: post}",
                "{count: post}; {count: [post, visit]}",
                "{count: post}; {count: post, over: 90d}",
                "{count: post, over: 90d}; {count: post}",
                "{count: post, over: 90d}; {count: post, over: 91d}",
                "{count: post}; {count: post, as: recipient}",
                "{count: post}; {count: post, where: 'value >= 2'}",
                "{count: post, where: 'value >= 2'}; {count: post, where: 'value >= 1'}",
                "{days: post}; {streak: post}",
                "{since: visit}; {since: [visit, wave]}",
                "{distinct: post, of: topic}; {distinct: post, of: recipient}",
                "{distinct: post, of: topic, cap: 9}; {distinct: post, of: topic, cap: 10}",
                "{reach: post, of: topic, at: 6}; {reach: post, of: topic, at: 5}",
                "{reach: post, of: topic, at: 5, cap: 9}; {reach: post, of: topic, at: 5}"
            })
    void aMetricThatIsDefinedOtherwiseBeginsAnewUnderTheSameName(String was, String is) {
        Program before = program("metrics: {n: " + was + "}\n", 1);
        Program after = program("metrics: {n: " + is + "}\n", 2);

        List<Double> numbers = of(life(before, after, true), "n");

        assertThat(numbers).isEqualTo(of(life(withoutNumbers(), after, true), "n"));
        assertThat(numbers).isNotEqualTo(of(life(after, after, true), "n"));
    }

    @Test
    void aSetOfEventsUnderAnotherNameIsNoOtherDefinition() {
        Program before = program("events: {speak: [post, comment]}\nmetrics: {n: {count: speak, over: 90d}}\n", 1);
        Program after = program("metrics: {n: {count: [comment, post], over: 90d}}\n", 2);

        assertThat(life(before, after, true)).isEqualTo(life(after, after, true));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {"a b; a b", "a b; b a", "a b; c d", "a; a b", "a; b a", "a b; b", "a; b c d"})
    void metricsThatAreDefinedAlikeAllKeepIt(String was, String is) {
        for (String definition : DEFINITIONS.subList(0, DEFINITIONS.size() / 4)) {
            Program before = alike(was, definition, 1);
            Program after = alike(is, definition, 2);

            assertThat(life(before, after, true)).as(definition).isEqualTo(life(after, after, true));
        }
    }

    private static Program alike(String names, String definition, int version) {
        List<String> metrics = Arrays.stream(names.split(" ", -1))
                .map(name -> "  " + name + ": " + definition)
                .toList();
        return program("metrics:\n" + String.join("\n", metrics) + "\n", version);
    }
}
