package io.rollcall.program.review;

import io.rollcall.condition.Formula;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One way in which a condition can hold: facts that all have to be so. A condition is its cases (its disjunctive normal
 * form).
 */
record Case(List<Formula> facts) {
    /** More than any condition that people write; beyond it nothing is said about a condition. */
    private static final int MOST = 2_000;

    /** The cases of a condition; empty if there are too many. */
    static Optional<List<Case>> of(Formula formula) {
        List<Case> cases = cases(formula);
        return cases.size() > MOST ? Optional.empty() : Optional.of(cases);
    }

    private static List<Case> cases(Formula formula) {
        if (formula instanceof Formula.Any any) {
            List<Case> cases = new ArrayList<>();
            for (Formula part : any.parts()) {
                cases.addAll(cases(part));
                if (cases.size() > MOST) {
                    return cases;
                }
            }
            return cases;
        }
        if (formula instanceof Formula.All all) {
            List<Case> cases = List.of(new Case(List.of()));
            for (Formula part : all.parts()) {
                cases = both(cases, cases(part));
                if (cases.size() > MOST) {
                    return cases;
                }
            }
            return cases;
        }
        return List.of(new Case(List.of(formula)));
    }

    private static List<Case> both(List<Case> some, List<Case> others) {
        List<Case> cases = new ArrayList<>();
        for (Case one : some) {
            for (Case other : others) {
                cases.add(one.and(other));
                if (cases.size() > MOST) {
                    return cases;
                }
            }
        }
        return cases;
    }

    Case and(Case other) {
        List<Formula> both = new ArrayList<>(facts);
        both.addAll(other.facts);
        return new Case(both);
    }
}
