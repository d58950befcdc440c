package io.rollcall.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every error points at the thing itself. In these programs {@code §} stands before each thing that is wrong. */
class ErrorPlaceTest {
    private static final String HEAD =
            "program: p\ncommunity: c\nmetrics: {posts: {count: post}, run: {streak: visit}}\n";

    /** The places of the marks, from 1, in characters as people count them. */
    private static List<String> marks(String marked) {
        var places = new ArrayList<String>();
        int line = 1;
        int column = 1;
        for (int point : marked.codePoints().toArray()) {
            if (point == '§') {
                places.add(line + ":" + column);
            } else if (point == '\n') {
                line++;
                column = 1;
            } else {
                column++;
            }
        }
        return places;
    }

    private static void refusesWhereMarked(String marked, String... sayings) {
        var refusal = catchThrowableOfType(
                ProgramException.class, () -> ProgramParser.parse("p.yaml", marked.replace("§", ""), 0));

        assertThat(refusal).as("a refusal of:\n" + marked).isNotNull();
        assertThat(refusal.problems())
                .extracting(problem -> problem.line() + ":" + problem.column())
                .as(refusal.getMessage())
                .containsExactlyElementsOf(marks(marked));
        for (int i = 0; i < sayings.length; i++) {
            assertThat(refusal.problems().get(i).message()).contains(sayings[i]);
        }
    }

    @ParameterizedTest
    @MethodSource
    void conditions(String style, String marked, String saying) {
        refusesWhereMarked(HEAD + marked, saying);
    }

    static Stream<Arguments> conditions() {
        return Stream.of(
                Arguments.of("double quotes", "segments: {s: \"posts > 1 && §psots > 1\"}\n", "did you mean 'posts'"),
                Arguments.of("single quotes", "segments: {s: 'posts > 1 && §psots > 1'}\n", "did you mean 'posts'"),
                Arguments.of("plain", "segments:\n  s: posts > 1 && §psots > 1\n", "did you mean 'posts'"),
                Arguments.of("plain over lines", "segments:\n  s: posts > 1\n     && §psots > 1\n", "did you mean"),
                Arguments.of("folded", "segments:\n  s: >-\n    posts > 1\n    && §psots > 1\n", "did you mean"),
                Arguments.of("folded, clipped", "segments:\n  s: > # why\n   posts > 1\n\n   && §psots > 1\n", "mean"),
                Arguments.of("literal", "segments:\n  s: |\n    posts > 1 &&\n      §psots > 1\n", "did you mean"),
                Arguments.of("literal, indented by number", "segments:\n  s: |2-\n      §psots > 1\n", "did you mean"),
                Arguments.of(
                        "double quotes over lines", "segments: {s: \"posts > 1 &&\n  §psots > 1\"}\n", "did you mean"),
                Arguments.of(
                        "a line that goes on by a backslash",
                        "segments: {s: \"posts > 1 && \\\n  §psots > 1\"}\n",
                        "did you mean"),
                Arguments.of(
                        "an escaped quote before it",
                        "badges: {b: {when: \"has_badge(\\\"b\\\") && §psots > 1\"}}\n",
                        "did you mean"),
                Arguments.of(
                        "a doubled quote before it",
                        "badges: {b: {when: 'has_badge(''b'') && §psots > 1'}}\n",
                        "did you mean"),
                Arguments.of(
                        "characters beyond ASCII before it, one of them beyond the first plane",
                        "badges: {日本語𝒳: {§}}\n".replace("日本語𝒳: {§}", "b: {title: 日本語𝒳, when: '§psots > 1'}"),
                        "did you mean"),
                Arguments.of(
                        "characters beyond ASCII in the condition",
                        "segments: {s: \"in_segment(§'日本語𝒳') || §psots > 1\"}\n",
                        "no segment is called '日本語𝒳'"),
                Arguments.of(
                        "escapes by number",
                        "segments: {s: \"in_segment(§'\\u65e5\\x41\\U0001F600') && §psots > 1\"}\n",
                        ""),
                Arguments.of("with an anchor", "segments: {s: &a \"posts > 1 && §psots > 1\"}\n", "did you mean"),
                Arguments.of("a function", "segments: {s: \"posts > 1 && §reched('l', 't')\"}\n", "mean 'reached'"),
                Arguments.of("its argument", "segments: {s: \"in_stage(§'matur')\"}\n", "did you mean 'mature'"),
                Arguments.of("a name without quotes", "segments: {s: \"in_stage(§mature)\"}\n", "in quotes"),
                Arguments.of("too few arguments", "segments: {s: \"§reached('l')\"}\n", "reached('ladder', 'tier')"),
                Arguments.of("an operator", "segments: {s: \"posts §>= 'many'\"}\n", "does not go with"),
                Arguments.of("a range", "segments: {s: \"1 < posts §< 5\"}\n", "a range is written"),
                Arguments.of("a word", "segments: {s: \"posts > 1 §and posts < 5\"}\n", "are written &&"),
                Arguments.of("a unit", "segments: {s: \"posts > 7§d\"}\n", "have no unit"),
                Arguments.of("its end", "segments: {s: \"posts >=§\"}\n", "ends too early"),
                Arguments.of("no condition", "segments: {s: §}\n".replace("§}", "§\"\"}"), "expected a condition"),
                Arguments.of("no text", "segments: {s: §[posts]}\n", "expected a condition"),
                Arguments.of(
                        "all that is wrong with it",
                        "segments: {s: \"§psots > 1 && §rn > 2 && in_stage(§'new')\"}\n",
                        ""));
    }

