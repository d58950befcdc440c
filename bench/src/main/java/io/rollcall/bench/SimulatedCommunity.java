package io.rollcall.bench;

import io.rollcall.cli.ProgramFile;
import io.rollcall.event.Event;
import io.rollcall.program.Program;
import io.rollcall.simulate.Community;
import io.rollcall.simulate.Simulation;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The events of a simulated community, dealt to the members whom they reach, in order. */
public final class SimulatedCommunity {
    private static final Instant START = Instant.parse("2026-01-04T16:00:00Z");
    private static final int SEED = 42;

    private final Program program = ProgramFile.example().parse();
    private final Simulation simulation;
    private final Map<String, Integer> numbers = new HashMap<>();
    private final List<String> members = new ArrayList<>();

    /**
     * A community at its first instant.
     *
     * @param joiners how many join in the first two weeks
     */
    SimulatedCommunity(int joiners) {
        this(joiners, START);
    }

    /**
     * A community at its first instant.
     *
     * @param joiners how many join in the first two weeks
     * @param start that instant
     */
    public SimulatedCommunity(int joiners, Instant start) {
        this.simulation = new Simulation(
                new Community(program.community(), SEED, start, program.dates().zone(), joiners));
    }

    /** The example program. */
    public Program program() {
        return program;
    }

    /** The members so far, by number. */
    public List<String> members() {
        return members;
    }

    /** The instant so many days after the community began. */
    static long day(int days) {
        return START.plus(Duration.ofDays(days)).toEpochMilli();
    }

    /**
     * An event on its way to one member.
     *
     * @param member the member's number, from 0 in the order in which they turned up
     */
    public record Delivery(int member, Event event) {}

    /** What the next event brings: one delivery, or two where it has a recipient, too. */
    public List<Delivery> next() {
        Event event = simulation.next();
        var deliveries = new ArrayList<Delivery>(2);
        if (event.member() != null && !program.excludes(event.member())) {
            deliveries.add(new Delivery(number(event.member()), event));
        }
        if (event.recipient() != null && event.reachesRecipient() && !program.excludes(event.recipient())) {
            deliveries.add(new Delivery(number(event.recipient()), event));
        }
        return deliveries;
    }

    private int number(String member) {
        return numbers.computeIfAbsent(member, each -> {
            members.add(each);
            return members.size() - 1;
        });
    }
}
