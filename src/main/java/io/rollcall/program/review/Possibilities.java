package io.rollcall.program.review;

import io.rollcall.condition.Formula;
import io.rollcall.program.Badge;
import io.rollcall.program.Ladder;
import io.rollcall.program.Lifecycle;
import io.rollcall.program.Program;
import io.rollcall.program.Stage;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What members of a program can ever come to. It begins with nothing and adds what is possible by what is, until there
 * is no more: so what needs itself is found impossible, however long the circle.
 */
final class Possibilities {
    private final Program program;
    private final Logic logic;
    private final Contradictions contradictions;
    private final Set<Formula> possible = new HashSet<>();

    Possibilities(Program program, Logic logic, Numbers numbers) {
        this.program = program;
        this.logic = logic;
        this.contradictions = new Contradictions(program, numbers, possible);
        int before;
        do {
            before = possible.size();
            addTiers();
            addBadges();
            addSegments();
            addStages();
        } while (possible.size() > before);
    }

    private void addTiers() {
        for (int l = 0; l < program.ladders().size(); l++) {
            Ladder ladder = program.ladders().get(l);
            possible.add(new Formula.Reached(l, 0, true));
            for (int t = 1; t < ladder.tiers().size(); t++) {
                if (whyNever(logic.climb(ladder.tiers().get(t))).isPresent()) {
                    break;
                }
                possible.add(new Formula.Reached(l, t, true));
            }
        }
    }

    private void addBadges() {
        for (int b = 0; b < program.badges().size(); b++) {
            Badge badge = program.badges().get(b);
            if (badge instanceof Badge.Levels levels) {
                for (int i = 0; i < levels.levels().size(); i++) {
                    if (contradictions.numbers().of(levels.slot()).most()
                            >= levels.levels().get(i).at()) {
                        possible.add(new Formula.HasBadge(b, i, true));
                        possible.add(new Formula.HasBadge(b, -1, true));
                    }
                }
            } else if (!(badge instanceof Badge.When when)
                    || whyNever(logic.of(when.when())).isEmpty()) {
                possible.add(new Formula.HasBadge(b, -1, true));
            }
        }
    }

    private void addSegments() {
        for (int i = 0; i < program.segments().size(); i++) {
            if (whyNever(logic.of(program.segments().get(i).when())).isEmpty()) {
                possible.add(new Formula.InSegment(i, true));
            }
        }
    }

    private void addStages() {
        Lifecycle lifecycle = program.lifecycle();
        if (lifecycle == null) {
            return;
        }
        boolean mature = lifecycle.mature() != null
                && whyNever(logic.of(lifecycle.mature())).isEmpty();
        add(Stage.NEWCOMER, lifecycle.newcomer() > 0);
        add(Stage.GROWING, true);
        add(Stage.MATURE, mature);
        add(Stage.DORMANT, lifecycle.dormant() != Lifecycle.NEVER);
        add(Stage.CHURNED, lifecycle.churned() != Lifecycle.NEVER);
        add(Stage.LEFT, true);
    }

    private void add(Stage stage, boolean can) {
        if (can) {
            possible.add(new Formula.InStage(stage.ordinal(), true));
        }
    }

    /** Why a condition can never hold; empty if it can, or if that is beyond what can be said. */
    Optional<String> whyNever(Optional<List<Case>> cases) {
        if (cases.isEmpty()) {
            return Optional.empty();
        }
        Set<String> reasons = new LinkedHashSet<>();
        for (Case each : cases.get()) {
            Optional<String> reason = contradictions.in(each);
            if (reason.isEmpty()) {
                return Optional.empty();
            }
            reasons.add(reason.get());
        }
        return Optional.of(String.join("; ", reasons));
    }

    boolean canHold(Case facts) {
        return contradictions.in(facts).isEmpty();
    }

    boolean canHold(Case facts, Contradictions.Ranges ranges) {
        return contradictions.among(facts.facts(), ranges).isEmpty();
    }

    /** What has to be so that none of these comparisons is. */
    String opposite(Case comparisons) {
        return comparisons.facts().stream()
                .map(fact -> contradictions.text(((Formula.Compared) fact).opposite()))
                .distinct()
                .collect(Collectors.joining(" or "));
    }
}
