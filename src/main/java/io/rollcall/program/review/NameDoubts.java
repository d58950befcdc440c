package io.rollcall.program.review;

import io.rollcall.condition.Condition;
import io.rollcall.condition.Formula;
import io.rollcall.condition.Nearest;
import io.rollcall.program.AlertRule;
import io.rollcall.program.Badge;
import io.rollcall.program.PointsRule;
import io.rollcall.program.Program;
import io.rollcall.program.Segment;
import io.rollcall.program.review.Doubt.Code;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/** Doubts about names: those that nothing uses, those misspelt, and segments that name each other. */
final class NameDoubts {
    /** Below it one letter more or less is as often another word. */
    private static final int SHORTEST_TYPO = 5;

    private final Program program;
    private final Doubts doubts;
    private final Places places;
    private final Logic logic;

    NameDoubts(Program program, Doubts doubts) {
        this.program = program;
        this.doubts = doubts;
        this.places = doubts.places();
        this.logic = new Logic(program.vocabulary());
    }

    void look() {
        events();
        metrics();
        segments();
        for (AlertRule alert : program.alerts()) {
            if (alert instanceof AlertRule.Absence absence
                    && absence.since() == null
                    && !program.joinsWhenFirstSeen()
                    && absence.unless().contains("join")) {
                doubts.add(
                        Code.ANSWERED_BY_JOINING,
                        places.value("alerts", alert.name(), "unless"),
                        "alerts." + alert.name() + ".unless: the joining itself is among these events and answers"
                                + " it, so it is hardly ever raised; leave 'join' out of them");
            }
        }
    }

    private void events() {
        var sets = places.keys("events");
        List<ScalarNode> inSets = new ArrayList<>();
        sets.forEach(set -> inSets.addAll(places.texts("events", set)));
        List<ScalarNode> elsewhere = elsewhere();
        Set<String> used = new HashSet<>();
        Map<String, List<ScalarNode>> types = new TreeMap<>();
        Stream.concat(inSets.stream(), elsewhere.stream()).forEach(name -> {
            used.add(name.getValue());
            if (!sets.contains(name.getValue())) {
                types.computeIfAbsent(name.getValue(), none -> new ArrayList<>())
                        .add(name);
            }
        });
        for (String set : sets) {
            boolean namesItself = places.texts("events", set).stream()
                    .anyMatch(each -> each.getValue().equals(set));
            if (!used.contains(set)
                    || namesItself
                            && elsewhere.stream()
                                    .noneMatch(each -> each.getValue().equals(set))) {
                doubts.add(
                        Code.UNUSED_EVENTS,
                        places.key("events", set),
                        "events." + set + ": nothing names this set; use it or leave it out");
            }
        }
        Set<String> once = new HashSet<>();
        Set<String> inSetsOnce = new HashSet<>();
        inSets.forEach(each -> inSetsOnce.add(each.getValue()));
        types.forEach((type, uses) -> {
            if (uses.size() == 1) {
                once.add(type);
            }
        });
        inSetsOnce.retainAll(once);
        Set<String> known = new HashSet<>(sets);
        known.addAll(types.keySet());
        types.forEach((type, uses) -> {
            if (uses.size() == 1) {
                known.stream()
                        .filter(other -> !other.equals(type))
                        // of two that are named once, the one that stands alone, or else the later, is the doubtful one
                        .filter(other -> !once.contains(other)
                                || inSetsOnce.contains(other)
                                        && (!inSetsOnce.contains(type) || isBefore(types.get(other), uses)))
                        .filter(other -> isTypo(type, other) || isPlural(type, other) && !isIn(type, other))
                        .sorted()
                        .findFirst()
                        .ifPresent(other -> doubts.add(
                                Code.MISSPELT_EVENT,
                                uses.get(0),
                                "the event type '" + type + "' is named only here; did you mean '" + other + "'?"));
            }
        });
    }

    private static boolean isBefore(@Nullable List<ScalarNode> others, List<ScalarNode> uses) {
        return others != null && place(others.get(0)) < place(uses.get(0));
    }

    private static int place(ScalarNode node) {
        return node.getStartMark().map(Mark::getIndex).orElse(0);
    }