    @ParameterizedTest
    @MethodSource
    void keysAndValues(String marked, String saying) {
        refusesWhereMarked(HEAD + marked, saying);
    }

    static Stream<Arguments> keysAndValues() {
        return Stream.of(
                Arguments.of("§segmets: {}\n", "did you mean 'segments'"),
                Arguments.of("badges: §\n".replace("§", "§null"), "leave 'badges' out"),
                Arguments.of("badges: {b: {when: 'posts > 1', §titel: x}}\n", "badges.b: unknown key 'titel'"),
                Arguments.of("badges:\n  b:\n    when: posts > 1\n    §titel: x\n", "did you mean 'title'"),
                Arguments.of("badges: {b: {when: 'posts > 1', §when: 'posts > 2'}}\n", "given twice"),
                Arguments.of("badges: {b: {when: 'posts > 1'}, §b: {when: 'posts > 2'}}\n", "given twice"),
                Arguments.of("badges: {b: {metric: posts, levels: {x: 1, §x: 2}}}\n", "given twice"),
                Arguments.of("badges: {b: {metric: posts, levels: {x: §many}}}\n", "expected a number"),
                Arguments.of("badges: {b: {metric: posts, levels: {x: §.inf}}}\n", "expected a number"),
                Arguments.of("badges: {b: {metric: posts, levels: §{}}}\n", "at least one"),
                Arguments.of("badges: {b: {metric: posts, every: §0}}\n", "whole number"),
                Arguments.of("badges: {b: {metric: §psots, every: 3}}\n", "did you mean 'posts'"),
                Arguments.of("badges: {b: {metric: posts, levels: {x: 1}, §every: 3}}\n", "expected one of 'when'"),
                Arguments.of("badges: {b: {when: 'posts > 1', §metric: posts}}\n", "expected one of 'when'"),
                Arguments.of("badges: {b: {when: 'posts > 1', points: §-3}}\n", "from 0 to"),
                Arguments.of("badges: {§b--c: {when: 'posts > 1'}}\n", "is no name"),
                Arguments.of("badges: {b: §posts}\n", "expected keys and values"),
                Arguments.of(
                        "ladders:\n  l:\n    - tier: a\n    - tier: b\n      enter: posts > 1\n      §hodl: 3d\n",
                        "ladders.l.b: unknown key 'hodl'; did you mean 'hold'"),
                Arguments.of("ladders: {l: [{tier: a}, {tier: §a, enter: 'posts > 1'}]}\n", "given twice"),
                Arguments.of("ladders: {l: [{tier: a, §keep: always}]}\n", "the lowest tier is everyone's"),
                Arguments.of("ladders: {l: [{tier: a}, §b]}\n", "ladders.l[2]: expected keys"),
                Arguments.of("ladders: {l: [{tier: a}, §{enter: 'posts > 1'}]}\n", "'tier' is missing"),
                Arguments.of("ladders: {l: [{tier: a}, {tier: b, enter: 'posts > 1', hold: §7}]}\n", "like 7d"),
                Arguments.of("ladders: {l: [{tier: a}, {tier: b, enter: 'posts > 1', grace: §-7d}]}\n", "duration"),
                Arguments.of("quests: {q: {start: join, within: §0d, steps: {s: 'posts > 1'}}}\n", "more than nothing"),
                Arguments.of(
                        "quests: {q: {start: join, within: §'3 d', steps: {s: 'posts > 1'}}}\n",
                        "expected a duration, like 7d or 36h"),
                Arguments.of("quests: {q: {start: join, within: 3d, §steps: {}}}\n", "1 to 64"),
                Arguments.of("alerts: {a: §{since: join, after: 3d}}\n", "'unless' is missing"),
                Arguments.of("alerts: {a: {since: post, after: 3d, §cooldown: 3d}}\n", "without 'since'"),
                Arguments.of("alerts: {a: {when: 'posts > 1', severity: §critcal}}\n", "did you mean 'critical'"),
                Arguments.of("points: {earn: {e: {on: post, points: 3, §per_value: 2}}}\n", "either"),
                Arguments.of("points: {earn: {e: {streak: run, every: 3, points: 3, §daily_limit: 2}}}\n", "'on'"),
                Arguments.of("points: {earn: {e: {streak: §posts, every: 3, points: 3}}}\n", "known: run"),
                Arguments.of("points: {earn: {§redeem: {on: post, points: 3}}}\n", "another name"),
                Arguments.of("lifecycle: §{newcomer: 3d}\n", "'activity' is missing"),
                Arguments.of("lifecycle: {activity: post, dormant: 3d, churned: §3d}\n", "more than 'dormant'"),
                Arguments.of("events: {a: §{b: c}}\n", "expected event types"),
                Arguments.of("events: {a: §[]}\n", "expected event types"),
                Arguments.of("events: {a: §}\n".replace("§}", "§null}"), "expected event types"),
                Arguments.of("exclude: [ann, §{bob: 1}, §null]\n", "exclude: expected a text"),
                Arguments.of("mode: §test\n", "expected one of live, shadow"),
                Arguments.of(
                        "rfm: {recency: §idle, frequency: posts, monetary: posts, good: §{recency: 1, monetary: 1}}\n",
                        ""),
                Arguments.of("badges: {b: {when: &w 'posts > 1', title: *w, §<<: {points: 3}}}\n", "merge keys"),
                Arguments.of("timezone: §Berlin\n", "did you mean 'Europe/Berlin'"),
                Arguments.of("exclude: [a]\nmidnight_spread: §2 hours\n", "write 2h"),
                Arguments.of("badges: {§Erste Wörter: {when: 'posts > 1'}}\n", "like Erste-Worter"),
                Arguments.of("quests: {q: {start: join, within: 3d, steps: §[a]}}\n", "keys and values"),
                Arguments.of(
                        "rfm: §{recency: posts, monetary: posts, good: {recency: 1, frequency: 1, monetary: 1}}\n",
                        "a metric"),
                Arguments.of("timezone: §europe/berln\n", "did you mean 'Europe/Berlin'"));
    }

