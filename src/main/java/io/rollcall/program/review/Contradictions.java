package io.rollcall.program.review;

import io.rollcall.condition.Formula;
import io.rollcall.program.Program;
import io.rollcall.program.Stage;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Finds why facts cannot be so all at once.
 *
 * @param possible what members can have reached, won and be in
 */
record Contradictions(Program program, Numbers numbers, Set<Formula> possible) {

    Optional<String> in(Case facts) {
        return among(facts.facts(), numbers::of);
    }

    /** What a number can be. */
    interface Ranges {
        Range of(int slot);
    }

    Optional<String> among(List<Formula> facts, Ranges ranges) {
        Map<Integer, Range> narrowed = new LinkedHashMap<>();
        for (Formula fact : facts) {
            if (fact instanceof Formula.Compared compared) {
                Range before = narrowed.getOrDefault(compared.slot(), ranges.of(compared.slot()));
                Range after = before.where(compared);
                if (after.isEmpty()) {
                    return Optional.of(why(compared, facts, ranges));
                }
                narrowed.put(compared.slot(), after);
            } else {
                Optional<String> impossible = impossible(fact, facts);
                if (impossible.isPresent()) {
                    return impossible;
                }
            }
        }
        return new Relations(program).against(narrowed);
    }

    private String why(Formula.Compared compared, List<Formula> facts, Ranges ranges) {
        int slot = compared.slot();
        if (ranges.of(slot).where(compared).isEmpty()) {
            return numbers.reason(slot);
        }
        List<String> together = facts.stream()
                .filter(each -> each instanceof Formula.Compared other && other.slot() == slot)
                .map(each -> text((Formula.Compared) each))
                .distinct()
                .toList();
        return String.join(" and ", together) + " exclude each other";
    }

    String text(Formula.Compared compared) {
        double bound = compared.bound();
        String number = bound == Math.rint(bound) && Math.abs(bound) < 1e15
                ? String.valueOf((long) bound)
                : String.valueOf(bound);
        return numbers.name(compared.slot()) + " " + compared.relation().sign() + " " + number;
    }

    private Optional<String> impossible(Formula fact, List<Formula> facts) {
        if (fact instanceof Formula.Fixed fixed) {
            return fixed.holds() ? Optional.empty() : Optional.of("it says false");
        }
        if (fact instanceof Formula.Reached reached) {
            return reached(reached, facts);
        }
        if (fact instanceof Formula.HasBadge has && has.holds()) {
            var badge = program.badges().get(has.badge());
            boolean denied = facts.contains(new Formula.HasBadge(has.badge(), has.level(), false))
                    || facts.contains(new Formula.HasBadge(has.badge(), -1, false));
            return denied
                    ? Optional.of("it asks for the badge '" + badge.name() + "' and for its absence")
                    : unless(
                            fact,
                            "nobody can win the badge '" + badge.name() + "'"
                                    + (has.level() < 0 ? "" : " at that level"));
        }
        if (fact instanceof Formula.InSegment in && in.holds()) {
            String name = program.segments().get(in.segment()).name();
            return facts.contains(new Formula.InSegment(in.segment(), false))
                    ? Optional.of("it asks for the segment '" + name + "' and for its absence")
                    : unless(fact, "nobody can be in the segment '" + name + "'");
        }
        if (fact instanceof Formula.InStage in && in.holds()) {
            return stage(in, facts);
        }
        return Optional.empty();
    }

    private Optional<String> reached(Formula.Reached reached, List<Formula> facts) {
        var tiers = program.ladders().get(reached.ladder()).tiers();
        String name = tiers.get(reached.tier()).name();
        if (!reached.holds()) {
            return reached.tier() == 0
                    ? Optional.of("everybody has reached '" + name + "', the lowest tier")
                    : Optional.empty();
        }
        boolean denied = facts.stream()
                .anyMatch(each -> each instanceof Formula.Reached other
                        && !other.holds()
                        && other.ladder() == reached.ladder()
                        && other.tier() <= reached.tier());
        return denied
                ? Optional.of("who has reached '" + name + "' has reached the tiers below it, too")
                : unless(reached, "nobody can reach the tier '" + name + "' before");
    }

    private Optional<String> stage(Formula.InStage in, List<Formula> facts) {
        for (Formula each : facts) {
            if (each instanceof Formula.InStage other && other.holds() != (other.stage() == in.stage())) {
                return Optional.of("a member is in one stage at a time");
            }
        }
        String name = Stage.NAMES.get(in.stage());
        return unless(
                in,
                program.lifecycle() == null
                        ? "there are no stages without 'lifecycle'"
                        : "the lifecycle has no stage '" + name + "', as its '" + name + "' is not given or never met");
    }

    private Optional<String> unless(Formula fact, String reason) {
        return possible.contains(fact) ? Optional.empty() : Optional.of(reason);
    }
}
