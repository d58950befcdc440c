package io.rollcall.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a replay says of histories, programs and arguments with which something is wrong. */
class ReplayFaultsTest {
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
    void anEndThatNoEventCanHaveIsAWrongArgument() throws IOException {
        String file = club.history("history.jsonl", ReplayedClub.event(1, "post", "ann", "2026-01-05T08:00:00Z"));

        for (String end : List.of("+999999999-12-31", "+12026-01-01", "0000-12-31", "+12026-01-01T00:00:00Z")) {
            club.err.getBuffer().setLength(0);
            assertThat(club.run("--events", file, "--until", end)).isEqualTo(Rollcall.WRONG);
            assertThat(club.err.toString()).contains("--until takes a date", "not '" + end + "'");
        }
        assertThat(club.run("--events", file, "--until", "9999-12-31")).isEqualTo(Rollcall.DONE);
    }

    @Test
    void aFileThatCannotBeOpenedIsNamedWithWhatIsWrongWithIt() throws IOException {
        String file = club.history("history.jsonl", ReplayedClub.event(1, "post", "ann", "2026-01-05T08:00:00Z"));
        Path inTheWay = Files.createDirectories(club.result.resolve("outcomes.jsonl.partial"));

        assertThat(club.run("--events", file)).isEqualTo(Rollcall.FAILED);

        assertThat(club.err.toString())
                .contains("The results cannot be written to " + inTheWay.toAbsolutePath()
                        + ": a folder stands where a file should be");
    }

    @Test
    void aFolderThatIsNamedByAWayAroundIsMadeAndGoesAgainWithARunThatFails() throws IOException {
        Path broken = Files.write(directory.resolve("broken.gz"), new byte[] {31, (byte) 139, 8, 0, 0});
        String good = club.history("good.jsonl", ReplayedClub.event(1, "post", "ann", "2026-01-05T08:00:00Z"));
        club.result = directory.resolve("way").resolve("..").resolve("around");

        assertThat(club.run("--events", broken.toString())).isEqualTo(Rollcall.FAILED);
        assertThat(directory.resolve("around")).doesNotExist();
        assertThat(directory.resolve("way")).doesNotExist();

        assertThat(club.run("--events", good)).isEqualTo(Rollcall.DONE);
        assertThat(directory.resolve("around").resolve("members.jsonl")).isNotEmptyFile();
    }

    @Test
    void aProgramThatIsRefusedHasItsWarningsBesideItsErrors() throws IOException {
        String file = club.history("history.jsonl", ReplayedClub.event(1, "post", "ann", "2026-01-05T08:00:00Z"));
        String never = Files.readString(club.program) + "segments: {never: 'posts < 0', wrong: 'psots > 1'}\n";

        Files.writeString(club.program, never);
        assertThat(club.run("--events", file)).isEqualTo(Rollcall.WRONG);
        assertThat(club.err.toString()).contains("1 error and 1 warning", "[never-holds]");

        Files.writeString(club.program, never + "alerts: x\n");
        assertThat(club.run("--events", file)).isEqualTo(Rollcall.WRONG);
        assertThat(club.err.toString()).contains("note: warnings can be told only when these errors are mended");
    }

    @Test
    void standardInputIsCalledThatAndSoIsWhatCannotBeReadOfIt() {
        InputStream before = System.in;
        String foreign =
                ReplayedClub.event(1, "post", "ann", "2026-01-05T08:00:00Z").replace("club", "chess");
        try {
            System.setIn(new ByteArrayInputStream(foreign.getBytes(StandardCharsets.UTF_8)));
            assertThat(club.run("--events", "-")).isEqualTo(Rollcall.FAILED);
            assertThat(club.err.toString())
                    .contains("No event of the community 'club' is in standard input (1 line); it holds");

            System.setIn(new ByteArrayInputStream(new byte[] {31, (byte) 139, 8, 0, 0}));
            assertThat(club.run("--events", "-")).isEqualTo(Rollcall.FAILED);
            assertThat(club.err.toString()).contains("The history standard input cannot be read to its end");

            System.setIn(new InputStream() {
                @Override
                public int read() throws IOException {
                    throw new IOException("Input/output error");
                }
            });
            assertThat(club.run("--events", "-")).isEqualTo(Rollcall.FAILED);
            assertThat(club.err.toString())
                    .contains("The history from standard input cannot be read to its end: Input/output error.")
                    .doesNotContain("TMPDIR");
        } finally {
            System.setIn(before);
        }
    }

