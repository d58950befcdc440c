package io.rollcall.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RollcallTest {
    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private Path directory;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... arguments) {
        return Rollcall.commandLine(new PrintWriter(out, true), new PrintWriter(err, true))
                .execute(arguments);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "demo",
                "validate",
                "replay",
                "plan",
                "explain",
                "publish",
                "run",
                "run member-journey",
                "run search-index",
                "simulate",
                "topics",
                "topics create",
                "topics list",
                "index",
                "index setup",
                "config"
            })
    void everyCommandHasHelpWithExamples(String command) {
        String[] arguments = (command + " --help").strip().split(" ");

        assertThat(run(arguments)).isEqualTo(Rollcall.DONE);

        assertThat(out.toString()).contains("Usage: rollcall", "Examples:");
        assertThat(out.toString().substring(out.toString().indexOf("Examples:")).lines())
                .as("an example can be copied: no line of it is broken")
                .allSatisfy(line -> assertThat(line).matches("|Examples:|  +(rollcall|zcat|--|COMMAND).*"));
        assertThat(out.toString())
                .as("a name is not broken in two")
                .doesNotContainPattern("(outcomes|members|rejected|events|sasl|security|rollcall)\\.\\n *[a-z]");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void aMistypedCommandIsMetWithTheNearestOne() {
        assertThat(run("validat")).isEqualTo(Rollcall.WRONG);

        assertThat(err.toString()).contains("validat", "Did you mean", "rollcall validate");
    }

    @Test
    void aCommandThatIsNearToNoneIsMetWithAllThatThereAre() {
        assertThat(run("frobnicate")).isEqualTo(Rollcall.WRONG);
        assertThat(err.toString())
                .contains("'rollcall' has no command 'frobnicate'. One of: demo, validate, replay, plan, explain,");

        assertThat(run("topics", "frobnicate")).isEqualTo(Rollcall.WRONG);
        assertThat(err.toString()).contains("'rollcall topics' has no command 'frobnicate'. One of: create, list.");
    }

    @Test
    void aNumberThatIsNoneIsMetWithWhatIsExpected() {
        assertThat(run("simulate", "--members", "many")).isEqualTo(Rollcall.WRONG);

        assertThat(err.toString())
                .contains("--members takes a whole number, as 7, not 'many'.")
                .doesNotContain(" int");
    }

    @Test
    void aSimulationThatIsToldTwoThingsAtOnceOrNothingIsRefused() {
        assertThat(run("simulate", "--weeks", "2", "--until", "2026-02-01")).isEqualTo(Rollcall.WRONG);
        assertThat(err.toString()).contains("--weeks and --until both say where it ends: give one of them.");

        assertThat(run("simulate", "--rate", "0")).isEqualTo(Rollcall.WRONG);
        assertThat(err.toString()).contains("--rate takes a number of events in a second, 1 or more, not 0.");

        assertThat(run("simulate", "--community=")).isEqualTo(Rollcall.WRONG);
        assertThat(err.toString()).contains("--community takes the community's name");
    }

    @Test
    void noCommandAtAllSaysWhichThereAre() {
        assertThat(run()).isEqualTo(Rollcall.WRONG);

        assertThat(err.toString()).contains("Which command?", "demo", "validate", "simulate");
    }

    @Test
    void aProgramThatIsRightIsSaidToBe() throws IOException {
        Path file = Files.writeString(
                directory.resolve("good.yaml"), ProgramFile.example().text());

        assertThat(run("validate", file.toString())).isEqualTo(Rollcall.DONE);

        assertThat(out.toString()).contains("'book-club'", "is right");
    }

    @Test
    void aTypoInAProgramIsShownWithItsLineACaretAndTheNearestName() throws IOException {
        String wrong = ProgramFile.example().text().replace("&& posts >= 1", "&& psots >= 1");
        Path file = Files.writeString(directory.resolve("bad.yaml"), wrong);

        assertThat(run("validate", file.toString())).isEqualTo(Rollcall.WRONG);

        int line = wrong.substring(0, wrong.indexOf("psots")).split("\n", -1).length;
        String shown = err.toString();
        assertThat(shown).contains(file + ":" + line + ":", "did you mean 'posts'", "1 error");
        String[] lines = shown.lines()
                .dropWhile(text -> !text.contains(line + " |"))
                .limit(2)
                .toArray(String[]::new);
        assertThat(lines[1].indexOf('^')).isEqualTo(lines[0].indexOf("psots"));
        assertThat(shown).doesNotContain("\tat ");
    }

    @Test
    void aProgramThatIsNotThereIsAWrongArgument() {
        assertThat(run("validate", directory.resolve("none.yaml").toString())).isEqualTo(Rollcall.WRONG);

        assertThat(err.toString()).contains("There is no file", "none.yaml");
    }

    @Test
    void aProgramThatIsNoTextIsAWrongArgument() throws IOException {
        Path file = Files.write(directory.resolve("binary.yaml"), new byte[] {(byte) 0xC3, 0x28});

        assertThat(run("validate", file.toString())).isEqualTo(Rollcall.WRONG);

        assertThat(err.toString()).contains("not UTF-8");
    }

    @Test
    void aDemoOfAWrongProgramStartsNothing() throws IOException {
        Path file = Files.writeString(directory.resolve("bad.yaml"), "program: x\n");

        assertThat(run("demo", "--program", file.toString())).isEqualTo(Rollcall.WRONG);

        assertThat(err.toString()).contains("is no valid program");
        assertThat(out.toString()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "demo --speed 3y",
                "demo --speed 0x",
                "demo --exit",
                "demo --json",
                "demo --members 0",
                "demo --weeks -1",
                "demo --port 70000",
                "demo --port http",
                "simulate --timezone Shanghai",
                "simulate --start today",
                "simulate --until tomorrow",
                "simulate --rate -1",
                "topics create --partitions 0",
                "index setup --shards 0",
                "index setup -e localhost:9200",
                "index setup --api-key K --username U --password P"
            })
    void wrongArgumentsSayWhatIsExpectedAndNothingIsTried(String command) {
        assertThat(run(command.split(" "))).isEqualTo(Rollcall.WRONG);

        assertThat(err.toString())
                .startsWith("rollcall: ")
                .hasSizeGreaterThan(40)
                .doesNotContain("\tat ");
    }

    @Test
    void anEmptyApiKeyIsNoKey() {
        assertThat(run("index", "setup", "-e", "http://127.0.0.1:1", "--api-key", ""))
                .isEqualTo(Rollcall.WRONG);

        assertThat(err.toString()).contains("--api-key is empty, or there is no terminal to ask for it");
    }

    @Test
    void withoutElasticsearchTheIndexSetupSaysWhatToDo() {
        assertThat(run("index", "setup", "-e", "http://127.0.0.1:1")).isEqualTo(Rollcall.FAILED);

        assertThat(err.toString())
                .contains("Elasticsearch cannot be reached at http://127.0.0.1:1")
                .doesNotContain("\tat ");
    }

    @Test
    void verboseShowsWhereAnErrorArose() {
        assertThat(run("index", "setup", "-e", "http://127.0.0.1:1", "--verbose"))
                .isEqualTo(Rollcall.FAILED);

        assertThat(err.toString()).contains("\tat io.rollcall");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "validate --shema | Unknown option: '--shema'; did you mean '--schema'?",
                "replay --progam=x --events y --out z | There is no option '--progam'; did you mean '--program'?",
                "run member-journey --web-prot 80 | Unknown option: '--web-prot'; did you mean '--web-port'?",
                "run member-journey --snapshot-interval --form | snapshot-interval",
                "run member-journey --historical-untill=x | did you mean historical-until?",
                "index setup --elasticserch http://x:9200 | '--elasticserch', 'http://x:9200'; did you mean '--elasticsearch'?",
            })
    void anOptionThatIsMistypedIsToldWithTheNearestOne(String line, String saying) {
        assertThat(run(line.split(" "))).isEqualTo(Rollcall.WRONG);

        assertThat(err.toString()).contains(saying).doesNotContain("Possible solutions");
    }

    @Test
    void anOptionThatIsNearToNoneIsToldWithWhereAllAre() {
        assertThat(run("validate", "--qwertyuiop")).isEqualTo(Rollcall.WRONG);

        assertThat(err.toString())
                .contains("Unknown option: '--qwertyuiop'", "Run 'rollcall validate --help' for what it takes.")
                .doesNotContain("did you mean");
    }

    @Test
    void whatASimulationTakesIsRefusedBesideAHistory() {
        assertThat(run("demo", "--events", "history.jsonl", "--weeks", "4")).isEqualTo(Rollcall.WRONG);
        assertThat(err.toString()).contains("--weeks is for a simulated community, and --events names a history");

        assertThat(run("demo", "--events", "history.jsonl", "--seed", "7", "--members", "20"))
                .isEqualTo(Rollcall.WRONG);
        assertThat(err.toString()).contains("--members, --seed are for a simulated community");
    }

    @Test
    void brokersThatCannotBeResolvedHaveFailedAndWrongOnesAreWrong() throws IOException {
        String program = Files.writeString(
                        directory.resolve("program.yaml"), ProgramFile.example().text())
                .toString();

        // names of this end are nobody's, by RFC 6761
        assertThat(run("publish", program, "--yes", "-b", "kafka.invalid:9092")).isEqualTo(Rollcall.FAILED);
        assertThat(err.toString()).contains("No name in kafka.invalid:9092 can be resolved", "--bootstrap-servers");

        assertThat(run("topics", "list", "-b", "kafka:port")).isEqualTo(Rollcall.WRONG);
        assertThat(err.toString()).contains("Brokers are named as HOST:PORT");
    }

    @Test
    void whereNoBrokerAnswersTopicsAreNotMadeAndTheAddressIsNamed() throws IOException {
        Path patience = Files.writeString(
                directory.resolve("client.properties"), "default.api.timeout.ms=1000\nrequest.timeout.ms=500\n");

        // port 1 is nobody's on loopback
        assertThat(run("topics", "create", "-b", "127.0.0.1:1", "--kafka-config", patience.toString()))
                .isEqualTo(Rollcall.FAILED);

        assertThat(err.toString()).contains("Kafka at 127.0.0.1:1 does not answer as expected");
    }

    @Test
    void aHistoryWithoutAnEventOfTheCommunityWasReadForNothing() throws IOException {
        Path file = Files.writeString(
                directory.resolve("other.jsonl"),
                "{\"id\":\"1\",\"community\":\"chess\",\"type\":\"post\",\"member\":\"a\",\"at\":1}\nnonsense\n");

        assertThat(run("demo", "--events", file.toString())).isEqualTo(Rollcall.FAILED);

        assertThat(err.toString())
                .contains(
                        "No event of the community 'book-club'",
                        "it holds events of 'chess' (1), and 1 line that is no event",
                        "write 'community: chess' into the program");
    }

    @Test
    void theConfigurationReferenceNamesEveryOption() {
        assertThat(run("config")).isEqualTo(Rollcall.DONE);

        assertThat(out.toString()).contains("kafka.bootstrap-servers", "snapshot-interval", "elasticsearch.urls");
    }

    @Test
    void theSameSimulationIsTheSameFile() throws IOException {
        Path one = directory.resolve("one.jsonl.gz");
        Path two = directory.resolve("two.jsonl.gz");
        for (Path file : new Path[] {one, two}) {
            assertThat(run("simulate", "--weeks", "2", "--members", "30", "--out", file.toString()))
                    .isEqualTo(Rollcall.DONE);
        }

        assertThat(one).hasSameBinaryContentAs(two);
        assertThat(err.toString()).contains("events in");
    }

    @Test
    void aSimulationThatCannotBeWrittenSaysWhere() {
        Path nowhere = directory.resolve("no").resolve("where.jsonl");

        assertThat(run("simulate", "--weeks", "1", "--out", nowhere.toString())).isEqualTo(Rollcall.FAILED);

        assertThat(err.toString()).contains(nowhere.toString(), "there is no folder");
    }

    @Test
    void aSimulationThatWouldMakeNothingIsRefused() {
        assertThat(run("simulate", "--weeks", "0")).isEqualTo(Rollcall.WRONG);
        assertThat(run("simulate", "--until", "2026-01-01T00:00:00Z")).isEqualTo(Rollcall.WRONG);

        assertThat(err.toString()).contains("--weeks 0 makes no event", "is not after the first day, 2026-01-05");
    }

    @Test
    void whatExcludesEachOtherIsRefusedInWords() {
        assertThat(run("publish", "program.yaml", "--end-shadow", "club/sooner"))
                .isEqualTo(Rollcall.WRONG);
        assertThat(err.toString()).contains("--end-shadow to end a trial, not both");

        assertThat(run("publish", "program.yaml", "--yes", "--dry-run")).isEqualTo(Rollcall.WRONG);
        assertThat(err.toString()).contains("--dry-run publishes nothing: give one, not both");

        assertThat(run("dead-letters", "replay", "--yes", "--dry-run")).isEqualTo(Rollcall.WRONG);
        assertThat(err.toString()).contains("--dry-run sends nothing: give one, not both");
    }

    @Test
    void aSimulationGoesToOnePlace() {
        assertThat(run("simulate", "--topic", "events", "--out", "events.jsonl"))
                .isEqualTo(Rollcall.WRONG);
        assertThat(run("simulate", "--bootstrap-servers", "kafka:9092")).isEqualTo(Rollcall.WRONG);

        assertThat(err.toString()).contains("either --topic or --out", "--bootstrap-servers goes with --topic");
    }

    @Test
    void aSimulationAtARateIsTheSameFile() throws IOException {
        Path fast = directory.resolve("fast.jsonl");
        Path paced = directory.resolve("paced.jsonl");
        String[] little = {"simulate", "--until", "2026-01-06T00:00:00Z", "--members", "20", "--out"};
        assertThat(run(little[0], little[1], little[2], little[3], little[4], little[5], fast.toString()))
                .isEqualTo(Rollcall.DONE);

        assertThat(run(
                        little[0],
                        little[1],
                        little[2],
                        little[3],
                        little[4],
                        little[5],
                        paced.toString(),
                        "--rate",
                        "500"))
                .isEqualTo(Rollcall.DONE);

        assertThat(paced).hasSameBinaryContentAs(fast);
    }

    @Test
    void theDocumentationHasTheProgramThatTheDemoRuns() throws IOException {
        Path documented = Path.of("..", "docs", "programs", "book-club.yaml");

        assertThat(Files.readString(documented, StandardCharsets.UTF_8))
                .isEqualTo(ProgramFile.example().text());
    }

    @Test
    void aJobsOptionsAreCheckedBeforeAnythingStarts() {
        assertThat(run("run", "member-journey", "--kafka.bootstrap-serverss", "kafka:9092", "--from", "yesterday"))
                .isEqualTo(Rollcall.WRONG);
        assertThat(err.toString())
                .contains("kafka.bootstrap-serverss", "did you mean kafka.bootstrap-servers")
                .contains("events.start", "'yesterday'", "earliest");

        assertThat(run("run", "member-journey", "--historical-until", "yesterday"))
                .isEqualTo(Rollcall.WRONG);
        assertThat(err.toString()).contains("--historical-until takes a date");

        assertThat(run("run")).isEqualTo(Rollcall.WRONG);
        assertThat(err.toString()).contains("Which job?", "member-journey", "search-index");
    }
}
