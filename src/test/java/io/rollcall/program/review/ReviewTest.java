package io.rollcall.program.review;

import static org.assertj.core.api.Assertions.assertThat;

import io.rollcall.program.Program;
import io.rollcall.program.ProgramParser;
import io.rollcall.program.review.Doubt.Code;
import io.rollcall.replay.Shared;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Doubts: what is legal but surely unmeant. In these programs {@code §} stands where the doubt points. */
class ReviewTest {
    private static final String HEAD = """
            program: p
            community: c
            metrics:
              posts: {count: post}
              days_30d: {days: post, over: 30d}
              days: {days: post}
              run: {streak: post}
              idle: {since: post}
              spent: {sum: purchase}
              fans: {distinct: like, of: member, as: recipient, cap: 50}
            """;

    private static Program program(String yaml) {
        return ProgramParser.parse("p.yaml", yaml.replace("§", ""), 0);
    }

    /** All but the notes, which every program here would have. */
    private static List<Doubt> warnings(String yaml) {
        return Review.of(program(yaml)).stream()
                .filter(doubt -> !doubt.code().isNote())
                .toList();
    }

    private static String marked(String yaml) {
        String before = yaml.substring(0, yaml.indexOf('§'));
        int line = (int) before.chars().filter(c -> c == '\n').count() + 1;
        return line + ":" + (before.length() - before.lastIndexOf('\n'));
    }

