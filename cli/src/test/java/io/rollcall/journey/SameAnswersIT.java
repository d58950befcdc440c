package io.rollcall.journey;

import static org.assertj.core.api.Assertions.assertThat;

import io.rollcall.event.CodePointOrder;
import io.rollcall.event.Event;
import io.rollcall.journey.HistoryCases.Case;
import io.rollcall.program.Program;
import io.rollcall.program.ProgramParser;
import io.rollcall.replay.Shared;
import io.rollcall.simulate.Community;
import io.rollcall.simulate.Simulation;
import io.rollcall.wire.AlertChange;
import io.rollcall.wire.BadgeAward;
import io.rollcall.wire.OutcomeHeader;
import io.rollcall.wire.PointsEntry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/**
 * The job, real from topic to topic and with four subtasks, gives what a replay gives. That the replay gives what the
 * contract says is {@code ConformanceIT}'s and {@code ScenarioTest}'s, over the same cases: so the job passes them too,
 * ids included, which the contract leaves open.
 *
 * <p>What of a member is no outcome is compared in snapshots at the end of the history. A snapshot tells the numbers of
 * the member's latest instant; so everybody is looked at in the end, by an event that concerns no rule.
 */
@TestInstance(Lifecycle.PER_CLASS)
class SameAnswersIT {
    private static final long DAY = 86_400_000;
    private static final long LATENESS = Duration.ofMinutes(10).toMillis();
    private static final int RANDOM_PROGRAMS = Integer.getInteger("rollcall.journey.random", 10);

    private static final Map<String, String> HISTORIES = Map.of(
            "book-club", "conformance/book-club/events.jsonl.gz",
            "book-club-berlin", "conformance/book-club-berlin/events.jsonl.gz",
            "busy-berlin", "conformance/busy-berlin/events.jsonl.gz",
            "busy-first-seen", "conformance/busy-first-seen/events.jsonl.gz",
            "college-first", "data/college-messages.jsonl.gz",
            "college", "data/college-messages.jsonl.gz",
            "french-meta", "data/french-meta.jsonl.gz");

    private static final Comparator<Event> ORDER =
            Comparator.comparingLong(Event::at).thenComparing(Event::id, CodePointOrder.COMPARATOR);

    private static final int FOUR = 4;

    /**
     * The alert that a sum raises. Of two purchases within minutes the one that is read second reaches it, and the alert begins with that one: in
     * disorder not always the one that was second.
     */
    private static final String SPREE = "spree";

    /** Of the simulated communities whose events come in disorder. */
    private static final long[] SEEDS = {5, 6, 7};

    private JobUnderTest job;

    @BeforeAll
    void start(@TempDir Path directory) {
        job = new JobUnderTest(directory);
    }

    @AfterAll
    void stop() {
        job.close();
    }

    // ---- in order

    /**
     * Our scenarios by hand, and random programs over random histories, each a community of its own: one job has them all
     * at once, in the order of time, from the first event of any to the last.
     */
    @Test
    void whatComesInOrderGivesThroughTheJobExactlyWhatItGivesInAReplay() throws Exception {
        HistoryCases made = new HistoryCases();
        List<Case> cases = new ArrayList<>();
        for (Path file : HistoryCases.files(Path.of("..", "src", "test", "resources", "scenarios"))) {
            cases.add(made.scenario("our", file));
        }
        for (long seed = 1; seed <= RANDOM_PROGRAMS; seed++) {
            cases.add(made.random(seed));
        }
        same(cases);
    }

    /** Those by hand and all histories, 180,000 events. */
    @Test
    void theContractsCasesGiveThroughTheJobExactlyWhatTheyGiveInAReplay() throws Exception {
        HistoryCases made = new HistoryCases();
        List<Case> cases = new ArrayList<>();
        for (Path file : HistoryCases.files(Shared.path("conformance/by-hand"))) {
            cases.add(made.scenario("contract", file));
        }
        assertThat(folders(Shared.path("conformance"))).containsExactlyInAnyOrderElementsOf(HISTORIES.keySet());
        for (var history : HISTORIES.entrySet()) {
            cases.add(made.history(history.getKey(), Shared.path(history.getValue())));
        }
        same(cases);
    }

