package io.rollcall.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlanCommandTest {
    private static final int DIFFERENT = 2;

    private static final String PROGRAM = """
            program: club
            community: club
            timezone: Asia/Shanghai
            metrics: {posts: {count: post}}
            points: {earn: {post: {on: post, points: 2}}}
            ladders: {activity: [{tier: visitor}, {tier: member, enter: "posts >= 2"}]}
            badges: {writer: {metric: posts, levels: {bronze: 1, silver: 3}}}
            alerts: {silent: {since: join, after: 7d, unless: post}}
            """;

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private Path directory;

    private StringWriter out = new StringWriter();
    private StringWriter err = new StringWriter();
    private Path events = Path.of("");

    private int run(String... arguments) {
        out = new StringWriter();
        err = new StringWriter();
        return Rollcall.commandLine(new PrintWriter(out, true), new PrintWriter(err, true))
                .execute(arguments);
    }

    private int plan(String from, String to, String... more) throws IOException {
        String[] arguments = {
            "plan",
            "--from",
            write("from.yaml", from).toString(),
            "--to",
            write("to.yaml", to).toString(),
            "--events",
            events.toString()
        };
        String[] all = Arrays.copyOf(arguments, arguments.length + more.length);
        System.arraycopy(more, 0, all, arguments.length, more.length);
        return run(all);
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(directory.resolve(name), text);
    }

    /** mira writes twice, noor once; the file is in no order. */
    @BeforeEach
    void aHistory() throws IOException {
        events = write("events.jsonl", """
                {"id":"3","community":"club","type":"post","member":"noor","at":"2026-01-06T10:00:00Z"}
                {"id":"1","community":"club","type":"post","member":"mira","at":"2026-01-05T09:00:00Z"}
                {"id":"2","community":"club","type":"post","member":"mira","at":"2026-01-06T09:00:00Z"}
                {"id":"4","community":"chess","type":"post","member":"mira","at":"2026-01-06T09:00:00Z"}
                no event
                """);
    }

    @Test
    void typesOfEventsThatNeitherProgramNamesAreToldAndThoseOfWhichThereIsNone() throws IOException {
        Files.writeString(
                events, Files.readString(events).replace("post\",\"member\":\"noor", "Post\",\"member\":\"noor"));

        assertThat(plan(PROGRAM, PROGRAM.replace("count: post", "count: [post, wave]")))
                .isEqualTo(Rollcall.DONE);

        assertThat(out.toString().replaceAll("\\s+", " "))
                .contains(" No rule names the event type 'Post' (1; did you mean 'post'?). Rules name 'wave', of which"
                        + " there is no event.");

        plan(PROGRAM, PROGRAM, "--json");
        JsonNode json = new ObjectMapper().readTree(out.toString());
        assertThat(json.path("eventTypesWithoutRule").toString()).isEqualTo("{\"Post\":1}");
        assertThat(json.path("eventTypesWithoutEvent").toString()).isEqualTo("[]");
    }

    @Test
    void theSameProgramTwiceIsNoDifference() throws IOException {
        assertThat(plan(PROGRAM, PROGRAM)).isEqualTo(Rollcall.DONE);

        assertThat(out.toString().replaceAll("\\s+", " "))
                .contains("No difference over 2 members: both programs say the same.")
                .doesNotContain("Alerts", "Points")
                .contains("over 3 events of 'club' until 2026-01-06 18:00 Asia/Shanghai")
                .containsPattern(
                        "Skipped: 1 line that is no event \\(line 5 of events.jsonl: no JSON: .*\\), 1 event of another"
                                + " community\\.");
    }

    @Test
    void aDifferenceIsShownFromHereToThereWithAMemberAndWhy() throws IOException {
        assertThat(plan(PROGRAM, PROGRAM.replace("posts >= 2", "posts >= 1"))).isEqualTo(DIFFERENT);

        assertThat(out.toString().lines())
                .contains(
                        "1 of 2 members would stand differently.",
                        "             enter: posts >= 2",
                        "             → posts >= 1",
                        "Ladder activity: 1 member higher",
                        "  at the end: member 1 → 2",
                        "  rises in the whole history: 1 → 2",
                        "    e.g. noor",
                        "           from  visitor, and never higher; not met: posts >= 2, it was 1 on",
                        "                 2026-01-06 18:00",
                        "           to    member, rose to it 2026-01-06 18:00 (posts = 1)")
                .anySatisfy(line -> assertThat(line).matches("  visitor → member +1"))
                .noneSatisfy(line -> assertThat(line).startsWith("Points"))
                .allSatisfy(line -> assertThat(line)
                        .hasSizeLessThanOrEqualTo(80 + directory.toString().length()));
        assertThat(out.toString()).doesNotContain("\u001b");
    }

    @Test
    void ofEachDirectionOneMemberIsNamedAlsoWhereOneIsAskedFor() throws IOException {
        assertThat(plan(PROGRAM, PROGRAM.replace("posts >= 2", "posts == 1"), "--examples", "1"))
                .isEqualTo(DIFFERENT);

        assertThat(out.toString()).contains("1 member higher, 1 member lower", "e.g. mira", "e.g. noor");
    }

    @Test
    void aTierThatIsLostThroughASegmentSaysSo() throws IOException {
        String once = PROGRAM + "segments: {once: 'posts < 2'}\n";

        assertThat(plan(
                        once.replace("posts >= 2", "posts >= 1 && in_segment('once')"),
                        once.replace("posts >= 2", "posts >= 1")))
                .isEqualTo(DIFFERENT);

        assertThat(out.toString().replaceAll("\\s+", " "))
                .contains(
                        "e.g. mira from visitor, fell to it 2026-01-06 17:00 (posts = 2), because the member is no longer"
                                + " in the segment once to member, rose to it");
    }

    @Test
    void whoNeverRoseIsToldWhatTheyLackAlsoWhereItIsNoNumber() throws IOException {
        assertThat(plan(
                        PROGRAM.replace("posts >= 2", "posts >= 1 && has_badge('writer', 'silver')"),
                        PROGRAM.replace("posts >= 2", "posts >= 1")))
                .isEqualTo(DIFFERENT);

        assertThat(out.toString().replaceAll("\\s+", " "))
                .contains(
                        "from visitor, and never higher; not met: has_badge('writer', 'silver') at the end to member");
    }

    @Test
    void whoCouldEnterATierButNotKeepItIsToldThat() throws IOException {
        assertThat(plan(
                        PROGRAM.replace("\"posts >= 2\"", "\"posts >= 1\", keep: \"points >= 9\""),
                        PROGRAM.replace("posts >= 2", "posts >= 1")))
                .isEqualTo(DIFFERENT);

        assertThat(out.toString().replaceAll("\\s+", " "))
                .contains("from visitor, and never higher; not met: points >= 9, it was 4 at the end to member");
    }

    @Test
    void whoHasLeftCountsWhereTheyStoodAndIsSaidToHaveLeft() throws IOException {
        Files.writeString(events, Files.readString(events) + """
                {"id":"5","community":"club","type":"leave","member":"noor","at":"2026-01-07T09:00:00Z"}
                """);

        assertThat(plan(PROGRAM, PROGRAM.replace("posts >= 2", "posts >= 1"))).isEqualTo(DIFFERENT);

        assertThat(out.toString().replaceAll("\\s+", " "))
                .contains(
                        "1 of the members has left, and counts where they stood then.",
                        "at the end: member 1 → 2",
                        "not met: posts >= 2, it was 1 on 2026-01-06 18:00; left 2026-01-07 17:00");
    }

    @Test
    void membersWhoWinABadgeAddUpAndAwardsAreCountedApart() throws IOException {
        String every = PROGRAM.replace("levels: {bronze: 1, silver: 3}", "every: 2");

        assertThat(plan(every, every.replace("every: 2", "every: 1"), "--examples", "0"))
                .isEqualTo(DIFFERENT);

        assertThat(out.toString().replaceAll("[ \n]+", " "))
                .contains(
                        "Badges: members won from to gain lose writer 1 2 1 0",
                        "awards in all 1 → 3; of those who win it either way 1 member more often");
    }

    @Test
    void programsThatDifferInNothingThatHappenedPrintNoTables() throws IOException {
        assertThat(plan(PROGRAM, PROGRAM.replace("silver: 3", "silver: 30"))).isEqualTo(Rollcall.DONE);

        assertThat(out.toString())
                .contains("No difference over 2 members:", "level silver: 3", "→ 30")
                .doesNotContain("Alerts", "Points");
    }

    @Test
    void theHistoryCanComeFromStandardInputAlthoughItIsReadTwice() throws IOException {
        InputStream before = System.in;
        try {
            System.setIn(new ByteArrayInputStream(Files.readAllBytes(events)));
            events = Path.of("-");
            assertThat(plan(PROGRAM, PROGRAM.replace("posts >= 2", "posts >= 1")))
                    .isEqualTo(DIFFERENT);
        } finally {
            System.setIn(before);
        }

        assertThat(out.toString()).contains("over 3 events", "noor");
    }

    @Test
    void noExamplesAreShownIfNoneAreWanted() throws IOException {
        assertThat(plan(PROGRAM, PROGRAM.replace("posts >= 2", "posts >= 1"), "--examples", "0"))
                .isEqualTo(DIFFERENT);

        assertThat(out.toString()).contains("Ladder activity").doesNotContain("noor");
    }

    @Test
    void theHistoryEndsWhereItIsToldTo() throws IOException {
        assertThat(plan(PROGRAM, PROGRAM.replace("posts >= 2", "posts >= 1"), "--until", "2026-01-06T09:30:00Z"))
                .isEqualTo(DIFFERENT);

        assertThat(out.toString().replaceAll("\\s+", " "))
                .contains(
                        "Of 1 member none would stand differently at the end.",
                        "But 1 of them would get there in another way: sooner or later, or by other steps (mira).");
    }

    @Test
    void whoOnlyWinsItUnderAnotherTitleIsToldToDifferInWordsOnly() throws IOException {
        String titled = PROGRAM.replace("writer: {metric", "writer: {title: Author, metric");

        assertThat(plan(PROGRAM, titled, "--examples", "1")).isEqualTo(DIFFERENT);

        assertThat(out.toString().replaceAll("\\s+", " "))
                .contains("in another way: only in other words: titles, perks, playbooks (mira, …).");
    }

    @Test
    void whomOneProgramExcludesIsSaidToBeExcludedAndNotToStandLower() throws IOException {
        assertThat(plan(PROGRAM, PROGRAM + "exclude: [mira]\n")).isEqualTo(DIFFERENT);

        assertThat(out.toString().lines())
                .contains(
                        "Ladder activity: 1 member excluded",
                        "  at the end: member 1 → 0",
                        "           to    excluded by the program")
                .anySatisfy(line -> assertThat(line).matches("  member → excluded +1"))
                .anySatisfy(line -> assertThat(line).matches("  writer \\(bronze\\) +2 +1 +0 +0"))
                .contains("    1 member excluded")
                .noneSatisfy(line -> assertThat(line).contains("lower"));

        assertThat(plan(PROGRAM + "exclude: [mira]\n", PROGRAM)).isEqualTo(DIFFERENT);

        assertThat(out.toString().lines())
                .contains("Ladder activity: 1 member no longer excluded")
                .anySatisfy(line -> assertThat(line).matches("  excluded → member +1"))
                .noneSatisfy(line -> assertThat(line).contains("higher,"));
    }

    @Test
    void anotherNameOfTheProgramIsMentionedAndIsNoDifference() throws IOException {
        assertThat(plan(PROGRAM, PROGRAM.replace("program: club", "program: chess-club")))
                .isEqualTo(Rollcall.DONE);

        assertThat(out.toString()).contains("changed  the program itself", "program: club", "→ chess-club");
    }

    @Test
    void whatOnlyOneProgramHasIsNotTheSameForEverybody() throws IOException {
        assertThat(plan(
                        PROGRAM + "segments: {idle: 'posts > 90', busy: 'posts > 1'}\n",
                        PROGRAM.replace("posts >= 2", "posts >= 1")
                                + "segments: {asleep: 'posts > 90', busy: 'posts > 1'}\n"))
                .isEqualTo(DIFFERENT);

        assertThat(out.toString().replaceAll("\\s+", " ")).contains("; segment busy.");
    }

    @Test
    void anEndLongAfterTheLastEventIsWarnedOf() throws IOException {
        assertThat(plan(PROGRAM, PROGRAM, "--until", "2206-01-06")).isEqualTo(Rollcall.DONE);
        assertThat(err.toString())
                .contains("--until lies 180 years after the last event (2026-01-06 18:00)", "Is the year right?");

        assertThat(plan(PROGRAM, PROGRAM, "--until", "2026-12-31")).isEqualTo(Rollcall.DONE);
        assertThat(err.toString()).doesNotContain("warning");
    }

    @Test
    void theJsonHasTheSame() throws IOException {
        assertThat(plan(PROGRAM, PROGRAM.replace("silver: 3", "silver: 2") + "exclude: [noor]\n", "--json"))
                .isEqualTo(DIFFERENT);

        JsonNode result = new ObjectMapper().readTree(out.toString());
        assertThat(result.path("events").asLong()).isEqualTo(3);
        assertThat(result.path("until").asText()).isEqualTo("2026-01-06T10:00:00Z");
        assertThat(result.path("differently").asLong()).isEqualTo(2);
        assertThat(result.path("excludedByTo").path(0).asText()).isEqualTo("noor");
        JsonNode silver = result.path("rules").get(2);
        assertThat(silver.path("rule").path("kind").asText()).isEqualTo("badge");
        assertThat(silver.path("rule").path("level").asText()).isEqualTo("silver");
        assertThat(silver.path("gain").asLong()).isEqualTo(1);
        assertThat(silver.path("examples").path(0).path("to").path("at").asText())
                .isEqualTo("2026-01-06T09:00:00Z");
    }

    @Test
    void whereNoTimeZoneIsGivenTheTimesAreInUtc() throws IOException {
        String utc = PROGRAM.replace("timezone: Asia/Shanghai\n", "");

        assertThat(plan(utc, utc)).isEqualTo(Rollcall.DONE);

        assertThat(out.toString().replaceAll("\\s+", " ")).contains("until 2026-01-06 10:00 UTC.");
    }

    @Test
    void whatIsWrongIsAnErrorAndNoDifference() throws IOException {
        assertThat(plan(PROGRAM, PROGRAM.replace("posts >= 2", "psots >= 2"))).isEqualTo(Rollcall.FAILED);
        assertThat(err.toString()).contains("did you mean 'posts'");

        assertThat(plan(PROGRAM, PROGRAM.replace("community: club", "community: chess")))
                .isEqualTo(Rollcall.FAILED);
        assertThat(err.toString()).contains("different communities", "'club'", "'chess'", "give both the same");

        assertThat(plan(PROGRAM, PROGRAM, "--until", "tomorrow")).isEqualTo(Rollcall.FAILED);
        assertThat(err.toString()).contains("--until takes a date, as 2026-03-01", "in Asia/Shanghai");

        assertThat(plan(PROGRAM, PROGRAM, "--examples", "-1")).isEqualTo(Rollcall.FAILED);
        assertThat(err.toString()).contains("--examples takes");

        assertThat(plan(PROGRAM, PROGRAM, "--until", "2020-01-01T00:00:00Z")).isEqualTo(Rollcall.FAILED);
        assertThat(err.toString()).contains("All 3 events of the community 'club' are later than --until");

        assertThat(run("plan", "--form", "x.yaml")).isEqualTo(Rollcall.FAILED);

        events = write("chess.jsonl", """
                {"id":"4","community":"chess","type":"post","member":"mira","at":"2026-01-06T09:00:00Z"}
                """);
        assertThat(plan(PROGRAM, PROGRAM)).isEqualTo(Rollcall.FAILED);
        assertThat(err.toString()).contains("No event of the community 'club'", "it holds events of 'chess' (1)");

        events = write("empty.jsonl", "");
        assertThat(plan(PROGRAM, PROGRAM)).isEqualTo(Rollcall.FAILED);
        assertThat(err.toString()).contains("no event at all is there");

        events = directory.resolve("none.jsonl");
        assertThat(plan(PROGRAM, PROGRAM)).isEqualTo(Rollcall.FAILED);
        assertThat(err.toString()).contains("There is no file", "none.jsonl");
        assertThat(out.toString()).isEmpty();
    }
}
