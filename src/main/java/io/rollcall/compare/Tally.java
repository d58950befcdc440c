package io.rollcall.compare;

import io.rollcall.compare.Difference.Count;
import io.rollcall.compare.Difference.Example;
import io.rollcall.compare.Difference.Flow;
import io.rollcall.compare.Difference.Presence;
import io.rollcall.compare.Difference.RuleDifference;
import io.rollcall.compare.Difference.Way;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Counts members by how they stand by one rule, and keeps the first few names of each way to stand differently. */
final class Tally {
    private final Rule rule;
    private final int most;
    private final Map<Key, Members> flows = new HashMap<>();
    private final Map<String, long[]> stands = new TreeMap<>();
    private final long[] times = new long[2];

    Tally(Rule rule, int most) {
        this.rule = rule;
        this.most = most;
    }

    private record Key(
            Way way, @Nullable String from, @Nullable String to) {}

    private static final class Members {
        private long count;
        private final List<String> names = new ArrayList<>();
    }

    interface Examples {
        Example of(Rule rule, Way way, String member);
    }

    Rule rule() {
        return rule;
    }

    void count(@Nullable String before, long timesBefore, @Nullable String after, long timesAfter) {
        times[0] += timesBefore;
        times[1] += timesAfter;
        if (before != null) {
            stands.computeIfAbsent(before, any -> new long[2])[0]++;
        }
        if (after != null) {
            stands.computeIfAbsent(after, any -> new long[2])[1]++;
        }
    }

    void add(Way way, @Nullable String before, @Nullable String after, String member) {
        Members members = flows.computeIfAbsent(new Key(way, before, after), any -> new Members());
        members.count++;
        if (members.names.size() < most) {
            members.names.add(member);
        }
    }

    RuleDifference result(Presence presence, Examples examples) {
        List<Map.Entry<Key, Members>> ordered = flows.entrySet().stream()
                .sorted(Comparator.comparing(
                                (Map.Entry<Key, Members> flow) -> flow.getValue().count, Comparator.reverseOrder())
                        .thenComparing(flow -> flow.getKey().way())
                        .thenComparing(flow ->
                                flow.getKey().from() + " " + flow.getKey().to()))
                .toList();
        List<Flow> result = ordered.stream()
                .map(flow -> new Flow(
                        flow.getKey().way(), flow.getKey().from(), flow.getKey().to(), flow.getValue().count))
                .toList();
        Map<String, Count> where = new TreeMap<>();
        stands.forEach((state, counts) -> where.put(state, new Count(counts[0], counts[1])));
        return new RuleDifference(
                rule,
                presence,
                members(Way.GAIN),
                members(Way.LOSE),
                members(Way.MORE),
                members(Way.FEWER),
                members(Way.MOVE),
                members(Way.EXCLUDED),
                members(Way.INCLUDED),
                where,
                new Count(times[0], times[1]),
                result,
                named(ordered, examples));
    }

    private long members(Way way) {
        return flows.entrySet().stream()
                .filter(flow -> flow.getKey().way() == way)
                .mapToLong(flow -> flow.getValue().count)
                .sum();
    }

    /** One of each way, then one of each flow, then a second of each, until there are enough; of each way at least one. */
    private List<Example> named(List<Map.Entry<Key, Members>> ordered, Examples examples) {
        List<Map.Entry<Key, Members>> byWay = new ArrayList<>();
        Set<Way> ways = EnumSet.noneOf(Way.class);
        ordered.stream().filter(flow -> ways.add(flow.getKey().way())).forEach(byWay::add);
        ordered.stream().filter(flow -> !byWay.contains(flow)).forEach(byWay::add);
        List<Example> named = new ArrayList<>();
        int enough = Math.max(most, ways.size());
        for (int turn = 0; turn < most; turn++) {
            for (Map.Entry<Key, Members> flow : byWay) {
                List<String> names = flow.getValue().names;
                if (turn < names.size() && named.size() < enough) {
                    named.add(examples.of(rule, flow.getKey().way(), names.get(turn)));
                }
            }
        }
        return named;
    }
}
