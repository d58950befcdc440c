package io.rollcall.replay;

import io.rollcall.outcome.Outcome;
import io.rollcall.outcome.Outcome.Alert;
import io.rollcall.outcome.Outcome.AlertRaised;
import io.rollcall.outcome.Outcome.AlertResolved;
import io.rollcall.outcome.Outcome.BadgeAwarded;
import io.rollcall.outcome.Snapshot;
import io.rollcall.program.Badge;
import io.rollcall.program.Ladder;
import io.rollcall.program.Program;
import io.rollcall.program.Quest;
import io.rollcall.program.Segment;
import io.rollcall.program.Stage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Counts what comes out, for the summary. */
final class Tally {
    private final Map<String, Long> kinds = new TreeMap<>();
    private final Map<String, Long> badges = new TreeMap<>();
    private final Map<String, Long> holders = new TreeMap<>();
    private final Map<String, Map<String, Long>> quests = new TreeMap<>();
    private final Map<String, Long> classes = new TreeMap<>();
    private final Map<String, Long> open = new TreeMap<>();
    private final Map<String, Long> raised = new TreeMap<>();
    private final Map<String, Map<String, Long>> resolved = new TreeMap<>();
    private final Map<String, Long> stages = new TreeMap<>();
    private final Map<String, Long> segments = new TreeMap<>();
    private final Map<String, Map<String, Long>> tiers = new TreeMap<>();
    private final Map<Class<?>, String> kindsOfClasses = new HashMap<>();
    private long members;
    private long outsiders;
    private long left;

    void add(Outcome outcome) {
        count(kinds, kindsOfClasses.computeIfAbsent(outcome.getClass(), any -> OutcomeJson.kind(outcome)));
        if (outcome instanceof BadgeAwarded badge) {
            String name = badge.level() == null ? badge.badge() : badge.badge() + " " + badge.level();
            count(badges, name);
            // whoever wins it again has won it a first time
            count(holders, name, badge.times() == 1 ? 1 : 0);
        } else if (outcome instanceof AlertRaised alert) {
            count(raised, alert.alert().name());
        } else if (outcome instanceof AlertResolved alert) {
            count(inner(resolved, alert.alert().name()), OutcomeJson.word(alert.reason()));
        }
    }

    void add(Snapshot member) {
        members++;
        outsiders += member.joinedAt() == null ? 1 : 0;
        left += member.leftAt() == null ? 0 : 1;
        member.tiers().forEach((ladder, tier) -> count(inner(tiers, ladder), tier));
        if (member.stage() != null) {
            count(stages, member.stage());
        }
        member.segments().forEach(segment -> count(segments, segment));
        member.quests().forEach((quest, state) -> count(inner(quests, quest), state));
        if (member.rfm() != null) {
            count(classes, member.rfm());
        }
        member.openAlerts().forEach(alert -> count(open, alert.name()));
    }

    /** Adds what another worker counted. */
    void add(Tally other) {
        members += other.members;
        outsiders += other.outsiders;
        left += other.left;
        other.kinds.forEach((kind, count) -> count(kinds, kind, count));
        other.badges.forEach((badge, count) -> count(badges, badge, count));
        other.holders.forEach((badge, count) -> count(holders, badge, count));
        other.quests.forEach(
                (quest, states) -> states.forEach((state, count) -> count(inner(quests, quest), state, count)));
        other.classes.forEach((each, count) -> count(classes, each, count));
        other.open.forEach((alert, count) -> count(open, alert, count));
        other.raised.forEach((alert, count) -> count(raised, alert, count));
        other.resolved.forEach(
                (alert, reasons) -> reasons.forEach((reason, count) -> count(inner(resolved, alert), reason, count)));
        other.stages.forEach((stage, count) -> count(stages, stage, count));
        other.segments.forEach((segment, count) -> count(segments, segment, count));
        other.tiers.forEach(
                (ladder, counts) -> counts.forEach((tier, count) -> count(inner(tiers, ladder), tier, count)));
    }

    Totals totals(Program program) {
        Order order = new Order(program);
        Map<String, Map<String, Long>> ordered = new LinkedHashMap<>();
        for (Ladder ladder : program.ladders()) {
            List<String> names = ladder.tiers().stream().map(Ladder.Tier::name).toList();
            ordered.put(ladder.name(), Order.of(tiers.getOrDefault(ladder.name(), Map.of()), names));
        }
        return new Totals(
                members,
                outsiders,
                left,
                ordered,
                Order.of(stages, Stage.NAMES),
                Order.of(segments, order.segments()),
                Order.of(quests, order.quests()),
                Order.of(classes, List.of()),
                Order.of(badges, order.badges()),
                Order.of(holders, order.badges()),
                Order.of(raised, order.alerts()),
                Order.of(resolved, order.alerts()),
                Order.of(open, order.alerts()),
                Order.of(kinds, OutcomeJson.KINDS));
    }

    /** The names that a program gives, as it lists them. */
    private record Order(Program program) {
        List<String> segments() {
            return program.segments().stream().map(Segment::name).toList();
        }

        List<String> quests() {
            return program.quests().stream().map(Quest::name).toList();
        }

        List<String> badges() {
            List<String> names = new ArrayList<>();
            for (Badge badge : program.badges()) {
                if (badge instanceof Badge.Levels levels) {
                    levels.levels().forEach(level -> names.add(badge.name() + " " + level.name()));
                } else {
                    names.add(badge.name());
                }
            }
            return names;
        }

        List<String> alerts() {
            List<String> names = new ArrayList<>(List.of(Alert.AT_RISK));
            program.alerts().forEach(alert -> names.add(alert.name()));
            return names;
        }

        static <V> Map<String, V> of(Map<String, V> counts, List<String> names) {
            Map<String, V> ordered = new LinkedHashMap<>();
            for (String name : names) {
                V count = counts.get(name);
                if (count != null) {
                    ordered.put(name, count);
                }
            }
            counts.forEach(ordered::putIfAbsent);
            return ordered;
        }
    }

    private static Map<String, Long> inner(Map<String, Map<String, Long>> counts, String name) {
        return counts.computeIfAbsent(name, any -> new TreeMap<>());
    }

    private static void count(Map<String, Long> counts, String name) {
        count(counts, name, 1);
    }

    private static void count(Map<String, Long> counts, String name, long more) {
        counts.merge(name, more, Long::sum);
    }
}
