package io.rollcall.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where a member stands, what is missing for what comes next, and what lies ahead. */
class ExplainStandingTest {
    @SuppressWarnings("NullAway.Init") // set before each test
    private ExplainedClub club;

    @BeforeEach
    void aHistory(@TempDir Path directory) throws IOException {
        club = new ExplainedClub(directory);
    }

    @Test
    void theEndSaysWhereTheyStandWhatIsMissingAndWhatLiesAhead() {
        assertThat(club.explain("mira")).isEqualTo(Rollcall.DONE);

        assertThat(club.out.toString())
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
    void whoHasLeftIsToldWhatIsAsOfLeavingAndNotThatLeavingWasAnAct() throws IOException {
        Files.writeString(club.events, Files.readString(club.events) + """
                        {"id":"6","community":"club","type":"leave","member":"mira","at":"2026-01-07T10:00:00Z"}
                        """);

        assertThat(club.explain("mira")).isEqualTo(Rollcall.DONE);

        assertThat(club.out.toString())
                .contains(
                        "  member      since 2026-01-05 16:00, left 2026-01-07 18:00\n",
                        "  ladder      activity: member since 2026-01-06 17:00, as of leaving\n");
    }

    @Test
    void anAlertThatWillNotComeIsLeftOutUnlessAllIsAskedFor() throws IOException {
        Files.writeString(
                club.program,
                Files.readString(club.program).replace("after: 10d,", "after: 10d, when: \"posts_7d >= 9\","));

        assertThat(club.explain("mira")).isEqualTo(Rollcall.DONE);
        assertThat(club.out.toString()).doesNotContain("will not come", "silent");

        assertThat(club.explain("mira", "--all")).isEqualTo(Rollcall.DONE);
        assertThat(club.out.toString().replaceAll("\\s+", " ")).contains("silent", "it will not come to that");
    }

    @Test
    void anInstantLongAfterTheLastEventIsWarnedOf() {
        assertThat(club.explain("mira", "--at", "2206-03-01")).isEqualTo(Rollcall.DONE);

        assertThat(club.err.toString()).contains("--at lies 180 years after the last event (2026-01-09 04:00)");
    }

    @Test
    void aTierInGraceSaysWhatKeepsItAndUntilWhen() {
        assertThat(club.explain("mira", "--at", "2026-01-13T12:00:00+08:00")).isEqualTo(Rollcall.DONE);

        assertThat(club.out.toString()).contains("""
                          open alert  tier-at-risk on the activity ladder since 2026-01-12 00:00, until
                                      2026-01-15 00:00
                        """, """
                          to keep member (activity)  by 2026-01-15 00:00:
                                                     0 of 2 posts in 7 days
                        """, """
                          2026-01-15 00:00  grace ends: falls from member to visitor on the activity
                                            ladder, unless by then posts_7d >= 2 (0 of 2 now)
                        """);
    }

    @Test
    void whoMayEnterATierButCouldNotKeepItIsToldWhatKeepsIt() throws IOException {
        Path program = club.program;
        Files.writeString(program, Files.readString(program).replace("grace: 3d}", "grace: 3d, keep: \"likes >= 5\"}"));

        assertThat(club.explain("mira")).isEqualTo(Rollcall.DONE);

        assertThat(club.out.toString()).contains("  member (activity)  to keep it: 1 of 5 likes received\n");
    }

    @Test
    void aClimbThatAlsoAsksForWhatKeepsTheTierSaysBothUnlessTheyAskForTheSame() throws IOException {
        Path program = club.program;
        String text = Files.readString(program);
        Files.writeString(program, text.replace("posts_7d >= 2\", grace: 3d}", "posts >= 5\", keep: \"likes >= 5\"}"));

        assertThat(club.explain("mira")).isEqualTo(Rollcall.DONE);

        assertThat(club.out.toString()).contains("""
                          member (activity)  2 of 5 posts
                                             to keep it: 1 of 5 likes received
                        """);

        Files.writeString(program, text.replace("posts_7d >= 2\", grace: 3d}", "posts >= 5\", keep: \"posts >= 4\"}"));

        assertThat(club.explain("mira")).isEqualTo(Rollcall.DONE);

        assertThat(club.out.toString())
                .contains("  member (activity)  2 of 5 posts\n")
                .doesNotContain("to keep it");
    }

    @Test
    void badgesOfOneTitleAreBothToldByTheirNames() throws IOException {
        Path program = club.program;
        Files.writeString(
                program,
                Files.readString(program)
                        .replace(
                                "liked: {when: \"likes >= 3\"}",
                                "a: {title: Same, when: \"likes >= 3\"}, b: {title: Same, when: \"posts >= 9\"}"));

        assertThat(club.explain("mira")).isEqualTo(Rollcall.DONE);

        assertThat(club.out.toString()).contains("""
                          Same (a)         1 of 3 likes received
                          Same (b)         2 of 9 posts
                        """);
    }

    @Test
    void aLongTitleHasALineOfItsOwnAndLeavesTheOthersTheirRoom() throws IOException {
        Path program = club.program;
        String title = "A title that nobody can say in one breath, ".repeat(3).strip();
        Files.writeString(
                program,
                Files.readString(program)
                        .replace(
                                "liked: {when: \"likes >= 3\"}",
                                "liked: {title: '" + title + "', when: \"likes >= 3\"}"));

        assertThat(club.explain("mira")).isEqualTo(Rollcall.DONE);

        assertThat(club.out.toString()).contains("  core (activity)  2 of 5 posts in 7 days\n", """
                          A title that nobody can say in one breath, A title that nobody can say in one
                            breath, A title that nobody can say in one breath,
                                           1 of 3 likes received
                        """);
    }

    @Test
    void aQuestSaysWhatWillBeMissingWhenItsTimeRunsOutAndNotWhatIsMissingToday() throws IOException {
        Path program = club.program;
        Files.writeString(
                program,
                Files.readString(program)
                        .replace("shine: \"likes >= 2\"", "stay: \"tenure_days >= 20\", shine: \"likes >= 2\""));

        assertThat(club.explain("mira")).isEqualTo(Rollcall.DONE);

        assertThat(club.out.toString().replaceAll("\\s+", " "))
                .contains("time runs out for the quest begin; still to do: shine (1 of 2 likes received)");
    }

    @Test
    void aGraceThatEndsSaysHowFarTheFallGoes() throws IOException {
        Files.writeString(
                club.program,
                Files.readString(club.program)
                        .replace(
                                "\", grace: 3d}, {tier: core, enter: \"posts_7d >= 5 && likes >= 3\"}",
                                "\"}, {tier: core, enter: \"posts_7d >= 2\", grace: 3d}"));

        assertThat(club.explain("mira", "--at", "2026-01-13T12:00:00+08:00")).isEqualTo(Rollcall.DONE);

        // the lower tier asks for the same, and has no grace of its own
        assertThat(club.out.toString().replaceAll("\\s+", " "))
                .contains("2026-01-15 00:00 grace ends: falls from core to visitor on the activity ladder");
    }

    @Test
    void aTierThatIsLostThroughASegmentSaysSoAndNotANumberThatIsMet() throws IOException {
        Files.writeString(
                club.program,
                Files.readString(club.program)
                                .replace(
                                        "enter: \"posts_7d >= 2\", grace: 3d}",
                                        "enter: \"posts >= 2 && in_segment('busy')\"}")
                        + "segments: {busy: \"posts_7d >= 2\"}\n");

        assertThat(club.explain("mira", "--at", "2026-01-13T12:00:00+08:00")).isEqualTo(Rollcall.DONE);

        assertThat(club.out.toString()).contains("""
                        2026-01-12 00:00  midnight
                            Left the segment busy (1 post in 7 days)
                            Fell from member to visitor on the activity ladder, because the member is no
                              longer in the segment busy (2 posts)
                        """);
    }
}