    /** Those with a program. */
    private static List<String> folders(Path of) throws IOException {
        try (Stream<Path> all = Files.list(of)) {
            return all.filter(folder -> Files.exists(folder.resolve("program.yaml")))
                    .map(folder -> folder.getFileName().toString())
                    .toList();
        }
    }

    // ---- in disorder, twice, stopped and rescaled

    @Test
    void eventsInDisorderTwiceAndOverTwoRescalesEndInTheSameMembersBadgesPointsAndAlerts() throws Exception {
        String yaml = Files.readString(Path.of("..", "docs", "programs", "book-club.yaml"));
        HistoryCases made = new HistoryCases();
        List<Case> cases = new ArrayList<>();
        for (long seed : SEEDS) {
            Program program = ProgramParser.parse("book-club", yaml, 0);
            cases.add(made.of("shuffled-" + seed, yaml, simulated(program, seed, 50, 50), List.of(), List.of()));
        }
        long until = cases.stream().mapToLong(each -> last(each.events())).max().orElseThrow() + 40 * DAY;

        // decided as they come, as live: held back they would come in order again, which PartitionsIT tries
        JobUnderTest.Run run =
                job.run(Map.of("event-time.max-out-of-orderness", LATENESS + "ms", "event-time.hold-ahead", "0s"));
        Answers expected = Answers.none();
        List<Event> looks = new ArrayList<>();
        List<Event> events = new ArrayList<>();
        for (Case each : cases) {
            run.publish(each.program().community(), each.yaml());
            List<Event> looked = withLooks(each.program(), each.events(), until);
            expected.takeReplay(each.program(), looked, until);
            looks.addAll(looked.subList(each.events().size(), looked.size()));
            events.addAll(each.events());
        }
        events.sort(ORDER);
        List<Event> arriving = Disorder.of(events, LATENESS - 60_000, new Random(7));
        int third = arriving.size() / 3;
        for (Event event : arriving.subList(0, third)) {
            run.send(event);
        }
        run.through(2, until);
        for (Event event : arriving.subList(third, 2 * third)) {
            run.send(event);
        }
        run.through(FOUR, until);
        for (Event event : arriving.subList(2 * third, arriving.size())) {
            run.send(event);
        }
        for (Event look : looks) {
            run.send(look);
        }
        run.tellTime(until);
        run.toEnd(3, until);
        Answers actual = run.answers();

        assertThat(run.deadLetters()).isEmpty();
        forgetWhenSpreesBegan(expected);
        forgetWhenSpreesBegan(actual);
        assertSame(expected.members(), actual.members());
        assertThat(badges(actual)).isEqualTo(badges(expected)).hasSizeGreaterThan(150);
        assertThat(points(actual)).isEqualTo(points(expected)).hasSizeGreaterThan(600);
        assertThat(alerts(actual)).isEqualTo(alerts(expected)).hasSizeGreaterThan(60);
    }

    private static TreeSet<String> badges(Answers answers) {
        return sorted(answers.of(BadgeAward.class).stream()
                .map(badge -> whose(badge.getHeader()) + " " + badge.getHeader().getId() + " " + badge.getBadge()));
    }

    private static TreeSet<String> points(Answers answers) {
        return sorted(answers.of(PointsEntry.class).stream()
                .map(entry -> whose(entry.getHeader()) + " " + entry.getHeader().getId() + " " + entry.getEntry() + " "
                        + entry.getPoints()));
    }

    private static TreeSet<String> alerts(Answers answers) {
        Map<String, List<String>> sprees = new HashMap<>();
        return sorted(answers.of(AlertChange.class).stream()
                .map(alert -> whose(alert.getHeader()) + " "
                        + (alert.getAlert().equals(SPREE) ? number(sprees, alert) : alert.getAlertId()) + " "
                        + alert.getKind() + " " + alert.getAlert() + " " + alert.getReason()));
    }

