package io.rollcall.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A program is taken whole or refused whole, and then every error says what, where, what was expected and what was meant. */
class ProgramParserTest {
    private static final String HEAD = "program: p\ncommunity: c\n";

    private static List<String> problemsOf(String text) {
        var refusal = catchThrowableOfType(ProgramException.class, () -> ProgramParser.parse("p.yaml", text, 0));
        assertThat(refusal).as("a refusal of:\n" + text).isNotNull();
        return refusal.problems().stream()
                .map(ProgramException.Problem::toString)
                .toList();
    }

    @Test
    void everyErrorIsToldAtOnceInTheOrderOfTheText() {
        assertThat(problemsOf("""
                program: college
                community: college
                timezone: America/Los_Angles
                metrics:
                  sent: {count: message}
                  days_30d: {days: message, over: 36h}
                ladders:
                  activity:
                    - {tier: visitor}
                    - {tier: member, entr: "sent >= 1"}
                    - {tier: regular, enter: "days_30 >= 8"}
                badges:
                  talker: {metric: sents, levels: {bronze: 10}}
                """))
                .containsExactly(
                        "p.yaml:3:11: timezone: no time zone is called 'America/Los_Angles'; expected one like Europe/Berlin"
                                + " or UTC; did you mean 'America/Los_Angeles'?",
                        "p.yaml:6:35: metrics.days_30d.over: a window is made of local dates; expected whole days up to"
                                + " 3660d, like 30d",
                        "p.yaml:10:22: ladders.activity.member: unknown key 'entr'; did you mean 'enter'?",
                        "p.yaml:11:31: ladders.activity.regular.enter: nothing is called 'days_30'; did you mean 'days_30d'?",
                        "p.yaml:13:20: badges.talker.metric: no metric is called 'sents'; did you mean 'sent'?");
    }

