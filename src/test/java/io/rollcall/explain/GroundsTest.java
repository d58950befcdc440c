package io.rollcall.explain;

import static org.assertj.core.api.Assertions.assertThat;

import io.rollcall.event.Event;
import io.rollcall.event.EventException;
import io.rollcall.event.EventJson;
import io.rollcall.program.Program;
import io.rollcall.program.ProgramParser;
import io.rollcall.wording.Terms;
import io.rollcall.wording.Words;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What an outcome rests on besides its numbers is said beside them. */
class GroundsTest {
    private static final String HEAD = """
            program: p
            community: c
            metrics: {posts: {count: post}, posts_2d: {count: post, over: 2d}, visits_2d: {count: visit, over: 2d}}
            """;

    private int ids;

    private Life life(String rules, String until, String... happenings) throws EventException {
        Program program = ProgramParser.parse("p.yaml", HEAD + rules, 0);
        Biographer mira = new Biographer(program, "mira");
        for (String each : happenings) {
            String[] parts = each.split(" ");
            long at = EventJson.instant(parts[0] + ":00Z");
            mira.event(new Event("e" + ids++, "c", parts[1], "mira", null, at, 0, Map.of()));
        }
        return mira.end(Instant.parse(until).toEpochMilli());
    }

    private static List<String> told(Life life) {
        return life.turns().stream()
                .flatMap(turn -> turn.outcomes().stream())
                .map(outcome -> Words.what(outcome) + " | "
                        + Words.why(outcome, life.grounds(outcome), Terms.BY_NAME, null)
                                .replace("; cause unknown", "")
                                .replace("cause unknown", ""))
                .toList();
    }

    @Test
    void aTierThatAsksForASegmentIsLostBecauseTheMemberIsNoLongerInIt() throws EventException {
        Life life = life("""
                segments: {regulars: "posts_2d >= 1"}
                ladders: {l: [{tier: a}, {tier: b, enter: "posts >= 1 && in_segment('regulars')"}]}
                """, "2026-01-08T00:00:00Z", "2026-01-05T10:00 post");

        assertThat(told(life))
                .containsExactly(
                        "Entered the segment regulars | because posts_2d = 1",
                        "Rose from a to b on the l ladder | because the member is in the segment regulars; because posts = 1",
                        "Left the segment regulars | because posts_2d = 0",
                        "Fell from b to a on the l ladder | because the member is no longer in the segment regulars;"
                                + " because posts = 1");
    }

    @Test
    void aTierThatAsksForAnotherLaddersTierIsLostWithIt() throws EventException {
        Life life = life("""
                ladders:
                  activity: [{tier: visitor}, {tier: member, enter: "posts_2d >= 1"}]
                  trust: [{tier: new}, {tier: known, enter: "posts >= 1 && reached('activity', 'member')", grace: 1d}]
                """, "2026-01-09T00:00:00Z", "2026-01-05T10:00 post");

        assertThat(told(life))
                .containsExactly(
                        "Rose from visitor to member on the activity ladder | because posts_2d = 1",
                        "Rose from new to known on the trust ladder | because the member has reached the tier member of"
                                + " activity; because posts = 1",
                        "Fell from member to visitor on the activity ladder | because posts_2d = 0",
                        "Alert raised: tier-at-risk on the trust ladder | because the member no longer meets what the"
                                + " tier asks, with 1 day to recover: the member has lost the tier member of activity;"
                                + " because posts = 1",
                        "Fell from known to new on the trust ladder | because the member has lost the tier member of"
                                + " activity; because posts = 1",
                        "Alert resolved: tier-at-risk on the trust ladder | because the tier was lost");
    }

    @Test
    void aFallThroughSeveralTiersNamesWhatEachOfThemLacks() throws EventException {
        Life life = life("""
                segments: {near: "posts_2d >= 1", far: "posts >= 9"}
                ladders:
                  l:
                    - {tier: a}
                    - {tier: b, enter: "in_segment('near')"}
                    - {tier: c, enter: "reached('l', 'b') && !in_segment('far') && in_segment('near')"}
                """, "2026-01-08T00:00:00Z", "2026-01-05T10:00 post");

        assertThat(told(life))
                .contains(
                        "Rose from a to c on the l ladder | because the member is in the segment near, the member has"
                                + " reached the tier b of l and the member is not in the segment far",
                        "Fell from c to a on the l ladder | because the member is no longer in the segment near");
    }

    @Test
    void ofSeveralNumbersTheOneIsNamedThatNoLongerHolds() throws EventException {
        Life life = life("""
                ladders: {l: [{tier: a}, {tier: b, enter: "posts >= 1 && visits_2d >= 1"}]}
                """, "2026-01-08T00:00:00Z", "2026-01-05T10:00 post", "2026-01-05T11:00 visit");

        assertThat(told(life))
                .last()
                .isEqualTo(
                        "Fell from b to a on the l ladder | because visits_2d >= 1 no longer holds; because posts = 1"
                                + " and visits_2d = 0");
    }

    @Test
    void aBadgeAStageAndAnAlertSayWhatTheyRestOn() throws EventException {
        Life life = life("""
                badges: {writer: {title: Writer, when: "posts >= 2"}, star: {when: "has_badge('writer')"}}
                lifecycle: {activity: post, dormant: 9d, mature: "has_badge('star') && posts_2d >= 1"}
                alerts: {asleep: {when: "in_stage('dormant') && !has_badge('star')"}, awake: {when: "in_stage('mature') || posts >= 9"}}
                """, "2026-01-15T00:00:00Z", "2026-01-05T10:00 post", "2026-01-05T11:00 post");

        assertThat(told(life))
                .containsSubsequence(
                        "Won the badge Writer | because posts = 2",
                        "Won the badge star | because the member has won the badge Writer",
                        "Went from growing to mature | because the member has won the badge star; because posts_2d = 2",
                        "Alert raised: awake | because in_stage('mature') || posts >= 9 holds; because posts = 2",
                        "Went from mature to growing | because posts_2d >= 1 no longer holds; because posts_2d = 0",
                        "Alert resolved: awake | because its condition no longer holds",
                        "Went from growing to dormant | because posts_2d = 0")
                .noneMatch(each -> each.contains("asleep"));
    }

    @Test
    void whatLiesAheadSaysItToo() throws EventException {
        Life life = life("""
                segments: {regulars: "posts_2d >= 1"}
                ladders: {l: [{tier: a}, {tier: b, enter: "posts >= 1 && in_segment('regulars')"}]}
                """, "2026-01-05T12:00:00Z", "2026-01-05T10:00 post");

        assertThat(life.ahead())
                .extracting(each -> life.grounds(((Ahead.Effect) each).outcome()))
                .containsExactly(List.of(), List.of("the member is no longer in the segment regulars"));
    }
}
