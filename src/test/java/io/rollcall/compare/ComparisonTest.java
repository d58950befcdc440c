package io.rollcall.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rollcall.compare.Difference.Count;
import io.rollcall.compare.Difference.Flow;
import io.rollcall.compare.Difference.How;
import io.rollcall.compare.Difference.Otherwise;
import io.rollcall.compare.Difference.Presence;
import io.rollcall.compare.Difference.Property;
import io.rollcall.compare.Difference.RuleDifference;
import io.rollcall.compare.Difference.TextChange;
import io.rollcall.compare.Difference.Unmet;
import io.rollcall.compare.Difference.Way;
import io.rollcall.compare.Rule.Kind;
import io.rollcall.event.Event;
import io.rollcall.event.EventException;
import io.rollcall.event.EventJson;
import io.rollcall.program.Program;
import io.rollcall.program.ProgramParser;
import io.rollcall.replay.Collected;
import io.rollcall.replay.History;
import io.rollcall.replay.Replay;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ComparisonTest {
    private static final String BASE = """
            program: p
            community: c
            metrics: {posts: {count: post}, posts_7d: {count: post, over: 7d}}
            points: {earn: {post: {on: post, points: 2}}}
            ladders: {activity: [{tier: visitor}, {tier: member, enter: "posts >= 2", keep: always}]}
            badges: {writer: {metric: posts, levels: {bronze: 1, silver: 3}}}
            segments: {active: "posts_7d >= 2"}
            alerts: {silent: {since: join, after: 7d, unless: post}}
            """;

    private final List<Event> events = new ArrayList<>();

    private void happens(String at, String type, String member) throws EventException {
        events.add(
                new Event("e" + events.size(), "c", type, member, null, EventJson.instant(at + ":00Z"), 0, Map.of()));
    }

    /** mira writes on three days, noor once, sol never. */
    private void aWeek() throws EventException {
        happens("2026-01-05T08:00", "join", "mira");
        happens("2026-01-05T08:00", "join", "noor");
        happens("2026-01-05T08:00", "join", "sol");
        happens("2026-01-05T09:00", "post", "mira");
        happens("2026-01-06T09:00", "post", "mira");
        happens("2026-01-06T10:00", "post", "noor");
        happens("2026-01-07T09:00", "post", "mira");
        happens("2026-01-13T09:00", "visit", "mira");
    }

    private Difference compare(String from, String to) throws IOException {
        return compare(from, to, 3);
    }

    private Difference compare(String from, String to, int examples) throws IOException {
        Program before = ProgramParser.parse("from.yaml", from, 0);
        Program after = ProgramParser.parse("to.yaml", to, 0);
        var comparison = new Comparison(before, after, examples);
        tell(before, comparison.from());
        tell(after, comparison.to());
        return comparison.difference();
    }

    private void tell(Program program, Side side) throws IOException {
        var collected = new Collected();
        new Replay(program).run(History.ofEvents("c", events, null), collected);
        collected.outcomes().forEach(side::outcome);
        collected.members().forEach(side::member);
    }

    private static RuleDifference of(Difference difference, Kind kind, String name, @Nullable String level) {
        return difference.rules().stream()
                .filter(each -> each.rule().equals(new Rule(kind, name, level)))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aProgramDoesNotDifferFromItself() throws Exception {
        aWeek();

        Difference difference = compare(BASE, BASE);

        assertThat(difference.isNone()).isTrue();
        assertThat(difference.members()).isEqualTo(3);
        assertThat(difference.changes()).isEmpty();
        assertThat(difference.rules()).allMatch(rule -> rule.members() == 0).isNotEmpty();
        assertThat(of(difference, Kind.ALERT, "silent", null).times()).isEqualTo(new Count(1, 1));
    }

    @Test
    void aProgramThatOnlyGoesToShadowDecidesNothingElse() throws Exception {
        aWeek();

        Difference difference = compare(BASE, BASE + "mode: shadow\n");

        assertThat(difference.isNone()).isTrue();
        assertThat(difference.changes()).hasSize(1);
    }

    @Test
    void aLowerBoundLiftsAMemberAndTheOldBoundSaysWhatWasNotMet() throws Exception {
        aWeek();

        Difference difference = compare(BASE, BASE.replace("posts >= 2\"", "posts >= 1\""));

        RuleDifference ladder = of(difference, Kind.LADDER, "activity", null);
        assertThat(difference.differently()).isEqualTo(1);
        assertThat(ladder.flows()).containsExactly(new Flow(Way.GAIN, null, "member", 1));
        assertThat(ladder.stands()).containsExactly(Map.entry("member", new Count(1, 2)));
        assertThat(ladder.times()).as("rises").isEqualTo(new Count(1, 2));
        assertThat(ladder.examples()).singleElement().satisfies(noor -> {
            assertThat(noor.member()).isEqualTo("noor");
            assertThat(noor.from().state()).isNull();
            assertThat(noor.from().unmet())
                    .containsExactly(
                            new Unmet("posts >= 2", "posts", 1.0, false, Instant.parse("2026-01-06T10:00:00Z")));
            assertThat(noor.to().state()).isEqualTo("member");
            assertThat(noor.to().at()).isEqualTo(Instant.parse("2026-01-06T10:00:00Z"));
            assertThat(noor.to().evidence()).containsExactly(Map.entry("posts", 1.0));
            assertThat(noor.to().unmet()).isEmpty();
        });
    }

    @Test
    void whoGetsThereSoonerStandsTheSameInAnotherWay() throws Exception {
        aWeek();

        Difference difference = compare(BASE, BASE.replace("silver: 3", "silver: 2"));

        assertThat(difference.differently()).isZero();
        assertThat(difference.otherwise()).isEqualTo(1);
        assertThat(difference.otherwiseBy()).containsExactly(new Otherwise(How.STEPS, 1, List.of("mira")));
        assertThat(difference.isNone()).isFalse();
    }

    @Test
    void whomOnlyOtherTextsReachIsCountedApartFromWhomOtherAlertsDo() throws Exception {
        aWeek();
        String told = BASE.replace("unless: post}", "unless: post, playbook: \"Say hello.\"}");

        assertThat(compare(BASE, BASE.replace("{metric: posts,", "{title: Author, metric: posts,"))
                        .otherwiseBy())
                .as("whoever has the badge")
                .containsExactly(new Otherwise(How.TEXTS, 2, List.of("mira", "noor")));
        assertThat(compare(BASE, told).otherwiseBy())
                .as("whom the alert is of")
                .containsExactly(new Otherwise(How.TEXTS, 1, List.of("sol")));
        assertThat(compare(BASE, told.replace("after: 7d", "after: 6d")).otherwiseBy())
                .containsExactly(new Otherwise(How.ALERTS, 1, List.of("sol")));
    }

    @Test
    void anotherNameOfTheProgramIsSaidAndChangesNothing() throws Exception {
        aWeek();

        Difference difference = compare(BASE, BASE.replace("program: p", "program: q"));

        assertThat(difference.isNone()).isTrue();
        assertThat(difference.changes())
                .containsExactly(new TextChange(
                        "the program itself", Presence.BOTH, List.of(new Property("program", "p", "q"))));
    }

    @Test
    void whoWinsABadgeUnderBothButMoreOftenDoesNotGainIt() throws Exception {
        aWeek();
        String every = BASE.replace("levels: {bronze: 1, silver: 3}", "every: 2");

        // every 2nd of three posts and of one: mira once; every post: mira three times, noor once
        RuleDifference oftener = of(compare(every, every.replace("every: 2", "every: 1")), Kind.BADGE, "writer", null);

        assertThat(oftener.stands()).containsExactly(Map.entry("won", new Count(1, 2)));
        assertThat(oftener.gain()).as("noor").isEqualTo(1);
        assertThat(oftener.more()).as("mira").isEqualTo(1);
        assertThat(oftener.lose() + oftener.fewer() + oftener.move()).isZero();
        assertThat(oftener.members()).isEqualTo(2);
        assertThat(oftener.times()).isEqualTo(new Count(1, 4));
        RuleDifference back = of(compare(every.replace("every: 2", "every: 1"), every), Kind.BADGE, "writer", null);
        assertThat(back.lose()).isEqualTo(1);
        assertThat(back.fewer()).isEqualTo(1);
    }

    @Test
    void rulesThatOnlyOneProgramHasAreGainedAndLost() throws Exception {
        aWeek();

        Difference difference =
                compare(BASE, BASE.replace("silver: 3", "gold: 2").replace("active:", "busy:"));

        assertThat(of(difference, Kind.BADGE, "writer", "silver")).satisfies(silver -> {
            assertThat(silver.presence()).isEqualTo(Presence.ONLY_FROM);
            assertThat(silver.lose()).isEqualTo(1);
        });
        assertThat(of(difference, Kind.BADGE, "writer", "gold")).satisfies(gold -> {
            assertThat(gold.presence()).isEqualTo(Presence.ONLY_TO);
            assertThat(gold.gain()).isEqualTo(1);
        });
        assertThat(of(difference, Kind.BADGE, "writer", "bronze").members()).isZero();
        assertThat(difference.changes())
                .containsExactly(
                        new TextChange(
                                "badge writer",
                                Presence.BOTH,
                                List.of(
                                        new Property("level gold", null, "2"),
                                        new Property("level silver", "3", null))),
                        new TextChange(
                                "segment busy", Presence.ONLY_TO, List.of(new Property("when", null, "posts_7d >= 2"))),
                        new TextChange(
                                "segment active",
                                Presence.ONLY_FROM,
                                List.of(new Property("when", "posts_7d >= 2", null))));
    }

    @Test
    void whomOneProgramExcludesIsCountedAsExcludedAndNeitherAsLosingNorAsLower() throws Exception {
        aWeek();

        Difference difference = compare(BASE, BASE + "exclude: [mira]\n");

        assertThat(difference.excludedByTo()).containsExactly("mira");
        assertThat(difference.excludedByFrom()).isEmpty();
        assertThat(difference.members()).isEqualTo(3);
        assertThat(difference.differently()).isEqualTo(1);
        assertThat(of(difference, Kind.LADDER, "activity", null)).satisfies(ladder -> {
            assertThat(ladder.flows()).containsExactly(new Flow(Way.EXCLUDED, "member", null, 1));
            assertThat(ladder.lose()).isZero();
            assertThat(ladder.stands()).containsExactly(Map.entry("member", new Count(1, 0)));
        });
        RuleDifference silver = of(difference, Kind.BADGE, "writer", "silver");
        assertThat(silver.lose()).isZero();
        assertThat(silver.excluded()).isEqualTo(1);
        RuleDifference back = of(compare(BASE + "exclude: [mira]\n", BASE), Kind.BADGE, "writer", "silver");
        assertThat(back.gain()).isZero();
        assertThat(back.included()).isEqualTo(1);
        assertThat(silver.examples().get(0).to().excluded()).isTrue();
    }

    @Test
    void alertsAreCountedOverTheWholeHistoryAndAtItsEnd() throws Exception {
        aWeek();

        Difference difference = compare(BASE, BASE.replace("after: 7d", "after: 1d"));

        RuleDifference silent = of(difference, Kind.ALERT, "silent", null);
        assertThat(silent.times()).isEqualTo(new Count(1, 2));
        assertThat(silent.stands()).containsExactly(Map.entry("open", new Count(1, 1)));
        assertThat(silent.gain()).isEqualTo(1);
        assertThat(silent.examples().get(0).member()).isEqualTo("noor");
        assertThat(difference.differently()).isZero();
        assertThat(difference.otherwise())
                .as("noor has one more, sol's is earlier")
                .isEqualTo(2);
    }

    @Test
    void pointsAreComparedByEntryAndMember() throws Exception {
        aWeek();

        Difference difference = compare(BASE, BASE.replace("silver: 3}", "silver: 3}, points: 5"));

        assertThat(difference.points())
                .containsExactly(Map.entry("badge:writer", new Count(0, 15)), Map.entry("post", new Count(8, 8)));
        RuleDifference points = of(difference, Kind.POINTS, "points", null);
        assertThat(points.gain()).isEqualTo(2);
        assertThat(points.examples().get(0)).satisfies(mira -> {
            assertThat(mira.from().points()).isEqualTo(6);
            assertThat(mira.to().points()).isEqualTo(16);
            assertThat(mira.to().entries()).containsExactly(Map.entry("badge:writer", 10L));
        });
    }

    @Test
    void aSegmentSaysWhatOfItDoesNotHoldAtTheEnd() throws Exception {
        aWeek();

        Difference difference = compare(BASE, BASE.replace("posts_7d >= 2", "posts_7d >= 1"));

        RuleDifference active = of(difference, Kind.SEGMENT, "active", null);
        assertThat(active.gain()).isEqualTo(1);
        assertThat(active.examples().get(0).from().unmet())
                .containsExactly(new Unmet("posts_7d >= 2", "posts_7d", 1.0, true, null));
    }

    @Test
    void aMetricThatMeansSomethingElseExplainsNothingOfTheOtherProgram() throws Exception {
        aWeek();

        Difference difference = compare(BASE, BASE.replace("posts: {count: post}", "posts: {count: [post, join]}"));

        assertThat(of(difference, Kind.LADDER, "activity", null).examples().get(0))
                .satisfies(noor -> {
                    assertThat(noor.to().evidence()).containsExactly(Map.entry("posts", 2.0));
                    assertThat(noor.from().unmet())
                            .as("its own number, at the end")
                            .containsExactly(new Unmet("posts >= 2", "posts", 1.0, true, null));
                });
    }

    @Test
    void examplesAreTheFirstByNameAndNoMoreThanAskedFor() throws Exception {
        for (String member : List.of("d", "b", "a", "c")) {
            happens("2026-01-05T08:00", "post", member);
        }

        Difference difference = compare(BASE, BASE.replace("bronze: 1", "tin: 1"), 2);

        assertThat(of(difference, Kind.BADGE, "writer", "tin").examples())
                .extracting(Difference.Example::member)
                .containsExactly("a", "b");
    }

    @Test
    void eachFlowHasAnExampleBeforeAnyHasASecond() throws Exception {
        for (String member : List.of("a", "b", "c")) {
            happens("2026-01-05T08:00", "post", member);
            happens("2026-01-05T09:00", "post", member);
        }
        happens("2026-01-05T10:00", "post", "c");
        String three = BASE.replace("keep: always}", "keep: always}, {tier: regular, enter: \"posts >= 3\"}");

        Difference difference = compare(three, three.replace("posts >= 2", "posts >= 9"), 2);

        RuleDifference ladder = of(difference, Kind.LADDER, "activity", null);
        assertThat(ladder.flows())
                .containsExactly(new Flow(Way.LOSE, "member", null, 2), new Flow(Way.LOSE, "regular", null, 1));
        assertThat(ladder.examples()).extracting(Difference.Example::member).containsExactly("a", "c");
    }

    @Test
    void aHistoryThatBeginsAgainIsCountedOnce() throws Exception {
        aWeek();
        Program program = ProgramParser.parse("p.yaml", BASE, 0);
        var comparison = new Comparison(program, program, 3);
        tell(program, comparison.from());
        comparison.from().forget();
        tell(program, comparison.from());
        tell(program, comparison.to());

        assertThat(comparison.difference().isNone()).isTrue();
        assertThat(comparison.difference().points()).containsExactly(Map.entry("post", new Count(8, 8)));
    }

    @Test
    void programsOfDifferentCommunitiesAreNotComparable() {
        assertThatThrownBy(() -> compare(BASE, BASE.replace("community: c", "community: d")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'c' and 'd'");
    }
}
