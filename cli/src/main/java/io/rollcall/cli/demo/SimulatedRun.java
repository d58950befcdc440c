package io.rollcall.cli.demo;

import io.rollcall.cli.Progress;
import io.rollcall.event.Event;
import io.rollcall.program.Program;
import io.rollcall.simulate.Community;
import io.rollcall.simulate.Simulation;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A simulated community: some weeks of history as fast as the job takes them, then live. */
final class SimulatedRun implements Run {
    private static final Duration TICK = Duration.ofMillis(50);
    private static final Duration REMEMBER_EVERY = Duration.ofSeconds(5);
    private static final DateTimeFormatter SHOWN = DateTimeFormatter.ofPattern("EEE d MMM uuuu HH:mm", Locale.ENGLISH);

    private final Settings settings;
    private final Community community;
    private final Instant live;

    private SimulatedRun(Settings settings, Community community, Instant live) {
        this.settings = settings;
        this.community = community;
        this.live = live;
    }

    /** The community of a data directory if there is one in it, else a new one. */
    static SimulatedRun of(Settings settings, Program program) {
        Instant now = Instant.now();
        ZoneId zone = program.dates().zone();
        Instant live = SimulatedClock.startFor(settings.speed(), now);
        Instant start = live.atZone(zone)
                .minusWeeks(settings.weeks())
                .toLocalDate()
                .atStartOfDay(zone)
                .toInstant();
        Community fresh = new Community(program.community(), settings.seed(), start, zone, settings.members());
        Path directory = settings.dataDirectory();
        Remembered known = directory == null ? null : Remembered.in(directory);
        if (known == null || !known.is(fresh)) {
            return new SimulatedRun(settings, fresh, live);
        }
        Community same = new Community(program.community(), known.seed(), known.start(), zone, known.members());
        return new SimulatedRun(settings, same, known.lived().isAfter(now) ? now : known.lived());
    }

    @Override
    public String title() {
        return "a simulated community, '" + community.name() + "', its clock running " + settings.speed();
    }

    @Override
    public List<String> notes() {
        return List.of();
    }

    @Override
    public void feed(Parts parts, Runnable addresses) {
        Simulation simulation = new Simulation(community);
        Event next = history(parts, simulation);
        addresses.run();
        parts.talk()
                .say("        Ctrl-C stops everything"
                        + (settings.dataDirectory() == null
                                ? " and deletes it."
                                : "; the data stay in " + settings.dataDirectory()));
        live(parts, simulation, next);
    }

    private Event history(Parts parts, Simulation simulation) {
        parts.talk().step("history: " + shown(community.start()) + " to " + shown(live));
        Feeding feeding = new Feeding(parts.feed(), fed -> parts.jobs().check());
        Event next = feeding.simulated(simulation, live);
        Completion completion = new Completion(parts);
        try (Progress progress =
                parts.talk().progress("records evaluated (events and the clock)", completion.records())) {
            completion.awaitJourney(progress);
        }
        parts.talk().step("%,d events of history are evaluated".formatted(feeding.fed()));
        return next;
    }

    private void live(Parts parts, Simulation simulation, Event first) {
        SimulatedClock clock = new SimulatedClock(live, Instant.now(), settings.speed());
        LiveFeed feed = new LiveFeed(parts.feed(), simulation, first, clock);
        Instant remembered = Instant.EPOCH;
        boolean caughtUp = false;
        try (Progress progress = parts.talk().progress("live events", 0)) {
            while (true) {
                Instant wall = Instant.now();
                feed.advance(wall);
                parts.jobs().check();
                progress.done(feed.fed(), "it is " + shown(feed.shown()) + " there");
                if (!caughtUp && clock.hasCaughtUp(wall)) {
                    caughtUp = true;
                    parts.talk()
                            .step("the community's clock has caught up with the wall clock: real time from here on");
                }
                if (settings.dataDirectory() != null && wall.isAfter(remembered.plus(REMEMBER_EVERY))) {
                    remember(settings.dataDirectory(), feed.shown());
                    remembered = wall;
                }
                parts.jobs().pause(TICK);
            }
        }
    }

    private void remember(Path directory, Instant lived) {
        new Remembered(community.seed(), community.members(), community.start(), lived).writeTo(directory);
    }

    private String shown(@Nullable Instant instant) {
        return instant == null ? "never" : SHOWN.format(instant.atZone(community.zone()));
    }
}