    @Test
    void aKeyThatIsSurelyMeantToBeAMissingOneIsToldOnce() {
        assertThat(problemsOf("""
                program: club
                community: club
                timezone: UTC
                metrics: {posts: {count: post}}
                quests:
                  first-week: {start: join, withn: 7d, steps: {wrote: "posts >= 1"}}
                """))
                .containsExactly("p.yaml:6:29: quests.first-week: unknown key 'withn'; did you mean 'within'?");
        assertThat(problemsOf("""
                program: club
                community: club
                timezone: UTC
                metrics: {posts: {count: post}}
                quests:
                  first-week: {start: join, length: 7d, withn: 7d, whithin: 7d, steps: {wrote: "posts >= 1"}}
                """))
                .as("each key that is unknown is told, and not the one that is missing")
                .hasSize(3)
                .allMatch(problem -> problem.contains("unknown key"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "metrics: {m: {conut: post}}",
                "metrics: {posts: {count: post}}, badges: {b: {metric: posts, evry: 3}}",
                "metrics: {posts: {count: post}}, badges: {b: {wehn: 'posts > 1'}}",
                "points: {earn: {p: {on: post, ponts: 5}}}",
                "metrics: {posts: {count: post}}, quests: {q: {start: join, within: 7d, setps: {s: 'posts > 1'}}}",
            })
    void oneMissingOfSeveralIsToldOnce(String rules) {
        assertThat(problemsOf("{program: club, community: club, timezone: UTC, " + rules + "}"))
                .singleElement()
                .asString()
                .contains("unknown key");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '`',
            value = {
                "posts >= ~ 3:43 ~ the condition ends too early",
                "posts >= 'a' ~ 3:41 ~ '>=' does not go with a number and a text",
                "posts = 1 ~ 3:41 ~ to compare, write ==",
                "posts => 1 ~ 3:41 ~ '=>' is not part of the condition language; at least is written >=",
                "posts =< 1 ~ 3:41 ~ '=<' is not part of the condition language; at most is written <=",
                "size(posts) > 1 ~ 3:35 ~ no function is called 'size'",
                "posts.startsWith('a') ~ 3:41 ~ no function is called 'startsWith'",
                "reached('ladder', 'x') ~ 3:43 ~ no ladder is called 'ladder'; none is declared",
                "has_badge('b', 'gold') ~ 3:50 ~ no level is called 'gold'",
                "in_segment(1) ~ 3:46 ~ expected the name of a segment in quotes",
                "posts + 1 ~ 3:35 ~ expected something that is true or false",
                "[1, 2].exists(x, x > 1) ~ 3:42 ~ no function is called 'exists'",
                "1 in posts ~ 3:40 ~ expected a list in brackets after 'in'",
                "pots >= 1 ~ 3:35 ~ nothing is called 'pots'; did you mean 'posts'?",
                "(posts > 1 ~ 3:45 ~ ')' is missing before the end",
            })
    void aConditionThatIsNoneIsRefusedAtItsPlace(String condition, String place, String saying) {
        String text =
                HEAD + "badges: {b: {title: Title, when: \"" + condition + "\"}}\nmetrics: {posts: {count: post}}\n";

        assertThat(problemsOf(text))
                .hasSize(1)
                .first()
                .asString()
                .startsWith("p.yaml:" + place + ": badges.b.when: ")
                .contains(saying);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '`',
            value = {
                "posts >= 1 && (points < 3 || tenure_days > 2)",
                "-posts < -2 || !(posts in [1, 2, 3])",
                "posts % 2 == 1 ? points > 1 : points_earned / 3 <= 1.5",
                "has_badge('b') && in_stage('newcomer')",
            })
    void theConditionLanguageHas(String condition) {
        var program = ProgramParser.parse(
                "p.yaml", HEAD + "badges: {b: {when: \"" + condition + "\"}}\nmetrics: {posts: {count: post}}\n", 0);

        assertThat(program.badges()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "metrics: {a: {count: x}, a: {count: y}} | 3:26 | is given twice",
                "metrics: {points: {count: x}} | 3:11 | 'points' is built in",
                "metrics: {a-b: {count: x}} | 3:11 | like a_b",
                "metrics: {in: {count: x}} | 3:11 | is a word of the condition language",
                "metrics: {a: {count: x, sum: y}} | 3:25 | expected one form, not both count and sum",
                "metrics: {a: {}} | 3:14 | expected one of count, sum, days",
                "metrics: {a: {reach: x, of: y}} | 3:14 | 'at' is missing",
                "metrics: {a: {streak: x, over: 3d}} | 3:26 | streak has no window",
                "metrics: {a: {distinct: x, of: y, cap: 2000}} | 3:40 | expected a whole number from 1 to 1000",
                "metrics: [a] | 3:10 | expected keys and values",
                "events: {a: [b], b: [a]} | 3:10 | sets that name each other: a → b → a",
                "join: sometimes | 3:7 | expected one of",
                "midnight_spread: 30h | 3:18 | expected less than 22h",
                "midnight_spread: soon | 3:18 | expected a duration",
                "alerts: {tier-at-risk: {when: 'points > 1'}} | 3:10 | is the name of the alert",
                "alerts: {a: {since: join, after: 7d}} | 3:13 | 'unless' is missing",
                "alerts: {a: {when: 'points > 1', severity: bad}} | 3:44 | expected one of info, warning, critical",
                "alerts: {a: {after: 7d, when: 'points > 1'}} | 3:13 | 'since' is missing",
                "lifecycle: {activity: x, dormant: 9d, churned: 3d} | 3:48 | expected more than 'dormant', which is 9d, not 3d",
                "quests: {q: {start: join, steps: {a: 'points > 1'}}} | 3:13 | 'within' is missing",
                "badges: {b: {metric: points, every: 3}} | 3:22 | needs a streak or a count",
                "badges: {b: {title: x}} | 3:13 | expected one of 'when', or",
                "ladders: {l: [{tier: a, enter: 'points > 1'}]} | 3:25 | the lowest tier is everyone's",
                "ladders: {l: []} | 3:14 | expected a list of tiers",
                "points: {earn: {e: {on: x}}} | 3:20 | expected either 'points' or 'per_value'",
                "points: {earn: {e: {streak: x, every: 7, points: 3}}} | 3:29 | no streak metric is called 'x'",
                "rfm: {recency: points} | 3:6 | 'frequency' is missing",
                "nothing: 1 | 3:1 | unknown key 'nothing'",
                "exclude: bob | 3:10 | expected a list",
            })
    void whatContradictsTheContractIsRefused(String line, String place, String saying) {
        assertThat(problemsOf(HEAD + line + "\n"))
                .anySatisfy(problem ->
                        assertThat(problem).startsWith("p.yaml:" + place + ":").contains(saying));
    }

    @Test
    void aTextThatIsNoYamlIsRefusedAtItsPlace() {
        assertThat(problemsOf("program: p\n  community: [c\n"))
                .hasSize(1)
                .first()
                .asString()
                .contains("not YAML");
        assertThat(problemsOf(""))
                .containsExactly("p.yaml:1:1: the program is empty; expected at least 'program' and 'community'");
        assertThat(problemsOf("just words")).first().asString().contains("expected keys and values");
        assertThat(problemsOf("timezone: UTC"))
                .anyMatch(problem -> problem.contains("'program' is missing"))
                .anyMatch(problem -> problem.contains("'community' is missing"));
    }

    @Test
    void onAndYesAreWordsAndNotBooleans() {
        var program = ProgramParser.parse("p", HEAD + "points: {earn: {yes: {on: no, points: 1}}}\n", 0);

        assertThat(program.earn()).first().satisfies(rule -> {
            assertThat(rule.name()).isEqualTo("yes");
            assertThat(((PointsRule.OnEvent) rule).on().types()).containsExactly("no");
        });
    }

    @Test
    void aSetMayNameAnotherSetAndAnUndeclaredNameIsAnEventType() {
        var program = ProgramParser.parse("p", HEAD + """
                events: {speak: [post, comment], active: [speak, visit]}
                lifecycle: {activity: [active, wave]}
                """, 0);

        assertThat(program.lifecycle())
                .isNotNull()
                .extracting(
                        each -> each.activity().types(),
                        org.assertj.core.api.InstanceOfAssertFactories.collection(String.class))
                .containsExactlyInAnyOrder("post", "comment", "visit", "wave");
    }

    @Test
    void theEventTypesOfAProgramAreThoseThatItsRulesName() {
        var program = ProgramParser.parse("p", HEAD + """
                events: {speak: [post, comment], unused: [never], active: [speak, visit]}
                metrics: {written: {count: post}, weeks: {streak: post}, days: {days: [check-in, post]}}
                points: {earn: {bought: {on: purchase, points: 1}, week: {streak: weeks, every: 2, points: 1}}, redeem: {on: redeem}}
                lifecycle: {activity: active}
                alerts: {silent: {since: join, after: 7d, unless: wave}, quiet: {since: reply, after: 7d}, many: {when: "written > 5"}}
                """, 0);

        assertThat(program.eventTypes())
                .containsExactly("check-in", "comment", "post", "purchase", "redeem", "reply", "visit", "wave");
    }
}
