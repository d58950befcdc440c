package io.rollcall.program.review;

import io.rollcall.condition.Condition;
import io.rollcall.condition.ConditionException;
import io.rollcall.condition.Conditions;
import io.rollcall.condition.Formula;
import io.rollcall.condition.Vocabulary;
import io.rollcall.program.Ladder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The conditions of a program as cases, each read once. */
final class Logic {
    private final Vocabulary vocabulary;
    private final Map<String, Optional<List<Case>>> known = new HashMap<>();

    Logic(Vocabulary vocabulary) {
        this.vocabulary = vocabulary;
    }

    Formula formula(Condition condition, boolean holds) {
        if (condition.text().isEmpty()) {
            // refused: nobody knows what it should say
            return new Formula.Opaque();
        }
        try {
            return Conditions.formula(condition.text(), holds, vocabulary);
        } catch (ConditionException e) {
            throw new IllegalArgumentException("the condition of a program that was taken: " + condition.text(), e);
        }
    }

    /** In which cases it holds. */
    Optional<List<Case>> of(Condition condition) {
        return known.computeIfAbsent(condition.text(), none -> Case.of(formula(condition, true)));
    }

    /** In which cases it does not. */
    Optional<List<Case>> not(Condition condition) {
        return known.computeIfAbsent("!" + condition.text(), none -> Case.of(formula(condition, false)));
    }

    /** In which cases a member climbs to a tier: its {@code enter} and, if it has one, its {@code keep} hold. */
    Optional<List<Case>> climb(Ladder.Tier tier) {
        Condition enter = tier.enter();
        Condition keep = tier.keep();
        if (enter == null) {
            return Optional.empty();
        }
        Formula both = keep == null
                ? formula(enter, true)
                : new Formula.All(List.of(formula(enter, true), formula(keep, true)));
        return Case.of(both);
    }
}
