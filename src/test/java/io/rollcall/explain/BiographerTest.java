package io.rollcall.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rollcall.condition.Condition;
import io.rollcall.decide.Pending;
import io.rollcall.event.Event;
import io.rollcall.event.EventException;
import io.rollcall.event.EventJson;
import io.rollcall.explain.Ahead.Coming;
import io.rollcall.explain.Ahead.Deadline;
import io.rollcall.explain.Ahead.Effect;
import io.rollcall.outcome.Cause;
import io.rollcall.outcome.Outcome;
import io.rollcall.program.Program;
import io.rollcall.program.ProgramParser;
import io.rollcall.program.Stage;
import io.rollcall.wording.NeedWords;
import io.rollcall.wording.PendingWords;
import io.rollcall.wording.Prospects;
import io.rollcall.wording.Terms;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class BiographerTest {
    private static final Program PROGRAM = ProgramParser.parse("p.yaml", """
            program: p
            community: c
            exclude: [bot]
            metrics: {posts: {count: post}, posts_2d: {count: post, over: 2d}}
            ladders:
              activity:
                - {tier: visitor}
                - {tier: member, enter: "posts_2d >= 2", hold: 1d, grace: 5d}
            badges: {writer: {metric: posts, levels: {bronze: 2}}}
            quests: {begin: {start: join, within: 10d, steps: {speak: "posts >= 1", more: "posts >= 5"}}}
            lifecycle: {activity: post, newcomer: 14d, dormant: 30d}
            alerts:
              silent: {since: join, after: 7d, unless: post, severity: info}
              gone: {since: post, after: 9d, when: "posts >= 2"}
              busy: {when: "posts_2d >= 2", cooldown: 20d}
            """, 0);

    private final Biographer mira = new Biographer(PROGRAM, "mira");
    private int ids;

    private void happens(String at, String type, @Nullable String member, @Nullable String recipient)
            throws EventException {
        mira.event(new Event("e" + ids++, "c", type, member, recipient, EventJson.instant(at), 0, Map.of()));
    }

    private static List<Pending> deadlines(Life life) {
        return life.ahead().stream()
                .filter(Deadline.class::isInstance)
                .map(each -> ((Deadline) each).pending())
                .toList();
    }

    private static List<String> told(Life life) {
        return life.ahead().stream()
                .map(each -> Instant.ofEpochMilli(each.at()) + " "
                        + (each instanceof Deadline deadline
                                ? PendingWords.of(deadline.pending()) + ": " + deadline.comes()
                                : Prospects.of(((Effect) each).outcome(), List.of(), Terms.of(PROGRAM))))
                .toList();
    }

    private static long at(String instant) {
        return Instant.parse(instant).toEpochMilli();
    }

    @Test
    void aTurnHasEveryOutcomeOfOneEvaluationAndTheEventThatSetItOff() throws Exception {
        happens("2026-01-05T08:00:00Z", "join", "mira", null);
        happens("2026-01-05T09:00:00Z", "post", "noor", null);
        happens("2026-01-05T10:00:00Z", "post", "mira", null);
        happens("2026-01-05T11:00:00Z", "post", "mira", null);

        Life life = mira.end(at("2026-01-07T00:00:00Z"));

        assertThat(life.events()).as("of noor's nothing reaches her").isEqualTo(3);
        assertThat(life.turns())
                .extracting(Life.Turn::cause)
                .containsExactly(new Cause.ByEvent("e0"), new Cause.ByEvent("e3"), Cause.MIDNIGHT);
        Life.Turn second = life.turns().get(1);
        assertThat(second.event()).isNotNull().extracting(Event::type).isEqualTo("post");
        assertThat(second.outcomes())
                .hasExactlyElementsOfTypes(
                        Outcome.TierChanged.class, Outcome.BadgeAwarded.class, Outcome.AlertRaised.class);
        assertThat(life.turns().get(2).event()).isNull();
        assertThat(life.end().openAlerts()).extracting(Outcome.Alert::name).containsExactly("tier-at-risk");
    }

    @Test
    void whatLiesAheadIsToldInOrderWithWhatWouldAvertIt() throws Exception {
        happens("2026-01-05T08:00:00Z", "join", "mira", null);

        Life life = mira.end(at("2026-01-06T00:00:00Z"));

        assertThat(deadlines(life))
                .extracting(pending -> Instant.ofEpochMilli(pending.at()) + " " + PendingWords.of(pending))
                .containsExactly(
                        "2026-01-12T08:00:00Z silent (info) is reported, unless a post comes by then",
                        "2026-01-15T08:00:00Z time runs out for the quest begin; still to do now: speak (posts >= 1)"
                                + " and more (posts >= 5)",
                        "2026-01-19T08:00:00Z is no newcomer any more",
                        "2026-02-04T08:00:00Z becomes dormant, unless active before");
    }

    @Test
    void aGraceAHoldAndACooldownLieAheadToo() throws Exception {
        happens("2026-01-05T10:00:00Z", "post", "mira", null);
        happens("2026-01-05T11:00:00Z", "post", "mira", null);

        assertThat(deadlines(mira.end(at("2026-01-05T12:00:00Z"))))
                .extracting(PendingWords::of)
                .startsWith("from then on member on the activity ladder can be lost again, unless posts_2d >= 2")
                .contains("gone (warning) is reported, unless a post comes by then, and only if then posts >= 2");
        assertThat(deadlines(mira.end(at("2026-01-07T00:00:00Z"))))
                .extracting(PendingWords::of)
                .startsWith("grace ends: the tier member of activity is lost, unless by then posts_2d >= 2")
                .contains("busy can be raised again");
    }

    @Test
    void whatLiesAheadComesTrueAtItsInstantIfNothingHappens() throws Exception {
        happens("2026-01-05T10:00:00Z", "post", "mira", null);
        happens("2026-01-05T11:00:00Z", "post", "mira", null);
        Life early = mira.end(at("2026-01-07T00:00:00Z"));
        long dormant = deadlines(early).stream()
                .filter(pending -> pending instanceof Pending.Idle idle && idle.stage() == Stage.DORMANT)
                .mapToLong(Pending::at)
                .findFirst()
                .orElseThrow();

        Life later = mira.end(dormant);

        assertThat(later.end().stage()).isEqualTo("dormant");
        assertThat(later.turns().get(later.turns().size() - 1).at()).isEqualTo(dormant);
        for (Pending pending : deadlines(early)) {
            if (pending instanceof Pending.Grace || pending instanceof Pending.Absence) {
                assertThat(later.turns()).extracting(Life.Turn::at).contains(pending.at());
            }
        }
    }

    @Test
    void aCountThatRunsEmptyIsSeenToTakeTheTierWithItWhenNothingHappens() throws Exception {
        happens("2026-01-05T10:00:00Z", "post", "mira", null);
        happens("2026-01-05T11:00:00Z", "post", "mira", null);

        Life life = mira.end(at("2026-01-05T12:00:00Z"));

        // two posts in two days: none of them counts from the 7th on, and five days of grace begin
        assertThat(told(life))
                .contains(
                        "2026-01-07T00:00:00Z alert tier-at-risk on the activity ladder is raised: what the tier asks no"
                                + " longer holds, with 5 days to recover (0 posts in 2 days)",
                        "2026-01-07T00:00:00Z alert busy is resolved: its condition no longer holds",
                        "2026-01-12T00:00:00Z falls from member to visitor on the activity ladder (0 posts in 2 days)")
                .contains(
                        "2026-01-14T11:00:00Z gone (warning) is reported, unless a post comes by then, and only if then"
                                + " posts >= 2: YES");
        assertThat(life.horizon()).isEqualTo(at("2026-04-15T12:00:00Z"));
    }

    @Test
    void whatADeadlineTellsIsNotToldAgain() throws Exception {
        happens("2026-01-05T10:00:00Z", "post", "mira", null);
        happens("2026-01-05T11:00:00Z", "post", "mira", null);

        Life life = mira.end(at("2026-01-07T00:00:00Z"));

        assertThat(life.ahead())
                .filteredOn(each -> each.at() == at("2026-01-12T00:00:00Z"))
                .singleElement()
                .isInstanceOfSatisfying(Deadline.class, deadline -> {
                    assertThat(deadline.pending()).isInstanceOf(Pending.Grace.class);
                    assertThat(deadline.comes()).isEqualTo(Coming.YES);
                });
        assertThat(life.ahead()).noneMatch(Effect.class::isInstance);
    }

    @Test
    void aDeadlineOfWhichNothingWouldComeSaysSo() throws Exception {
        happens("2026-01-05T10:00:00Z", "post", "mira", null);

        Life life = mira.end(at("2026-01-05T10:00:00Z"));

        assertThat(told(life))
                .as("one post is fewer than the alert asks for")
                .contains(
                        "2026-01-14T10:00:00Z gone (warning) is reported, unless a post comes by then, and only if then"
                                + " posts >= 2: NO");
    }

    @Test
    void toLookAheadMovesNothing() throws Exception {
        happens("2026-01-05T10:00:00Z", "post", "mira", null);
        happens("2026-01-05T11:00:00Z", "post", "mira", null);

        Life first = mira.end(at("2026-01-05T12:00:00Z"));
        happens("2026-01-06T11:00:00Z", "post", "mira", null);

        assertThat(mira.end(at("2026-01-06T12:00:00Z")).turns())
                .extracting(Life.Turn::at)
                .containsExactlyElementsOf(
                        first.turns().stream().map(Life.Turn::at).toList());
    }

    @Test
    void aConditionIsToldPartByPartWithTheNumbersAsTheyAre() throws Exception {
        happens("2026-01-05T10:00:00Z", "post", "mira", null);

        Life life = mira.end(at("2026-01-05T10:00:00Z"));
        var more = PROGRAM.quests().get(0).steps().get(1).done();

        assertThat(NeedWords.missing(life.need(more), Terms.of(PROGRAM))).containsExactly("1 of 5 posts");
        assertThat(NeedWords.now(life.need(more), Terms.of(PROGRAM))).isEqualTo("posts >= 5 (1 of 5 now)");
    }

    @Test
    void aQuestThatEndsKnowsWhatWillBeMissingThen() throws Exception {
        var patient = new Biographer(ProgramParser.parse("p.yaml", """
                program: p
                community: c
                metrics: {posts: {count: post}}
                quests: {q: {start: join, within: 30d, steps: {stay: "tenure_days >= 20", write: "posts >= 5"}}}
                """, 0), "mira");
        patient.event(
                new Event("e", "c", "join", "mira", null, EventJson.instant("2026-01-01T00:00:00Z"), 0, Map.of()));

        assertThat(patient.end(at("2026-01-02T00:00:00Z")).ahead())
                .singleElement()
                .isInstanceOfSatisfying(Deadline.class, deadline -> {
                    assertThat(deadline.comes()).isEqualTo(Coming.YES);
                    assertThat(deadline.outcome()).isInstanceOfSatisfying(Outcome.QuestExpired.class, expired -> {
                        assertThat(expired.missing()).containsExactly("write");
                        assertThat(PendingWords.of((Pending.QuestEnd) deadline.pending(), expired, Condition::text))
                                .isEqualTo("time runs out for the quest q; still to do: write (posts >= 5)");
                    });
                });
    }

    @Test
    void whoFallsDormantBeforeHasNoEndOfTheNewcomersAhead() throws Exception {
        for (String newcomer : List.of("60d", "200d")) {
            var sleepy = new Biographer(ProgramParser.parse("p.yaml", """
                    program: p
                    community: c
                    lifecycle: {activity: post, newcomer: %s, dormant: 30d}
                    """.formatted(newcomer), 0), "mira");
            sleepy.event(
                    new Event("e", "c", "post", "mira", null, EventJson.instant("2026-01-01T00:00:00Z"), 0, Map.of()));

            assertThat(deadlines(sleepy.end(at("2026-01-02T00:00:00Z"))))
                    .extracting(PendingWords::of)
                    .containsExactly("becomes dormant, unless active before");
        }
    }

    @Test
    void everyConditionOfTheProgramIsKnownAsItStands() throws Exception {
        var biographer = new Biographer(ProgramParser.parse("p.yaml", """
                program: p
                community: c
                metrics: {posts: {count: post}}
                ladders: {l: [{tier: a}, {tier: b, enter: "posts >= 1", keep: "posts >= 2"}]}
                badges: {b: {when: "posts >= 3"}}
                quests: {q: {start: "posts >= 4", within: 30d, steps: {s: "posts >= 5"}}}
                lifecycle: {activity: post, dormant: 30d, mature: "posts >= 6"}
                segments: {s: "posts >= 7"}
                alerts: {a: {since: join, after: 7d, unless: post, when: "posts >= 8"}, h: {when: "posts >= 9"}}
                """, 0), "mira");

        assertThat(biographer.end(at("2026-01-02T00:00:00Z")).needs())
                .containsOnlyKeys(IntStream.rangeClosed(1, 9)
                        .mapToObj(n -> "posts >= " + n)
                        .toArray(String[]::new));
    }

    @Test
    void whatTheClockCannotReckonIsSaidAsOfAnEventThatCannotBe() throws Exception {
        var rich = new Biographer(ProgramParser.parse("p.yaml", """
                program: p
                community: c
                points: {earn: {buy: {on: purchase, per_value: 1}}}
                quests: {q: {start: join, within: 30d, points: 5000, steps: {stay: "tenure_days >= 2"}}}
                """, 0), "mira");
        rich.event(new Event(
                "e",
                "c",
                "purchase",
                "mira",
                null,
                EventJson.instant("2026-01-01T00:00:00Z"),
                Math.nextDown(0x1p63),
                Map.of()));

        assertThatThrownBy(() -> rich.end(at("2026-01-01T00:00:00Z")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("What the clock brings to 'mira' cannot be evaluated: ");
    }

    @Test
    void whoHasLeftHasNothingAhead() throws Exception {
        happens("2026-01-05T10:00:00Z", "post", "mira", null);
        happens("2026-01-06T10:00:00Z", "leave", "mira", null);

        assertThat(mira.end(at("2026-01-06T10:00:00Z")).ahead()).isEmpty();
    }

    @Test
    void anExcludedMemberHasNoLife() {
        assertThatThrownBy(() -> new Biographer(PROGRAM, "bot"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("excludes");
    }
}
