package io.rollcall.decide;

import io.rollcall.condition.Condition.Clause;
import io.rollcall.condition.Condition.Comparison;
import io.rollcall.condition.Condition.Conjunct;
import io.rollcall.member.AlertState;
import io.rollcall.member.BadgeState;
import io.rollcall.member.MemberState;
import io.rollcall.member.QuestState;
import io.rollcall.outcome.Outcome.Alert;
import io.rollcall.outcome.Snapshot;
import io.rollcall.program.Badge;
import io.rollcall.program.Ladder;
import io.rollcall.program.Program;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Says all that is known of a member, and what is still missing (SEMANTICS section 6). */
final class Snapshots {
    private final Program program;
    private final Evaluation evaluation;
    private final Ladders ladders;

    Snapshots(Program program, Evaluation evaluation, Ladders ladders) {
        this.program = program;
        this.evaluation = evaluation;
        this.ladders = ladders;
    }

    /** The snapshot of the member to which the evaluation has turned. */
    Snapshot of(MemberState state, long at) {
        Map<String, Double> metrics = new LinkedHashMap<>();
        for (int i = 0; i < state.metrics.length; i++) {
            metrics.put(program.metrics().get(i).name(), evaluation.number(i));
        }
        boolean joined = state.joinedAt != MemberState.NONE;
        return new Snapshot(
                program.community(),
                state.member(),
                at,
                state.seen,
                instant(state.joinedAt),
                instant(state.leftAt),
                instant(state.lastActiveAt),
                metrics,
                state.points,
                state.pointsEarned,
                joined ? tiers(state) : Map.of(),
                badges(state),
                quests(state),
                state.stage == null ? null : state.stage.text(),
                segments(state),
                Segments.text(state.rfm),
                openAlerts(state),
                joined ? next(state) : List.of());
    }

    private static @Nullable Long instant(long instant) {
        return instant == MemberState.NONE ? null : instant;
    }

    private Map<String, String> tiers(MemberState state) {
        Map<String, String> tiers = new LinkedHashMap<>();
        for (int i = 0; i < state.ladders.length; i++) {
            Ladder ladder = program.ladders().get(i);
            tiers.put(ladder.name(), ladder.tiers().get(state.ladders[i].tier).name());
        }
        return tiers;
    }

    private Map<String, Snapshot.Held> badges(MemberState state) {
        Map<String, Snapshot.Held> badges = new LinkedHashMap<>();
        for (int i = 0; i < state.badges.length; i++) {
            BadgeState held = state.badges[i];
            if (program.badges().get(i) instanceof Badge.Levels badge) {
                if (held.levels != 0) {
                    badges.put(badge.name(), new Snapshot.Held(highest(badge, held.levels), 1));
                }
            } else if (held.times > 0) {
                badges.put(program.badges().get(i).name(), new Snapshot.Held(null, held.times));
            }
        }
        return badges;
    }

    private static String highest(Badge.Levels badge, long levels) {
        Badge.Level highest = badge.levels().get(Long.numberOfTrailingZeros(levels));
        for (int i = 0; i < badge.levels().size(); i++) {
            Badge.Level level = badge.levels().get(i);
            if ((levels & 1L << i) != 0 && level.at() >= highest.at()) {
                highest = level;
            }
        }
        return highest.name();
    }

    private Map<String, String> quests(MemberState state) {
        Map<String, String> quests = new LinkedHashMap<>();
        for (int i = 0; i < state.quests.length; i++) {
            if (state.quests[i].status != QuestState.Status.ABSENT) {
                quests.put(
                        program.quests().get(i).name(),
                        state.quests[i].status.name().toLowerCase(Locale.ROOT));
            }
        }
        return quests;
    }

    private List<String> segments(MemberState state) {
        var segments = new ArrayList<String>();
        for (int i = 0; i < state.segments.length; i++) {
            if (state.segments[i]) {
                segments.add(program.segments().get(i).name());
            }
        }
        return segments;
    }

    private List<Alert> openAlerts(MemberState state) {
        var open = new ArrayList<Alert>();
        for (int i = 0; i < state.ladders.length; i++) {
            if (state.ladders[i].graceFrom != MemberState.NONE) {
                open.add(ladders.alert(
                        evaluation, i, program.ladders().get(i).tiers().get(state.ladders[i].tier)));
            }
        }
        for (int i = 0; i < state.alerts.length; i++) {
            AlertState alert = state.alerts[i];
            if (alert.isOpen()) {
                open.add(Alerts.alert(evaluation, program.alerts().get(i), alert));
            }
        }
        return open;
    }

    private List<Snapshot.Next> next(MemberState state) {
        var next = new ArrayList<Snapshot.Next>();
        for (int i = 0; i < state.ladders.length; i++) {
            Ladder ladder = program.ladders().get(i);
            int above = state.ladders[i].tier + 1;
            var enter =
                    above < ladder.tiers().size() ? ladder.tiers().get(above).enter() : null;
            if (enter == null) {
                continue;
            }
            String tier = ladder.tiers().get(above).name();
            for (Conjunct conjunct : enter.conjuncts()) {
                if (conjunct.test().holds(evaluation)) {
                    continue;
                }
                if (conjunct instanceof Comparison comparison) {
                    next.add(new Snapshot.NextTier(
                            ladder.name(),
                            tier,
                            program.numberName(comparison.slot()),
                            evaluation.number(comparison.slot()),
                            comparison.bound()));
                } else if (conjunct instanceof Clause clause) {
                    next.add(new Snapshot.NextTierCondition(ladder.name(), tier, clause.text()));
                }
            }
        }
        for (int i = 0; i < state.badges.length; i++) {
            if (program.badges().get(i) instanceof Badge.Levels badge) {
                levels(badge, state.badges[i], next);
            }
        }
        return next;
    }

    private void levels(Badge.Levels badge, BadgeState held, List<Snapshot.Next> next) {
        double have = evaluation.number(badge.slot());
        for (int i = 0; i < badge.levels().size(); i++) {
            Badge.Level level = badge.levels().get(i);
            if ((held.levels & 1L << i) == 0) {
                next.add(new Snapshot.NextLevel(
                        badge.name(), level.name(), program.numberName(badge.slot()), have, level.at()));
            }
        }
    }
}
