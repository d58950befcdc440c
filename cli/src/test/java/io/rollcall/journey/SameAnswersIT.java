package io.rollcall.journey;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.rollcall.event.CodePointOrder;
import io.rollcall.event.Event;
import io.rollcall.event.EventException;
import io.rollcall.event.EventJson;
import io.rollcall.naive.RandomEvents;
import io.rollcall.naive.RandomProgram;
import io.rollcall.program.Program;
import io.rollcall.program.ProgramParser;
import io.rollcall.replay.Scenario;
import io.rollcall.replay.Shared;
import io.rollcall.simulate.Community;
import io.rollcall.simulate.Simulation;
import io.rollcall.wire.AlertChange;
import io.rollcall.wire.BadgeAward;
import io.rollcall.wire.PointsEntry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

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

    private static final Set<String> LONG =
            Set.of("book-club", "book-club-berlin", "busy-berlin", "busy-first-seen", "college", "french-meta");
    /** Whether the long ones are gone through, too: the job takes two minutes for them. */
    private static final boolean ALL = Boolean.getBoolean("rollcall.journey.histories");

    private static final Comparator<Event> ORDER =
            Comparator.comparingLong(Event::at).thenComparing(Event::id, CodePointOrder.COMPARATOR);

    private static final int FOUR = 4;

    private JobUnderTest job;

    @BeforeAll
    void start(@TempDir Path directory) {
        job = new JobUnderTest(directory);
    }

    @BeforeEach
    void nothingIsPublished() {
        published = 0;
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
        List<Case> cases = new ArrayList<>();
        for (Path file : files(Path.of("..", "src", "test", "resources", "scenarios"))) {
            cases.add(scenario("our", file));
        }
        for (long seed = 1; seed <= RANDOM_PROGRAMS; seed++) {
            cases.add(random(seed));
        }
        same(cases);
    }

    /** Those by hand and a short history; all of the long ones with {@code -Drollcall.journey.histories=true}. */
    @Test
    void theContractsCasesGiveThroughTheJobExactlyWhatTheyGiveInAReplay() throws Exception {
        List<Case> cases = new ArrayList<>();
        for (Path file : files(Shared.path("conformance/by-hand"))) {
            cases.add(scenario("contract", file));
        }
        for (var history : HISTORIES.entrySet()) {
            if (!ALL && LONG.contains(history.getKey())) {
                continue;
            }
            cases.add(history(history.getKey(), Shared.path(history.getValue())));
        }
        same(cases);
    }

    // ---- in disorder, twice, stopped and rescaled

    @Test
    void eventsInDisorderTwiceAndOverTwoRescalesEndInTheSameMembersBadgesPointsAndAlerts() throws Exception {
        String yaml = Files.readString(Path.of("..", "docs", "programs", "book-club.yaml"));
        Program program = ProgramParser.parse("book-club", yaml, 0);
        List<Event> events = simulated(program, 60, 50);
        long until = events.get(events.size() - 1).at() + 40 * DAY;
        List<Event> looked = withLooks(program, events, until);
        Answers expected = Answers.none();
        expected.takeReplay(program, looked, until);

        // decided as they come, as live: held back they would come in order again, which PartitionsIT tries
        JobUnderTest.Run run =
                job.run(Map.of("event-time.max-out-of-orderness", LATENESS + "ms", "event-time.hold-ahead", "0s"));
        run.publish(program.community(), yaml);
        List<Event> arriving = disordered(events, new Random(7));
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
        for (Event look : looked.subList(events.size(), looked.size())) {
            run.send(look);
        }
        run.tellTime(until);
        run.toEnd(3, until);
        Answers actual = run.answers();

        assertThat(run.deadLetters()).isEmpty();
        assertSame(expected.members(), actual.members());
        assertThat(badges(actual)).isEqualTo(badges(expected)).hasSizeGreaterThan(50);
        assertThat(points(actual)).isEqualTo(points(expected)).hasSizeGreaterThan(200);
        assertThat(alerts(actual)).isEqualTo(alerts(expected)).hasSizeGreaterThan(20);
    }

    private static TreeSet<String> badges(Answers answers) {
        return sorted(answers.of(BadgeAward.class).stream()
                .map(badge ->
                        badge.getHeader().getMember() + " " + badge.getHeader().getId() + " " + badge.getBadge()));
    }

    private static TreeSet<String> points(Answers answers) {
        return sorted(answers.of(PointsEntry.class).stream()
                .map(entry -> entry.getHeader().getMember() + " "
                        + entry.getHeader().getId() + " " + entry.getEntry() + " " + entry.getPoints()));
    }

    private static TreeSet<String> alerts(Answers answers) {
        return sorted(answers.of(AlertChange.class).stream()
                .map(alert -> alert.getHeader().getMember() + " " + alert.getAlertId() + " " + alert.getKind() + " "
                        + alert.getAlert() + " " + alert.getReason()));
    }

    private static TreeSet<String> sorted(Stream<String> lines) {
        return lines.collect(TreeSet::new, TreeSet::add, TreeSet::addAll);
    }

    /**
     * Every event up to nine minutes late, one in ten of them twice. What is not late is that a member comes or goes, and
     * no act crosses that: whose first act is read second has joined with the one read first, in the job.
     */
    private static List<Event> disordered(List<Event> events, Random random) {
        record Arrival(long at, Event event) {}
        Map<String, NavigableSet<Long>> turns = new HashMap<>();
        Set<String> known = new HashSet<>();
        for (Event event : events) {
            if (event.member() != null && (known.add(event.member()) || isTurn(event))) {
                turns.computeIfAbsent(event.member(), each -> new TreeSet<>()).add(event.at());
            }
        }
        List<Arrival> arrivals = new ArrayList<>();
        for (Event event : events) {
            NavigableSet<Long> own = turns.getOrDefault(String.valueOf(event.member()), new TreeSet<>());
            Long turn = own.higher(event.at());
            long most = turn == null ? LATENESS - 60_000 : Math.min(LATENESS - 60_000, turn - event.at());
            boolean punctual = own.contains(event.at());
            arrivals.add(new Arrival(punctual ? event.at() : event.at() + random.nextLong(most), event));
            if (random.nextInt(10) == 0) {
                arrivals.add(new Arrival(event.at() + random.nextLong(LATENESS - 60_000), event));
            }
        }
        arrivals.sort(Comparator.comparingLong(Arrival::at));
        assertThat(arrivals.stream().map(Arrival::event)).as("disorder").isNotEqualTo(events);
        return arrivals.stream().map(Arrival::event).toList();
    }

    private static boolean isTurn(Event event) {
        return event.type().equals("join") || event.type().equals("leave");
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

    // ---- cases

    /**
     * A history of a community of its own.
     *
     * @param program with the version that its offset in the programs topic will be
     * @param rejected lines that are no event
     * @param strangers events of a community that has no program
     */
    private record Case(
            Program program, String yaml, List<Event> events, List<byte[]> rejected, List<Event> strangers) {}

    private int published;

    private Case of(String name, String yaml, List<Event> events, List<byte[]> rejected, List<Event> strangers) {
        Map<String, Object> keys = load(yaml);
        keys.put("community", name);
        String renamed = dump(keys);
        return new Case(
                ProgramParser.parse(name, renamed, published++),
                renamed,
                events.stream().map(event -> moved(event, name)).toList(),
                rejected,
                strangers);
    }

    private Case scenario(String whose, Path file) throws Exception {
        Scenario scenario = Scenario.read(file);
        String name = whose + "-" + file.getFileName().toString().replace(".yaml", "");
        String community = String.valueOf(load(scenario.program()).get("community"));
        return of(
                name,
                scenario.program(),
                scenario.events().stream()
                        .filter(event -> event.community().equals(community))
                        .toList(),
                List.of(),
                List.of());
    }

    private Case random(long seed) {
        Random random = new Random(seed * 0x9E3779B97F4A7C15L);
        RandomEvents.Place place = RandomEvents.PLACES.get(random.nextInt(RandomEvents.PLACES.size()));
        Map<String, Object> program = RandomProgram.of(random, place.zone());
        // one on trial gives outcomes of its own: ProgramOnTrialTest
        program.put("mode", "live");
        return of("random-" + seed, dump(program), RandomEvents.of(random, place, 60), List.of(), List.of());
    }

    private Case history(String name, Path file) throws IOException {
        String yaml = Files.readString(Shared.path("conformance/" + name).resolve("program.yaml"));
        Object community = load(yaml).get("community");
        List<Event> events = new ArrayList<>();
        List<byte[]> rejected = new ArrayList<>();
        List<Event> strangers = new ArrayList<>();
        try (var in = new GZIPInputStream(Files.newInputStream(file))) {
            for (byte[] json : lines(in.readAllBytes())) {
                try {
                    Event event = EventJson.read(json);
                    if (event.community().equals(community)) {
                        events.add(event);
                    } else {
                        strangers.add(event);
                    }
                } catch (EventException e) {
                    rejected.add(json);
                }
            }
        }
        return of(name, yaml, events, rejected, strangers);
    }

    private static Event moved(Event event, String community) {
        return new Event(
                event.id(),
                community,
                event.type(),
                event.member(),
                event.recipient(),
                event.at(),
                event.value(),
                event.attributes());
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
        Instant start = Instant.parse("2026-02-01T00:00:00Z");
        Simulation simulation =
                new Simulation(new Community(program.community(), 5, start, ZoneId.of("Asia/Shanghai"), members));
        List<Event> events = new ArrayList<>();
        for (Event event = simulation.next();
                event.at() < start.toEpochMilli() + days * DAY;
                event = simulation.next()) {
            events.add(event);
        }
        return events;
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile).sorted().toList();
        }
    }

    private static List<byte[]> lines(byte[] text) {
        List<byte[]> lines = new ArrayList<>();
        int from = 0;
        for (int i = 0; i <= text.length; i++) {
            if (i == text.length || text[i] == '\n') {
                byte[] line = Arrays.copyOfRange(text, from, i);
                if (!new String(line, UTF_8).isBlank()) {
                    lines.add(line);
                }
                from = i + 1;
            }
        }
        return lines;
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> load(String yaml) {
        return (Map<String, Object>) new Load(LoadSettings.builder().build()).loadFromString(yaml);
    }

    private static String dump(Map<String, Object> program) {
        return new Dump(DumpSettings.builder().build()).dumpToString(program);
    }
}
