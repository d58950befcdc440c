package io.rollcall.naive;

import static org.assertj.core.api.Assertions.assertThat;

import io.rollcall.decide.Decision;
import io.rollcall.decide.Engine;
import io.rollcall.event.Event;
import io.rollcall.member.MemberState;
import io.rollcall.outcome.Outcome;
import io.rollcall.outcome.Outcome.AlertResolved;
import io.rollcall.outcome.Outcome.Reason;
import io.rollcall.outcome.Outcome.SegmentEntered;
import io.rollcall.outcome.Snapshot;
import io.rollcall.program.Program;
import io.rollcall.program.ProgramParser;
import io.rollcall.replay.Collected;
import io.rollcall.replay.History;
import io.rollcall.replay.Replay;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;

/** What comes late (SEMANTICS section 2), which no replay can show. */
class LateEventsTest {
    private static final long DAY = 86_400_000;
    private static final long START = Instant.parse("2024-01-01T10:00:00Z").toEpochMilli();

    private static final String SILENT = """
            program: p
            community: c
            metrics: {posts_3d: {count: post, over: 3d}}
            segments: {spoke: "posts_3d >= 1"}
            alerts: {silent: {since: join, after: 2d, unless: post}}
            """;

    private final List<Outcome> outcomes = new ArrayList<>();

    private MemberState keep(Decision decision) {
        outcomes.addAll(decision.outcomes());
        return decision.state();
    }

    private static Event event(String id, String type, long at) {
        return new Event(id, "c", type, "ann", null, at, 0, Map.of());
    }

    @Test
    void anAnswerThatHappenedInTimeButCameLateResolvesTheAlertAsLateEvidence() {
        for (long at : List.of(START + DAY, START + 2 * DAY)) {
            outcomes.clear();
            var engine = new Engine(ProgramParser.parse("p", SILENT, 1));
            MemberState state = keep(engine.decide(engine.newMember("ann"), event("e1", "join", START)));
            state = keep(engine.decide(state, START + 2 * DAY + 5));

            keep(engine.decide(state, event("e2", "post", at)));

            assertThat(outcomes)
                    .filteredOn(AlertResolved.class::isInstance)
                    .singleElement()
                    .satisfies(outcome -> {
                        assertThat(((AlertResolved) outcome).reason()).isEqualTo(Reason.LATE_EVIDENCE);
                        assertThat(outcome.header().at())
                                .as("the member's latest instant")
                                .isEqualTo(START + 2 * DAY);
                    });
        }
    }

    @Test
    void anAnswerThatHappenedAfterTheDeadlineIsAnActHoweverLateItComes() {
        var engine = new Engine(ProgramParser.parse("p", SILENT, 1));
        MemberState state = keep(engine.decide(engine.newMember("ann"), event("e1", "join", START)));
        state = keep(engine.decide(state, event("e2", "visit", START + 5 * DAY)));

        keep(engine.decide(state, event("e3", "post", START + 2 * DAY + 1)));

        assertThat(outcomes)
                .filteredOn(AlertResolved.class::isInstance)
                .singleElement()
                .satisfies(outcome ->
                        assertThat(((AlertResolved) outcome).reason()).isEqualTo(Reason.ACTED));
    }

    @Test
    void aLateEventCountsInTheDateToWhichItBelongsAndIsEvaluatedAtTheLatestInstant() {
        var engine = new Engine(ProgramParser.parse("p", SILENT, 1));
        MemberState state = keep(engine.decide(engine.newMember("ann"), event("e1", "join", START)));
        state = keep(engine.decide(state, event("e2", "visit", START + 5 * DAY)));

        // Jan 6 - 3 = Jan 3 is out, Jan 4 is in
        state = keep(engine.decide(state, event("e3", "post", START + 2 * DAY)));
        assertThat(outcomes).noneMatch(SegmentEntered.class::isInstance);
        keep(engine.decide(state, event("e4", "post", START + 3 * DAY)));

        assertThat(outcomes)
                .filteredOn(SegmentEntered.class::isInstance)
                .singleElement()
                .satisfies(outcome -> assertThat(outcome.header().at()).isEqualTo(START + 5 * DAY));
    }

    @Test
    void theLastEventAProducerSendsAgainHoursLaterIsARepeatThoughTheClockHasMovedOn() {
        var engine = new Engine(ProgramParser.parse("p", SILENT, 1));
        MemberState state = keep(engine.decide(engine.newMember("ann"), event("e1", "post", START)));
        state = keep(engine.decide(state, START + 2 * DAY));

        state = keep(engine.decide(state, event("e1", "post", START)));

        assertThat(engine.snapshot(state, START + 2 * DAY).metrics()).containsEntry("posts_3d", 1.0);
    }

