package io.rollcall.replay;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rollcall.program.Program;
import io.rollcall.program.ProgramParser;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The contract's cases, computed by independent implementations: every field of every outcome and member agrees. */
class ConformanceIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    /** The other implementation writes some whole numbers as 3.0. */
    private static final Pattern WHOLE = Pattern.compile("(:-?\\d+)\\.0(?=[,}\\]])");

    private static final Pattern ID = Pattern.compile("\"id\": ?(\"[^\"]*\")");

    /** So little of everything that all is done in many pieces: blocks, runs on disk, pages, members as bytes. */
    static Tuning tiny(int workers) {
        return new Tuning(new LineBlocks.Limits(4 << 10, 64 << 10), workers, 50, 100_000, 10_000, 7);
    }

    @ParameterizedTest
    @CsvSource({
        "college-first, data/college-messages.jsonl.gz",
        "college, data/college-messages.jsonl.gz",
        "french-meta, data/french-meta.jsonl.gz",
        "book-club, conformance/book-club/events.jsonl.gz",
        "book-club-berlin, conformance/book-club-berlin/events.jsonl.gz",
        "busy-berlin, conformance/busy-berlin/events.jsonl.gz",
        "busy-first-seen, conformance/busy-first-seen/events.jsonl.gz"
    })
    void aHistoryGivesExactlyTheOutcomesAndMembersThatTheContractSays(String name, String events, @TempDir Path out)
            throws IOException {
        Path expected = Shared.path("conformance/" + name);
        Program program = ProgramParser.parse(name, Files.readString(expected.resolve("program.yaml")), 0);

        replay(program, Shared.path(events), Tuning.ofThisMachine(), out);

        List<JsonNode> outcomes = lines(out.resolve("outcomes.jsonl"));
        assertSame("outcomes", inOrder(lines(expected.resolve("outcomes.jsonl.gz"))), inOrder(outcomes));
        assertThat(outcomes.stream().map(o -> o.get("id").asText()).distinct().count())
                .as("ids")
                .isEqualTo(outcomes.size());
        assertThat(outcomes.stream().map(ConformanceIT::instant)).as("order").isSorted();
        assertSame(
                "members",
                sorted(lines(expected.resolve("members.jsonl.gz"))),
                sorted(lines(out.resolve("members.jsonl"))));
        assertThat(lines(out.resolve("rejected.jsonl")))
                .extracting(line -> line.get("line").asLong())
                .isEqualTo(lines(expected.resolve("rejected.jsonl.gz")).stream()
                        .map(line -> line.get("line").asLong())
                        .toList());
    }

    @ParameterizedTest
    @CsvSource({
        "college-first, data/college-messages.jsonl.gz",
        "french-meta, data/french-meta.jsonl.gz",
        "book-club-berlin, conformance/book-club-berlin/events.jsonl.gz",
        "busy-berlin, conformance/busy-berlin/events.jsonl.gz",
        "busy-first-seen, conformance/busy-first-seen/events.jsonl.gz"
    })
    void neitherTheOrderOfTheLinesNorTheMachineChangesAByte(String name, String events, @TempDir Path folder)
            throws IOException {
        Path yaml = Shared.path("conformance/" + name).resolve("program.yaml");
        Program program = ProgramParser.parse(name, Files.readString(yaml), 0);
        Path history = Shared.path(events);
        Path shuffled = folder.resolve("shuffled.jsonl");
        List<String> lines;
        try (var in = new GZIPInputStream(Files.newInputStream(history))) {
            lines = new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .collect(Collectors.toList());
        }
        // stable where at and id are equal: those are taken as read
        var byId = new HashMap<String, Integer>();
        lines.removeIf(line -> byId.merge(idOf(line), 1, Integer::sum) > 1);
        Path sole = Files.write(folder.resolve("sole.jsonl"), lines);
        Collections.shuffle(lines, new Random(7));
        Files.write(shuffled, lines);

        Path expected = folder.resolve("expected");
        replay(program, sole, Tuning.ofThisMachine(), expected);
        for (int workers = 1; workers <= 3; workers++) {
            Path file = workers == 2 ? sole : shuffled;
            Path actual = folder.resolve(workers + "-" + file.getFileName());
            replay(program, file, tiny(workers), actual);
            assertThat(actual.resolve("outcomes.jsonl"))
                    .as(actual.toString())
                    .hasSameBinaryContentAs(expected.resolve("outcomes.jsonl"));
            assertThat(actual.resolve("members.jsonl"))
                    .as(actual.toString())
                    .hasSameBinaryContentAs(expected.resolve("members.jsonl"));
        }
        assertThat(expected.resolve("outcomes.jsonl")).isNotEmptyFile();
    }

    private static String idOf(String line) {
        Matcher id = ID.matcher(line);
        return id.find() ? id.group(1) : line;
    }

    private static Replay.Result replay(Program program, Path events, Tuning tuning, Path out) throws IOException {
        try (var files = new ReplayFiles(out)) {
            var history = History.ofFiles(program.community(), List.of(events), null, files);
            Replay.Result result = new Replay(program, tuning).run(history, files);
            files.complete();
            return result;
        }
    }

    private static void assertSame(String what, List<String> expected, List<String> actual) {
        for (int i = 0; i < Math.min(expected.size(), actual.size()); i++) {
            assertThat(actual.get(i)).as(what + " " + i).isEqualTo(expected.get(i));
        }
        assertThat(actual.size()).as(what).isEqualTo(expected.size());
    }

    private static long instant(JsonNode outcome) {
        return java.time.Instant.parse(outcome.get("at").asText()).toEpochMilli();
    }

    /**
     * Member by member, in the order of section 5; ids are ours to choose. What one ladder gave at once is put in
     * alphabetical order: whether the change of tier or the end of its grace is told first, the page leaves open, and
     * its histories and its scenarios differ.
     */
    private static List<String> inOrder(List<JsonNode> outcomes) {
        var bySubject = new TreeMap<String, List<String>>();
        String ladder = "";
        for (JsonNode outcome : outcomes) {
            ObjectNode rest = outcome.deepCopy();
            rest.remove("id");
            var own = bySubject.computeIfAbsent(outcome.get("member").asText(), member -> new ArrayList<>());
            String text = sorted(rest);
            int last = own.size() - 1;
            String at = outcome.path("ladder").asText("-")
                    + outcome.get("at")
                    + outcome.get("cause")
                    + outcome.get("member");
            if (outcome.has("ladder") && at.equals(ladder) && own.get(last).compareTo(text) > 0) {
                own.add(last, text);
            } else {
                own.add(text);
            }
            ladder = at;
        }
        return bySubject.values().stream().flatMap(List::stream).toList();
    }

    private static List<String> sorted(List<JsonNode> members) {
        return members.stream().map(ConformanceIT::sorted).toList();
    }

    private static String sorted(JsonNode node) {
        if (node.isObject()) {
            var fields = new TreeMap<String, String>();
            node.properties().forEach(field -> fields.put(field.getKey(), sorted(field.getValue())));
            return fields.toString();
        }
        return node.toString();
    }

    private static List<JsonNode> lines(Path file) throws IOException {
        var lines = new ArrayList<JsonNode>();
        var raw = Files.newInputStream(file);
        var in = file.toString().endsWith(".gz") ? new GZIPInputStream(raw) : raw;
        try (var reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                lines.add(JSON.readTree(WHOLE.matcher(line).replaceAll("$1")));
            }
        }
        return lines;
    }
}
