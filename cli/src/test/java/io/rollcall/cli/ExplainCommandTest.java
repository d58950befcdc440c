package io.rollcall.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExplainCommandTest {
    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private Path directory;

    private StringWriter out = new StringWriter();
    private StringWriter err = new StringWriter();

    private int explain(String member, String... more) {
        List<String> arguments = new ArrayList<>(List.of(
                "explain",
                "--program",
                directory.resolve("program.yaml").toString(),
                "--events",
                directory.resolve("events.jsonl").toString(),
                "--member",
                member));
        arguments.addAll(List.of(more));
        out = new StringWriter();
        err = new StringWriter();
        return Rollcall.commandLine(new PrintWriter(out, true), new PrintWriter(err, true))
                .execute(arguments.toArray(String[]::new));
    }

    /** mira joins, writes, is liked; noor likes; anna is staff. The file is in no order. */
    @BeforeEach
    void aHistory() throws IOException {
        Files.writeString(directory.resolve("program.yaml"), """
                program: club
                community: club
                timezone: Asia/Shanghai
                exclude: [anna]
                metrics:
                  posts: {count: post}
                  posts_7d: {count: post, over: 7d}
                  likes: {count: like, as: recipient}
                points: {earn: {post: {on: post, points: 2}}}
                ladders:
                  activity: [{tier: visitor}, {tier: member, enter: "posts_7d >= 2", grace: 3d}, {tier: core, enter: "posts_7d >= 5 && likes >= 3"}]
                badges: {writer: {title: Writer, metric: posts, levels: {bronze: 2, silver: 5, gold: 50}}, liked: {when: "likes >= 3"}}
                quests: {begin: {start: join, within: 30d, steps: {speak: "posts >= 1", shine: "likes >= 2"}}}
                lifecycle: {activity: post, newcomer: 14d, dormant: 30d}
                alerts: {silent: {since: post, after: 10d, severity: critical, playbook: "Write to them."}}
                """);
        Files.writeString(directory.resolve("events.jsonl"), """
                {"id":"4","community":"club","type":"like","member":"noor","recipient":"mira","at":"2026-01-06T10:00:00Z"}
                {"id":"1","community":"club","type":"join","member":"mira","at":"2026-01-05T08:00:00Z"}
                {"id":"2","community":"club","type":"post","member":"mira","at":"2026-01-05T09:00:00Z"}
                {"id":"3","community":"club","type":"post","member":"mira","at":"2026-01-06T09:00:00Z"}
                {"id":"5","community":"club","type":"visit","member":"anna","at":"2026-01-08T20:00:00Z"}
                no event
                """);
    }

    @Test
    void theTimelineHasEachOutcomeAtLocalTimeWithWhatSetItOffAndWhy() {
        assertThat(explain("mira")).isEqualTo(Rollcall.DONE);

        assertThat(out.toString()).startsWith("""
                        mira in 'club', by the program 'club'
                        4 events reached them, of 5 in the history.
                        All times are those of Asia/Shanghai.
                        1 line of the history is no event and is skipped.

                        2026-01-05 16:00  join (event 1)
                            Began as newcomer
                        2026-01-06 17:00  post (event 3)
                            Rose from visitor to member on the activity ladder (2 posts in 7 days)
                            Won the badge Writer, bronze (2 posts)
                        Not shown: 2 points-posted (see --all and --kind).

                        Where they stand on 2026-01-09 04:00
                        """);
        assertThat(out.toString()).doesNotContain("\u001b");
    }

    @Test
    void theEndSaysWhereTheyStandWhatIsMissingAndWhatLiesAhead() {
        assertThat(explain("mira")).isEqualTo(Rollcall.DONE);

        assertThat(out.toString())
                .contains(
                        "  member      since 2026-01-05 16:00, last acted 2026-01-06 17:00",
                        "  ladder      activity: member since 2026-01-06 17:00",
                        "  badges      Writer (bronze)",
                        "  points      4",
                        "  quest       begin: running, 1 of 2 steps done, until 2026-02-04 16:00",
                        """
                        What is missing for what comes next
                          core (activity)  2 of 5 posts in 7 days
                                           1 of 3 likes received
                          quest begin      by 2026-02-04 16:00; done: speak; to do:
                                           shine: 1 of 2 likes received
                          Writer, silver   2 of 5 posts
                          liked            1 of 3 likes received

                        What lies ahead if nothing happens
                          2026-01-12 00:00  alert tier-at-risk on the activity ladder is raised: what
                                            the tier asks no longer holds, with 3 days to recover (1
                                            post in 7 days)
                          2026-01-15 00:00  falls from member to visitor on the activity ladder (0 posts
                                            in 7 days)
                          2026-01-16 17:00  silent (critical) is reported, unless a post comes by then
                          2026-01-19 16:00  is no newcomer any more
                          2026-02-04 16:00  time runs out for the quest begin; still to do: shine (1 of
                                            2 likes received)
                          2026-02-05 17:00  becomes dormant, unless active before
                        (looked ahead 100 days, to 2026-04-19 04:00; deadlines beyond are told too)
                        """)
                .doesNotContain("gold");
    }

    @Test
    void asOfALaterInstantTheClockHasRunOn() {
        assertThat(explain("mira", "--at", "2026-01-17T00:00:00+08:00")).isEqualTo(Rollcall.DONE);

        assertThat(out.toString())
                .contains("""
                        2026-01-12 00:00  midnight
                            Alert raised: tier-at-risk on the activity ladder, because the member no
                              longer meets what the tier asks, with 3 days to recover (1 post in 7 days)
                        2026-01-15 00:00  a deadline
                        """, """
                        2026-01-16 17:00  a deadline
                            Alert raised: silent, because 10 days passed without a post
                        """, "  open alert  silent since 2026-01-16 17:00. To do: Write to them.");
    }

    @Test
    void aTierInGraceSaysWhatKeepsItAndUntilWhen() {
        assertThat(explain("mira", "--at", "2026-01-13T12:00:00+08:00")).isEqualTo(Rollcall.DONE);

        assertThat(out.toString()).contains("""
                          open alert  tier-at-risk on the activity ladder since 2026-01-12 00:00, until
                                      2026-01-15 00:00
                        """, """
                          to keep member (activity)  by 2026-01-15 00:00:
                                                     0 of 2 posts in 7 days
                        """, """
                          2026-01-15 00:00  grace ends: falls from member to visitor or further on the
                                            activity ladder, unless by then posts_7d >= 2 (0 of 2 now)
                        """);
    }

    @Test
    void whoMayEnterATierButCouldNotKeepItIsToldWhatKeepsIt() throws IOException {
        Path program = directory.resolve("program.yaml");
        Files.writeString(program, Files.readString(program).replace("grace: 3d}", "grace: 3d, keep: \"likes >= 5\"}"));

        assertThat(explain("mira")).isEqualTo(Rollcall.DONE);

        assertThat(out.toString()).contains("  member (activity)  to keep it: 1 of 5 likes received\n");
    }

    @Test
    void aClimbThatAlsoAsksForWhatKeepsTheTierSaysBothUnlessTheyAskForTheSame() throws IOException {
        Path program = directory.resolve("program.yaml");
        String text = Files.readString(program);
        Files.writeString(program, text.replace("posts_7d >= 2\", grace: 3d}", "posts >= 5\", keep: \"likes >= 5\"}"));

        assertThat(explain("mira")).isEqualTo(Rollcall.DONE);

        assertThat(out.toString()).contains("""
                          member (activity)  2 of 5 posts
                                             to keep it: 1 of 5 likes received
                        """);

        Files.writeString(program, text.replace("posts_7d >= 2\", grace: 3d}", "posts >= 5\", keep: \"posts >= 4\"}"));

        assertThat(explain("mira")).isEqualTo(Rollcall.DONE);

        assertThat(out.toString())
                .contains("  member (activity)  2 of 5 posts\n")
                .doesNotContain("to keep it");
    }

    @Test
    void badgesOfOneTitleAreBothToldByTheirNames() throws IOException {
        Path program = directory.resolve("program.yaml");
        Files.writeString(
                program,
                Files.readString(program)
                        .replace(
                                "liked: {when: \"likes >= 3\"}",
                                "a: {title: Same, when: \"likes >= 3\"}, b: {title: Same, when: \"posts >= 9\"}"));

        assertThat(explain("mira")).isEqualTo(Rollcall.DONE);

        assertThat(out.toString()).contains("""
                          Same (a)         1 of 3 likes received
                          Same (b)         2 of 9 posts
                        """);
    }

    @Test
    void aLongTitleHasALineOfItsOwnAndLeavesTheOthersTheirRoom() throws IOException {
        Path program = directory.resolve("program.yaml");
        String title = "A title that nobody can say in one breath, ".repeat(3).strip();
        Files.writeString(
                program,
                Files.readString(program)
                        .replace(
                                "liked: {when: \"likes >= 3\"}",
                                "liked: {title: '" + title + "', when: \"likes >= 3\"}"));

        assertThat(explain("mira")).isEqualTo(Rollcall.DONE);

        assertThat(out.toString()).contains("  core (activity)  2 of 5 posts in 7 days\n", """
                          A title that nobody can say in one breath, A title that nobody can say in one
                            breath, A title that nobody can say in one breath,
                                           1 of 3 likes received
                        """);
    }

    @Test
    void aQuestSaysWhatWillBeMissingWhenItsTimeRunsOutAndNotWhatIsMissingToday() throws IOException {
        Path program = directory.resolve("program.yaml");
        Files.writeString(
                program,
                Files.readString(program)
                        .replace("shine: \"likes >= 2\"", "stay: \"tenure_days >= 20\", shine: \"likes >= 2\""));

        assertThat(explain("mira")).isEqualTo(Rollcall.DONE);

        assertThat(out.toString().replaceAll("\\s+", " "))
                .contains("time runs out for the quest begin; still to do: shine (1 of 2 likes received)");
    }

    @Test
    void aHistoryThatBreaksOffFailsAndOneFromStandardInputIsCalledThat() throws IOException {
        Files.write(directory.resolve("events.jsonl"), new byte[] {31, (byte) 139, 8, 0, 0});

        assertThat(explain("mira")).isEqualTo(Rollcall.FAILED);
        assertThat(err.toString()).contains("events.jsonl cannot be read to its end");

        InputStream before = System.in;
        try {
            System.setIn(InputStream.nullInputStream());
            Files.writeString(directory.resolve("events.jsonl"), "");
            assertThat(explain("mira", "--events", "-")).isEqualTo(Rollcall.WRONG);
        } finally {
            System.setIn(before);
        }
        assertThat(err.toString()).contains("events.jsonl and standard input; no event at all is there");
    }

    @Test
    void theSampleOfTheQuickstartIsWhatTheCommandPrints() throws IOException {
        assertThat(explain("mira")).isEqualTo(Rollcall.DONE);

        String quickstart = Files.readString(Path.of("../docs/quickstart.md"));
        String sample = quickstart.substring(quickstart.indexOf("rollcall explain --program"))
                .split("```", 4)[2];
        assertThat(sample.split("…\n")).hasSize(3).allSatisfy(part -> assertThat(out.toString())
                .contains(part.strip()));
    }

    @Test
    void noLineOfProseIsWiderThanEightyColumns() {
        assertThat(explain("mira", "--all")).isEqualTo(Rollcall.DONE);

        assertThat(out.toString().lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
    }

    @Test
    void asOfAnEarlierInstantLaterEventsHaveNotHappened() {
        assertThat(explain("mira", "--at", "2026-01-05T09:00:00Z")).isEqualTo(Rollcall.DONE);

        assertThat(out.toString()).contains("2 events reached them", "visitor").doesNotContain("Writer, bronze (");
    }

    @Test
    void onlySomeKindsOrAllOfThem() {
        assertThat(explain("mira", "--kind", "badge-awarded,stage-changed")).isEqualTo(Rollcall.DONE);
        assertThat(out.toString()).contains("Began as", "Won the badge").doesNotContain("Rose from");

        assertThat(explain("mira", "--all")).isEqualTo(Rollcall.DONE);
        assertThat(out.toString())
                .contains("Earned 2 points for post, balance 4")
                .doesNotContain("Not shown");

        assertThat(explain("mira", "--kind", "badge-award")).isEqualTo(Rollcall.WRONG);
        assertThat(err.toString()).contains("did you mean 'badge-awarded'?").doesNotContain("?.");
    }

    @Test
    void theJsonHasOutcomesAndStateAsAReplayHasThemWithTheWords() throws IOException {
        assertThat(explain("mira", "--json")).isEqualTo(Rollcall.DONE);

        JsonNode life = new ObjectMapper().readTree(out.toString());
        assertThat(life.path("timeline")).hasSize(5);
        JsonNode rise = life.path("timeline").get(3);
        assertThat(rise.path("what").asText()).isEqualTo("Rose from visitor to member on the activity ladder");
        assertThat(rise.path("why").asText()).isEqualTo("because 2 posts in 7 days; set off by event 3");
        assertThat(rise.path("outcome").path("kind").asText()).isEqualTo("tier-changed");
        assertThat(life.path("state").path("tiers").path("activity").asText()).isEqualTo("member");
        assertThat(life.path("ahead").get(0).path("at").asText()).isEqualTo("2026-01-11T16:00:00Z");
        assertThat(life.path("ahead").get(0).path("outcome").path("kind").asText())
                .isEqualTo("alert-raised");
        assertThat(life.path("ahead").get(3).path("at").asText()).isEqualTo("2026-01-16T09:00:00Z");
        assertThat(life.path("ahead").get(3).path("comes").asText()).isEqualTo("yes");
        assertThat(life.path("lookedAheadTo").asText()).isEqualTo("2026-04-18T20:00:00Z");
        JsonNode likes = life.path("conditions").get(0);
        assertThat(likes.path("condition").asText()).isEqualTo("likes >= 2");
        assertThat(likes.path("holds").asBoolean()).isFalse();
        assertThat(likes.path("parts").get(0).path("numbers").path("likes").asDouble())
                .isEqualTo(1);
    }

    @Test
    void whoActsOnlyUponOthersIsNamedAsTheySeeIt() {
        assertThat(explain("noor")).isEqualTo(Rollcall.DONE);

        assertThat(out.toString()).contains("2026-01-06 18:00  like to mira (event 4)");
    }

    @Test
    void aNameThatNobodyHasIsMetWithTheNearestAndHowManyThereAre() {
        assertThat(explain("mirra")).isEqualTo(Rollcall.WRONG);

        assertThat(err.toString())
                .contains("Nobody called 'mirra' is among the 3 members in 5 events of 'club'; did you mean 'mira'?");
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void aHistoryOfOtherCommunitiesIsSaidToBeThatAndWhoseItIs() throws IOException {
        Files.writeString(directory.resolve("events.jsonl"), """
                {"id":"1","community":"chess","type":"join","member":"mira","at":"2026-01-05T08:00:00Z"}
                {"id":"2","community":"go","type":"join","member":"mira","at":"2026-01-05T09:00:00Z"}
                {"id":"3","community":"go","type":"post","member":"mira","at":"2026-01-05T09:00:00Z"}
                no event
                """);

        assertThat(explain("mira")).isEqualTo(Rollcall.WRONG);

        assertThat(err.toString())
                .contains(
                        "No event of the community 'club' is in ",
                        "events.jsonl; it holds events of 'go' (2) and 'chess' (1), and 1 line that is no event.",
                        "write 'community: NAME' into the program");
    }

    @Test
    void anEmptyHistoryIsSaidToBeEmpty() throws IOException {
        Files.writeString(directory.resolve("events.jsonl"), "\n");

        assertThat(explain("mira")).isEqualTo(Rollcall.WRONG);

        assertThat(err.toString()).contains("no event at all is there");
    }

    @Test
    void aNameNearToNoneIsMetWithTheFewThatThereAre() {
        assertThat(explain("bartholomew")).isEqualTo(Rollcall.WRONG);

        assertThat(err.toString())
                .contains(
                        "Nobody called 'bartholomew' is among the 3 members in 5 events of 'club'; they are anna, mira"
                                + " and noor.");
    }

    @Test
    void aProgramWithoutATimeZoneIsSaidToBeInUtc() throws IOException {
        Path program = directory.resolve("program.yaml");
        Files.writeString(program, Files.readString(program).replace("timezone: Asia/Shanghai\n", ""));

        assertThat(explain("mira")).isEqualTo(Rollcall.DONE);

        assertThat(out.toString()).contains("All times are in UTC.");
    }

    @Test
    void whomTheProgramExcludesHasNothingToTell() {
        assertThat(explain("anna")).isEqualTo(Rollcall.WRONG);

        assertThat(err.toString()).contains("excludes 'anna'", "'exclude'");
    }

    @Test
    void whoHadNotAppearedByThenIsSaidToAppearLater() {
        assertThat(explain("noor", "--at", "2026-01-05T00:00:00Z")).isEqualTo(Rollcall.WRONG);

        assertThat(err.toString()).contains("'noor' first appears at 2026-01-06 18:00", "--at");
    }
}
