package io.rollcall.explain;

import io.rollcall.decide.Engine;
import io.rollcall.decide.Pending;
import io.rollcall.explain.Ahead.Coming;
import io.rollcall.explain.Ahead.Deadline;
import io.rollcall.explain.Ahead.Effect;
import io.rollcall.member.MemberState;
import io.rollcall.outcome.Outcome;
import io.rollcall.outcome.Outcome.AlertRaised;
import io.rollcall.outcome.Outcome.AlertResolved;
import io.rollcall.outcome.Outcome.Direction;
import io.rollcall.outcome.Outcome.QuestExpired;
import io.rollcall.outcome.Outcome.Reason;
import io.rollcall.outcome.Outcome.StageChanged;
import io.rollcall.outcome.Outcome.TierChanged;
import io.rollcall.program.Program;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What becomes of a member if nothing happens any more: the engine itself runs a copy of the member ahead. Beside it stand
 * the deadlines, which also say what would avert them; what a deadline tells is not told again.
 */
final class Forecast {
    /** Longer than most windows and than the time after which somebody counts as churned. */
    static final long HORIZON = Duration.ofDays(100).toMillis();

    private Forecast() {}

    /** What becomes true from an instant on, in order; the state stays as it is. */
    static List<Outcome> outcomes(Engine engine, MemberState state, long at) {
        return state.isMember()
                ? List.copyOf(engine.decide(state.copy(), at + HORIZON).outcomes())
                : List.of();
    }

    /** What lies ahead of a member at an instant, the nearest first; {@code becomes} are the outcomes from then on. */
    static List<Ahead> of(Program program, MemberState state, long at, List<Outcome> becomes) {
        if (!state.isMember()) {
            return List.of();
        }
        List<Pending> deadlines = Pending.of(state, program);
        List<Outcome> outcomes = new ArrayList<>(becomes);
        boolean growsUp = outcomes.stream().anyMatch(Forecast::isOfNewcomer);
        List<Ahead> ahead = new ArrayList<>();
        for (Pending deadline : deadlines) {
            Outcome told = outcomes.stream()
                    .filter(outcome -> isOf(outcome, deadline))
                    .findFirst()
                    .orElse(null);
            outcomes.removeIf(outcome -> isOf(outcome, deadline));
            boolean isOpen = deadline.at() > at + HORIZON
                    || deadline instanceof Pending.Hold
                    || deadline instanceof Pending.Cooldown;
            if (deadline instanceof Pending.Grown && told == null && (growsUp || !isOpen)) {
                // who falls dormant before is no newcomer by then: nothing is left to end
                continue;
            }
            ahead.add(new Deadline(deadline, isOpen ? Coming.OPEN : told != null ? Coming.YES : Coming.NO, told));
        }
        outcomes.forEach(outcome -> ahead.add(new Effect(outcome)));
        ahead.sort(Comparator.comparingLong(Ahead::at));
        return List.copyOf(ahead);
    }

    /** Whether it is this deadline that brings the outcome. */
    private static boolean isOf(Outcome outcome, Pending deadline) {
        if (outcome.header().at() != deadline.at()) {
            return false;
        } else if (deadline instanceof Pending.Absence absence) {
            return outcome instanceof AlertRaised raised
                    && raised.alert().name().equals(absence.rule().name());
        } else if (deadline instanceof Pending.Grace grace) {
            return outcome instanceof TierChanged tier
                            && tier.direction() == Direction.DOWN
                            && tier.ladder().equals(grace.ladder().name())
                    || outcome instanceof AlertResolved resolved
                            && resolved.reason() == Reason.DEMOTED
                            && grace.ladder().name().equals(resolved.alert().ladder());
        } else if (deadline instanceof Pending.QuestEnd end) {
            return outcome instanceof QuestExpired quest
                    && quest.quest().equals(end.quest().name());
        } else if (deadline instanceof Pending.Idle idle) {
            return outcome instanceof StageChanged stage
                    && stage.to().equals(idle.stage().text());
        }
        return deadline instanceof Pending.Grown && isOfNewcomer(outcome);
    }

    private static boolean isOfNewcomer(Outcome outcome) {
        return outcome instanceof StageChanged stage && "newcomer".equals(stage.from());
    }
}
