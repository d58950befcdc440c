package io.rollcall.program;

import io.rollcall.event.EventSet;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** The named sets of event types; a name that is no declared set is an event type. */
final class EventSets {
    private final Map<String, Set<String>> sets;
    private final Problems problems;

    private EventSets(Map<String, Set<String>> sets, Problems problems) {
        this.sets = sets;
        this.problems = problems;
    }

    static EventSets read(YamlMap map, Problems problems) {
        var members = new HashMap<String, List<String>>();
        for (String name : map.names()) {
            members.put(name, members(map.valueNode(name), "events." + name, problems));
        }
        var sets = new HashMap<String, Set<String>>();
        for (String name : members.keySet()) {
            var types = new LinkedHashSet<String>();
            resolve(name, members, types, new ArrayList<>(), cycle -> {
                if (cycle.get(0).equals(name)) {
                    problems.add(
                            map.keyNode(name),
                            "contradiction",
                            "events: sets that name each other: " + String.join(" → ", cycle));
                }
            });
            sets.put(name, types);
        }
        return new EventSets(sets, problems);
    }

    private static void resolve(
            String name,
            Map<String, List<String>> members,
            Set<String> types,
            List<String> path,
            java.util.function.Consumer<List<String>> onCycle) {
        if (path.contains(name)) {
            var cycle = new ArrayList<>(path.subList(path.indexOf(name), path.size()));
            cycle.add(name);
            onCycle.accept(cycle);
            return;
        }
        path.add(name);
        for (String member : members.getOrDefault(name, List.of())) {
            // a set that lists its own name means the event type of that name
            if (members.containsKey(member) && !member.equals(name)) {
                resolve(member, members, types, path, onCycle);
            } else {
                types.add(member);
            }
        }
        path.remove(path.size() - 1);
    }

    private static List<String> members(Node node, String what, Problems problems) {
        boolean one = node instanceof ScalarNode && !YamlMap.isNull(node);
        if (!one && !(node instanceof SequenceNode)) {
            problems.add(node, what + ": expected event types, like [post, comment]");
            return List.of();
        }
        List<String> members =
                node instanceof ScalarNode scalar ? List.of(scalar.getValue()) : YamlMap.texts(node, what, problems);
        if (members.isEmpty() || members.contains("")) {
            problems.add(node, what + ": expected event types, like [post, comment]");
        }
        return members;
    }

    /** The set that a node names: a declared set, an event type, or a list of both. */
    EventSet of(Node node, String what) {
        List<String> named = members(node, what, problems);
        var types = new LinkedHashSet<String>();
        for (String each : named) {
            types.addAll(sets.getOrDefault(each, Set.of(each)));
        }
        return new EventSet(String.join(", ", named), Set.copyOf(types));
    }

    /** The set that a required key names. */
    EventSet of(YamlMap map, String key) {
        Node node = map.take(key);
        if (node == null) {
            map.missing(key, "an event type or a set of them");
            return new EventSet("", Set.of());
        }
        return of(node, map.path(key));
    }
}