    @Test
    void wrongArgumentsSayWhatIsWrongAndWriteNothing() throws IOException {
        String good = club.history("good.jsonl", ReplayedClub.event(1, "post", "ann", "2026-01-05T08:00:00Z"));
        String none = directory.resolve("none.jsonl").toString();

        assertThat(club.run("--events", good, none)).isEqualTo(Rollcall.WRONG);
        assertThat(club.err.toString()).contains("There is no file " + none);
        assertThat(club.run("--events", directory.toString())).isEqualTo(Rollcall.WRONG);
        assertThat(club.err.toString()).contains("it is a directory");
        assertThat(club.run("--events", good, "--until", "tomorrow")).isEqualTo(Rollcall.WRONG);
        assertThat(club.err.toString())
                .contains(
                        "--until takes a date, as 2026-03-01",
                        "in UTC",
                        "or an instant with an offset",
                        "not 'tomorrow'");
        assertThat(club.run()).isEqualTo(Rollcall.WRONG);
        assertThat(club.err.toString()).contains("--events");
        assertThat(club.run("--events", good, "--untill", "2026-01-05T08:00:00Z"))
                .isEqualTo(Rollcall.WRONG);
        assertThat(club.err.toString()).contains("Unknown option: '--untill'");
        assertThat(club.result.resolve("outcomes.jsonl")).doesNotExist();

        Path file = Files.writeString(directory.resolve("file"), "mine");
        club.result = file;
        assertThat(club.run("--events", good)).isEqualTo(Rollcall.WRONG);
        assertThat(club.err.toString()).contains("--out takes a directory");
        assertThat(file).hasContent("mine");
        club.result = directory.resolve("result");
        Files.writeString(club.program, "program: x\n");
        assertThat(club.run("--events", good)).isEqualTo(Rollcall.WRONG);
        assertThat(club.err.toString()).contains("is no valid program");
        assertThat(club.err.toString()).doesNotContain("\tat ");
    }

    @Test
    void aPackedFileThatBreaksOffFailsAndLeavesTheEarlierResult() throws IOException {
        String good = club.history("good.jsonl", ReplayedClub.event(1, "post", "ann", "2026-01-05T08:00:00Z"));
        club.run("--events", good);
        byte[] before = Files.readAllBytes(club.result.resolve("outcomes.jsonl"));
        byte[] packed;
        try (var bytes = new ByteArrayOutputStream();
                var gzip = new GZIPOutputStream(bytes)) {
            gzip.write((ReplayedClub.event(2, "post", "bob", "2026-01-06T08:00:00Z") + "\n")
                    .getBytes(StandardCharsets.UTF_8));
            gzip.finish();
            packed = bytes.toByteArray();
        }
        Path broken = Files.write(directory.resolve("broken.gz"), Arrays.copyOf(packed, packed.length - 9));

        assertThat(club.run("--events", broken.toString())).isEqualTo(Rollcall.FAILED);

        assertThat(club.err.toString())
                .contains("broken.gz cannot be read to its end")
                .doesNotContain("\tat ");
        assertThat(club.result.resolve("outcomes.jsonl")).hasBinaryContent(before);
        try (var files = Files.list(club.result)) {
            assertThat(files).hasSize(3);
        }
    }

    @Test
    void ofOneEventYearsAfterAllOthersAWarningNamesItAndNothingElseChanges() throws IOException {
        String file = club.history(
                "history.jsonl",
                ReplayedClub.event(1, "post", "ann", "2026-01-05T08:00:00Z"),
                "nonsense",
                ReplayedClub.event(2, "post", "bob", "2062-01-06T08:00:00Z"),
                ReplayedClub.event(3, "post", "ann", "2026-01-07T08:00:00Z"),
                ReplayedClub.event(4, "post", "ann", "2026-01-08T08:00:00Z"));

        assertThat(club.run("--events", file)).isEqualTo(Rollcall.DONE);

        assertThat(club.err.toString())
                .contains(
                        "warning: one event lies 36 years after all others: the event '2' of 2062-01-06 08:00, line 3 of"
                                + " history.jsonl. The clock runs to it",
                        "(--until).");
        assertThat(club.out.toString()).contains("up to 2062-01-06T08:00:00Z");

        club.err.getBuffer().setLength(0);
        assertThat(club.run("--events", file, "--until", "2026-02-01")).isEqualTo(Rollcall.DONE);
        assertThat(club.err.toString()).doesNotContain("warning");
    }

    @Test
    void ofEventsLongBeforeAllOthersAWarningNamesTheFirst() throws IOException {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            lines.add(ReplayedClub.event(i, "post", "ann", "2026-01-%02dT08:00:00Z".formatted(1 + i)));
        }
        lines.add(ReplayedClub.event(100, "join", "bob", "2025-01-07T08:00:00Z"));
        lines.add(ReplayedClub.event(101, "post", "bob", "2025-01-06T08:00:00Z"));

        assertThat(club.run("--events", club.history("history.jsonl", lines.toArray(String[]::new))))
                .isEqualTo(Rollcall.DONE);

        assertThat(club.err.toString())
                .contains("warning: 2 events lie far before all others, the farthest by 360 days: the event '101' of"
                        + " 2025-01-06 08:00, line 22 of history.jsonl.");
    }
}
