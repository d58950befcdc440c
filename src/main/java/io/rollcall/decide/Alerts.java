package io.rollcall.decide;

import io.rollcall.event.Event;
import io.rollcall.member.AlertState;
import io.rollcall.member.MemberState;
import io.rollcall.outcome.Outcome;
import io.rollcall.outcome.Outcome.Alert;
import io.rollcall.outcome.Outcome.Reason;
import io.rollcall.program.AlertRule;
import io.rollcall.program.AlertRule.Absence;
import io.rollcall.program.AlertRule.Holding;
import java.util.List;
import java.util.Map;

/** What is worth somebody's attention, until it no longer is (SEMANTICS section 5, Alerts). */
record Alerts(List<AlertRule> rules) implements Rules {

    @Override
    public boolean apply(Evaluation evaluation) {
        boolean moved = false;
        for (int i = 0; i < rules.size(); i++) {
            AlertState alert = evaluation.state().alerts[i];
            AlertRule rule = rules.get(i);
            if (rule instanceof Absence absence) {
                moved |= absence(evaluation, absence, alert);
            } else if (rule instanceof Holding holding) {
                boolean look =
                        evaluation.takePending(evaluation.readers().alert(i)) || cools(evaluation, holding, alert);
                moved |= look && holding(evaluation, holding, alert);
            }
        }
        return moved;
    }

    private static boolean absence(Evaluation evaluation, Absence rule, AlertState alert) {
        boolean moved = false;
        if (alert.isOpen() && alert.answer != null) {
            resolve(evaluation, rule, alert, alert.answer);
            moved = true;
        }
        alert.answer = null;
        if (evaluation.isDeadline() && isDue(rule, alert, evaluation.now())) {
            alert.settled = true;
            if (rule.when() == null || evaluation.holds(rule.when())) {
                alert.open = alert.anchor;
                raise(evaluation, rule, alert);
            }
            moved = true;
        }
        return moved;
    }

    /** Whether the time of an absence that is armed and unanswered, and of which none is open, has come. */
    static boolean isDue(Absence rule, AlertState alert, long now) {
        return isPending(alert) && alert.anchor + rule.after() <= now;
    }

    static boolean isPending(AlertState alert) {
        return alert.anchor != MemberState.NONE && !alert.settled && !alert.isOpen();
    }

    /** Whether the end of the cooldown has come since the previous evaluation. */
    private static boolean cools(Evaluation evaluation, Holding rule, AlertState alert) {
        return alert.raisedAt != MemberState.NONE && evaluation.hasJustCome(alert.raisedAt + rule.cooldown());
    }

    private static boolean holding(Evaluation evaluation, Holding rule, AlertState alert) {
        boolean holds = evaluation.holds(rule.when());
        if (alert.isOpen()) {
            if (!holds) {
                resolve(evaluation, rule, alert, Reason.CLEARED);
            }
            return !holds;
        }
        boolean cool = alert.raisedAt == MemberState.NONE || evaluation.now() >= alert.raisedAt + rule.cooldown();
        if (!holds || !cool) {
            return false;
        }
        alert.again = alert.raisedAt == evaluation.now() ? alert.again + 1 : 0;
        alert.raisedAt = evaluation.now();
        alert.open = evaluation.now();
        raise(evaluation, rule, alert);
        return true;
    }

    private static void raise(Evaluation evaluation, AlertRule rule, AlertState state) {
        Alert alert = alert(evaluation, rule, state);
        var when = rule instanceof Absence absence ? absence.when() : ((Holding) rule).when();
        evaluation.add(new Outcome.AlertRaised(
                evaluation.header(evaluation.evidence(when), "alert-raised", alert.id()), alert));
    }

    static void resolve(Evaluation evaluation, AlertRule rule, AlertState state, Reason reason) {
        Alert alert = alert(evaluation, rule, state);
        evaluation.add(
                new Outcome.AlertResolved(evaluation.header(Map.of(), "alert-resolved", alert.id()), alert, reason));
        state.open = MemberState.NONE;
    }

    /** The open alert of a rule. */
    static Alert alert(Evaluation evaluation, AlertRule rule, AlertState state) {
        Long deadline = rule instanceof Absence absence ? state.open + absence.after() : null;
        return new Alert(
                evaluation.alertId(rule.name(), "", state.open, state.again),
                rule.name(),
                null,
                rule.severity(),
                deadline == null ? state.open : deadline,
                state.open,
                deadline,
                rule.playbook());
    }

    /** The member joined: absences since joining begin, and the joining event itself can answer them. */
    void join(MemberState state) {
        for (int i = 0; i < rules.size(); i++) {
            if (rules.get(i) instanceof Absence absence && absence.since() == null) {
                arm(state.alerts[i], state.joinedAt);
            }
        }
    }

    /** An own event of the member: it answers what waits for it, and then begins what counts from it. */
    void note(EventPlan plan, Event event, MemberState state) {
        for (int i : plan.answers()) {
            AlertState alert = state.alerts[i];
            if (alert.isOpen() && event.at() >= alert.open) {
                long deadline = alert.open + ((Absence) rules.get(i)).after();
                alert.answer = event.at() <= deadline ? Reason.LATE_EVIDENCE : Reason.ACTED;
            }
            if (alert.anchor != MemberState.NONE && event.at() >= alert.anchor) {
                alert.settled = true;
            }
        }
        for (int i : plan.anchors()) {
            AlertState alert = state.alerts[i];
            // at the very instant of the anchor a later event takes its place, but not when it comes after the answer
            // or the raising was known
            boolean late = event.at() < state.seen;
            if (event.at() > alert.anchor || event.at() == alert.anchor && !(late && alert.settled)) {
                arm(alert, event.at());
            }
        }
    }

    private static void arm(AlertState alert, long anchor) {
        alert.anchor = anchor;
        alert.settled = false;
    }
}
