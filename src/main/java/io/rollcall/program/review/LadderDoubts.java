package io.rollcall.program.review;

import io.rollcall.condition.Condition;
import io.rollcall.condition.Formula;
import io.rollcall.program.Ladder;
import io.rollcall.program.Ladder.Tier;
import io.rollcall.program.Program;
import io.rollcall.program.review.Doubt.Code;
import java.util.List;
import java.util.Optional;

/** Doubts about tiers: those that nobody reaches, those that one climbs to and would lose at once. */
record LadderDoubts(Program program, Logic logic, Possibilities possibilities, Doubts doubts) {

    void look() {
        for (Ladder ladder : program.ladders()) {
            for (int i = 1; i < ladder.tiers().size(); i++) {
                look(ladder, i);
            }
        }
    }

    private void look(Ladder ladder, int index) {
        Tier tier = ladder.tiers().get(index);
        String what = "ladders." + ladder.name() + "." + tier.name();
        Condition enter = tier.enter();
        if (enter == null) {
            return;
        }
        Optional<String> never = possibilities.whyNever(logic.climb(tier));
        if (never.isPresent()) {
            boolean byKeep = possibilities.whyNever(logic.of(enter)).isEmpty();
            doubts.add(
                    Code.UNREACHABLE_TIER,
                    doubts.places().value("ladders", ladder.name(), index, byKeep ? "keep" : "enter"),
                    what + ": nobody can ever reach this tier"
                            + (index + 1 < ladder.tiers().size() ? " or those above it: " : ": ")
                            + never.get()
                            + (byKeep ? " (a member climbs when 'enter' and 'keep' hold)" : ""));
        } else if (tier.keep() != null) {
            stricter(enter, tier.keep())
                    .ifPresent(
                            asked -> doubts.add(
                                    Code.STRICTER_KEEP,
                                    doubts.places().value("ladders", ladder.name(), index, "keep"),
                                    what + ".keep: it asks for more than 'enter': " + asked
                                            + " does not follow from it; a member"
                                            + " climbs only when both hold, so let 'enter' ask for as much, or 'keep' for less"));
        }
        if (tier.keepAlways()) {
            for (String key : List.of("hold", "grace")) {
                if ((key.equals("hold") ? tier.hold() : tier.grace()) > 0) {
                    doubts.add(
                            Code.NO_EFFECT,
                            doubts.places().key("ladders", ladder.name(), index, key),
                            what + ": '" + key + "' changes nothing, as 'keep: always' never loses the tier");
                }
            }
        }
    }

    /**
     * What {@code keep} asks for and {@code enter} does not grant: only where both speak of the same numbers. A keep
     * about another number is another rule, as where one enters by merit and stays by activity.
     */
    private Optional<String> stricter(Condition enter, Condition keep) {
        var entries = logic.of(enter);
        var losses = logic.not(keep);
        if (entries.isEmpty() || losses.isEmpty()) {
            return Optional.empty();
        }
        for (Case entry : entries.get()) {
            for (Case loss : losses.get()) {
                boolean same = loss.facts().stream()
                        .allMatch(fact -> fact instanceof Formula.Compared lost
                                && entry.facts().stream()
                                        .anyMatch(each ->
                                                each instanceof Formula.Compared had && had.slot() == lost.slot()));
                if (same && possibilities.canHold(entry.and(loss))) {
                    return Optional.of(possibilities.opposite(loss));
                }
            }
        }
        return Optional.empty();
    }
}
