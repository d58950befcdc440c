package io.rollcall.decide;

import io.rollcall.condition.Asked;
import io.rollcall.condition.Condition;
import io.rollcall.member.LadderState;
import io.rollcall.member.MemberState;
import io.rollcall.outcome.Outcome;
import io.rollcall.outcome.Outcome.Alert;
import io.rollcall.outcome.Outcome.Direction;
import io.rollcall.outcome.Outcome.Reason;
import io.rollcall.outcome.Outcome.Severity;
import io.rollcall.program.Ladder;
import io.rollcall.program.Ladder.Tier;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Climbing, falling, and the grace in between (SEMANTICS section 5, Ladders). */
record Ladders(List<Ladder> ladders) implements Rules {

    @Override
    public boolean apply(Evaluation evaluation) {
        boolean moved = false;
        for (int i = 0; i < ladders.size(); i++) {
            int rule = evaluation.readers().ladder(i);
            if (!evaluation.takePending(rule) && !asksTheClock(evaluation, i)) {
                continue;
            }
            int tier = evaluation.state().ladders[i].tier;
            boolean promoted = !evaluation.demoted[i] && promote(evaluation, i);
            moved |= promoted;
            if (!promoted && !evaluation.promoted[i]) {
                moved |= demote(evaluation, i);
            }
            if (evaluation.state().ladders[i].tier != tier) {
                evaluation.changed(Asked.LADDERS, rule);
            }
        }
        return moved;
    }

    /** Whether the instant alone can move a member: in a grace, or as the hold of the tier at hand ends. */
    private boolean asksTheClock(Evaluation evaluation, int index) {
        LadderState ladder = evaluation.state().ladders[index];
        if (ladder.graceFrom != MemberState.NONE) {
            return true;
        }
        return ladder.promotedAt != MemberState.NONE
                && evaluation.hasJustCome(ladder.promotedAt
                        + ladders.get(index).tiers().get(ladder.tier).hold());
    }

    private boolean promote(Evaluation evaluation, int index) {
        List<Tier> tiers = ladders.get(index).tiers();
        LadderState ladder = evaluation.state().ladders[index];
        int from = ladder.tier;
        while (ladder.tier + 1 < tiers.size() && letsIn(evaluation, tiers.get(ladder.tier + 1))) {
            ladder.tier++;
        }
        if (ladder.tier == from) {
            return false;
        }
        ladder.promotedAt = evaluation.now();
        evaluation.promoted[index] = true;
        var entered = new ArrayList<Condition>();
        for (Tier tier : tiers.subList(from + 1, ladder.tier + 1)) {
            if (tier.enter() != null) {
                entered.add(tier.enter());
            }
        }
        changed(evaluation, index, from, Direction.UP, entered);
        if (ladder.graceFrom != MemberState.NONE) {
            resolve(evaluation, index, tiers.get(from), Reason.RECOVERED);
        }
        return true;
    }

    private static boolean letsIn(Evaluation evaluation, Tier tier) {
        return tier.enter() != null
                && evaluation.holds(tier.enter())
                && (tier.keep() == null || evaluation.holds(tier.keep()));
    }

    private boolean demote(Evaluation evaluation, int index) {
        List<Tier> tiers = ladders.get(index).tiers();
        LadderState ladder = evaluation.state().ladders[index];
        int from = ladder.tier;
        List<Condition> lost = List.of();
        boolean demoted = false;
        boolean graceEnded = false;
        boolean graceBegins = false;
        while (ladder.tier > 0) {
            Tier tier = tiers.get(ladder.tier);
            Condition keep = tier.kept();
            boolean inGrace = ladder.graceFrom != MemberState.NONE && !graceEnded;
            if (!inGrace && isHeld(evaluation, ladder, tier)) {
                break;
            }
            if (keep == null || evaluation.holds(keep)) {
                if (inGrace) {
                    resolve(evaluation, index, tier, Reason.RECOVERED);
                    return true;
                }
                break;
            }
            if (tier.grace() > 0) {
                if (!inGrace) {
                    graceBegins = true;
                    break;
                }
                if (!evaluation.isDeadline() || ladder.graceFrom + tier.grace() > evaluation.now()) {
                    break;
                }
                graceEnded = true;
            }
            lost = demoted ? lost : new ArrayList<>();
            lost.add(keep);
            ladder.tier--;
            demoted = true;
        }
        if (demoted) {
            evaluation.demoted[index] = true;
            changed(evaluation, index, from, Direction.DOWN, lost);
            if (ladder.graceFrom != MemberState.NONE) {
                resolve(evaluation, index, tiers.get(from), Reason.DEMOTED);
            }
        }
        if (ladder.tier == 0 && ladder.graceFrom != MemberState.NONE) {
            // a new version of the program has made the tier the lowest one, which nobody can lose
            resolve(evaluation, index, tiers.get(0), Reason.RECOVERED);
            return true;
        }
        if (graceBegins) {
            ladder.again = ladder.lastGrace == evaluation.now() ? ladder.again + 1 : 0;
            ladder.lastGrace = evaluation.now();
            ladder.graceFrom = evaluation.now();
            Alert alert = alert(evaluation, index, tiers.get(ladder.tier));
            evaluation.add(new Outcome.AlertRaised(
                    evaluation.header(evaluation.evidence(tiers.get(ladder.tier).kept()), "alert-raised", alert.id()),
                    alert));
        }
        return demoted || graceBegins;
    }

    private static boolean isHeld(Evaluation evaluation, LadderState ladder, Tier tier) {
        return ladder.promotedAt != MemberState.NONE && evaluation.now() < ladder.promotedAt + tier.hold();
    }

    private void changed(Evaluation evaluation, int index, int from, Direction direction, List<Condition> conditions) {
        Ladder ladder = ladders.get(index);
        Tier before = ladder.tiers().get(from);
        Tier after = ladder.tiers().get(evaluation.state().ladders[index].tier);
        var header = evaluation.header(
                evaluation.evidence(conditions),
                "tier-changed",
                ladder.name(),
                before.name(),
                after.name(),
                evaluation.now(),
                evaluation.causeText());
        evaluation.add(
                new Outcome.TierChanged(header, ladder.name(), before.name(), after.name(), direction, after.perks()));
    }

    /** Ends the running grace of a tier. */
    void resolve(Evaluation evaluation, int index, Tier tier, Reason reason) {
        Alert alert = alert(evaluation, index, tier);
        evaluation.add(
                new Outcome.AlertResolved(evaluation.header(Map.of(), "alert-resolved", alert.id()), alert, reason));
        evaluation.state().ladders[index].graceFrom = MemberState.NONE;
    }

    /** The at-risk alert of the running grace. */
    Alert alert(Evaluation evaluation, int index, Tier tier) {
        String ladder = ladders.get(index).name();
        long anchor = evaluation.state().ladders[index].graceFrom;
        return new Alert(
                evaluation.alertId(Alert.AT_RISK, ladder, anchor, evaluation.state().ladders[index].again),
                Alert.AT_RISK,
                ladder,
                Severity.WARNING,
                anchor,
                anchor,
                anchor + tier.grace(),
                null);
    }
}
