package io.rollcall.program.review;

import io.rollcall.condition.Condition;
import io.rollcall.program.AlertRule;
import io.rollcall.program.Badge;
import io.rollcall.program.Ladder;
import io.rollcall.program.Lifecycle;
import io.rollcall.program.Program;
import io.rollcall.program.Quest;
import io.rollcall.program.Segment;
import io.rollcall.program.review.Doubt.Code;
import org.jspecify.annotations.Nullable;

/** Doubts about conditions that never hold, or always. */
record ConditionDoubts(Program program, Logic logic, Numbers numbers, Possibilities possibilities, Doubts doubts) {

    void look() {
        for (Ladder ladder : program.ladders()) {
            for (int i = 1; i < ladder.tiers().size(); i++) {
                // a tier that is never entered is told as such
                always(ladder.tiers().get(i).enter(), "ladders", ladder.name(), i, "enter");
                always(ladder.tiers().get(i).keep(), "ladders", ladder.name(), i, "keep");
            }
        }
        for (Badge badge : program.badges()) {
            if (badge instanceof Badge.When when) {
                look(when.when(), "badges", badge.name(), "when");
            }
        }
        for (Quest quest : program.quests()) {
            look(quest.start(), "quests", quest.name(), "start");
            for (Quest.Step step : quest.steps()) {
                look(step.done(), "quests", quest.name(), "steps", step.name());
            }
        }
        Lifecycle lifecycle = program.lifecycle();
        if (lifecycle != null) {
            look(lifecycle.mature(), "lifecycle", "mature");
        }
        for (Segment segment : program.segments()) {
            look(segment.when(), "segments", segment.name());
        }
        for (AlertRule alert : program.alerts()) {
            Condition when =
                    alert instanceof AlertRule.Holding holding ? holding.when() : ((AlertRule.Absence) alert).when();
            look(when, "alerts", alert.name(), "when");
            if (alert instanceof AlertRule.Absence absence) {
                lookAtItsEnd(absence);
            }
        }
    }

    /** A condition that can hold, but not at the end of the absence: all that it looks at is over by then. */
    private void lookAtItsEnd(AlertRule.Absence absence) {
        Condition when = absence.when();
        if (when == null || absence.since() == null) {
            return;
        }
        var cases = logic.of(when);
        if (cases.isEmpty() || possibilities.whyNever(cases).isPresent()) {
            return;
        }
        boolean canHold = cases.get().stream()
                .anyMatch(each -> possibilities.canHold(each, slot -> numbers.ofSilent(slot, absence)));
        if (!canHold) {
            doubts.add(
                    Code.NEVER_HOLDS,
                    doubts.places().value("alerts", absence.name(), "when"),
                    "alerts." + absence.name() + ".when: this can never hold when 'after' is over: "
                            + "by then the last event of 'since' is as long ago");
        }
    }

    private void look(@Nullable Condition condition, Object... path) {
        if (condition == null) {
            return;
        }
        var never = possibilities.whyNever(logic.of(condition));
        if (never.isPresent()) {
            doubts.add(
                    Code.NEVER_HOLDS,
                    doubts.places().value(path),
                    path(path) + ": this can never hold: " + never.get());
        } else {
            always(condition, path);
        }
    }

    private void always(@Nullable Condition condition, Object... path) {
        // who writes the word means it
        if (condition == null || condition.text().strip().equals("true")) {
            return;
        }
        possibilities
                .whyNever(logic.not(condition))
                .ifPresent(reason -> doubts.add(
                        Code.ALWAYS_HOLDS,
                        doubts.places().value(path),
                        path(path) + ": this always holds: " + reason + "; if that is meant, "
                                + (path[path.length - 1].equals("keep") ? "write 'keep: always'" : "write true")));
    }

    private String path(Object... path) {
        StringBuilder text = new StringBuilder();
        for (Object step : path) {
            String name = step instanceof Integer index
                    ? program.ladders().stream()
                            .filter(each -> each.name().equals(path[1]))
                            .findFirst()
                            .orElseThrow()
                            .tiers()
                            .get(index)
                            .name()
                    : step.toString();
            text.append(text.isEmpty() ? "" : ".").append(name);
        }
        return text.toString();
    }
}
