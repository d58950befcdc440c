package io.rollcall.compare;

import io.rollcall.compare.Difference.Count;
import io.rollcall.compare.Difference.Example;
import io.rollcall.compare.Difference.How;
import io.rollcall.compare.Difference.Otherwise;
import io.rollcall.compare.Difference.Presence;
import io.rollcall.compare.Difference.RuleDifference;
import io.rollcall.compare.Difference.View;
import io.rollcall.compare.Difference.Way;
import io.rollcall.compare.Rule.Kind;
import io.rollcall.event.CodePointOrder;
import io.rollcall.program.Program;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Compares two programs over one history: hand the outcomes and members of each to its {@link Side}, then ask for the
 * difference.
 */
public final class Comparison {
    private static final Standing NOBODY = new Standing(0);

    private final Catalogue catalogue;
    private final Map<String, Integer> entryNumbers = new HashMap<>();
    private final Side from;
    private final Side to;
    private final Reasons reasonsFrom;
    private final Reasons reasonsTo;
    private final int examples;

    /**
     * A comparison.
     *
     * @param examples how many members to name for each rule
     * @throws IllegalArgumentException if they govern different communities
     */
    public Comparison(Program from, Program to, int examples) {
        if (!from.community().equals(to.community())) {
            throw new IllegalArgumentException("programs of different communities cannot be compared: '"
                    + from.community() + "' and '" + to.community() + "'");
        }
        this.catalogue = new Catalogue(from, to);
        this.from = new Side(from, catalogue, entryNumbers);
        this.to = new Side(to, catalogue, entryNumbers);
        this.reasonsFrom = new Reasons(from, to);
        this.reasonsTo = new Reasons(to, from);
        this.examples = examples;
    }

    /** The program at hand. */
    public Side from() {
        return from;
    }

    /** The one that would take its place. */
    public Side to() {
        return to;
    }

    /** The difference, once both sides have seen the whole history. */
    public Difference difference() {
        List<Tally> tallies = new ArrayList<>();
        for (Rule rule : catalogue.rules()) {
            tallies.add(new Tally(rule, examples));
        }
        Set<String> names = new TreeSet<>(CodePointOrder.COMPARATOR);
        names.addAll(from.standings().keySet());
        names.addAll(to.standings().keySet());
        long members = 0;
        long left = 0;
        long differently = 0;
        Map<How, List<String>> otherwise = new EnumMap<>(How.class);
        List<String> excludedByFrom = new ArrayList<>();
        List<String> excludedByTo = new ArrayList<>();
        for (String member : names) {
            Standing before = from.standings().getOrDefault(member, NOBODY);
            Standing after = to.standings().getOrDefault(member, NOBODY);
            if (before.joined || after.joined) {
                members++;
                left += (before.joined ? before : after).leftAt == Place.NEVER ? 0 : 1;
            }
            boolean isExcludedByFrom = from.program().excludes(member);
            boolean isExcludedByTo = to.program().excludes(member);
            Way excluded = isExcludedByFrom == isExcludedByTo ? null : isExcludedByTo ? Way.EXCLUDED : Way.INCLUDED;
            How how = how(before, after);
            if (compare(member, before, after, excluded, tallies)) {
                differently++;
            } else if (how != null) {
                otherwise.computeIfAbsent(how, any -> new ArrayList<>()).add(member);
            }
            if (isExcludedByFrom) {
                excludedByFrom.add(member);
            }
            if (isExcludedByTo) {
                excludedByTo.add(member);
            }
        }
        Set<Rule> ofFrom = Catalogue.of(from.program());
        Set<Rule> ofTo = Catalogue.of(to.program());
        List<RuleDifference> rules = new ArrayList<>();
        for (Tally tally : tallies) {
            boolean both = ofFrom.contains(tally.rule()) && ofTo.contains(tally.rule());
            Presence presence =
                    both ? Presence.BOTH : ofTo.contains(tally.rule()) ? Presence.ONLY_TO : Presence.ONLY_FROM;
            rules.add(tally.result(presence, this::example));
        }
        return new Difference(
                members,
                left,
                differently,
                otherwise.values().stream().mapToLong(List::size).sum(),
                otherwise.entrySet().stream()
                        .map(way -> new Otherwise(
                                way.getKey(),
                                way.getValue().size(),
                                way.getValue().stream().limit(examples).toList()))
                        .toList(),
                excludedByFrom,
                excludedByTo,
                RuleTexts.changes(from.program(), to.program()),
                rules,
                points(),
                new Count(from.refused(), to.refused()));
    }

    private Map<String, Count> points() {
        Map<String, Count> points = new TreeMap<>();
        entryNumbers
                .keySet()
                .forEach(entry -> points.put(
                        entry,
                        new Count(
                                from.posted().getOrDefault(entry, 0L),
                                to.posted().getOrDefault(entry, 0L))));
        return points;
    }

