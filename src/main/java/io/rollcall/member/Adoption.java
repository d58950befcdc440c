package io.rollcall.member;

import io.rollcall.metric.Metric;
import io.rollcall.metric.MetricState;
import io.rollcall.program.AlertRule;
import io.rollcall.program.Badge;
import io.rollcall.program.Ladder;
import io.rollcall.program.PointsRule;
import io.rollcall.program.Program;
import io.rollcall.program.Quest;
import io.rollcall.program.Segment;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * Moves a member to another version of the program. Facts are kept by definition: a metric that the new version defines
 * alike keeps what it knows, whatever its name; what rules remember is kept by name.
 */
public final class Adoption {
    private Adoption() {}

    /** The state under {@code program}; the one handed in is used up. */
    public static MemberState move(MemberState old, Program program) {
        var state = new MemberState(old.member(), program);
        state.seen = old.seen;
        state.phase = old.phase;
        // other rules see the same numbers: the next evaluation of any kind has to look at all of them
        state.restless = true;
        state.joinedAt = old.joinedAt;
        state.leftAt = old.leftAt;
        state.lastActiveAt = old.lastActiveAt;
        state.lastActivityAt = old.lastActivityAt;
        state.recentIds.takeOver(old.recentIds);
        state.points = old.points;
        state.pointsEarned = old.pointsEarned;
        state.stage = program.lifecycle() == null ? null : old.stage;
        state.rfm = program.rfm() == null ? 0 : old.rfm;
        Program before = old.program();
        metrics(old, state);
        pair(before.earn(), program.earn(), PointsRule::name, (i, j) -> {
            if (state.dailyPosts[j] != null && old.dailyPosts[i] != null) {
                state.dailyPosts[j] = old.dailyPosts[i];
            }
            state.streaksPassed[j] = old.streaksPassed[i];
        });
        pair(before.ladders(), program.ladders(), Ladder::name, (i, j) -> {
            String tier =
                    before.ladders().get(i).tiers().get(old.ladders[i].tier).name();
            var tiers = program.ladders().get(j).tiers();
            for (int t = 0; t < tiers.size(); t++) {
                if (tiers.get(t).name().equals(tier)) {
                    state.ladders[j] = old.ladders[i];
                    state.ladders[j].tier = t;
                }
            }
        });
        pair(before.badges(), program.badges(), Badge::name, (i, j) -> state.badges[j] = old.badges[i]);
        pair(before.badges(), program.badges(), Badge::name, (i, j) -> {
            if (before.badges().get(i) instanceof Badge.Levels was
                    && program.badges().get(j) instanceof Badge.Levels is) {
                state.badges[j].levels = levels(was, is, old.badges[i].levels);
            }
        });
        pair(
                before.quests(),
                program.quests(),
                Quest::name,
                (i, j) -> state.quests[j] =
                        steps(before.quests().get(i), program.quests().get(j), old.quests[i]));
        pair(before.segments(), program.segments(), Segment::name, (i, j) -> state.segments[j] = old.segments[i]);
        for (var alert : state.alerts) {
            // a rule that is new to a membership under way worries about what happens from now on
            alert.settled = true;
        }
        pair(before.alerts(), program.alerts(), AlertRule::name, (i, j) -> {
            if (before.alerts().get(i).getClass().equals(program.alerts().get(j).getClass())) {
                state.alerts[j] = old.alerts[i];
            }
        });
        return state;
    }

    /** Metrics that are defined alike know the same: where the new version has several, each gets it. */
    private static void metrics(MemberState old, MemberState state) {
        Map<String, MetricState> known = new HashMap<>();
        for (int i = 0; i < old.metrics.length; i++) {
            known.putIfAbsent(old.program().metrics().get(i).definition(), old.metrics[i]);
        }
        boolean sameDates =
                old.program().dates().zone().equals(state.program().dates().zone());
        Set<MetricState> given = Collections.newSetFromMap(new IdentityHashMap<>());
        for (int j = 0; j < state.metrics.length; j++) {
            Metric metric = state.program().metrics().get(j);
            MetricState facts = known.get(metric.definition());
            // dates of another time zone are other dates
            if (facts == null || !sameDates && metric.keepsDates()) {
                continue;
            }
            if (given.add(facts)) {
                state.metrics[j] = facts;
            } else {
                facts.copyTo(state.metrics[j]);
            }
        }
    }

    private interface Pairing {
        void found(int before, int now);
    }

    private static <R> void pair(List<R> before, List<R> now, Function<R, String> name, Pairing pairing) {
        Map<String, Integer> places = new HashMap<>();
        for (int i = 0; i < before.size(); i++) {
            places.putIfAbsent(name.apply(before.get(i)), i);
        }
        for (int j = 0; j < now.size(); j++) {
            Integer i = places.remove(name.apply(now.get(j)));
            if (i != null) {
                pairing.found(i, j);
            }
        }
    }

    private static long levels(Badge.Levels was, Badge.Levels is, long held) {
        long[] levels = {0};
        pair(was.levels(), is.levels(), Badge.Level::name, (i, j) -> levels[0] |= (held >>> i & 1) << j);
        return levels[0];
    }

    private static QuestState steps(Quest was, Quest is, QuestState state) {
        long[] done = {0};
        pair(was.steps(), is.steps(), Quest.Step::name, (i, j) -> done[0] |= (state.done >>> i & 1) << j);
        state.done = done[0];
        return state;
    }
}
