package io.rollcall.decide;

import io.rollcall.condition.Condition;
import io.rollcall.member.QuestState;
import io.rollcall.member.QuestState.Status;
import io.rollcall.outcome.Outcome;
import io.rollcall.program.Quest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Steps to do in time (SEMANTICS section 5, Quests). */
record Quests(List<Quest> quests) implements Rules {

    @Override
    public boolean apply(Evaluation evaluation) {
        boolean moved = false;
        for (int i = 0; i < quests.size(); i++) {
            Quest quest = quests.get(i);
            QuestState state = evaluation.state().quests[i];
            Condition start = quest.start();
            boolean look = evaluation.takePending(evaluation.readers().quest(i));
            if (look && state.status == Status.ABSENT && start != null && evaluation.holds(start)) {
                begin(state, evaluation.now());
                moved = true;
            }
            if (state.status == Status.RUNNING) {
                moved |= pursue(evaluation, quest, state, look);
            }
        }
        return moved;
    }

    /** Begins a quest, anew where it was begun before. */
    static void begin(QuestState state, long start) {
        state.status = Status.RUNNING;
        state.start = start;
        state.done = 0;
    }

    private static boolean pursue(Evaluation evaluation, Quest quest, QuestState state, boolean look) {
        long done = state.done;
        for (int step = 0; look && step < quest.steps().size(); step++) {
            if ((done & 1L << step) == 0
                    && evaluation.holds(quest.steps().get(step).done())) {
                done |= 1L << step;
            }
        }
        boolean moved = done != state.done;
        state.done = done;
        if (Long.bitCount(done) == quest.steps().size()) {
            state.status = Status.COMPLETED;
            Supplier<Map<String, Double>> evidence = () -> evaluation.evidence(conditions(quest));
            evaluation.add(new Outcome.QuestCompleted(
                    evaluation.header(evidence.get(), "quest-completed", quest.name(), begun(evaluation, state)),
                    quest.name(),
                    quest.points()));
            evaluation.post("quest:" + quest.name(), quest.points(), evidence, begun(evaluation, state));
            return true;
        }
        boolean due = evaluation.isDeadline() && evaluation.isFirstRound();
        if (due && state.start + quest.within() <= evaluation.now()) {
            state.status = Status.EXPIRED;
            var missing = new ArrayList<String>();
            for (int step = 0; step < quest.steps().size(); step++) {
                if ((done & 1L << step) == 0) {
                    missing.add(quest.steps().get(step).name());
                }
            }
            evaluation.add(new Outcome.QuestExpired(
                    evaluation.header(
                            evaluation.evidence(conditions(quest)), "quest-expired", quest.name(), state.start),
                    quest.name(),
                    List.copyOf(missing)));
            return true;
        }
        return moved;
    }

    /** Which run of a quest it was: who leaves and comes back within an instant can complete one twice at its very start. */
    private static String begun(Evaluation evaluation, QuestState state) {
        return state.start == evaluation.now() ? state.start + " " + evaluation.causeText() : "" + state.start;
    }

    private static List<Condition> conditions(Quest quest) {
        var conditions = new ArrayList<Condition>();
        if (quest.start() != null) {
            conditions.add(quest.start());
        }
        quest.steps().forEach(step -> conditions.add(step.done()));
        return conditions;
    }
}