    private static @Nullable How how(Standing before, Standing after) {
        return before.way != after.way
                ? How.STEPS
                : before.alerts != after.alerts ? How.ALERTS : before.texts != after.texts ? How.TEXTS : null;
    }

    /**
     * Tallies a member by every rule; whether they stand differently by any.
     *
     * @param excluded the way of whoever only one of the programs excludes, as nothing else makes their difference
     */
    private boolean compare(
            String member, Standing before, Standing after, @Nullable Way excluded, List<Tally> tallies) {
        boolean differently = excluded != null && (before.joined || after.joined);
        for (int i = 0; i < tallies.size(); i++) {
            Rule rule = catalogue.rules().get(i);
            Place a = before == NOBODY ? null : before.placeOrNull(i);
            Place b = after == NOBODY ? null : after.placeOrNull(i);
            String stateA = a == null ? null : a.state;
            String stateB = b == null ? null : b.state;
            long timesA = a == null ? 0 : a.times;
            long timesB = b == null ? 0 : b.times;
            boolean same = Objects.equals(stateA, stateB);
            Tally tally = tallies.get(i);
            tally.count(stateA, timesA, stateB, timesB);
            boolean elsewhere = !same;
            Way way = null;
            switch (rule.kind()) {
                case LADDER -> way = same ? null : climb(rule, stateA, stateB);
                case BADGE -> {
                    elsewhere = timesA != timesB;
                    way = same ? often(timesA, timesB) : stateB == null ? Way.LOSE : Way.GAIN;
                }
                case SEGMENT -> way = same ? null : stateB == null ? Way.LOSE : Way.GAIN;
                case QUEST ->
                    way = same
                            ? null
                            : "completed".equals(stateB) ? Way.GAIN : "completed".equals(stateA) ? Way.LOSE : Way.MOVE;
                case POINTS -> {
                    elsewhere = before.points != after.points;
                    way = compare(before.points, after.points);
                }
                case ALERT -> {
                    way = compare(timesA, timesB);
                    way = way == null && !same ? Way.MOVE : way;
                }
                case STAGE, RFM -> way = same ? null : Way.MOVE;
            }
            differently |= elsewhere;
            if (way != null) {
                tally.add(excluded == null ? way : excluded, stateA, stateB, member);
            }
        }
        return differently;
    }

    private static @Nullable Way compare(long before, long after) {
        return before == after ? null : before < after ? Way.GAIN : Way.LOSE;
    }

    private static @Nullable Way often(long before, long after) {
        return before == after ? null : before < after ? Way.MORE : Way.FEWER;
    }

    /** By the ladder of the second program, and where that does not know both tiers, by the first one's. */
    private Way climb(Rule rule, @Nullable String before, @Nullable String after) {
        for (Program program : List.of(to.program(), from.program())) {
            int a = Ladders.height(Ladders.find(program, rule.name()), before);
            int b = Ladders.height(Ladders.find(program, rule.name()), after);
            if (a >= 0 && b >= 0) {
                return a < b ? Way.GAIN : Way.LOSE;
            }
        }
        return Way.MOVE;
    }

    private Example example(Rule rule, Way way, String member) {
        int number = catalogue.number(rule);
        Standing before = from.standings().getOrDefault(member, NOBODY);
        Standing after = to.standings().getOrDefault(member, NOBODY);
        Place a = before == NOBODY ? null : before.placeOrNull(number);
        Place b = after == NOBODY ? null : after.placeOrNull(number);
        Map<String, Long> entriesBefore = new TreeMap<>();
        Map<String, Long> entriesAfter = new TreeMap<>();
        if (rule.kind() == Kind.POINTS) {
            entryNumbers.forEach((entry, index) -> {
                long pointsBefore = before.entries().getOrDefault(index, 0L);
                long pointsAfter = after.entries().getOrDefault(index, 0L);
                if (pointsBefore != pointsAfter) {
                    entriesBefore.put(entry, pointsBefore);
                    entriesAfter.put(entry, pointsAfter);
                }
            });
        }
        return new Example(
                member,
                way,
                view(from, reasonsFrom.of(rule, before, a, b), member, before, a, entriesBefore),
                view(to, reasonsTo.of(rule, after, b, a), member, after, b, entriesAfter));
    }

    private static View view(
            Side side,
            List<Difference.Unmet> unmet,
            String member,
            Standing standing,
            @Nullable Place place,
            Map<String, Long> entries) {
        boolean excluded = side.program().excludes(member);
        return new View(
                excluded,
                place == null ? null : place.state,
                place == null ? 0 : place.times,
                standing.points,
                entries,
                place == null || place.at == Place.NEVER ? null : Instant.ofEpochMilli(place.at),
                place != null && place.down,
                place == null ? Map.of() : place.evidence(),
                place == null ? List.of() : place.grounds,
                standing.leftAt == Place.NEVER ? null : Instant.ofEpochMilli(standing.leftAt),
                excluded ? List.of() : unmet,
                place == null ? List.of() : place.missing);
    }
}
