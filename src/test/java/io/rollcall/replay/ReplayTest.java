package io.rollcall.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rollcall.decide.Decision;
import io.rollcall.decide.Engine;
import io.rollcall.event.CodePointOrder;
import io.rollcall.event.Event;
import io.rollcall.member.MemberState;
import io.rollcall.outcome.Outcome;
import io.rollcall.outcome.Snapshot;
import io.rollcall.program.Program;
import io.rollcall.program.ProgramParser;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReplayTest {
    private static final long DAY = 86_400_000;
    private static final Program PROGRAM = ProgramParser.parse("club.yaml", """
            program: club
            community: club
            timezone: Europe/Berlin
            midnight_spread: 2h
            exclude: [bot]
            events: {activity: [post, like]}
            metrics:
              posts: {count: post}
              recent: {count: post, over: 3d}
              likes: {count: like, as: recipient, over: 5d}
              streak: {streak: post}
            points: {earn: {daily: {on: post, points: 10, daily_limit: 1}}}
            ladders:
              activity: [{tier: new}, {tier: busy, enter: "recent >= 2", keep: "recent >= 1", grace: 1d}]
            badges: {writer: {metric: posts, levels: {bronze: 3, silver: 9}}, days: {metric: streak, every: 2}}
            quests: {start: {start: join, within: 2d, steps: {post: "posts >= 2"}}}
            lifecycle: {activity: activity, newcomer: 2d, mature: "posts >= 4", dormant: 4d, churned: 9d}
            segments: {liked: "likes >= 1", loud: "recent >= 3"}
            alerts: {quiet: {since: activity, after: 3d}}
            """, 0);

    /** Members come in bursts, so that many events and outcomes share an instant. */
    private static List<Event> events(long seed, int count) {
        var random = new Random(seed);
        List<Event> events = new ArrayList<>();
        List<String> names = List.of("ann", "bob", "bot", "\uFF21da", "\uD83D\uDE00", "cy", "dot", "eve");
        for (int i = 0; i < count; i++) {
            String member = names.get(random.nextInt(names.size()));
            String other = names.get(random.nextInt(names.size()));
            boolean likes = random.nextInt(3) == 0;
            String type = random.nextInt(40) == 0 ? "leave" : likes ? "like" : "post";
            // hours only: midnights and deadlines are often exactly met
            long at = 1_700_000_000_000L / DAY * DAY + random.nextInt(20 * 24) * (DAY / 24);
            events.add(new Event(
                    "e" + random.nextInt(count * 4),
                    "club",
                    type,
                    likes && random.nextInt(4) == 0 ? null : member,
                    likes ? other : null,
                    at,
                    0,
                    Map.of()));
        }
        return events;
    }

    /** What section 7 says, in the plainest words: sort, take each, sort what came out. */
    private static Collected plainly(List<Event> history, @Nullable Long until) {
        List<Event> events = new ArrayList<>(history);
        events.sort(Comparator.comparingLong(Event::at).thenComparing(Event::id, CodePointOrder.COMPARATOR));
        long end = until == null ? events.get(events.size() - 1).at() : until;
        var engine = new Engine(PROGRAM);
        Map<String, MemberState> states = new TreeMap<>(CodePointOrder.COMPARATOR);
        List<Outcome> outcomes = new ArrayList<>();
        for (Event event : events) {
            if (event.at() <= end) {
                var reached = new ArrayList<String>();
                if (event.member() != null) {
                    reached.add(event.member());
                }
                if (event.recipient() != null && event.reachesRecipient()) {
                    reached.add(event.recipient());
                }
                for (String member : reached) {
                    if (!PROGRAM.excludes(member)) {
                        Decision decision = engine.decide(states.computeIfAbsent(member, engine::newMember), event);
                        outcomes.addAll(decision.outcomes());
                        states.put(member, decision.state());
                    }
                }
            }
        }
        var result = new Collected();
        List<Snapshot> members = new ArrayList<>();
        states.forEach((member, state) -> {
            Decision decision = engine.decide(state, end);
            outcomes.addAll(decision.outcomes());
            members.add(engine.snapshot(decision.state(), end));
        });
        outcomes.sort(
                Comparator.<Outcome>comparingLong(outcome -> outcome.header().at())
                        .thenComparing(outcome -> outcome.header().member(), CodePointOrder.COMPARATOR));
        outcomes.forEach(result::outcome);
        members.forEach(result::member);
        return result;
    }

    private static Tuning tuning(int workers, int window, int runBytes, int warmBytes, int pageSize) {
        return new Tuning(LineBlocks.Limits.DEFAULT, workers, window, runBytes, warmBytes, pageSize);
    }

    @ParameterizedTest
    @CsvSource({"1, 1, 1, 1, 1", "2, 3, 2000, 1, 2", "3, 10, 100000, 10000, 5", "2, 5000, 100000000, 100000000, 4096"})
    void whateverTheMachineAndTheOrderTheResultIsThatOfOneEventAfterTheOther(
            int workers, int window, int runBytes, int warmBytes, int pageSize) throws IOException {
        for (long seed = 1; seed <= 6; seed++) {
            List<Event> events = events(seed, seed > 3 ? 800 : 80);
            Long until = seed % 2 == 0 ? null : events.get(0).at() + (seed - 3) * 10 * DAY;
            Collected expected = plainly(events, until);
            List<Event> inOrder = new ArrayList<>(events);
            inOrder.sort(EventOrder.INSTANCE);
            for (List<Event> history : List.of(events, inOrder)) {
                var actual = new Collected();

                new Replay(PROGRAM, tuning(workers, window, runBytes, warmBytes, pageSize))
                        .run(History.ofEvents("club", history, until), actual);

                assertThat(actual.outcomes()).isEqualTo(expected.outcomes());
                assertThat(actual.members()).isEqualTo(expected.members());
            }
        }
    }

    @Test
    void theTotalsCountWhatCameOut() throws IOException {
        List<Event> events = events(9, 80);
        var collected = new Collected();

        Replay.Result result = new Replay(PROGRAM, tuning(2, 100, 10_000, 1, 10))
                .run(History.ofEvents("club", events, null), collected);

        assertThat(result.history().events()).isEqualTo(80);
        assertThat(result.totals().members()).isEqualTo(collected.members().size());
        Map<String, Long> kinds = new TreeMap<>();
        collected.outcomes().forEach(outcome -> kinds.merge(OutcomeJson.kind(outcome), 1L, Long::sum));
        assertThat(result.totals().outcomes()).isEqualTo(kinds).hasSizeGreaterThan(8);
        assertThat(result.totals().tiers().getOrDefault("activity", Map.of()).values().stream()
                        .mapToLong(Long::longValue)
                        .sum())
                .isEqualTo(collected.members().stream()
                        .filter(member -> member.joinedAt() != null)
                        .count());
    }

    @Test
    void theTotalsAreInTheOrderOfTheProgram() throws IOException {
        Program program = ProgramParser.parse("club.yaml", """
                program: club
                community: club
                metrics: {posts: {count: post}}
                ladders: {rank: [{tier: new}, {tier: able, enter: "posts >= 2"}]}
                badges: {writer: {metric: posts, levels: {silver: 1, gold: 2}}, able: {when: "posts >= 1"}}
                lifecycle: {activity: post, newcomer: 1d, dormant: 2d}
                quests: {first: {start: join, within: 2d, steps: {more: "posts >= 2"}}}
                segments: {some: "posts >= 1", all: "posts >= 0"}
                alerts: {silent: {since: post, after: 1d}}
                """, 0);
        List<Event> events =
                List.of(post("1", "ann", 0), post("2", "ann", 1), post("3", "bob", 5 * DAY), post("4", "cy", 5 * DAY));

        Replay.Result result = new Replay(program).run(History.ofEvents("club", events, null), new Collected());

        assertThat(result.totals().badges().keySet()).containsExactly("writer silver", "writer gold", "able");
        assertThat(result.totals().stages().keySet()).containsExactly("newcomer", "dormant");
        assertThat(result.totals().segments().keySet()).containsExactly("some", "all");
        assertThat(result.totals().tiers().getOrDefault("rank", Map.of()).keySet())
                .containsExactly("new", "able");
        assertThat(result.totals().outcomes().keySet())
                .startsWith("tier-changed", "badge-awarded")
                .containsSubsequence("quest-completed", "stage-changed", "segment-entered", "alert-raised");
        assertThat(result.totals().quests()).isEqualTo(Map.of("first", Map.of("completed", 1L, "running", 2L)));
        assertThat(result.totals().alertsOpen()).isEqualTo(Map.of("silent", 1L));
    }

    @Test
    void whoWinsABadgeAgainIsOneHolder() throws IOException {
        Program program = ProgramParser.parse("club.yaml", """
                program: club
                community: club
                metrics: {posts: {count: post}}
                badges: {busy: {metric: posts, every: 1}, writer: {metric: posts, levels: {one: 1, two: 2}}}
                """, 0);
        List<Event> events = List.of(post("1", "ann", 0), post("2", "ann", 1), post("3", "bob", 2));

        Totals totals = new Replay(program)
                .run(History.ofEvents("club", events, null), new Collected())
                .totals();

        assertThat(totals.badges()).isEqualTo(Map.of("busy", 3L, "writer one", 2L, "writer two", 1L));
        assertThat(totals.badgeHolders()).isEqualTo(Map.of("busy", 2L, "writer one", 2L, "writer two", 1L));
    }

    @Test
    void anEventThatIsRepeatedWithinAnHourIsCountedOnceAsARepeatAlsoWhereItReachesTwoMembers() throws IOException {
        long hour = DAY / 24;
        List<Event> events = List.of(
                post("1", "ann", 0),
                post("1", "ann", hour),
                post("2", "ann", 2 * hour),
                post("2", "ann", 3 * hour + 1),
                new Event("3", "club", "like", "ann", "bob", 4 * hour, 0, Map.of()),
                new Event("3", "club", "like", "ann", "bob", 4 * hour, 0, Map.of()),
                new Event("4", "club", "like", "bot", "bob", 5 * hour, 0, Map.of()),
                new Event("4", "club", "like", "bot", "bob", 5 * hour, 0, Map.of()),
                new Event("5", "club", "like", null, "bob", 6 * hour, 0, Map.of()),
                new Event("5", "club", "like", null, "bob", 6 * hour, 0, Map.of()));

        Replay.Result result = new Replay(PROGRAM).run(History.ofEvents("club", events, null), new Collected());

        assertThat(result.repeats()).isEqualTo(4);
    }

    private static Event post(String id, String member, long at) {
        return new Event(id, "club", "post", member, null, at, 0, Map.of());
    }

    @Test
    void withoutAnEventNothingComesOut() throws IOException {
        var collected = new Collected();

        Replay.Result result = new Replay(PROGRAM).run(History.ofEvents("club", List.of(), null), collected);

        assertThat(result.history().end()).isNull();
        assertThat(collected.outcomes()).isEmpty();
        assertThat(collected.members()).isEmpty();
    }

    @Test
    void aLongSilenceIsEvaluatedToItsEnd() throws IOException {
        List<Event> events = events(4, 300);
        long until = events.get(0).at() + 365 * DAY;
        var actual = new Collected();

        new Replay(PROGRAM, tuning(2, 50, 1_000_000, 1, 3)).run(History.ofEvents("club", events, until), actual);

        assertThat(actual.outcomes()).isEqualTo(plainly(events, until).outcomes());
    }

    @Test
    void anOutputThatFailsEndsTheReplayWithItsReason() {
        List<Event> events = events(2, 3_000);
        var full = new Output() {
            @Override
            public void outcome(Outcome outcome) throws IOException {
                throw new IOException("No space left on device");
            }

            @Override
            public void member(Snapshot member) {}

            @Override
            public void restart() {}
        };

        assertThatThrownBy(() -> new Replay(PROGRAM, tuning(2, 10, 1_000, 1, 1))
                        .run(History.ofEvents("club", events, null), full))
                .isInstanceOf(IOException.class)
                .hasMessage("No space left on device");
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }

    @Test
    void aHistoryThatIsNotThereLeavesNoThreadBehind() {
        var history = History.ofFiles("club", List.of(Path.of("none")), null, History.Listener.NONE);

        assertThatThrownBy(() -> new Replay(PROGRAM).run(history, new Collected()))
                .isInstanceOf(HistoryException.class)
                .hasCauseInstanceOf(NoSuchFileException.class);
        assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .noneMatch(name -> name.startsWith("rollcall-replay"));
    }

    @Test
    void anOutputForgetsWhatItHeardBeforeTheHistoryTurnedOutToBeInNoOrder() throws IOException {
        List<Event> backwards = events(6, 500);
        backwards.sort(Collections.reverseOrder(EventOrder.INSTANCE));
        int[] restarts = {0};
        var collected = new Collected();
        var output = new Output() {
            @Override
            public void outcome(Outcome outcome) {
                collected.outcome(outcome);
            }

            @Override
            public void member(Snapshot member) {
                collected.member(member);
            }

            @Override
            public void restart() {
                restarts[0]++;
                collected.restart();
            }
        };

        Replay.Result result =
                new Replay(PROGRAM, tuning(1, 10, 1_000, 1, 1)).run(History.ofEvents("club", backwards, null), output);

        assertThat(restarts[0]).isEqualTo(1);
        assertThat(result.history().sorted()).isTrue();
        assertThat(collected.outcomes()).isEqualTo(plainly(backwards, null).outcomes());
    }
}
