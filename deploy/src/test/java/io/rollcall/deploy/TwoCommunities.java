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

/**
 * Two simulated communities, one for each partition of the events topic.
 *
 * <p>So two sources read beside each other, as fast as each likes, and still every member's events come from one partition and
 * in order: what a job says of them does not depend on how it caught up, and must be what a replay says.
 */
final class TwoCommunities {
    static final List<String> NAMES = List.of("book-club", "film-club");

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

    /** What a replay makes of them. */
    Said replayed(Wire wire) throws IOException {
        Said said = new Said();
        for (String name : NAMES) {
            Program program = ProgramParser.parse(name, program(name), NAMES.indexOf(name));
            new Replay(program).run(History.ofEvents(name, events, end()), new Output() {
                @Override
                public void outcome(Outcome outcome) throws IOException {
                    said.add(wire.record(outcome, program));
                }

                @Override
                public void member(Snapshot member) throws IOException {
                    said.add(wire.record(member, program));
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