    @Test
    void randomHistoriesInAnotherOrderEndInTheSameMetricsBadgesAndBalance() throws IOException {
        for (long seed = 1; seed <= 60; seed++) {
            var random = new Random(seed * 7919);
            var place = RandomEvents.PLACES.get(random.nextInt(RandomEvents.PLACES.size()));
            String yaml = new Dump(DumpSettings.builder().build())
                    .dumpToString(orderless(RandomProgram.of(random, place.zone()), random));
            Program program = ProgramParser.parse("random", yaml, 0);
            List<Event> events = joined(RandomEvents.of(random, place, 60));
            long end = events.stream().mapToLong(Event::at).max().orElseThrow() + DAY;
            var inOrder = new Collected();
            new Replay(program).run(History.ofEvents(program.community(), events, end), inOrder);

            var engine = new Engine(program);
            Map<String, MemberState> states = new TreeMap<>();
            for (Event event : shuffled(events, random)) {
                for (String member : reached(event)) {
                    if (!program.excludes(member)) {
                        MemberState state = states.computeIfAbsent(member, engine::newMember);
                        states.put(member, engine.decide(state, event).state());
                    }
                }
            }

            for (Snapshot wanted : inOrder.members()) {
                MemberState state = engine.decide(Objects.requireNonNull(states.get(wanted.member())), end)
                        .state();
                Snapshot given = engine.snapshot(state, end);
                String what = "seed " + seed + ", " + wanted.member() + "\n" + yaml;
                assertThat(given.metrics()).as(what).isEqualTo(wanted.metrics());
                assertThat(given.badges()).as(what).isEqualTo(wanted.badges());
                assertThat(given.points()).as(what).isEqualTo(wanted.points());
            }
        }
    }

    private static List<String> reached(Event event) {
        var members = new ArrayList<String>();
        if (event.member() != null) {
            members.add(event.member());
        }
        if (event.recipient() != null && event.reachesRecipient()) {
            members.add(event.recipient());
        }
        return members;
    }

    /** The joins first; everything else up to three days late. */
    private static List<Event> shuffled(List<Event> events, Random random) {
        Map<Event, Long> arrival = new HashMap<>();
        events.forEach(event -> arrival.put(
                event, event.type().equals("join") ? Long.MIN_VALUE : event.at() + random.nextInt((int) (3 * DAY))));
        var shuffled = new ArrayList<>(events);
        shuffled.sort(Comparator.comparing(arrival::get));
        return shuffled;
    }

    /** Nobody leaves or redeems, no id comes twice, and all join at the beginning. */
    private static List<Event> joined(List<Event> events) {
        long start = events.stream().mapToLong(Event::at).min().orElseThrow() - DAY;
        var kept = new ArrayList<Event>();
        Set<String> members = new TreeSet<>();
        events.forEach(event -> members.addAll(reached(event)));
        for (String member : members) {
            kept.add(new Event("j-" + member, "c", "join", member, null, start, 0, Map.of()));
        }
        var ids = new HashSet<String>();
        events.stream()
                .filter(event -> !List.of("leave", "redeem", "join").contains(event.type()))
                .filter(event -> ids.add(event.id()))
                .forEach(kept::add);
        return kept;
    }

    /** The part of a program for which the order of events decides nothing. */
    @SuppressWarnings("unchecked")
    private static Map<String, Object> orderless(Map<String, Object> program, Random random) {
        var part = new LinkedHashMap<>(program);
        List.of("ladders", "quests", "segments", "alerts", "rfm", "lifecycle", "badges", "points")
                .forEach(part::remove);
        var badges = new LinkedHashMap<String, Object>();
        ((Map<String, Map<String, Object>>) Objects.requireNonNull(program.get("metrics"))).forEach((name, metric) -> {
            metric.remove("cap");
            boolean rises = List.of("count", "days", "reach").stream().anyMatch(metric::containsKey);
            if (rises && !metric.containsKey("over")) {
                int bound = 1 + random.nextInt(4);
                badges.put("once-" + name, Map.of("when", name + " >= " + bound, "points", 3));
                badges.put("level-" + name, Map.of("metric", name, "levels", Map.of("one", bound), "points", 2));
            }
        });
        badges.put("rich", Map.of("metric", "points_earned", "levels", Map.of("one", 5, "two", 9)));
        part.put("badges", badges);
        part.put(
                "points",
                Map.of(
                        "earn",
                        Map.of(
                                "speak", Map.of("on", "speak", "points", 2),
                                "buy", Map.of("on", "purchase", "per_value", 0.29))));
        return part;
    }
}
