package io.rollcall.wording;

import io.rollcall.decide.Pending;
import io.rollcall.program.AlertRule;
import io.rollcall.program.Quest;
import java.util.Locale;

/** Puts what lies ahead of a member into words, its instant aside. */
public final class PendingWords {
    private PendingWords() {}

    /** Such as "silent-newcomer is reported, unless a post comes by then". */
    public static String of(Pending pending) {
        if (pending instanceof Pending.Absence absence) {
            AlertRule.Absence rule = absence.rule();
            return rule.name() + " (" + rule.severity().name().toLowerCase(Locale.ROOT) + ") is reported, unless "
                    + Terms.anyOf(rule.unless()) + " comes by then"
                    + (rule.when() == null
                            ? ""
                            : ", and only if then " + rule.when().text());
        } else if (pending instanceof Pending.Grace grace) {
            var kept = grace.tier().kept();
            return "grace ends: falls from " + grace.tier().name() + " to "
                    + grace.below().name() + " or further on the "
                    + grace.ladder().name() + " ladder"
                    + (kept == null ? "" : ", unless by then " + kept.text());
        } else if (pending instanceof Pending.Hold hold) {
            return "from then on " + hold.tier().name() + " on the "
                    + hold.ladder().name() + " ladder can be lost again"
                    + (hold.tier().kept() == null
                            ? ""
                            : ", unless " + hold.tier().kept().text());
        } else if (pending instanceof Pending.QuestEnd end) {
            return "time runs out for the quest " + end.quest().name() + "; still to do: "
                    + English.conjunction(
                            end.missing().stream().map(PendingWords::step).toList());
        } else if (pending instanceof Pending.Grown) {
            return "is no newcomer any more";
        } else if (pending instanceof Pending.Idle idle) {
            return "becomes " + idle.stage().text() + ", unless active before";
        }
        return ((Pending.Cooldown) pending).rule().name() + " can be raised again";
    }

    private static String step(Quest.Step step) {
        return step.name() + " (" + step.done().text() + ")";
    }
}
