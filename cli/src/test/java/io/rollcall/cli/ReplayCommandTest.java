package io.rollcall.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
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

    @SuppressWarnings("NullAway.Init") // set before each test
    private ReplayedClub club;

    @BeforeEach
    void aSmallProgram() throws IOException {
        club = new ReplayedClub(directory);
    }

    @Test
    void aHistoryBecomesOutcomesMembersAndRejectedLinesAndASummary() throws IOException {
        String file = club.history(
                "history.jsonl",
                ReplayedClub.event(1, "post", "ann", "2026-01-05T08:00:00Z"),
                "nonsense",
                ReplayedClub.event(2, "post", "ann", "2026-01-05T08:30:00.5Z"),
                ReplayedClub.event(3, "post", "bob", "2026-01-05T08:30:00.500Z"),
                ReplayedClub.event(4, "post", "zoe", "2026-01-05T08:30:00Z").replace("club", "chess"));

        assertThat(club.run("--events", file)).isEqualTo(Rollcall.DONE);

        assertThat(club.lines("outcomes.jsonl"))
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
        assertThat(club.lines("members.jsonl"))
                .extracting(line -> line.get("member").asText())
                .containsExactly("ann", "bob");
        assertThat(club.lines("rejected.jsonl")).singleElement().satisfies(line -> {
            assertThat(line.get("file").asText()).isEqualTo("history.jsonl");
            assertThat(line.get("line").asInt()).isEqualTo(2);
            assertThat(line.get("reason").asText()).startsWith("no JSON");
            assertThat(line.get("text").asText()).isEqualTo("nonsense");
        });
        assertThat(club.out.toString())
                .contains("'club' under the program 'small' up to 2026-01-05T08:30:00.500Z")
                .containsPattern(" 3  events\n")
                .containsPattern(" 1  event of another community, skipped\n")
                .containsPattern(" 1  line that is no event: see")
                .containsPattern(" 2  members\n")
                .containsPattern(" 1    on tier member of activity\n")
                .containsPattern(" 2  hold badge first-words\n")
                // ann's second is her 2nd time, and makes her no second holder
                .containsPattern(" 2  hold badge each-post, 3 awards\n")
                .containsPattern(" 8  outcomes\n");
        assertThat(club.err.toString()).contains("bytes evaluated", "written to " + club.result);
    }

    @Test
    void theClockRunsToTheGivenEndAndTheSummaryIsJsonForMachines() throws IOException {
        String file = club.history(
                "history.jsonl",
                ReplayedClub.event(1, "post", "ann", "2026-01-05T08:00:00Z"),
                ReplayedClub.event(2, "post", "ann", "2026-03-05T08:00:00Z"));

        assertThat(club.run("--events", file, "--until", "2026-01-10T10:00:00+02:00", "--json"))
                .isEqualTo(Rollcall.DONE);

        assertThat(club.lines("outcomes.jsonl").get(4).get("at").asText()).isEqualTo("2026-01-10T08:00:00Z");
        assertThat(club.lines("outcomes.jsonl").get(4).get("to").asText()).isEqualTo("dormant");
        JsonNode summary = JSON.readTree(club.out.toString());
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
            lines.add(ReplayedClub.event(
                    i, "post", "m" + i % 37, "2026-01-%02dT%02d:00:00Z".formatted(1 + i / 100, i % 24)));
        }
        assertThat(club.run("--events", club.history("whole.jsonl", lines.toArray(String[]::new))))
                .isEqualTo(Rollcall.DONE);
        byte[] outcomes = Files.readAllBytes(club.result.resolve("outcomes.jsonl"));
        byte[] members = Files.readAllBytes(club.result.resolve("members.jsonl"));
        Collections.shuffle(lines, new Random(1));
        String one = club.history("one.jsonl", lines.subList(0, 500).toArray(String[]::new));
        String two = club.history("two.jsonl", lines.subList(500, 700).toArray(String[]::new));
        Path three = directory.resolve("three.of-another-name");
        try (var packed = new GZIPOutputStream(Files.newOutputStream(three))) {
            packed.write(String.join("\r\n", lines.subList(700, 2_000)).getBytes(StandardCharsets.UTF_8));
        }

        assertThat(club.run("--events", one, two, "--events", three.toString())).isEqualTo(Rollcall.DONE);

        assertThat(club.result.resolve("outcomes.jsonl")).hasBinaryContent(outcomes);
        assertThat(club.result.resolve("members.jsonl")).hasBinaryContent(members);
        assertThat(outcomes.length).isGreaterThan(5_000);
    }

    @Test
    void eventsThatComeTwiceAreCountedAsRepeated() throws IOException {
        String file = club.history(
                "history.jsonl",
                ReplayedClub.event(1, "post", "ann", "2026-01-05T08:00:00Z"),
                ReplayedClub.event(1, "post", "ann", "2026-01-05T08:00:00Z"),
                ReplayedClub.event(2, "post", "bob", "2026-01-05T09:00:00Z"));

        assertThat(club.run("--events", file)).isEqualTo(Rollcall.DONE);
        assertThat(club.out.toString())
                .containsPattern(" 3  events\n +1    repeated within an hour \\(same id\\): it changes nothing\n");

        club.out.getBuffer().setLength(0);
        assertThat(club.run("--events", file, "--json")).isEqualTo(Rollcall.DONE);
        assertThat(JSON.readTree(club.out.toString()).get("repeatedEvents").asInt())
                .isEqualTo(1);
    }

    @Test
    void theEndCanBeADateWhichIsItsFirstMidnightInTheTimeZoneOfTheProgram() throws IOException {
        Files.writeString(club.program, Files.readString(club.program) + "timezone: Asia/Shanghai\n");
        String file = club.history(
                "history.jsonl",
                ReplayedClub.event(1, "post", "ann", "2026-01-05T08:00:00Z"),
                ReplayedClub.event(2, "post", "ann", "2026-01-09T16:00:00Z"),
                ReplayedClub.event(3, "post", "ann", "2026-01-09T16:00:00.001Z"));

        assertThat(club.run("--events", file, "--until", "2026-01-10", "--json"))
                .isEqualTo(Rollcall.DONE);

        JsonNode summary = JSON.readTree(club.out.toString());
        assertThat(summary.get("until").asText()).isEqualTo("2026-01-09T16:00:00Z");
        assertThat(summary.get("laterEvents").asInt()).isEqualTo(1);
    }

    @Test
    void theHistoryCanComeFromStandardInputOfWhichNothingStaysBehind() throws IOException {
        InputStream before = System.in;
        String member = UUID.randomUUID().toString();
        String event = ReplayedClub.event(1, "post", member, "2026-01-05T08:00:00Z");
        try {
            System.setIn(new ByteArrayInputStream((event + "\nnonsense\n").getBytes(StandardCharsets.UTF_8)));
            assertThat(club.run("--events", "-")).isEqualTo(Rollcall.DONE);
        } finally {
            System.setIn(before);
        }

        assertThat(club.lines("members.jsonl")).hasSize(1);
        assertThat(club.lines("rejected.jsonl").get(0).get("file").asText()).isEqualTo("stdin");
        assertThat(inputsKept()).noneMatch(kept -> kept.contains(member));
        assertThat(club.run("--events", "-", "-")).isEqualTo(Rollcall.WRONG);
        assertThat(club.err.toString()).contains("give '-' once");
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
    void levelsAndStagesAreListedInTheOrderOfTheProgram() throws IOException {
        Files.writeString(club.program, """
                program: small
                community: club
                metrics: {posts: {count: post}}
                badges: {writer: {metric: posts, levels: {silver: 1, gold: 2}}, able: {when: "posts >= 1"}}
                lifecycle: {activity: post, newcomer: 2d, dormant: 5d}
                """);
        String file = club.history(
                "history.jsonl",
                ReplayedClub.event(1, "post", "ann", "2026-01-05T08:00:00Z"),
                ReplayedClub.event(2, "post", "ann", "2026-01-05T09:00:00Z"),
                ReplayedClub.event(3, "post", "bob", "2026-01-25T09:00:00Z"));

        assertThat(club.run("--events", file)).isEqualTo(Rollcall.DONE);

        assertThat(club.out.toString().lines().map(line -> line.replaceAll("^ *[0-9]+ +", "")))
                .containsSubsequence(
                        "in stage newcomer",
                        "in stage dormant",
                        "hold badge writer silver",
                        "holds badge writer gold",
                        "hold badge able");
    }

    @Test
    void ofOneIsToldAsOfOne() throws IOException {
        Files.writeString(club.program, """
                program: small
                community: club
                metrics: {posts: {count: post}}
                badges: {able: {when: "posts >= 1"}}
                alerts: {silent: {since: post, after: 1d}, busy: {when: "posts >= 1"}}
                """);
        String file = club.history(
                "history.jsonl",
                ReplayedClub.event(1, "post", "ann", "2026-01-05T08:00:00Z"),
                ReplayedClub.event(2, "post", "ann", "2026-01-09T08:00:00Z"),
                "nonsense");

        assertThat(club.run("--events", file, "--until", "2026-01-07")).isEqualTo(Rollcall.DONE);

        assertThat(club.out.toString().lines().map(String::strip))
                .contains(
                        "1  event",
                        "1  later event, skipped",
                        "1  line that is no event: see rejected.jsonl",
                        "1  member",
                        "1  holds badge able",
                        "1  alert silent raised",
                        "1  alert busy raised");
    }

    @Test
    void questsAndClassesAndOpenAlertsAreCountedToo() throws IOException {
        Files.writeString(club.program, """
                program: small
                community: club
                metrics: {posts: {count: post}, idle: {since: post}}
                quests: {begin: {start: join, within: 5d, steps: {speak: "posts >= 2"}}}
                rfm: {recency: idle, frequency: posts, monetary: points_earned, good: {recency: 3, frequency: 2, monetary: 5}}
                alerts: {silent: {since: post, after: 1d}}
                """);
        String file = club.history(
                "history.jsonl",
                ReplayedClub.event(1, "post", "ann", "2026-01-05T08:00:00Z"),
                ReplayedClub.event(2, "post", "ann", "2026-01-05T09:00:00Z"),
                ReplayedClub.event(3, "post", "bob", "2026-01-05T09:00:00Z"),
                ReplayedClub.event(4, "post", "cy", "2026-01-15T09:00:00Z"));

        assertThat(club.run("--events", file)).isEqualTo(Rollcall.DONE);

        assertThat(club.out.toString())
                .containsPattern(" 1    quest begin: completed\n")
                .containsPattern(" 1    quest begin: expired\n")
                .containsPattern(" 1    quest begin: running\n")
                .containsPattern(" 1    in RFM class HLL\n")
                .containsPattern(" 2    open\n");

        club.out.getBuffer().setLength(0);
        assertThat(club.run("--events", file, "--json")).isEqualTo(Rollcall.DONE);
        JsonNode result = JSON.readTree(club.out.toString()).get("result");
        assertThat(result.at("/quests/begin/expired").asInt()).isEqualTo(1);
        assertThat(result.at("/rfmClasses/HLL").asInt()).isEqualTo(1);
        assertThat(result.at("/alertsOpen/silent").asInt()).isEqualTo(2);
    }

    @Test
    void anEndLongAfterTheLastEventIsWarnedOf() throws IOException {
        String file = club.history("history.jsonl", ReplayedClub.event(1, "post", "ann", "2026-01-05T08:00:00Z"));

        assertThat(club.run("--events", file, "--until", "2206-01-06")).isEqualTo(Rollcall.DONE);

        assertThat(club.err.toString())
                .contains("warning: --until lies 180 years after the last event (2026-01-05 08:00)");
    }

    @Test
    void whoHasLeftIsCountedWhereTheyStoodAndToldApart() throws IOException {
        String file = club.history(
                "history.jsonl",
                ReplayedClub.event(1, "post", "ann", "2026-01-05T08:00:00Z"),
                ReplayedClub.event(2, "post", "ann", "2026-01-05T09:00:00Z"),
                ReplayedClub.event(3, "leave", "ann", "2026-01-05T10:00:00Z"),
                ReplayedClub.event(4, "post", "bob", "2026-01-05T11:00:00Z"));

        assertThat(club.run("--events", file)).isEqualTo(Rollcall.DONE);

        assertThat(club.out.toString())
                .containsPattern(" 2  members\n")
                .containsPattern(" 1    left: on tiers and in segments they count where they stood then\n")
                .containsPattern(" 1    on tier member of activity\n");
    }
}
