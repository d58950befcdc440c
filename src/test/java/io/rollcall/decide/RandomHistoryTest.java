package io.rollcall.decide;

import static org.assertj.core.api.Assertions.assertThat;

import io.rollcall.event.Event;
import io.rollcall.member.MemberState;
import io.rollcall.member.StateCodec;
import io.rollcall.outcome.Outcome;
import io.rollcall.outcome.Snapshot;
import io.rollcall.program.Program;
import io.rollcall.program.ProgramParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random histories: what must hold whatever happens. */
class RandomHistoryTest {
    private static final int EVENTS = 400;
    private static final long HOUR = 3_600_000;

    private final Program program;

    RandomHistoryTest() throws IOException {
        this.program = ProgramParser.parse("busy.yaml", Files.readString(Path.of("test/resources/busy.yaml")), 0);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void metricsAreWhatARecomputationFromTheRawEventsGives(long seed) {
        List<Event> history = RandomHistory.of(seed, EVENTS);
        for (int length : List.of(10, 77, 200, EVENTS)) {
            List<Event> events = history.subList(0, length);
            long end = events.get(length - 1).at() + seed * 7 * HOUR;
            var run = new Run(program).feed(events).clock(end);
            for (Snapshot member : run.snapshots(end)) {
                assertThat(member.metrics())
                        .as(member.member() + " after " + length)
                        .isEqualTo(new NaiveMetrics(program, member.member(), events).at(end, member.joinedAt()));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13, 14, 15, 16})
    void instantsThatAreSkippedAreThoseAtWhichNothingChanges(long seed) {
        List<Event> history = RandomHistory.of(seed, EVENTS);
        long end = history.get(history.size() - 1).at() + 20 * 24 * HOUR;
        var lazy = new Run(program).feed(history).clock(end);

        var eager = new Run(program).withEveryMidnight().feed(history).clock(end);

        assertThat(lazy.outcomes()).isNotEmpty().isEqualTo(eager.outcomes());
        assertThat(lazy.snapshots(end)).isEqualTo(eager.snapshots(end));
    }

    @ParameterizedTest
    @ValueSource(longs = {21, 22, 23, 24})
    void itDoesNotMatterHowOftenTheClockIsAskedInBetween(long seed) {
        List<Event> history = RandomHistory.of(seed, EVENTS);
        long end = history.get(history.size() - 1).at() + 20 * 24 * HOUR;
        var plain = new Run(program).feed(history).clock(end);

        var random = new Random(seed);
        var asked = new Run(program);
        for (int i = 0; i < history.size(); i++) {
            asked.feed(history.subList(i, i + 1));
            long gap = i + 1 < history.size()
                    ? history.get(i + 1).at() - history.get(i).at()
                    : 0;
            if (gap > 1) {
                asked.clock(history.get(i).at() + (long) (random.nextDouble() * (gap - 1)));
            }
        }

        assertThat(asked.clock(end).outcomes()).isEqualTo(plain.outcomes());
    }

    @ParameterizedTest
    @ValueSource(longs = {31, 32, 33, 34})
    void aStateThatWasWrittenAndReadAgainGoesOnAsIfNothingHadHappened(long seed) {
        List<Event> history = RandomHistory.of(seed, EVENTS);
        long end = history.get(history.size() - 1).at() + 20 * 24 * HOUR;
        var kept = new Run(program).feed(history).clock(end);

        var stored =
                new Run(program).withStore(this::throughBytes).feed(history).clock(end);

        assertThat(stored.outcomes()).isEqualTo(kept.outcomes());
        assertThat(stored.snapshots(end)).isEqualTo(kept.snapshots(end));
    }

    @ParameterizedTest
    @ValueSource(longs = {41, 42, 43, 44})
    void noTwoOutcomesShareAnId(long seed) {
        var run = new Run(program).feed(RandomHistory.of(seed, 4 * EVENTS));

        assertThat(run.outcomes()).extracting(outcome -> outcome.header().id()).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @ValueSource(longs = {51, 52, 53, 54, 55, 56})
    void eventsThatComeLateEndInTheSameMetricsAndBadgesThatCannotBeLost(long seed) {
        List<Event> history = RandomHistory.of(seed, EVENTS).stream()
                .filter(event -> !event.type().equals("leave") && !event.type().equals("redeem"))
                .toList();
        long end = history.get(history.size() - 1).at() + HOUR;
        var inOrder = new Run(program).feed(history).clock(end);
        var random = new Random(seed);
        Map<Event, Long> arrival = new HashMap<>();
        history.forEach(event -> arrival.put(event, event.at() + random.nextInt((int) HOUR)));
        List<Event> shuffled = new ArrayList<>(history);
        shuffled.sort(Comparator.comparingLong(arrival::get));

        var late = new Run(program).feed(shuffled).clock(end);

        for (int i = 0; i < inOrder.snapshots(end).size(); i++) {
            Snapshot expected = inOrder.snapshots(end).get(i);
            Snapshot actual = late.snapshots(end).get(i);
            var metrics = new TreeMap<>(actual.metrics());
            var wanted = new TreeMap<>(expected.metrics());
            assertThat(metrics).as(expected.member()).isEqualTo(wanted);
            assertThat(actual.badges().get("first")).isEqualTo(expected.badges().get("first"));
            assertThat(actual.badges().get("writer"))
                    .isEqualTo(expected.badges().get("writer"));
        }
    }

    private MemberState throughBytes(MemberState state) {
        try {
            return StateCodec.read(state.member(), StateCodec.bytes(state), version -> program);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A community in memory. */
    private static final class Run {
        private final Engine engine;
        private final Map<String, MemberState> states = new TreeMap<>();
        private final Map<String, List<Outcome>> outcomes = new TreeMap<>();
        private UnaryOperator<MemberState> store = state -> state;
        private boolean everyMidnight;

        Run(Program program) {
            this.engine = new Engine(program);
        }

        Run withStore(UnaryOperator<MemberState> through) {
            store = through;
            return this;
        }

        /** Has every midnight evaluated: a restless member skips none. */
        Run withEveryMidnight() {
            everyMidnight = true;
            return this;
        }

        Run feed(List<Event> events) {
            for (Event event : events) {
                if (event.member() != null) {
                    reach(event.member(), event);
                }
                if (event.recipient() != null && event.reachesRecipient()) {
                    reach(event.recipient(), event);
                }
            }
            return this;
        }

        private void reach(String member, Event event) {
            MemberState state = states.computeIfAbsent(member, engine::newMember);
            if (everyMidnight) {
                state = midnights(state, event.at() - 1);
            }
            keep(engine.decide(state, event));
        }

        Run clock(long instant) {
            for (MemberState each : List.copyOf(states.values())) {
                MemberState state = each;
                if (everyMidnight) {
                    state = midnights(state, instant);
                }
                keep(engine.decide(state, instant));
            }
            return this;
        }

        private MemberState midnights(MemberState given, long upTo) {
            MemberState state = given;
            while (state.isMember()) {
                state.restless = true;
                var next = engine.decide(state, Long.MIN_VALUE + 1).next();
                if (next > upTo) {
                    break;
                }
                state = keep(engine.decide(state, next));
            }
            return state;
        }

        private MemberState keep(Decision decision) {
            String member = decision.state().member();
            outcomes.computeIfAbsent(member, each -> new ArrayList<>()).addAll(decision.outcomes());
            MemberState state = store.apply(decision.state());
            states.put(member, state);
            return state;
        }

        List<Outcome> outcomes() {
            return outcomes.values().stream().flatMap(List::stream).toList();
        }

        List<Snapshot> snapshots(long at) {
            return states.values().stream()
                    .map(state -> engine.snapshot(state, Math.max(at, state.seen())))
                    .map(RandomHistoryTest::withoutSeen)
                    .toList();
        }
    }

    /** When a member was last looked at is the one thing that skipping instants may change. */
    private static Snapshot withoutSeen(Snapshot s) {
        return new Snapshot(
                s.community(),
                s.member(),
                s.at(),
                0,
                s.joinedAt(),
                s.leftAt(),
                s.lastActiveAt(),
                s.metrics(),
                s.points(),
                s.pointsEarned(),
                s.tiers(),
                s.badges(),
                s.quests(),
                s.stage(),
                s.segments(),
                s.rfm(),
                s.openAlerts(),
                s.next());
    }
}