    @ParameterizedTest
    @MethodSource
    void metrics(String metric, String saying) {
        refusesWhereMarked("program: p\ncommunity: c\nmetrics: {m: {" + metric + "}}\n", saying);
    }

    static Stream<Arguments> metrics() {
        return Stream.of(
                Arguments.of("count: post, §sum: post", "not both count and sum"),
                Arguments.of("count: post, §of: member", "goes with distinct and reach"),
                Arguments.of("count: post, §cap: 3", "goes with distinct and reach"),
                Arguments.of("distinct: post, of: member, §at: 3", "goes with reach"),
                Arguments.of("reach: post, of: member, at: §0", "at least 1".replace("at least", "from")),
                Arguments.of("distinct: post, of: member, cap: §1001", "from 1 to 1000"),
                Arguments.of("since: post, §over: 3d", "since has no window"),
                Arguments.of("count: post, over: §36h", "whole days"),
                Arguments.of("count: post, as: §member", "expected recipient"),
                Arguments.of("count: post, where: \"value > 1 && §vlue < 3\"", "did you mean 'value'"),
                Arguments.of("count: post, where: \"attributes.x §> 3\"", "a text and a number"),
                Arguments.of("count: post, where: \"§posts > 3\"", "known: type, member, recipient"));
    }

    @ParameterizedTest
    @MethodSource
    void whatIsNoYaml(String marked, String saying) {
        refusesWhereMarked(marked, saying);
    }