    private static boolean isTypo(String type, String other) {
        int distance = Nearest.distance(type, other);
        return distance == 0 || distance == 1 && !isPlural(type, other) && type.length() >= SHORTEST_TYPO;
    }

    /** Whether one is the other's plural. */
    private static boolean isPlural(String type, String other) {
        String one = type.length() < other.length() ? type : other;
        String many = type.length() < other.length() ? other : type;
        return many.equals(one + "s")
                || many.equals(one + "es")
                || one.endsWith("y") && many.equals(one.substring(0, one.length() - 1) + "ies");
    }

    /** Whether it is a set that has the type: a set is often called by the plural of what it holds. */
    private boolean isIn(String type, String set) {
        return places.texts("events", set).stream()
                .anyMatch(each -> each.getValue().equals(type));
    }

    /** Where sets and types are named outside {@code events}. */
    private List<ScalarNode> elsewhere() {
        List<ScalarNode> names = new ArrayList<>();
        for (String metric : places.keys("metrics")) {
            NumberDoubts.forms().forEach(form -> names.addAll(places.texts("metrics", metric, form)));
        }
        for (String rule : places.keys("points", "earn")) {
            names.addAll(places.texts("points", "earn", rule, "on"));
        }
        names.addAll(places.texts("points", "redeem", "on"));
        names.addAll(places.texts("lifecycle", "activity"));
        for (String alert : places.keys("alerts")) {
            names.addAll(places.texts("alerts", alert, "since"));
            names.addAll(places.texts("alerts", alert, "unless"));
        }
        return names;
    }

    private void metrics() {
        Set<Integer> named = new HashSet<>();
        for (Condition condition : program.conditions()) {
            named.addAll(condition.numbers());
        }
        for (Badge badge : program.badges()) {
            if (badge instanceof Badge.Levels levels) {
                named.add(levels.slot());
            } else if (badge instanceof Badge.Every every) {
                named.add(every.metric());
            }
        }
        for (PointsRule rule : program.earn()) {
            if (rule instanceof PointsRule.OnStreak streak) {
                named.add(streak.metric());
            }
        }
        var rfm = program.rfm();
        if (rfm != null) {
            named.addAll(List.of(rfm.recency(), rfm.frequency(), rfm.monetary()));
        }
        for (int i = 0; i < program.metrics().size(); i++) {
            String name = program.metrics().get(i).name();
            if (!named.contains(i)) {
                doubts.add(
                        Code.UNUSED_METRIC,
                        places.key("metrics", name),
                        "metrics." + name + ": no rule names it; it is kept and shown for every member all the same");
            }
        }
    }

    private void segments() {
        Map<String, String> first = new HashMap<>();
        for (int i = 0; i < program.segments().size(); i++) {
            Segment segment = program.segments().get(i);
            var at = places.value("segments", segment.name());
            String text = segment.when().text().replaceAll("\\s+", "");
            String same = text.isEmpty() ? null : first.putIfAbsent(text, segment.name());
            if (same != null) {
                doubts.add(
                        Code.SAME_SEGMENT,
                        at,
                        "segments." + segment.name() + ": it has the same condition as '" + same
                                + "', so the same members are in both");
            }
            int index = i;
            named(logic.formula(segment.when(), true)).stream()
                    .filter(other -> other >= index)
                    .forEach(other -> doubts.add(
                            Code.LATER_SEGMENT,
                            at,
                            "segments." + segment.name() + ": "
                                    + (other == index
                                            ? "it asks for itself"
                                            : "'"
                                                    + program.segments()
                                                            .get(other)
                                                            .name() + "' stands further down and is decided after it")
                                    + "; a segment should name only those above it"));
        }
    }

    private static Set<Integer> named(Formula formula) {
        Set<Integer> segments = new HashSet<>();
        if (formula instanceof Formula.All all) {
            all.parts().forEach(part -> segments.addAll(named(part)));
        } else if (formula instanceof Formula.Any any) {
            any.parts().forEach(part -> segments.addAll(named(part)));
        } else if (formula instanceof Formula.InSegment in) {
            segments.add(in.segment());
        }
        return segments;
    }
}
