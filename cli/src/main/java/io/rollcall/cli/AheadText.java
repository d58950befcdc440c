package io.rollcall.cli;

import io.rollcall.condition.Condition;
import io.rollcall.condition.Need;
import io.rollcall.decide.Pending;
import io.rollcall.explain.Ahead;
import io.rollcall.explain.Life;
import io.rollcall.outcome.Outcome;
import io.rollcall.program.Program;
import io.rollcall.wording.English;
import io.rollcall.wording.NeedWords;
import io.rollcall.wording.PendingWords;
import io.rollcall.wording.Prospects;
import io.rollcall.wording.Terms;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.function.Function;
import picocli.CommandLine.Help.Ansi.Style;

/** Says what the clock brings a member if nothing happens, in order of time. */
final class AheadText {
    /** What comes after so many is not worth reading: something will have happened by then. */
    private static final int MOST = 25;

    private static final String INDENT = " ".repeat(20);

    private final Page page;
    private final Terms terms;
    private final ZoneId zone;

    AheadText(Page page, Program program, Terms terms) {
        this.page = page;
        this.terms = terms;
        this.zone = program.dates().zone();
    }

    /** {@code all} is whether to tell also what will not come as things stand. */
    void print(Life life, boolean all) {
        if (life.end().joinedAt() == null) {
            return;
        }
        page.blank();
        if (life.end().leftAt() != null) {
            page.line("They have left: nothing happens by itself until they act again.");
            return;
        }
        String looked = "looked ahead "
                + English.duration(Duration.ofMillis(life.horizon() - life.end().at())) + ", to "
                + Page.time(life.horizon(), zone);
        List<Ahead> ahead = life.ahead().stream()
                .filter(each -> !isOfAFall(each) && (all || !isNotToCome(each)))
                .toList();
        if (ahead.isEmpty()) {
            page.wrapped("", "", "If nothing happens, nothing changes (" + looked + ").");
            return;
        }
        page.heading("What lies ahead if nothing happens");
        for (Ahead each : ahead.subList(0, Math.min(MOST, ahead.size()))) {
            page.wrapped("  " + Page.time(each.at(), zone) + "  ", INDENT, words(each, life, terms));
        }
        if (ahead.size() > MOST) {
            page.line("  and " + (ahead.size() - MOST) + " more (--json has them)");
        }
        page.wrapped("", "", "(" + looked + "; deadlines beyond are told too)", Style.faint);
    }

    /** Whether it is the end of a grace by the fall that stands beside it. */
    private static boolean isOfAFall(Ahead ahead) {
        return ahead instanceof Ahead.Effect effect
                && effect.outcome() instanceof Outcome.AlertResolved resolved
                && resolved.reason() == Outcome.Reason.DEMOTED;
    }

    /** Whether time runs for something that will not come to pass, other than for a quest or a grace that ends. */
    private static boolean isNotToCome(Ahead ahead) {
        return ahead instanceof Ahead.Deadline deadline
                && deadline.comes() == Ahead.Coming.NO
                && !(deadline.pending() instanceof Pending.QuestEnd)
                && !(deadline.pending() instanceof Pending.Grace);
    }

    static String words(Ahead ahead, Life life, Terms terms) {
        if (ahead instanceof Ahead.Effect effect) {
            return Prospects.of(effect.outcome(), life.grounds(effect.outcome()), terms);
        }
        Ahead.Deadline deadline = (Ahead.Deadline) ahead;
        boolean isQuest = deadline.pending() instanceof Pending.QuestEnd;
        Function<Condition, String> conditions = condition -> {
            Need need = life.need(condition);
            // a step stands in parentheses, where what is missing of it reads best
            return isQuest && !need.isMet()
                    ? String.join("; ", NeedWords.missing(need, terms))
                    : NeedWords.now(need, terms);
        };
        if (deadline.pending() instanceof Pending.QuestEnd end
                && deadline.outcome() instanceof Outcome.QuestExpired expired) {
            return PendingWords.of(end, expired, conditions);
        }
        if (deadline.pending() instanceof Pending.Grace grace
                && deadline.outcome() instanceof Outcome.TierChanged fall) {
            return PendingWords.of(grace, fall, conditions);
        }
        return PendingWords.of(deadline.pending(), conditions)
                + (deadline.comes() == Ahead.Coming.NO ? "; as things stand, it will not come to that" : "");
    }
}
