package io.rollcall.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ValidateCommandTest {
    private static final String HEAD = "program: p\ncommunity: c\nmetrics: {posts: {count: post}}\n";
    private static final String DOUBTFUL =
            HEAD + "ladders:\n  l:\n    - tier: a\n    - {tier: b, enter: \"posts >= 5 && posts < 3\"}\n";

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private Path directory;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int validate(String... arguments) {
        String[] all = new String[arguments.length + 1];
        all[0] = "validate";
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        return Rollcall.commandLine(new PrintWriter(out, true), new PrintWriter(err, true))
                .execute(all);
    }

    private String file(String name, String text) throws IOException {
        return Files.writeString(directory.resolve(name), text).toString();
    }

    @Test
    void everyErrorHasItsLineACaretAndWhatWasExpected() throws IOException {
        String file =
                file("bad.yaml", HEAD + "segments:\n  a: \"psots > 1\"\n  b: \"posts > 1 &&\n     tenure > 3\"\n");

        assertThat(validate(file)).isEqualTo(Rollcall.WRONG);

        assertThat(err.toString()).isEqualTo("""
                rollcall: %1$s is no valid program: 2 errors

                %1$s:5:7: segments.a: nothing is called 'psots'; did you mean 'posts'?
                    5 |   a: "psots > 1"
                      |       ^

                %1$s:7:6: segments.b: nothing is called 'tenure'; known: posts, points, points_earned, tenure_days
                    7 |      tenure > 3"
                      |      ^
                """.formatted(file));
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void aProgramCanComeFromStandardInput() {
        InputStream before = System.in;
        try {
            System.setIn(new ByteArrayInputStream((HEAD + "segments: {a: 'psots > 1'}\n").getBytes(UTF_8)));
            assertThat(validate("-")).isEqualTo(Rollcall.WRONG);
        } finally {
            System.setIn(before);
        }
        assertThat(err.toString()).contains("standard input:4:", "nothing is called 'psots'");

        assertThat(validate("-", "-")).isEqualTo(Rollcall.WRONG);
        assertThat(err.toString()).contains("Standard input can be read only once");
    }

    @Test
    void anUnknownKeyIsToldEveryKnownOne() throws IOException {
        assertThat(validate(file("bad.yaml", HEAD + "colour: red\n"))).isEqualTo(Rollcall.WRONG);

        assertThat(err.toString())
                .contains("unknown key 'colour'; known: program,", "alerts", "rfm", "quests")
                .doesNotContain("…");
    }

    @Test
    void theCaretStandsBelowWhatItMeansAfterWideCharactersAndTabs() throws IOException {
        String file = file("wide.yaml", HEAD + "badges:\n  b: {title: 读书会,\twhen: 'psots > 1'}\n");

        assertThat(validate(file)).isEqualTo(Rollcall.WRONG);

        assertThat(err.toString()).contains("""
                    5 |   b: {title: 读书会,\twhen: 'psots > 1'}
                      |              \u3000\u3000\u3000 \t       ^
                """);
    }

    @Test
    void aVeryLongLineIsShownAroundTheCaret() throws IOException {
        String file = file("long.yaml", HEAD + "segments: {s: '" + "posts > 1 || ".repeat(60) + "psots > 1'}\n");

        assertThat(validate(file)).isEqualTo(Rollcall.WRONG);

        List<String> lines = err.toString().lines().toList();
        String shown = lines.get(lines.size() - 2);
        assertThat(shown).hasSizeLessThan(120).contains("… ", "psots");
        assertThat(lines.get(lines.size() - 1).indexOf('^')).isEqualTo(shown.indexOf("psots"));
    }

    @Test
    void aWarningIsShownAndTheProgramIsRightAllTheSame() throws IOException {
        String file = file("doubtful.yaml", DOUBTFUL);

        assertThat(validate(file)).isEqualTo(Rollcall.DONE);

        assertThat(out.toString()).isEqualTo("""
                %1$s: the program 'p' of the community 'c' is right, with 1 warning

                %1$s:7:23: warning: ladders.l.b: nobody can ever reach this tier: posts >= 5 and posts < 3 exclude each other [unreachable-tier]
                    7 |     - {tier: b, enter: "posts >= 5 && posts < 3"}
                      |                        ^
                """.replace("7:23", "7:24").formatted(file));
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void warningsAreShownBesideErrorsWhereTheyCanBeKnown() throws IOException {
        String wrong = DOUBTFUL + "segments: {a: \"psots > 1\"}\n";

        assertThat(validate(file("wrong.yaml", wrong))).isEqualTo(Rollcall.WRONG);
        assertThat(err.toString())
                .contains("is no valid program: 1 error and 1 warning", "did you mean 'posts'", "[unreachable-tier]")
                .doesNotContain("warnings can be told only");

        assertThat(validate(file("worse.yaml", wrong + "badges: x\n"))).isEqualTo(Rollcall.WRONG);
        assertThat(err.toString()).contains("note: warnings can be told only when these errors are mended");
    }

    @Test
    void strictFailsOnWarningsButNotOnNotes() throws IOException {
        assertThat(validate("--strict", file("doubtful.yaml", DOUBTFUL))).isEqualTo(Rollcall.WRONG);
        assertThat(validate("--strict", file("unused.yaml", HEAD))).isEqualTo(Rollcall.DONE);

        assertThat(out.toString()).contains("note: no rule names the metric posts");
    }

    @Test
    void jsonHasEveryFileWithItsErrorsAndWarnings() throws IOException {
        String bad = file("bad.yaml", HEAD + "segments: {a: \"psots > 1\"}\n");
        String doubtful = file("doubtful.yaml", DOUBTFUL);
        String none = directory.resolve("none.yaml").toString();

        assertThat(validate("--json", bad, doubtful, none)).isEqualTo(Rollcall.WRONG);

        var mapper = new ObjectMapper();
        List<String> lines = out.toString().lines().toList();
        assertThat(lines).hasSize(3);
        JsonNode first = mapper.readTree(lines.get(0));
        assertThat(first.get("file").asText()).isEqualTo(bad);
        assertThat(first.get("valid").asBoolean()).isFalse();
        assertThat(first.get("errors")).hasSize(1);
        JsonNode error = first.get("errors").get(0);
        assertThat(error.get("line").asInt()).isEqualTo(4);
        assertThat(error.get("column").asInt()).isEqualTo(16);
        assertThat(error.get("code").asText()).isEqualTo("condition");
        assertThat(error.get("message").asText()).contains("did you mean 'posts'");
        JsonNode second = mapper.readTree(lines.get(1));
        assertThat(second.get("valid").asBoolean()).isTrue();
        assertThat(second.get("warnings").get(0).get("code").asText()).isEqualTo("unreachable-tier");
        JsonNode third = mapper.readTree(lines.get(2));
        assertThat(third.get("errors").get(0).get("code").asText()).isEqualTo("unreadable");
        assertThat(third.get("errors").get(0).get("line").isNull()).isTrue();
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void ofSeveralFilesEachIsToldAbout() throws IOException {
        String good = file("good.yaml", HEAD + "segments: {a: \"posts > 1\"}\n");

        assertThat(validate(
                        good,
                        directory.toString(),
                        directory.resolve("none.yaml").toString()))
                .isEqualTo(Rollcall.WRONG);

        assertThat(out.toString()).isEqualTo(good + ": the program 'p' of the community 'c' is right\n");
        assertThat(err.toString()).contains("it is a directory", "There is no file");
    }

    @Test
    void aMarkThatSomeEditorsPutFirstIsNoMistake() throws IOException {
        assertThat(validate(file("marked.yaml", "\uFEFF" + HEAD))).isEqualTo(Rollcall.DONE);
    }

    @Test
    void anEmptyFileSaysWhatIsExpected() throws IOException {
        assertThat(validate(file("empty.yaml", ""))).isEqualTo(Rollcall.WRONG);

        assertThat(err.toString()).contains("the program is empty; expected at least 'program' and 'community'");
    }

    @Test
    void noFileAtAllAsksForOne() {
        assertThat(validate()).isEqualTo(Rollcall.WRONG);

        assertThat(err.toString()).contains("Which program?");
    }

    @Test
    void theSchemaThatItPrintsIsTheOneInTheDocumentation() throws IOException {
        assertThat(validate("--schema")).isEqualTo(Rollcall.DONE);

        assertThat(out.toString())
                .isEqualTo(Files.readString(Path.of("..", "docs", "program.schema.json"), StandardCharsets.UTF_8));
    }
}
