package io.rollcall.wording;

import static org.assertj.core.api.Assertions.assertThat;

import io.rollcall.condition.Condition;
import io.rollcall.condition.Facts;
import io.rollcall.condition.Need;
import io.rollcall.program.Badge;
import io.rollcall.program.Program;
import io.rollcall.program.ProgramParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NeedWordsTest {
    /** Three posts, five likes of as many fans as are counted, seven days idle; nothing else is true of them. */
    private static final Facts FACTS = new Facts() {
        @Override
        public double number(int slot) {
            return slot < 4 ? new double[] {3, 5, 2, 7}[slot] : 0;
        }

        @Override
        public boolean reached(int ladder, int tier) {
            return false;
        }

        @Override
        public boolean hasBadge(int badge, int level) {
            return false;
        }

        @Override
        public boolean inSegment(int segment) {
            return false;
        }

        @Override
        public boolean inStage(int stage) {
            return false;
        }
    };

    private static Program program(String condition) {
        return ProgramParser.parse("p.yaml", """
                program: p
                community: c
                metrics:
                  posts: {count: post}
                  likes: {count: like, as: recipient}
                  fans: {distinct: like, of: member, as: recipient, cap: 2}
                  idle: {since: post}
                badges: {it: {when: "%s"}}
                lifecycle: {activity: post, newcomer: 1d, dormant: 30d}
                """.formatted(condition), 0);
    }

    private static Need need(Program program) {
        Condition condition = ((Badge.When) program.badges().get(0)).when();
        return Need.of(condition, FACTS, program.vocabulary().numbers());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            value = {
                "posts >= 10 # 3 of 10 posts",
                "posts > 3 # posts > 3 (3 now)",
                "posts >= 1 && likes >= 9 # 5 of 9 likes received",
                "idle <= 5 # idle <= 5 (7 now)",
                "posts + likes >= 20 # posts + likes >= 20 (posts = 3, likes = 5 now)",
                "posts >= 10 || fans > 2 # posts >= 10 || fans > 2 (posts = 3, fans = at least 2 now)",
                "in_stage('mature') # in_stage('mature')",
                "posts >= 1 && (likes >= 8 && fans >= 3) "
                        + "# 5 of 8 likes received; likes received from at least 2 of 3 different members",
                "10 <= posts # 10 <= posts (posts = 3 now)",
            })
    void whatIsMissingIsToldWithTheNumbersAsTheyAre(String condition, String missing) {
        Program program = program(condition);

        assertThat(String.join("; ", NeedWords.missing(need(program), Terms.of(program))))
                .isEqualTo(missing);
    }

    @Test
    void theWholeConditionHasTheNumbersBesideItsParts() {
        Program program = program("posts >= 2 && idle < 7");

        assertThat(NeedWords.now(need(program), Terms.of(program))).isEqualTo("posts >= 2 (3 now) && idle < 7 (7 now)");
    }

    @Test
    void whatHoldsMissesNothing() {
        Program program = program("posts >= 2");

        assertThat(need(program).isMet()).isTrue();
        assertThat(NeedWords.missing(need(program), Terms.of(program))).isEmpty();
    }

    @Test
    void aNameInQuotesIsNoNumber() {
        Program program = program("!has_badge('it') && has_badge('it')");

        assertThat(NeedWords.missing(need(program), Terms.of(program))).containsExactly("has_badge('it')");
    }
}