    /** Which of the member's sprees it is. */
    private static int number(Map<String, List<String>> sprees, AlertChange alert) {
        List<String> own = sprees.computeIfAbsent(whose(alert.getHeader()), each -> new ArrayList<>());
        if (!own.contains(alert.getAlertId())) {
            own.add(alert.getAlertId());
        }
        return own.indexOf(alert.getAlertId());
    }

    private static void forgetWhenSpreesBegan(Answers answers) {
        answers.members().values().stream()
                .flatMap(member -> member.getOpenAlerts().stream())
                .filter(alert -> alert.getAlert().equals(SPREE))
                .forEach(alert -> alert.setAnchor(Instant.EPOCH));
    }

    private static String whose(OutcomeHeader header) {
        return header.getCommunity() + '/' + header.getMember();
    }

    private static TreeSet<String> sorted(Stream<String> lines) {
        return lines.collect(TreeSet::new, TreeSet::add, TreeSet::addAll);
    }

    // ---- comparing

    private void same(List<Case> cases) throws Exception {
        long until = cases.stream().mapToLong(each -> last(each.events())).max().orElseThrow() + 3 * DAY;
        JobUnderTest.Run run = job.run(Map.of());
        List<Event> all = new ArrayList<>();
        Answers expected = Answers.none();
        int refused = 0;
        for (Case each : cases) {
            run.publish(each.program().community(), each.yaml());
            for (byte[] line : each.rejected()) {
                run.send(line);
            }
            refused += each.rejected().size() + each.strangers().size();
            all.addAll(each.strangers());
            List<Event> looked = withLooks(each.program(), each.events(), until);
            all.addAll(looked);
            expected.takeReplay(each.program(), looked, until);
        }
        all.sort(ORDER);
        for (Event event : all) {
            run.send(event);
        }
        run.tellTime(until);
        run.toEnd(FOUR, until);
        Answers actual = run.answers();

        assertSame(expected.outcomes(), actual.outcomes());
        assertSame(expected.members(), actual.members());
        assertThat(run.deadLetters()).hasSize(refused);
        assertThat(expected.size()).isGreaterThan(cases.size());
    }

    /** One by one, so that a difference is short; as texts, because Avro cannot compare instants that may be absent. */
    static void assertSame(Map<String, ?> expected, Map<String, ?> actual) {
        expected.forEach((whose, what) ->
                assertThat(String.valueOf(actual.get(whose))).as(whose).isEqualTo(what.toString()));
        assertThat(actual.keySet()).isEqualTo(expected.keySet());
    }

    // ---- histories

    /** The events in order, and at the end one for each member that asks how they are and concerns no rule. */
    static List<Event> withLooks(Program program, List<Event> events, long until) throws IOException {
        List<Event> looked = new ArrayList<>(events);
        looked.sort(ORDER);
        for (var member : Answers.replay(program, events, until).members()) {
            // behind every other id
            String id = "\uDBFF\uDFFF look " + member.member();
            looked.add(new Event(id, program.community(), "look", null, member.member(), until, 0, Map.of()));
        }
        return looked;
    }

    private static long last(List<Event> events) {
        return events.stream().mapToLong(Event::at).max().orElseThrow();
    }

    static List<Event> simulated(Program program, int members, int days) {
        return simulated(program, 5, members, days);
    }

    private static List<Event> simulated(Program program, long seed, int members, int days) {
        Instant start = Instant.parse("2026-02-01T00:00:00Z");
        Simulation simulation =
                new Simulation(new Community(program.community(), seed, start, ZoneId.of("Asia/Shanghai"), members));
        List<Event> events = new ArrayList<>();
        for (Event event = simulation.next();
                event.at() < start.toEpochMilli() + days * DAY;
                event = simulation.next()) {
            events.add(event);
        }
        return events;
    }
}
