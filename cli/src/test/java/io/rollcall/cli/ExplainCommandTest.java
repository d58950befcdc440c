package io.rollcall.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExplainCommandTest {
    @SuppressWarnings("NullAway.Init") // set before each test
    private ExplainedClub club;

    @BeforeEach
    void aHistory(@TempDir Path directory) throws IOException {
        club = new ExplainedClub(directory);
    }

    @Test
    void theTimelineHasEachOutcomeAtLocalTimeWithWhatSetItOffAndWhy() {
        assertThat(club.explain("mira")).isEqualTo(Rollcall.DONE);

        assertThat(club.out.toString()).startsWith("""
                        mira in 'club', by the program 'club'
                        4 events reached them, of 5 in the history.
                        All times are those of Asia/Shanghai.
                        1 line of the history is no event and is skipped: line 6 of events.jsonl: no
                        JSON: Unrecognized token 'no': was expecting (JSON String, Number, Array, Object
                        or token 'null', 'true' or 'false').

                        2026-01-05 16:00  join (event 1)
                            Began as newcomer
                        2026-01-06 17:00  post (event 3)
                            Rose from visitor to member on the activity ladder (2 posts in 7 days)
                            Won the badge Writer, bronze (2 posts)
                        Not shown: 2 points-posted (see --all and --kind).

                        Where they stand on 2026-01-09 04:00
                        """);
        assertThat(club.out.toString()).doesNotContain("\u001b");
    }

    @Test
    void asOfALaterInstantTheClockHasRunOn() {
        assertThat(club.explain("mira", "--at", "2026-01-17T00:00:00+08:00")).isEqualTo(Rollcall.DONE);

        assertThat(club.out.toString())
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
    void aHistoryThatBreaksOffFailsAndOneFromStandardInputIsCalledThat() throws IOException {
        Files.write(club.events, new byte[] {31, (byte) 139, 8, 0, 0});

        assertThat(club.explain("mira")).isEqualTo(Rollcall.FAILED);
        assertThat(club.err.toString()).contains("events.jsonl cannot be read to its end");

        InputStream before = System.in;
        try {
            System.setIn(InputStream.nullInputStream());
            Files.writeString(club.events, "");
            assertThat(club.explain("mira", "--events", "-")).isEqualTo(Rollcall.FAILED);
        } finally {
            System.setIn(before);
        }
        assertThat(club.err.toString()).contains("events.jsonl and standard input; no event at all is there");
    }

    @Test
    void noLineOfProseIsWiderThanEightyColumns() {
        assertThat(club.explain("mira", "--all")).isEqualTo(Rollcall.DONE);

        assertThat(club.out.toString().lines())
                .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
    }

    @Test
    void asOfAnEarlierInstantLaterEventsHaveNotHappened() {
        assertThat(club.explain("mira", "--at", "2026-01-05T09:00:00Z")).isEqualTo(Rollcall.DONE);

        assertThat(club.out.toString())
                .contains("2 events reached them", "visitor")
                .doesNotContain("Writer, bronze (");
    }

    @Test
    void onlySomeKindsOrAllOfThem() {
        assertThat(club.explain("mira", "--kind", "badge-awarded,stage-changed"))
                .isEqualTo(Rollcall.DONE);
        assertThat(club.out.toString()).contains("Began as", "Won the badge").doesNotContain("Rose from");

        assertThat(club.explain("mira", "--all")).isEqualTo(Rollcall.DONE);
        assertThat(club.out.toString())
                .contains("Earned 2 points for post, balance 4")
                .doesNotContain("Not shown");

        assertThat(club.explain("mira", "--kind", "badge-award")).isEqualTo(Rollcall.WRONG);
        assertThat(club.err.toString())
                .contains("did you mean 'badge-awarded'?")
                .doesNotContain("?.");
    }

    @Test
    void theJsonHasOutcomesAndStateAsAReplayHasThemWithTheWords() throws IOException {
        assertThat(club.explain("mira", "--json")).isEqualTo(Rollcall.DONE);

        JsonNode life = new ObjectMapper().readTree(club.out.toString());
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
        assertThat(club.explain("noor")).isEqualTo(Rollcall.DONE);

        assertThat(club.out.toString()).contains("2026-01-06 18:00  like to mira (event 4)");
    }

    @Test
    void aNameThatNobodyHasIsMetWithTheNearestAndHowManyThereAreAsAReplayCountsThem(@TempDir Path result) {
        assertThat(club.explain("mirra")).isEqualTo(Rollcall.WRONG);

        assertThat(club.err.toString())
                .contains("Nobody called 'mirra' is among the 2 members in 5 events of 'club'; did you mean 'mira'?");
        assertThat(club.out.toString()).isEmpty();

        assertThat(club.replay(result)).isEqualTo(Rollcall.DONE);
        // anna is excluded
        assertThat(club.out.toString()).containsPattern(" 5  events\n").containsPattern(" 2  members\n");
    }

    @Test
    void aHistoryOfOtherCommunitiesIsSaidToBeThatAndWhoseItIs() throws IOException {
        Files.writeString(club.events, """
                {"id":"1","community":"chess","type":"join","member":"mira","at":"2026-01-05T08:00:00Z"}
                {"id":"2","community":"go","type":"join","member":"mira","at":"2026-01-05T09:00:00Z"}
                {"id":"3","community":"go","type":"post","member":"mira","at":"2026-01-05T09:00:00Z"}
                no event
                """);

        assertThat(club.explain("mira")).isEqualTo(Rollcall.FAILED);

        assertThat(club.err.toString())
                .contains(
                        "No event of the community 'club' is in ",
                        "events.jsonl (4 lines); it holds events of 'go' (2) and 'chess' (1), and 1 line that is no event.",
                        "write 'community: NAME' into the program");
    }

    @Test
    void anEmptyHistoryIsSaidToBeEmpty() throws IOException {
        Files.writeString(club.events, "\n");

        assertThat(club.explain("mira")).isEqualTo(Rollcall.FAILED);

        assertThat(club.err.toString()).contains("no event at all is there");
    }

    @Test
    void aNameNearToNoneIsMetWithTheFewThatThereAre() {
        assertThat(club.explain("bartholomew")).isEqualTo(Rollcall.WRONG);

        assertThat(club.err.toString())
                .contains("Nobody called 'bartholomew' is among the 2 members in 5 events of 'club'; they are mira"
                        + " and noor.");
    }

    @Test
    void aProgramWithoutATimeZoneIsSaidToBeInUtc() throws IOException {
        Path program = club.program;
        Files.writeString(program, Files.readString(program).replace("timezone: Asia/Shanghai\n", ""));

        assertThat(club.explain("mira")).isEqualTo(Rollcall.DONE);

        assertThat(club.out.toString()).contains("All times are in UTC.");
    }

    @Test
    void whomTheProgramExcludesHasNothingToTell() {
        assertThat(club.explain("anna")).isEqualTo(Rollcall.WRONG);

        assertThat(club.err.toString()).contains("excludes 'anna'", "'exclude'");
    }

    @Test
    void whoHadNotAppearedByThenIsSaidToAppearLater() {
        assertThat(club.explain("noor", "--at", "2026-01-05T00:00:00Z")).isEqualTo(Rollcall.WRONG);

        assertThat(club.err.toString()).contains("'noor' first appears at 2026-01-06 18:00", "--at");
    }
}
