package io.rollcall.cli.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.rollcall.cli.Failure;
import io.rollcall.cli.ForeignHistory;
import io.rollcall.cli.Progress;
import io.rollcall.cli.UnmatchedTypes;
import io.rollcall.event.Event;
import io.rollcall.program.Program;
import io.rollcall.search.IndexNames;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** A real history, to its end. */
final class HistoryRun implements Run {
    /** How far ahead of the wall clock the job takes an event, by default. */
    private static final Duration MAX_AHEAD = Duration.ofMinutes(10);

    private static final Duration TICK = Duration.ofMillis(250);

    private final Settings settings;
    private final Program program;
    private final History history;
    private final History.Contents contents;
    private final PrintWriter results;

    private HistoryRun(
            Settings settings, Program program, History history, History.Contents contents, PrintWriter results) {
        this.settings = settings;
        this.program = program;
        this.history = history;
        this.contents = contents;
        this.results = results;
    }

    /**
     * Looks through the files before anything is started.
     *
     * @throws Failure if they cannot be read or hold no event of the program's community
     */
    static HistoryRun of(Settings settings, Program program, PrintWriter results) {
        History history = new History(settings.events(), program.community());
        History.Contents contents = history.scan(Instant.now().plus(MAX_AHEAD));
        if (contents.events() == 0) {
            throw foreign(history).failure(settings.events(), program.community(), contents.rejected());
        }
        return new HistoryRun(settings, program, history, contents, results);
    }

    /** What is in files that hold no event of the community. */
    private static ForeignHistory foreign(History history) {
        ForeignHistory foreign = new ForeignHistory();
        history.read(new History.Reader() {
            @Override
            public void event(Event event) {
                throw Failure.failed("The files changed while they were read. Run this again.");
            }

            @Override
            public void other(Event event) {
                foreign.add(event.community());
            }

            @Override
            public void reject(History.Reject reject, byte[] line) {
                foreign.rejected(String.valueOf(reject.file().getFileName()), reject.line(), reject.reason());
            }
        });
        return foreign;
    }

    @Override
    public String title() {
        return "a history of '%s', %,d events".formatted(program.community(), contents.events());
    }

    @Override
    public List<String> notes() {
        List<String> notes = new ArrayList<>();
        if (contents.rejected() > 0) {
            notes.add("Lines that are no event: %,d. They go to the dead letters:".formatted(contents.rejected()));
            contents.shown().forEach(reject -> notes.add("  " + reject));
            if (contents.rejected() > contents.shown().size()) {
                notes.add("  … and %,d more"
                        .formatted(contents.rejected() - contents.shown().size()));
            }
        }
        if (contents.others() > 0) {
            notes.add("Events of other communities: %,d. They are skipped.".formatted(contents.others()));
        }
        if (contents.future() > 0) {
            notes.add("Events in the future: %,d. They go to the dead letters.".formatted(contents.future()));
        }
        if (!contents.inOrder()) {
            notes.add("The events are not in the order of time: those that come late are evaluated late.");
        }
        notes.addAll(UnmatchedTypes.of(contents.types(), program).sentences());
        return notes;
    }

    @Override
    public void feed(Parts parts, Runnable addresses) {
        long startedAt = System.nanoTime();
        new Feeding(parts.feed(), fed -> parts.jobs().check()).history(history, contents);
        Completion completion = new Completion(parts);
        try (Progress progress =
                parts.talk().progress("records evaluated (events and the clock)", completion.records())) {
            completion.awaitJourney(progress);
        }
        completion.awaitSearch();
        double seconds = (System.nanoTime() - startedAt) / 1e9;
        parts.talk().step("done: the whole history is evaluated and indexed, %,.1f s".formatted(seconds));
        Summary summary = Summary.read(parts.elasticsearch(), IndexNames.DEFAULT, program);
        if (settings.json()) {
            results.println(json(summary));
            results.flush();
        } else {
            summary.lines().forEach(parts.talk()::say);
        }
        if (!settings.exitWhenDone()) {
            addresses.run();
            parts.talk()
                    .say("        Ctrl-C stops everything"
                            + (settings.dataDirectory() == null
                                    ? " and deletes it."
                                    : "; the data stay in " + settings.dataDirectory()));
            while (true) {
                parts.jobs().check();
                parts.jobs().pause(TICK);
            }
        }
    }

    private String json(Summary summary) {
        try {
            return new ObjectMapper()
                    .enable(SerializationFeature.INDENT_OUTPUT)
                    .writeValueAsString(new Result(
                            program.community(),
                            contents.events(),
                            contents.others(),
                            contents.rejected(),
                            contents.future(),
                            summary));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What is printed as JSON. */
    record Result(
            String community,
            long events,
            long eventsOfOtherCommunities,
            long rejectedLines,
            long eventsInTheFuture,
            Summary result) {}
}
