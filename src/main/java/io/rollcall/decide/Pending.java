package io.rollcall.decide;

import io.rollcall.member.LadderState;
import io.rollcall.member.MemberState;
import io.rollcall.member.QuestState;
import io.rollcall.program.AlertRule;
import io.rollcall.program.Ladder;
import io.rollcall.program.Lifecycle;
import io.rollcall.program.Program;
import io.rollcall.program.Quest;
import io.rollcall.program.Stage;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** What the clock alone would bring a member, each at its instant, should nothing happen before. */
public sealed interface Pending {

    /** When, in milliseconds since the epoch. */
    long at();

    /** The time of an absence runs out. */
    record Absence(long at, AlertRule.Absence rule) implements Pending {}

    /** A grace ends: the tier is lost unless what keeps it holds again. */
    record Grace(long at, Ladder ladder, Ladder.Tier tier) implements Pending {}

    /** A hold ends: from then on the tier can be lost. */
    record Hold(long at, Ladder ladder, Ladder.Tier tier) implements Pending {}

    /** A quest's time runs out; {@code missing} are the steps still to do. */
    record QuestEnd(long at, Quest quest, List<Quest.Step> missing) implements Pending {}

    /** The stage of newcomers ends. */
    record Grown(long at) implements Pending {}

    /** A stage is reached by idling. */
    record Idle(long at, Stage stage) implements Pending {}

    /** A condition alert can be raised again. */
    record Cooldown(long at, AlertRule.Holding rule) implements Pending {}

    /** All that lies ahead of a member, the nearest first; nothing outside a membership. */
    static List<Pending> of(MemberState state, Program program) {
        List<Pending> pending = new ArrayList<>();
        if (state.isMember()) {
            ladders(state, program, pending);
            quests(state, program, pending);
            if (program.lifecycle() != null) {
                stages(state, program.lifecycle(), pending);
            }
            alerts(state, program, pending);
        }
        pending.sort(Comparator.comparingLong(Pending::at));
        return pending;
    }

    private static void ladders(MemberState state, Program program, List<Pending> pending) {
        for (int i = 0; i < state.ladders.length; i++) {
            LadderState standing = state.ladders[i];
            if (standing.tier == 0) {
                continue;
            }
            Ladder ladder = program.ladders().get(i);
            Ladder.Tier tier = ladder.tiers().get(standing.tier);
            if (standing.graceFrom != MemberState.NONE) {
                long end = standing.graceFrom + tier.grace();
                pending.add(new Grace(end, ladder, tier));
            } else if (standing.promotedAt != MemberState.NONE
                    && tier.kept() != null
                    && standing.promotedAt + tier.hold() > state.seen) {
                pending.add(new Hold(standing.promotedAt + tier.hold(), ladder, tier));
            }
        }
    }

    private static void quests(MemberState state, Program program, List<Pending> pending) {
        for (int i = 0; i < state.quests.length; i++) {
            QuestState standing = state.quests[i];
            if (standing.status == QuestState.Status.RUNNING) {
                Quest quest = program.quests().get(i);
                List<Quest.Step> missing = new ArrayList<>();
                for (int step = 0; step < quest.steps().size(); step++) {
                    if ((standing.done & 1L << step) == 0) {
                        missing.add(quest.steps().get(step));
                    }
                }
                pending.add(new QuestEnd(standing.start + quest.within(), quest, missing));
            }
        }
    }

    private static void stages(MemberState state, Lifecycle lifecycle, List<Pending> pending) {
        if (state.stage == Stage.NEWCOMER) {
            pending.add(new Grown(state.joinedAt + lifecycle.newcomer()));
        }
        long idleFrom = Stages.idleFrom(state);
        if (lifecycle.dormant() != Lifecycle.NEVER && idleFrom + lifecycle.dormant() > state.seen) {
            pending.add(new Idle(idleFrom + lifecycle.dormant(), Stage.DORMANT));
        }
        if (lifecycle.churned() != Lifecycle.NEVER && idleFrom + lifecycle.churned() > state.seen) {
            pending.add(new Idle(idleFrom + lifecycle.churned(), Stage.CHURNED));
        }
    }

    private static void alerts(MemberState state, Program program, List<Pending> pending) {
        for (int i = 0; i < state.alerts.length; i++) {
            var alert = state.alerts[i];
            AlertRule rule = program.alerts().get(i);
            if (rule instanceof AlertRule.Absence absence && Alerts.isPending(alert)) {
                pending.add(new Absence(alert.anchor + absence.after(), absence));
            } else if (rule instanceof AlertRule.Holding holding
                    && !alert.isOpen()
                    && alert.raisedAt != MemberState.NONE
                    && alert.raisedAt + holding.cooldown() > state.seen) {
                pending.add(new Cooldown(alert.raisedAt + holding.cooldown(), holding));
            }
        }
    }
}