    static Stream<Arguments> whatIsNoYaml() {
        return Stream.of(
                Arguments.of("§", "the program is empty"),
                Arguments.of("§# nothing but a comment\n".replace("§", "§"), "the program is empty"),
                Arguments.of("§- program: p\n", "expected keys and values"),
                Arguments.of("§just words\n", "expected keys and values"),
                Arguments.of("program: p\n§\tcommunity: c\n", "a tab"),
                Arguments.of("program: p\ncommunity: c: §\n".replace("c: §", "c§: d"), "check the indentation"),
                Arguments.of("program: p\nsegments: §{a: b\n", "never closed"),
                Arguments.of("program: p\nexclude: §[a\n", "never closed"),
                Arguments.of(
                        "metrics: {posts: {count: post}\n§ladders: {}\n",
                        "the '{' of line 1, column 10 is not closed before"),
                Arguments.of(
                        "metrics:\n  posts: {count: post\n  likes§: {count: like}\n",
                        "the '{' of line 2, column 10 is not closed before"),
                Arguments.of("exclude: [a, b\nmetrics§: {}\n", "the '[' of line 1, column 10 is not closed before"),
                Arguments.of("program: §\"p\ncommunity: c\n", "has no end"),
                Arguments.of("segments:\n  s: \"reached(\"§activity\", \"member\")\"\n", "quotes within quotes"),
                Arguments.of("program: p\n§---\nprogram: q\n", "a second document"),
                Arguments.of("program: §*nobody\n", "no anchor is called nobody"),
                Arguments.of("program: p\ntitle: a§\u0007b\n", "U+0007"));
    }

    @Test
    void nestingThatNoProgramHasIsRefusedBeforeItIsRead() {
        refusesWhereMarked("events: " + "[".repeat(49) + "§" + "[".repeat(200_000), "nested more than 50 deep");
        refusesWhereMarked("§" + "[".repeat(10_000_000), "more than 3 MB");
    }

    @Test
    void anAliasStandsForWhatItsAnchorMarks() {
        var program = ProgramParser.parse("p.yaml", HEAD + "segments: {one: &few \"posts < 3\", two: *few}\n", 0);

        assertThat(program.segments()).extracting(each -> each.when().text()).containsExactly("posts < 3", "posts < 3");
    }

    @Test
    void whatNamesARefusedMetricIsNoSecondError() {
        refusesWhereMarked("""
                program: p
                community: c
                metrics:
                  §posts-30d: {count: post}
                  likes: §5
                  run: {streak: post, §over: 3d}
                points: {earn: {week: {streak: run, every: 7, points: 3}}}
                badges:
                  a: {when: "posts-30d >= 1"}
                  b: {when: "likes >= 1"}
                  c: {metric: likes, every: 1}
                  d: {metric: likes, levels: {x: 1}}
                  e: {metric: run, every: 3}
                """);
    }

    @Test
    void whatNamesARefusedLadderIsNoSecondError() {
        refusesWhereMarked(HEAD + "ladders: {l: §{tier: a}}\nsegments: {s: \"reached('l', 'a')\"}\n");
    }
}
