package io.rollcall.decide;

import io.rollcall.condition.Asked;
import io.rollcall.member.MemberState;
import io.rollcall.outcome.Outcome;
import io.rollcall.program.Lifecycle;
import io.rollcall.program.Stage;
import java.util.EnumSet;
import java.util.Set;

/** The stages of a membership (SEMANTICS section 5, Lifecycle). */
record Stages(Lifecycle lifecycle) implements Rules {
    private static final Set<Stage> AWAY = EnumSet.of(Stage.DORMANT, Stage.CHURNED, Stage.LEFT);

    @Override
    public boolean apply(Evaluation evaluation) {
        return change(
                evaluation,
                stage(evaluation, evaluation.takePending(evaluation.readers().stage())));
    }

    /** Moves to a stage; whether it is another one. */
    boolean change(Evaluation evaluation, Stage to) {
        MemberState state = evaluation.state();
        Stage from = state.stage;
        if (from == to) {
            return false;
        }
        state.stage = to;
        evaluation.changed(Asked.STAGE, evaluation.readers().stage());
        String before = from == null ? null : from.text();
        boolean returned = from != null && AWAY.contains(from) && !AWAY.contains(to);
        var header = evaluation.header(
                evaluation.evidence(lifecycle.mature()),
                "stage-changed",
                before == null ? "" : before,
                to.text(),
                evaluation.now(),
                evaluation.causeText());
        evaluation.add(new Outcome.StageChanged(header, before, to.text(), returned));
        return true;
    }

    private Stage stage(Evaluation evaluation, boolean look) {
        MemberState state = evaluation.state();
        long idle = evaluation.now() - idleFrom(state);
        if (idle >= lifecycle.churned()) {
            return Stage.CHURNED;
        }
        if (idle >= lifecycle.dormant()) {
            return Stage.DORMANT;
        }
        if (evaluation.now() < state.joinedAt + lifecycle.newcomer()) {
            return Stage.NEWCOMER;
        }
        if (!look && (state.stage == Stage.MATURE || state.stage == Stage.GROWING)) {
            return state.stage;
        }
        return lifecycle.mature() != null && evaluation.holds(lifecycle.mature()) ? Stage.MATURE : Stage.GROWING;
    }

    /** What the idle time counts from. */
    static long idleFrom(MemberState state) {
        return Math.max(state.lastActivityAt, state.joinedAt);
    }
}
