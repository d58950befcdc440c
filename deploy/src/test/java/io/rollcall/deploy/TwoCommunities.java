package io.rollcall.deploy;

import io.rollcall.event.Event;
import io.rollcall.outcome.Outcome;
import io.rollcall.outcome.Snapshot;
import io.rollcall.program.Program;
import io.rollcall.program.ProgramParser;
import io.rollcall.replay.History;
import io.rollcall.replay.Output;
import io.rollcall.replay.Replay;
import io.rollcall.simulate.Community;
import io.rollcall.simulate.Simulation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * Two simulated communities, one for each partition of the events topic.
 *
 * <p>So two sources read beside each other, as fast as each likes, and still every member's events come from one partition and
 * in order: what a job says of them does not depend on how it caught up, and must be what a replay says. In the second one another
 * program is on trial.
 */
final class TwoCommunities {
    static final List<String> NAMES = List.of("book-club", "film-club");

    static final String TRIED_IN = NAMES.get(1);
    private static final String TRIAL = "on-trial";

    private static final Map<String, String> CHANGES = Map.of(
            "program: book-club", "program: " + TRIAL,
            "mode: live", "mode: shadow",
            "active_days_30d >= 3 && posts >= 1", "active_days_30d >= 4 && posts >= 2",
            "bronze: 10", "bronze: 7",
            "dormant: 30d", "dormant: 21d",
            "after: 7d, unless: speak", "after: 5d, unless: speak");

    /** Under which key of the topic of programs the trial is. */
    static final String TRIAL_KEY = TRIED_IN + "/" + TRIAL;

    private static final int MEMBERS = 200;
    private static final long SEED = 4;
    private static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");
    private static final Instant START = Instant.parse("2025-09-01T00:00:00Z");
    private static final Instant END = START.plus(Duration.ofDays(56));

    private final List<Event> events = new ArrayList<>();

    TwoCommunities() {
        for (String name : NAMES) {
            Simulation simulation = new Simulation(new Community(name, SEED + name.length(), START, ZONE, MEMBERS));
            for (Event event = simulation.next(); event.at() < END.toEpochMilli(); event = simulation.next()) {
                events.add(event);
            }
        }
        events.sort(Comparator.comparingLong(Event::at));
    }

    /** All events, in the order of time. */
    List<Event> events() {
        return events;
    }

    /** The last instant. */
    static long end() {
        return END.toEpochMilli() - 1;
    }

    static int partition(Event event) {
        return NAMES.indexOf(event.community());
    }

    /** The example program, for one of the two. */
    static String program(String name) throws IOException {
        return Files.readString(Path.of("../docs/programs/book-club.yaml"))
                .replace("community: book-club", "community: " + name);
    }

    /**
     * What is tried out beside the second one's: another tier, another badge and other deadlines, so that who took one
     * program's state for the other's would say something else.
     */
    static String trial() throws IOException {
        String trial = program(TRIED_IN);
        for (Map.Entry<String, String> change : CHANGES.entrySet()) {
            if (!trial.contains(change.getKey())) {
                throw new IllegalStateException("the example program has no " + change.getKey());
            }
            trial = trial.replace(change.getKey(), change.getValue());
        }
        return trial;
    }

    /** What a replay makes of them. */
    Said replayed(Wire wire) throws IOException {
        Said said = new Said();
        List<Program> programs = new ArrayList<>();
        for (String name : NAMES) {
            programs.add(ProgramParser.parse(name, program(name), programs.size()));
        }
        programs.add(ProgramParser.parse(TRIED_IN, trial(), programs.size()));
        for (Program program : programs) {
            new Replay(program).run(History.ofEvents(program.community(), events, end()), new Output() {
                @Override
                public void outcome(Outcome outcome) throws IOException {
                    said.add(wire.record(outcome, program));
                }

                @Override
                public void member(Snapshot member) throws IOException {
                    // a trial tells of no member
                    if (!program.shadow()) {
                        said.add(wire.record(member, program));
                    }
                }

                @Override
                public void restart() {
                    throw new IllegalStateException("the events are in no order");
                }
            });
        }
        return said;
    }
}