    @Test
    void aDraftIsDoubtedWhereNoErrorOfItCanBeTheReason() {
        String yaml = HEAD + """
                events: {unused: [visit]}
                titel: x
                points: {redeem: {on: spend}}
                badges: {wrong: {when: "psots >= 1"}, won: {when: "has_badge('wrong')"}}
                segments: {a: "psots > 1", b: "psots > 1", c: "posts < 0", d: "points > 3"}
                """;

        assertThat(Review.ofDraft(ProgramParser.draft(yaml).orElseThrow()))
                .extracting(doubt -> doubt.code().text() + " " + doubt.message())
                .containsExactly(
                        "never-holds segments.c: this can never hold: posts is a whole number and never below 0");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "fans: {distinct: like, of: member, as: recipient, capp: 500}",
                "fans: {distinct: like, of: member, as: recipient, <<: {cap: 500}}"
            })
    void anUnknownKeyThatMayHideWhatARuleGoesByLeavesNoDraft(String fans) {
        assertThat(ProgramParser.draft("program: p\ncommunity: c\nmetrics: {" + fans + "}\n" + """
                        ladders: {l: [{tier: a}, {tier: b, enter: "fans >= 200"}]}
                        badges: {b: {when: "fans >= 150"}, c: {metric: fans, levels: {x: 300}}}
                        """))
                .isEmpty();
    }

    @Test
    void aSectionWithAWrongNameMayHideWhatARuleGoesBy() {
        String asleep = "segments: {asleep: \"stage == 'dormant'\"}\n";

        assertThat(ProgramParser.draft(HEAD + asleep + "lifecycel: {activity: post, dormant: 30d}\n"))
                .isEmpty();
        assertThat(ProgramParser.draft(HEAD + asleep + "badges: {b: {when: 'posts > 1', titel: B}}\n"))
                .isPresent();
    }

    @Test
    void ofAProgramWithOtherErrorsThereIsNoDraft() {
        assertThat(ProgramParser.draft(HEAD + "badges: {x: {metric: psots, every: 1}}\n"))
                .isEmpty();
        assertThat(ProgramParser.draft(HEAD + "badges: {x: {metrc: posts, every: 1}}\n"))
                .as("what is missing is told with what is unknown")
                .isEmpty();
        assertThat(ProgramParser.draft(HEAD.replace("community:", "comunity:"))).isEmpty();
        assertThat(ProgramParser.draft(HEAD + "badges: x\n")).isEmpty();
        assertThat(ProgramParser.draft("program: [\n")).isEmpty();
    }

    @ParameterizedTest
    @MethodSource
    void isDoubted(Code code, String rules, String saying) {
        String yaml = HEAD + rules + "\n";

        assertThat(warnings(yaml)).singleElement().satisfies(doubt -> {
            assertThat(doubt.code()).isEqualTo(code);
            assertThat(doubt.line() + ":" + doubt.column()).isEqualTo(marked(yaml));
            assertThat(doubt.message()).contains(saying);
        });
    }

    static Stream<Arguments> isDoubted() {
        return Stream.of(
                // in a set of events a mistyped name would be taken for a type
                Arguments.of(
                        Code.MISSPELT_EVENT,
                        "events: {speak: [comment, §coment]}\nalerts: {a: {since: join, after: 7d, unless: speak}}",
                        "did you mean 'comment'?"),
                // the plural of what the events are called
                Arguments.of(
                        Code.MISSPELT_EVENT,
                        "events: {speak: [post, comment]}\nalerts: {a: {since: join, after: 7d, unless: speak},"
                                + " b: {since: §comments, after: 7d}}",
                        "did you mean 'comment'?"),
                Arguments.of(
                        Code.MISSPELT_EVENT,
                        "events: {replies: [answer, remark]}\nalerts: {a: {since: replies, after: 7d},"
                                + " b: {since: §reply, after: 7d}}",
                        "did you mean 'replies'?"),
                // a tier that nobody reaches
                Arguments.of(
                        Code.UNREACHABLE_TIER,
                        "ladders: {l: [{tier: a}, {tier: b, enter: §\"posts >= 5 && posts < 3\"}]}",
                        "posts >= 5 and posts < 3 exclude each other"),
                Arguments.of(
                        Code.UNREACHABLE_TIER,
                        "ladders: {l: [{tier: a}, {tier: b, enter: §\"days_30d > 30\"}, {tier: c, enter: \"posts >= 9\"}]}",
                        "this tier or those above it: days_30d looks at 30 dates"),
                Arguments.of(
                        Code.UNREACHABLE_TIER,
                        "ladders: {l: [{tier: a}, {tier: b, enter: §\"fans >= 51 || posts < 0\"}]}",
                        "'cap' of 50; posts is a whole number and never below 0"),
                Arguments.of(
                        Code.UNREACHABLE_TIER,
                        "ladders: {l: [{tier: a}, {tier: b, enter: §\"2 < posts && 3 > posts\"}]}",
                        "exclude each other"),
                Arguments.of(
                        Code.UNREACHABLE_TIER,
                        "ladders: {l: [{tier: a}, {tier: b, enter: §\"reached('l', 'b')\"}]}",
                        "nobody can reach the tier 'b' before"),
                Arguments.of(
                        Code.UNREACHABLE_TIER,
                        "ladders: {l: [{tier: a}, {tier: b, enter: \"posts >= 1\"}, {tier: c, enter: §\"reached('l', 'd')\"},"
                                + " {tier: d, enter: \"posts >= 2\"}]}",
                        "nobody can reach the tier 'd' before"),
                Arguments.of(
                        Code.UNREACHABLE_TIER,
                        "ladders: {l: [{tier: a}, {tier: b, enter: \"posts < 5\", keep: §\"posts >= 5\"}]}",
                        "a member climbs when 'enter' and 'keep' hold"),
                Arguments.of(
                        Code.UNREACHABLE_TIER,
                        "ladders: {l: [{tier: a}, {tier: b, enter: §\"points >= 100\"}]}",
                        "nothing in this program posts points"),
                Arguments.of(
                        Code.UNREACHABLE_TIER,
                        "ladders: {l: [{tier: a}, {tier: b, enter: §\"posts in [1, 2] && posts > 2\"}]}",
                        "exclude each other"),
                Arguments.of(
                        Code.UNREACHABLE_TIER,
                        "ladders: {l: [{tier: a}, {tier: b, enter: §\"in_stage('mature')\"}]}",
                        "no stages without 'lifecycle'"),
                // a keep stricter than its enter
                Arguments.of(
                        Code.STRICTER_KEEP,
                        "ladders: {l: [{tier: a}, {tier: b, enter: \"posts >= 3\", keep: §\"posts >= 5\"}]}",
                        "posts >= 5 does not follow from it"),
                Arguments.of(
                        Code.STRICTER_KEEP,
                        "ladders: {l: [{tier: a}, {tier: b, enter: \"days_30d >= 8 && posts >= 1\","
                                + " keep: §\"posts >= 1 && days_30d >= 12\"}]}",
                        "days_30d >= 12"),
                Arguments.of(
                        Code.STRICTER_KEEP,
                        "ladders: {l: [{tier: a}, {tier: b, enter: \"idle <= 7\", keep: §\"idle < 7\"}]}",
                        "idle < 7"),
                // never, always
                Arguments.of(Code.NEVER_HOLDS, "segments: {s: §\"posts < 0\"}", "never below 0"),
                Arguments.of(Code.NEVER_HOLDS, "alerts: {a: {when: §\"run == 2.5\"}}", "whole number"),
                Arguments.of(
                        Code.NEVER_HOLDS,
                        "segments: {s: §\"days_30d >= 5 && posts < 5\"}",
                        "days_30d is never above posts"),
                Arguments.of(
                        Code.NEVER_HOLDS,
                        "segments: {s: §\"days_30d >= 1 && idle >= 30\"}",
                        "days_30d is 0 where idle is 30 or more"),
                Arguments.of(
                        Code.NEVER_HOLDS,
                        "alerts: {a: {since: post, after: 40d, when: §\"days_30d >= 1\"}}",
                        "when 'after' is over"),
                Arguments.of(
                        Code.NEVER_HOLDS,
                        "alerts: {a: {since: post, after: 14d, when: §\"idle < 7 || days_30d > 40\"}}",
                        "when 'after' is over"),
                Arguments.of(
                        Code.UNREACHABLE_TIER,
                        "ladders: {l: [{tier: a}, {tier: b, enter: §\"days >= 9 && posts <= 8\"}]}",
                        "days is never above posts"),
                Arguments.of(Code.NEVER_HOLDS, "alerts: {a: {since: post, after: 3d, when: §\"false\"}}", "says false"),
                Arguments.of(
                        Code.NEVER_HOLDS,
                        "lifecycle: {activity: post, mature: §\"in_stage('newcomer') && in_stage('growing')\", newcomer: 3d}",
                        "one stage at a time"),
                Arguments.of(
                        Code.NEVER_HOLDS, "badges: {b: {when: §\"has_badge('b')\"}}", "nobody can win the badge 'b'"),
                Arguments.of(
                        Code.NEVER_HOLDS,
                        "quests: {q: {start: §\"in_stage('dormant')\", within: 3d, steps: {s: \"posts > 1\"}}}\n"
                                + "lifecycle: {activity: post}",
                        "no stage 'dormant'"),
                Arguments.of(Code.ALWAYS_HOLDS, "badges: {b: {when: §\"posts >= 0\"}}", "write true"),
                Arguments.of(Code.ALWAYS_HOLDS, "segments: {s: §\"posts < 3 || posts >= 2\"}", "exclude each other"),
                Arguments.of(
                        Code.ALWAYS_HOLDS,
                        "ladders: {l: [{tier: a}, {tier: b, enter: \"posts >= 3\", keep: §\"days_30d <= 30\"}]}",
                        "write 'keep: always'"),
                Arguments.of(
                        Code.ALWAYS_HOLDS,
                        "ladders: {l: [{tier: a}]}\nsegments: {s: §\"reached('l', 'a')\"}",
                        "the lowest tier"),
                // levels and bounds
                Arguments.of(
                        Code.UNREACHABLE_LEVEL, "badges: {b: {metric: fans, levels: {x: 10, y: §100}}}", "'cap' of 50"),
                Arguments.of(
                        Code.UNREACHABLE_LEVEL,
                        "rfm: {recency: idle, frequency: days_30d, monetary: spent,"
                                + " good: {recency: 7, frequency: §31, monetary: 1}}",
                        "looks at 30 dates"),
                Arguments.of(
                        Code.LEVELS_NOT_RISING,
                        "badges: {b: {metric: posts, levels: {x: 10, y: §5}}}",
                        "expected more than 'x'"),
                Arguments.of(Code.LEVELS_NOT_RISING, "badges: {b: {metric: posts, levels: {x: 10, y: §10}}}", "rise"),
                Arguments.of(
                        Code.IMPOSSIBLE_STEP,
                        "quests: {q: {start: join, within: 7d, steps: {s: §\"days_30d >= 10\"}}}",
                        "more dates than 'within' has"),
                Arguments.of(
                        Code.IMPOSSIBLE_STEP,
                        "quests: {q: {start: join, within: 7d, steps: {s: §\"tenure_days >= 9\"}}}",
                        "more dates"),
                // segments
                Arguments.of(
                        Code.LATER_SEGMENT,
                        "segments: {a: §\"in_segment('b') || posts > 1\", b: \"posts > 3\"}",
                        "'b' stands further down"),
                Arguments.of(Code.LATER_SEGMENT, "segments: {a: §\"!in_segment('a')\"}", "asks for itself"),
                Arguments.of(
                        Code.SAME_SEGMENT, "segments: {a: \"posts > 1\", b: §\"posts>1\"}", "same condition as 'a'"),
                // without effect
                Arguments.of(
                        Code.NO_EFFECT,
                        "ladders: {l: [{tier: a}, {tier: b, enter: \"posts >= 3\", keep: always, §grace: 3d}]}",
                        "never loses the tier"),
                Arguments.of(
                        Code.NO_EFFECT,
                        "ladders: {l: [{tier: a}, {tier: b, enter: \"posts >= 3\", keep: always, §hold: 3d}]}",
                        "'hold' changes nothing"),
                Arguments.of(Code.NO_EFFECT, "points: {earn: {e: {on: post, points: §0}}}", "posts nothing"),
                Arguments.of(Code.NO_EFFECT, "points: {earn: {e: {on: post, per_value: §-1}}}", "posts nothing"),
                Arguments.of(Code.NOTHING_TO_SPEND, "points: {§redeem: {on: redeem}}", "nothing in this program posts"),
                Arguments.of(
                        Code.ANSWERED_BY_JOINING,
                        "alerts: {a: {since: join, after: 3d, unless: §[join, post]}}",
                        "the joining itself"),
                // names
                Arguments.of(Code.UNUSED_EVENTS, "events: {§speak: [post, comment]}", "nothing names this set"),
                Arguments.of(
                        Code.MISSPELT_EVENT,
                        "events: {activity: [post, like]}\nlifecycle: {activity: activity}\n"
                                + "alerts: {a: {since: §activty, after: 3d}}",
                        "did you mean 'activity'"),
                Arguments.of(
                        Code.MISSPELT_EVENT,
                        "points: {earn: {e: {on: check-in, points: 1}, f: {on: [post, check-in], points: 1},"
                                + " g: {on: §check_in, points: 1}}}",
                        "did you mean 'check-in'"));
    }

    @Test
    void aMetricOfTheOneWhoActsCountsNobodyElse() {
        String yaml = "program: p\ncommunity: c\nmetrics: {fans: {distinct: like, of: §member}}\n";

        assertThat(warnings(yaml)).singleElement().satisfies(doubt -> {
            assertThat(doubt.code()).isEqualTo(Code.COUNTS_ONESELF);
            assertThat(doubt.line() + ":" + doubt.column()).isEqualTo(marked(yaml));
        });
    }

    @Test
    void aMetricThatNoRuleNamesIsOnlyANote() {
        var doubts = Review.of(program(HEAD));

        assertThat(doubts)
                .extracting(Doubt::code)
                .containsOnly(Code.UNUSED_METRIC)
                .hasSize(7);
        assertThat(doubts.get(0)).extracting(Doubt::line, Doubt::column).containsExactly(4, 3);
    }

    @Test
    void aCircleOfRulesThatNeedEachOtherIsFoundHoweverLong() {
        assertThat(warnings(HEAD + """
                badges:
                  a: {when: "in_segment('s')"}
                ladders:
                  l: [{tier: x}, {tier: y, enter: "has_badge('a')"}]
                segments:
                  s: "reached('l', 'y') && posts > 1"
                """))
                .extracting(Doubt::code)
                .containsExactly(Code.NEVER_HOLDS, Code.UNREACHABLE_TIER, Code.NEVER_HOLDS);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ladders: {l: [{tier: a}, {tier: b, enter: \"posts >= 5\"}, {tier: c, enter: \"posts >= 1\"}]}",
                "ladders: {l: [{tier: a}, {tier: b, enter: \"posts >= 5\", keep: \"posts >= 5\"}]}",
                "ladders: {l: [{tier: a}, {tier: b, enter: \"posts > 4\", keep: \"posts >= 5\"}]}",
                "ladders: {l: [{tier: a}, {tier: b, enter: \"posts >= 5\", keep: \"days_30d >= 1\"}]}",
                "ladders: {l: [{tier: a}, {tier: b, enter: \"posts >= 5 || fans >= 3\", keep: \"fans >= 3\"}]}",
                "ladders: {l: [{tier: a}, {tier: b, enter: \"fans >= 40\", keep: \"fans >= 30 || posts >= 60\"}]}",
                "ladders: {l: [{tier: a}, {tier: b, enter: \"posts * 2 >= 5\", keep: \"posts >= 5\"}]}",
                "ladders: {l: [{tier: a}, {tier: b, enter: \"true\"}]}",
                "badges: {b: {when: \"reached('l', 'b') && !has_badge('b')\"}}\nladders: {l: [{tier: a}, {tier: b, enter: 'posts > 1'}]}",
                "segments: {s: \"posts >= 1 && posts < 2\", t: \"spent < 0\", u: \"spent > 1.1 && spent < 1.2\"}",
                "segments: {s: \"posts != 3 && posts != 4\", t: \"posts % 2 == 1\", u: \"posts > fans\"}",
                "segments: {s: \"in_stage('left') || in_stage('growing')\"}\nlifecycle: {activity: post}",
                "segments: {s: \"posts > 1\", t: \"!in_segment('s')\"}",
                "segments: {s: \"days_30d >= 1 && idle >= 29\", t: \"days_30d >= 5 && posts <= 5\"}",
                "segments: {s: \"days >= 5 && days_30d < 5\", t: \"fans >= 5 && posts < 5\"}",
                "alerts: {a: {since: post, after: 14d, when: \"days_30d >= 1 && idle >= 14\"}}",
                "alerts: {a: {since: visit, after: 40d, when: \"days_30d >= 1\"}}",
                "badges: {b: {metric: posts, levels: {start: 0, bronze: 10}}, e: {metric: posts, every: 5}}",
                "quests: {q: {start: join, within: 7d, steps: {s: \"days_30d >= 7\", t: \"posts >= 100\"}}}",
                "quests: {q: {start: \"posts > 1\", within: 7d, steps: {s: \"days_30d >= 10\"}}}",
                "events: {posts: [post], likes: [like]}\nalerts: {a: {since: posts, after: 3d}, b: {since: likes, after: 3d}}",
                "alerts: {a: {since: likes, after: 3d}, b: {since: visited, after: 3d}, c: {since: visits, after: 3d}}",
                "points: {earn: {e: {on: post, points: 1}}, redeem: {on: redeem}}\nsegments: {s: \"points > 1\"}"
            })
    void isNotDoubted(String rules) {
        assertThat(warnings(HEAD + rules + "\n")).isEmpty();
    }

    @Test
    void everyKindOfDoubtHasACase() {
        Set<Code> seen = EnumSet.of(Code.COUNTS_ONESELF, Code.UNUSED_METRIC);
        isDoubted().forEach(arguments -> seen.add((Code) arguments.get()[0]));

        assertThat(seen).containsExactly(Code.values());
    }

    @Test
    void theExamplesLeaveNoDoubt() throws IOException {
        try (var files = Files.list(Path.of("..", "docs", "programs"))) {
            for (Path file :
                    files.filter(each -> each.toString().endsWith(".yaml")).toList()) {
                assertThat(warnings(Files.readString(file))).as(file.toString()).isEmpty();
            }
        }
    }

    @Test
    void theContractsHistoriesLeaveNoDoubt() throws IOException {
        List<String> doubts = new ArrayList<>();
        try (var files = Files.walk(Shared.path("conformance"))) {
            for (Path file : files.filter(each -> each.endsWith("program.yaml")).toList()) {
                warnings(Files.readString(file)).forEach(each -> doubts.add(file + " " + each));
            }
        }

        assertThat(doubts).isEmpty();
    }
}
