package io.rollcall.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReplayCommandTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private Path directory;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @SuppressWarnings("NullAway.Init") // set before each test
    private Path program;

    @SuppressWarnings("NullAway.Init") // set before each test
    private Path result;

    @BeforeEach
    void aSmallProgram() throws IOException {
        program = Files.writeString(directory.resolve("club.yaml"), """
                program: small
                community: club
                metrics: {posts: {count: post}}
                ladders: {activity: [{tier: visitor}, {tier: member, enter: "posts >= 2"}]}
                badges: {first-words: {when: "posts >= 1"}, each-post: {metric: posts, every: 1}}
                lifecycle: {activity: post, newcomer: 2d, dormant: 5d}
                """);
        result = directory.resolve("deep").resolve("result");
    }

    private int run(String... arguments) {
        List<String> all =
                new ArrayList<>(List.of("replay", "--program", program.toString(), "--out", result.toString()));
        all.addAll(List.of(arguments));
        return Rollcall.commandLine(new PrintWriter(out, true), new PrintWriter(err, true))
                .execute(all.toArray(String[]::new));
    }

    private static String event(int id, String type, String member, String at) {
        return "{\"id\":\"%d\",\"community\":\"club\",\"type\":\"%s\",\"member\":\"%s\",\"at\":\"%s\"}"
                .formatted(id, type, member, at);
    }

    private String history(String name, String... lines) throws IOException {
        return Files.writeString(directory.resolve(name), String.join("\n", lines))
                .toString();
    }

    private List<JsonNode> lines(String name) throws IOException {
        List<JsonNode> lines = new ArrayList<>();
        for (String line : Files.readAllLines(result.resolve(name))) {
            lines.add(JSON.readTree(line));
        }
        return lines;
    }

    @Test
    void aHistoryBecomesOutcomesMembersAndRejectedLinesAndASummary() throws IOException {
        String file = history(
                "history.jsonl",
                event(1, "post", "ann", "2026-01-05T08:00:00Z"),
                "nonsense",
                event(2, "post", "ann", "2026-01-05T08:30:00.5Z"),
                event(3, "post", "bob", "2026-01-05T08:30:00.500Z"),
                event(4, "post", "zoe", "2026-01-05T08:30:00Z").replace("club", "chess"));

        assertThat(run("--events", file)).isEqualTo(Rollcall.DONE);

        assertThat(lines("outcomes.jsonl"))
                .extracting(line -> line.get("at").asText() + " "
                        + line.get("member").asText() + " " + line.get("kind").asText())
                .containsExactly(
                        "2026-01-05T08:00:00Z ann badge-awarded",
                        "2026-01-05T08:00:00Z ann badge-awarded",
                        "2026-01-05T08:00:00Z ann stage-changed",
                        "2026-01-05T08:30:00.500Z ann tier-changed",
                        "2026-01-05T08:30:00.500Z ann badge-awarded",
                        "2026-01-05T08:30:00.500Z bob badge-awarded",
                        "2026-01-05T08:30:00.500Z bob badge-awarded",
                        "2026-01-05T08:30:00.500Z bob stage-changed");
        assertThat(lines("members.jsonl"))
                .extracting(line -> line.get("member").asText())
                .containsExactly("ann", "bob");
        assertThat(lines("rejected.jsonl")).singleElement().satisfies(line -> {
            assertThat(line.get("file").asText()).isEqualTo("history.jsonl");
            assertThat(line.get("line").asInt()).isEqualTo(2);
            assertThat(line.get("reason").asText()).startsWith("no JSON");
            assertThat(line.get("text").asText()).isEqualTo("nonsense");
        });
        assertThat(out.toString())
                .contains("'club' under the program 'small' up to 2026-01-05T08:30:00.500Z")
                .containsPattern(" 3  events\n")
                .containsPattern(" 1  events of other communities, skipped\n")
                .containsPattern(" 1  lines that are no event")
                .containsPattern(" 2  members\n")
                .containsPattern(" 1    on tier member of activity\n")
                .containsPattern(" 2  badges first-words\n")
                // ann's second is her 2nd time, not two more
                .containsPattern(" 3  badges each-post\n")
                .containsPattern(" 8  outcomes\n");
        assertThat(err.toString()).contains("bytes evaluated", "written to " + result);
    }

    @Test
    void theClockRunsToTheGivenEndAndTheSummaryIsJsonForMachines() throws IOException {
        String file = history(
                "history.jsonl",
                event(1, "post", "ann", "2026-01-05T08:00:00Z"),
                event(2, "post", "ann", "2026-03-05T08:00:00Z"));

        assertThat(run("--events", file, "--until", "2026-01-10T10:00:00+02:00", "--json"))
                .isEqualTo(Rollcall.DONE);

        assertThat(lines("outcomes.jsonl").get(4).get("at").asText()).isEqualTo("2026-01-10T08:00:00Z");
        assertThat(lines("outcomes.jsonl").get(4).get("to").asText()).isEqualTo("dormant");
        JsonNode summary = JSON.readTree(out.toString());
        assertThat(summary.get("until").asText()).isEqualTo("2026-01-10T08:00:00Z");
        assertThat(summary.get("events").asInt()).isEqualTo(1);
        assertThat(summary.get("laterEvents").asInt()).isEqualTo(1);
        assertThat(summary.get("result").get("outcomes").get("stage-changed").asInt())
                .isEqualTo(3);
    }

    @Test
    void severalFilesInAnyOrderPackedOrNotAreOneHistory() throws IOException {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < 2_000; i++) {
            lines.add(event(i, "post", "m" + i % 37, "2026-01-%02dT%02d:00:00Z".formatted(1 + i / 100, i % 24)));
        }
        assertThat(run("--events", history("whole.jsonl", lines.toArray(String[]::new))))
                .isEqualTo(Rollcall.DONE);
        byte[] outcomes = Files.readAllBytes(result.resolve("outcomes.jsonl"));
        byte[] members = Files.readAllBytes(result.resolve("members.jsonl"));
        Collections.shuffle(lines, new Random(1));
        String one = history("one.jsonl", lines.subList(0, 500).toArray(String[]::new));
        String two = history("two.jsonl", lines.subList(500, 700).toArray(String[]::new));
        Path three = directory.resolve("three.of-another-name");
        try (var packed = new GZIPOutputStream(Files.newOutputStream(three))) {
            packed.write(String.join("\r\n", lines.subList(700, 2_000)).getBytes(StandardCharsets.UTF_8));
        }

        assertThat(run("--events", one, two, "--events", three.toString())).isEqualTo(Rollcall.DONE);

        assertThat(result.resolve("outcomes.jsonl")).hasBinaryContent(outcomes);
        assertThat(result.resolve("members.jsonl")).hasBinaryContent(members);
        assertThat(outcomes.length).isGreaterThan(5_000);
    }

    @Test
    void ofOtherCommunitiesAloneNothingComesOutAndAWarningSaysWhoseTheHistoryIs() throws IOException {
        String file = history(
                "other.jsonl", event(1, "post", "ann", "2026-01-05T08:00:00Z").replace("club", "chess"), "nonsense");

        assertThat(run("--events", file)).isEqualTo(Rollcall.DONE);

        assertThat(err.toString())
                .contains("warning: No event of the community 'club' is in " + file
                        + "; it holds events of 'chess' (1), and 1 line that is no event");
        assertThat(out.toString()).containsPattern(" 1  events of other communities, skipped\n");
        assertThat(lines("outcomes.jsonl")).isEmpty();
        assertThat(lines("members.jsonl")).isEmpty();
        assertThat(lines("rejected.jsonl")).hasSize(1);
    }

    @Test
    void whereAllIsLaterThanTheEndTheWarningSaysHowMuch() throws IOException {
        String file = history(
                "later.jsonl",
                event(1, "post", "ann", "2026-01-05T08:00:00Z"),
                event(2, "post", "ann", "2026-01-05T09:00:00Z"));

        assertThat(run("--events", file, "--until", "2026-01-05")).isEqualTo(Rollcall.DONE);

        assertThat(err.toString()).contains("warning: all 2 events of the community 'club' are later than --until");
    }

    @Test
    void anEndThatNoEventCanHaveIsAWrongArgument() throws IOException {
        String file = history("history.jsonl", event(1, "post", "ann", "2026-01-05T08:00:00Z"));

        for (String end : List.of("+999999999-12-31", "+12026-01-01", "0000-12-31", "+12026-01-01T00:00:00Z")) {
            err.getBuffer().setLength(0);
            assertThat(run("--events", file, "--until", end)).isEqualTo(Rollcall.WRONG);
            assertThat(err.toString()).contains("--until takes a date", "not '" + end + "'");
        }
        assertThat(run("--events", file, "--until", "9999-12-31")).isEqualTo(Rollcall.DONE);
    }

    @Test
    void aFileThatCannotBeOpenedIsNamedWithWhatIsWrongWithIt() throws IOException {
        String file = history("history.jsonl", event(1, "post", "ann", "2026-01-05T08:00:00Z"));
        Path inTheWay = Files.createDirectories(result.resolve("outcomes.jsonl.partial"));

        assertThat(run("--events", file)).isEqualTo(Rollcall.FAILED);

        assertThat(err.toString())
                .contains("The results cannot be written to " + inTheWay.toAbsolutePath()
                        + ": a folder stands where a file should be");
    }

    @Test
    void aFolderThatIsNamedByAWayAroundIsMadeAndGoesAgainWithARunThatFails() throws IOException {
        Path broken = Files.write(directory.resolve("broken.gz"), new byte[] {31, (byte) 139, 8, 0, 0});
        String good = history("good.jsonl", event(1, "post", "ann", "2026-01-05T08:00:00Z"));
        result = directory.resolve("way").resolve("..").resolve("around");

        assertThat(run("--events", broken.toString())).isEqualTo(Rollcall.FAILED);
        assertThat(directory.resolve("around")).doesNotExist();
        assertThat(directory.resolve("way")).doesNotExist();

        assertThat(run("--events", good)).isEqualTo(Rollcall.DONE);
        assertThat(directory.resolve("around").resolve("members.jsonl")).isNotEmptyFile();
    }

    @Test
    void aProgramThatIsRefusedHasItsWarningsBesideItsErrors() throws IOException {
        String file = history("history.jsonl", event(1, "post", "ann", "2026-01-05T08:00:00Z"));
        String never = Files.readString(program) + "segments: {never: 'posts < 0', wrong: 'psots > 1'}\n";

        Files.writeString(program, never);
        assertThat(run("--events", file)).isEqualTo(Rollcall.WRONG);
        assertThat(err.toString()).contains("1 error and 1 warning", "[never-holds]");

        Files.writeString(program, never + "alerts: x\n");
        assertThat(run("--events", file)).isEqualTo(Rollcall.WRONG);
        assertThat(err.toString()).contains("note: warnings can be told only when these errors are mended");
    }

    @Test
    void ofAHistoryWithoutAnyEventTheResultsAreEmptyWithAWarning() throws IOException {
        assertThat(run("--events", history("empty.jsonl", "", "nonsense"))).isEqualTo(Rollcall.DONE);

        assertThat(lines("outcomes.jsonl")).isEmpty();
        assertThat(lines("members.jsonl")).isEmpty();
        assertThat(lines("rejected.jsonl")).hasSize(1);
        assertThat(out.toString()).contains(" 0  events\n", " 0  members\n");
        assertThat(err.toString()).contains("warning: the history holds no event, so the results are empty");
    }

    @Test
    void eventsThatComeTwiceAreCountedAsRepeated() throws IOException {
        String file = history(
                "history.jsonl",
                event(1, "post", "ann", "2026-01-05T08:00:00Z"),
                event(1, "post", "ann", "2026-01-05T08:00:00Z"),
                event(2, "post", "bob", "2026-01-05T09:00:00Z"));

        assertThat(run("--events", file)).isEqualTo(Rollcall.DONE);
        assertThat(out.toString())
                .containsPattern(" 3  events\n +1    repeated within an hour \\(same id\\): they change nothing\n");

        out.getBuffer().setLength(0);
        assertThat(run("--events", file, "--json")).isEqualTo(Rollcall.DONE);
        assertThat(JSON.readTree(out.toString()).get("repeatedEvents").asInt()).isEqualTo(1);
    }

    @Test
    void theEndCanBeADateWhichIsItsFirstMidnightInTheTimeZoneOfTheProgram() throws IOException {
        Files.writeString(program, Files.readString(program) + "timezone: Asia/Shanghai\n");
        String file = history(
                "history.jsonl",
                event(1, "post", "ann", "2026-01-05T08:00:00Z"),
                event(2, "post", "ann", "2026-01-09T16:00:00Z"),
                event(3, "post", "ann", "2026-01-09T16:00:00.001Z"));

        assertThat(run("--events", file, "--until", "2026-01-10", "--json")).isEqualTo(Rollcall.DONE);

        JsonNode summary = JSON.readTree(out.toString());
        assertThat(summary.get("until").asText()).isEqualTo("2026-01-09T16:00:00Z");
        assertThat(summary.get("laterEvents").asInt()).isEqualTo(1);
    }

    @Test
    void theHistoryCanComeFromStandardInputOfWhichNothingStaysBehind() throws IOException {
        InputStream before = System.in;
        String member = UUID.randomUUID().toString();
        String event = event(1, "post", member, "2026-01-05T08:00:00Z");
        try {
            System.setIn(new ByteArrayInputStream((event + "\nnonsense\n").getBytes(StandardCharsets.UTF_8)));
            assertThat(run("--events", "-")).isEqualTo(Rollcall.DONE);
        } finally {
            System.setIn(before);
        }

        assertThat(lines("members.jsonl")).hasSize(1);
        assertThat(lines("rejected.jsonl").get(0).get("file").asText()).isEqualTo("stdin");
        assertThat(inputsKept()).noneMatch(kept -> kept.contains(member));
        assertThat(run("--events", "-", "-")).isEqualTo(Rollcall.WRONG);
        assertThat(err.toString()).contains("give '-' once");
    }

    /** What stands in the folder for temporary files, also of others that run beside this one. */
    private static List<String> inputsKept() throws IOException {
        List<String> kept = new ArrayList<>();
        try (var files = Files.newDirectoryStream(Path.of(System.getProperty("java.io.tmpdir")), "rollcall-*")) {
            for (Path file : files) {
                try {
                    kept.add(Files.readString(file.resolve("stdin"), StandardCharsets.ISO_8859_1));
                } catch (IOException e) {
                    // it is another's, or gone by now
                }
            }
        }
        return kept;
    }

    @Test
    void standardInputIsCalledThatAndSoIsWhatCannotBeReadOfIt() {
        InputStream before = System.in;
        String foreign = event(1, "post", "ann", "2026-01-05T08:00:00Z").replace("club", "chess");
        try {
            System.setIn(new ByteArrayInputStream(foreign.getBytes(StandardCharsets.UTF_8)));
            assertThat(run("--events", "-")).isEqualTo(Rollcall.DONE);
            assertThat(err.toString()).contains("No event of the community 'club' is in standard input; it holds");

            System.setIn(new ByteArrayInputStream(new byte[] {31, (byte) 139, 8, 0, 0}));
            assertThat(run("--events", "-")).isEqualTo(Rollcall.FAILED);
            assertThat(err.toString()).contains("The history standard input cannot be read to its end");

            System.setIn(new InputStream() {
                @Override
                public int read() throws IOException {
                    throw new IOException("Input/output error");
                }
            });
            assertThat(run("--events", "-")).isEqualTo(Rollcall.FAILED);
            assertThat(err.toString())
                    .contains("The history from standard input cannot be read to its end: Input/output error.")
                    .doesNotContain("TMPDIR");
        } finally {
            System.setIn(before);
        }
    }

    @Test
    void levelsAndStagesAreListedInTheOrderOfTheProgram() throws IOException {
        Files.writeString(program, """
                program: small
                community: club
                metrics: {posts: {count: post}}
                badges: {writer: {metric: posts, levels: {silver: 1, gold: 2}}, able: {when: "posts >= 1"}}
                lifecycle: {activity: post, newcomer: 2d, dormant: 5d}
                """);
        String file = history(
                "history.jsonl",
                event(1, "post", "ann", "2026-01-05T08:00:00Z"),
                event(2, "post", "ann", "2026-01-05T09:00:00Z"),
                event(3, "post", "bob", "2026-01-25T09:00:00Z"));

        assertThat(run("--events", file)).isEqualTo(Rollcall.DONE);

        assertThat(out.toString().lines().map(line -> line.replaceAll("^ *[0-9]+ +", "")))
                .containsSubsequence(
                        "in stage newcomer",
                        "in stage dormant",
                        "badges writer silver",
                        "badges writer gold",
                        "badges able");
    }

    @Test
    void wrongArgumentsSayWhatIsWrongAndWriteNothing() throws IOException {
        String good = history("good.jsonl", event(1, "post", "ann", "2026-01-05T08:00:00Z"));
        String none = directory.resolve("none.jsonl").toString();

        assertThat(run("--events", good, none)).isEqualTo(Rollcall.WRONG);
        assertThat(err.toString()).contains("There is no file " + none);
        assertThat(run("--events", directory.toString())).isEqualTo(Rollcall.WRONG);
        assertThat(err.toString()).contains("it is a directory");
        assertThat(run("--events", good, "--until", "tomorrow")).isEqualTo(Rollcall.WRONG);
        assertThat(err.toString())
                .contains(
                        "--until takes a date, as 2026-03-01",
                        "in UTC",
                        "or an instant with an offset",
                        "not 'tomorrow'");
        assertThat(run()).isEqualTo(Rollcall.WRONG);
        assertThat(err.toString()).contains("--events");
        assertThat(run("--events", good, "--untill", "2026-01-05T08:00:00Z")).isEqualTo(Rollcall.WRONG);
        assertThat(err.toString()).contains("Unknown option: '--untill'");
        assertThat(result.resolve("outcomes.jsonl")).doesNotExist();

        Path file = Files.writeString(directory.resolve("file"), "mine");
        result = file;
        assertThat(run("--events", good)).isEqualTo(Rollcall.WRONG);
        assertThat(err.toString()).contains("--out takes a directory");
        assertThat(file).hasContent("mine");
        result = directory.resolve("result");
        Files.writeString(program, "program: x\n");
        assertThat(run("--events", good)).isEqualTo(Rollcall.WRONG);
        assertThat(err.toString()).contains("is no valid program");
        assertThat(err.toString()).doesNotContain("\tat ");
    }

    @Test
    void aPackedFileThatBreaksOffFailsAndLeavesTheEarlierResult() throws IOException {
        String good = history("good.jsonl", event(1, "post", "ann", "2026-01-05T08:00:00Z"));
        run("--events", good);
        byte[] before = Files.readAllBytes(result.resolve("outcomes.jsonl"));
        byte[] packed;
        try (var bytes = new ByteArrayOutputStream();
                var gzip = new GZIPOutputStream(bytes)) {
            gzip.write((event(2, "post", "bob", "2026-01-06T08:00:00Z") + "\n").getBytes(StandardCharsets.UTF_8));
            gzip.finish();
            packed = bytes.toByteArray();
        }
        Path broken = Files.write(directory.resolve("broken.gz"), Arrays.copyOf(packed, packed.length - 9));

        assertThat(run("--events", broken.toString())).isEqualTo(Rollcall.FAILED);

        assertThat(err.toString())
                .contains("broken.gz cannot be read to its end")
                .doesNotContain("\tat ");
        assertThat(result.resolve("outcomes.jsonl")).hasBinaryContent(before);
        try (var files = Files.list(result)) {
            assertThat(files).hasSize(3);
        }
    }
}
