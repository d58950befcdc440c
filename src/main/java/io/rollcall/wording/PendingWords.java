package io.rollcall.wording;

import io.rollcall.condition.Condition;
import io.rollcall.decide.Pending;
import io.rollcall.outcome.Outcome.QuestExpired;
import io.rollcall.outcome.Outcome.TierChanged;
import io.rollcall.program.AlertRule;
import io.rollcall.program.Quest;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** Puts what lies ahead of a member into words, its instant aside. */
public final class PendingWords {
    private PendingWords() {}

    /** Such as "silent-newcomer is reported, unless a post comes by then". */
    public static String of(Pending pending) {
        return of(pending, Condition::text);
    }

    /** The same, for who has more to say of conditions than their text. */
    public static String of(Pending pending, Function<Condition, String> conditions) {
        if (pending instanceof Pending.Absence absence) {
            AlertRule.Absence rule = absence.rule();
            return rule.name() + " (" + rule.severity().name().toLowerCase(Locale.ROOT) + ") is reported, unless "
                    + Terms.anyOf(rule.unless()) + " comes by then"
                    + (rule.when() == null ? "" : ", and only if then " + conditions.apply(rule.when()));
        } else if (pending instanceof Pending.Grace grace) {
            return "grace ends: the tier " + grace.tier().name() + " of "
                    + grace.ladder().name() + " is lost" + unless(grace, conditions);
        } else if (pending instanceof Pending.Hold hold) {
            return "from then on " + hold.tier().name() + " on the "
                    + hold.ladder().name() + " ladder can be lost again"
                    + (hold.tier().kept() == null
                            ? ""
                            : ", unless " + conditions.apply(hold.tier().kept()));
        } else if (pending instanceof Pending.QuestEnd end) {
            return questEnds(end.quest()) + "; still to do now: " + steps(end.missing(), conditions);
        } else if (pending instanceof Pending.Grown) {
            return "is no newcomer any more";
        } else if (pending instanceof Pending.Idle idle) {
            return "becomes " + idle.stage().text() + ", unless active before";
        }
        return ((Pending.Cooldown) pending).rule().name() + " can be raised again";
    }

    /** The same of a quest of which it is known what will be missing when its time runs out. */
    public static String of(Pending.QuestEnd end, QuestExpired expired, Function<Condition, String> conditions) {
        List<Quest.Step> missing = end.quest().steps().stream()
                .filter(step -> expired.missing().contains(step.name()))
                .toList();
        return questEnds(end.quest()) + "; still to do: " + steps(missing, conditions);
    }

    /** The same of a grace of which it is known how far the fall goes. */
    public static String of(Pending.Grace grace, TierChanged fall, Function<Condition, String> conditions) {
        return "grace ends: falls from " + fall.from() + " to " + fall.to() + " on the " + fall.ladder() + " ladder"
                + unless(grace, conditions);
    }

    private static String unless(Pending.Grace grace, Function<Condition, String> conditions) {
        Condition kept = grace.tier().kept();
        return kept == null ? "" : ", unless by then " + conditions.apply(kept);
    }

    private static String questEnds(Quest quest) {
        return "time runs out for the quest " + quest.name();
    }

    private static String steps(List<Quest.Step> steps, Function<Condition, String> conditions) {
        return English.conjunction(steps.stream()
                .map(step -> step.name() + " (" + conditions.apply(step.done()) + ")")
                .toList());
    }
}
