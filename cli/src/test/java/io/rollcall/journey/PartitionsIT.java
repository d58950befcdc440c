package io.rollcall.journey;

import static org.assertj.core.api.Assertions.assertThat;

import io.rollcall.event.Event;
import io.rollcall.event.EventException;
import io.rollcall.event.EventJson;
import io.rollcall.program.Program;
import io.rollcall.program.ProgramParser;
import io.rollcall.replay.Shared;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/**
 * A history whose events are spread over four partitions, so that no member's are in one, gives what a replay gives, to the last
 * field: read from the beginning, stopped in the middle, where what is ahead of the slowest partition waits, and gone on with
 * another parallelism. That what waits is in the savepoint, by key, {@code HeldEventsTest} shows.
 */
@TestInstance(Lifecycle.PER_CLASS)
class PartitionsIT {
    private static final long DAY = 86_400_000;

    /** An eighth of the college's: nearly three weeks, in which many join and some go silent; without holding ahead they differ. */
    private static final int MESSAGES = 8_000;

    private JobUnderTest job;

    @BeforeAll
    void start(@TempDir Path directory) {
        job = new JobUnderTest(directory);
    }

    @AfterAll
    void stop() {
        job.close();
    }

    @Test
    void aSimulatedCommunityOverFourPartitions() throws Exception {
        String yaml = Files.readString(Path.of("..", "docs", "programs", "book-club.yaml"));
        Program program = ProgramParser.parse("book-club", yaml, 0);
        same(program, yaml, SameAnswersIT.simulated(program, 60, 40), Map.of());
    }

    /** None of its partitions runs ahead of the others by more than ten days. */
    @Test
    void theCollegeOverFourPartitions() throws Exception {
        Path file = Shared.path("data/college-messages.jsonl.gz");
        String yaml = Files.readString(Shared.path("conformance/college/program.yaml"));
        Program program = ProgramParser.parse("college", yaml, 0);
        same(program, yaml, read(file).subList(0, MESSAGES), Map.of("event-time.max-drift", "10d"));
    }

    private void same(Program program, String yaml, List<Event> events, Map<String, String> options) throws Exception {
        long until = events.stream().mapToLong(Event::at).max().orElseThrow() + 3 * DAY;
        List<Event> looked = SameAnswersIT.withLooks(program, events, until);
        Answers expected = Answers.none();
        expected.takeReplay(program, looked, until);

        // what a job still says between its savepoint and its end, when nothing came for five seconds, the next one
        // would repeat
        JobUnderTest.Run run = job.run(with(options, "delivery", "exactly-once"));
        run.publish(program.community(), yaml);
        int half = looked.size() / 2;
        run.spread(looked.subList(0, half));
        run.through(2, until);
        run.spread(looked.subList(half, looked.size()));
        run.tellTime(until);
        run.promise(until);
        run.toEnd(3, until);
        Answers actual = run.answers();

        SameAnswersIT.assertSame(expected.outcomes(), actual.outcomes());
        SameAnswersIT.assertSame(expected.members(), actual.members());
        assertThat(run.deadLetters()).isEmpty();
        assertThat(expected.size()).isGreaterThan(500);
    }

    private static Map<String, String> with(Map<String, String> options, String option, String value) {
        Map<String, String> all = new HashMap<>(options);
        all.put(option, value);
        return all;
    }

    private static List<Event> read(Path file) throws IOException, EventException {
        List<Event> events = new ArrayList<>();
        try (var in = new BufferedReader(
                new InputStreamReader(new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8))) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                events.add(EventJson.read(line.getBytes(StandardCharsets.UTF_8)));
            }
        }
        return events;
    }
}
