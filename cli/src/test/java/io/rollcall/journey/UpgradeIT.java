package io.rollcall.journey;

import static org.assertj.core.api.Assertions.assertThat;

import io.rollcall.event.Event;
import io.rollcall.event.EventJson;
import io.rollcall.program.Program;
import io.rollcall.program.ProgramParser;
import io.rollcall.wire.OutcomeHeader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import org.apache.avro.specific.SpecificRecordBase;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A savepoint that an earlier version left goes on as if nothing had happened.
 *
 * <p>Each folder of {@code test/resources/savepoints} holds one, as Flink wrote it in its canonical format, with the program
 * and the events that it was made of: the first two thirds of them, up to the cut, are in it. Where there is another
 * program, it was on trial, and the next events after the cut were read already, too: those of the first minutes are
 * decided, the others wait for the clock. It is never made again; a new format of state gets a folder of its own, by
 * {@link SavepointMaker}.
 *
 * <p>What the job of the savepoint has read is not in the topics here, but as many records that say nothing: so all that is
 * known of it comes from the savepoint.
 */
class UpgradeIT {
    static final Path SAVEPOINTS = Path.of("src", "test", "resources", "savepoints");
    static final int AFTER = 60;
    static final long DAY = 86_400_000;

    /** The key of the program on trial. */
    static final String TRIAL = "book-club/sooner";

    /** How many events after the cut were read where some were: those of a day or two. */
    private static final int WAITING = 60;

    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"format-2", "format-3", "format-3-trial"})
    void aSavepointGoesOnAsIfNothingHadHappened(String format) throws Exception {
        Path folder = SAVEPOINTS.resolve(format);
        Program program = program(folder);
        List<Event> events = events(folder);
        List<Event> before = events.subList(0, cut(events));
        List<Event> waiting = waiting(folder, events);
        long cut = before.get(before.size() - 1).at();
        long until = events.get(events.size() - 1).at() + AFTER * DAY;
        List<Event> looked = SameAnswersIT.withLooks(program, events, until);
        Answers expected = Answers.none();
        expected.takeReplay(program, looked, until);
        if (hasTrial(folder)) {
            expected.takeReplay(trial(folder), looked, until);
        }

        try (JobUnderTest job = new JobUnderTest(directory)) {
            JobUnderTest.Run run = begin(job, folder);
            run.fill(0, before.size() + 1);
            run.fill(1, waiting.size());
            run.promise(until);
            run.from(folder.resolve("savepoint").toAbsolutePath());
            for (Event event : looked.subList(before.size() + waiting.size(), looked.size())) {
                run.send(event);
            }
            run.tellTime(until);
            run.toEnd(3, until);
            Answers actual = run.answers();

            SameAnswersIT.assertSame(after(cut, expected), actual.outcomes());
            SameAnswersIT.assertSame(expected.members(), actual.members());
            assertThat(actual.size()).isBetween(100, expected.size() - 100);
            assertThat(actual.outcomes().keySet().stream().anyMatch(key -> key.endsWith(Answers.ON_TRIAL)))
                    .isEqualTo(hasTrial(folder));
            assertThat(run.deadLetters()).isEmpty();
        }
    }

    /** The programs, in the same places as of the job of the savepoint. */
    static JobUnderTest.Run begin(JobUnderTest job, Path folder) throws Exception {
        JobUnderTest.Run run = job.run(Map.of());
        run.publish("book-club", Files.readString(folder.resolve("program.yaml")));
        if (hasTrial(folder)) {
            run.publish(TRIAL, Files.readString(folder.resolve("trial.yaml")));
        }
        return run;
    }

    private static boolean hasTrial(Path folder) {
        return Files.exists(folder.resolve("trial.yaml"));
    }

    private static Program trial(Path folder) throws Exception {
        return ProgramParser.parse("trial.yaml", Files.readString(folder.resolve("trial.yaml")), 1);
    }

    static List<Event> waiting(Path folder, List<Event> events) {
        int cut = cut(events);
        return hasTrial(folder) ? events.subList(cut, cut + WAITING) : List.of();
    }

    private static Map<String, List<SpecificRecordBase>> after(long cut, Answers answers) {
        Map<String, List<SpecificRecordBase>> after = new TreeMap<>();
        answers.outcomes().forEach((whose, outcomes) -> {
            List<SpecificRecordBase> late = outcomes.stream()
                    .filter(outcome -> ((OutcomeHeader) outcome.get(0)).getAt().toEpochMilli() > cut)
                    .toList();
            if (!late.isEmpty()) {
                after.put(whose, late);
            }
        });
        return after;
    }

    static Program program(Path folder) throws Exception {
        return ProgramParser.parse("program.yaml", Files.readString(folder.resolve("program.yaml")), 0);
    }

    static int cut(List<Event> events) {
        return events.size() * 2 / 3;
    }

    static List<Event> events(Path folder) throws Exception {
        List<Event> events = new ArrayList<>();
        try (var in = new GZIPInputStream(Files.newInputStream(folder.resolve("events.jsonl.gz")))) {
            for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList()) {
                events.add(EventJson.read(line.getBytes(StandardCharsets.UTF_8)));
            }
        }
        return events;
    }
}
