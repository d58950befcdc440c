package io.rollcall.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the quickstart shows is what the commands print. */
class QuickstartTest {
    private static final Pattern PLAN =
            Pattern.compile("```\n(\\d+ of \\d+ members would stand differently.*?)…\n```", Pattern.DOTALL);

    private static final Pattern EXPLAIN = Pattern.compile(
            "rollcall explain --program program.yaml --events history.jsonl.gz --member (\\S+)\n```\n.*?```\n(.*?\n)```",
            Pattern.DOTALL);

    private static final Pattern SHELL = Pattern.compile("```sh\n(.*?)```", Pattern.DOTALL);

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private Path directory;

    private final StringWriter out = new StringWriter();

    private int run(String... arguments) {
        return Rollcall.commandLine(new PrintWriter(out, true), new PrintWriter(new StringWriter()))
                .execute(arguments);
    }

    @Test
    void theMemberThatIsExplainedIsToldAsIsShown() throws IOException {
        Matcher shown = EXPLAIN.matcher(Files.readString(Path.of("..", "docs", "quickstart.md")));
        assertThat(shown.find()).isTrue();
        String history = directory.resolve("history.jsonl.gz").toString();
        Path program = Files.writeString(
                directory.resolve("program.yaml"), ProgramFile.example().text());
        assertThat(run("simulate", "--weeks", "8", "--out", history)).isEqualTo(Rollcall.DONE);

        assertThat(run("explain", "--program", program.toString(), "--events", history, "--member", shown.group(1)))
                .isEqualTo(Rollcall.DONE);

        String[] parts = shown.group(2).split("…\n");
        assertThat(parts).hasSizeGreaterThan(2);
        assertThat(out.toString()).containsSubsequence(parts);
    }

    @Test
    void thePlanOfAnEasierTierIsTheOneThatIsShown() throws IOException {
        String history = directory.resolve("history.jsonl.gz").toString();
        String example = ProgramFile.example().text();
        Path from = Files.writeString(directory.resolve("program.yaml"), example);
        Path to = Files.writeString(
                directory.resolve("new.yaml"),
                example.replace("active_days_30d >= 12 && likes", "active_days_30d >= 8 && likes"));
        assertThat(run("simulate", "--weeks", "8", "--out", history)).isEqualTo(Rollcall.DONE);

        assertThat(run("plan", "--from", from.toString(), "--to", to.toString(), "--events", history))
                .isEqualTo(2);

        Matcher shown = PLAN.matcher(Files.readString(Path.of("..", "docs", "quickstart.md")));
        assertThat(shown.find()).isTrue();
        // the names of the files are longer here, so lines break elsewhere
        assertThat(words(out.toString().replace(directory + "/", ""))).startsWith(words(shown.group(1)));
    }

    @Test
    void everyCommandInTheDocumentsIsThatOfTheCheckout() throws IOException {
        List<String> bare = new ArrayList<>();
        List<String> right = new ArrayList<>();
        for (String name : List.of("../README.md", "quickstart.md", "operations.md", "program-reference.md")) {
            Matcher block = SHELL.matcher(Files.readString(Path.of("..", "docs").resolve(name)));
            while (block.find()) {
                block.group(1)
                        .lines()
                        .filter(line -> line.matches("(.*\\| *)?(\\./)?rollcall [a-z].*"))
                        .forEach(line -> (line.contains("./rollcall") ? right : bare).add(name + ": " + line));
            }
        }
        assertThat(bare).isEmpty();
        assertThat(right).hasSizeGreaterThan(20).anyMatch(line -> line.contains("dead-letters replay"));
    }

    private static String words(String text) {
        return text.replaceAll("\\s+", " ");
    }
}
