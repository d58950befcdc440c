package io.rollcall.program;

import io.rollcall.condition.Condition;
import io.rollcall.event.EventSet;
import io.rollcall.outcome.Outcome.Alert;
import io.rollcall.outcome.Outcome.Severity;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** Reads the rules that have conditions, but for {@linkplain BadgeParser badges}. */
final class RuleParser {
    private final EventSets sets;
    private final ConditionReader conditions;
    private final Problems problems;

    RuleParser(EventSets sets, ConditionReader conditions, Problems problems) {
        this.sets = sets;
        this.conditions = conditions;
        this.problems = problems;
    }

    List<Ladder> ladders(YamlMap map) {
        var ladders = new ArrayList<Ladder>();
        for (String name : map.names()) {
            Node node = map.valueNode(name);
            String what = "ladders." + name;
            if (!(node instanceof SequenceNode list) || list.getValue().isEmpty()) {
                problems.add(node, what + ": expected a list of tiers, lowest first");
                continue;
            }
            var tiers = new ArrayList<Ladder.Tier>();
            var seen = new HashSet<String>();
            for (Node each : list.getValue()) {
                var body = map.entry(name, each, title(each, tiers.size()));
                if (body != null) {
                    var tier = tier(body, tiers.isEmpty());
                    if (!tier.name().isEmpty() && !seen.add(tier.name())) {
                        problems.add(
                                body.valueNode("tier"),
                                "duplicate",
                                what + ": tier '" + tier.name() + "' is given twice");
                    }
                    tiers.add(tier);
                }
            }
            ladders.add(new Ladder(name, List.copyOf(tiers)));
        }
        return ladders;
    }

    /** What an entry of a ladder is called in errors: by its tier, or by its number. */
    private static String title(Node entry, int index) {
        return ProgramParser.tierName(entry).map(name -> "." + name).orElse("[" + (index + 1) + "]");
    }

    private Ladder.Tier tier(YamlMap body, boolean lowest) {
        String name = body.name("tier");
        if (name == null) {
            body.missing("tier", "the tier's name");
        }
        Node enterNode = body.take("enter");
        Condition enter = lowest || enterNode == null ? null : conditions.read(enterNode, body.path("enter"));
        if (lowest) {
            for (String key : List.of("enter", "keep", "hold", "grace")) {
                if (body.take(key) != null) {
                    problems.add(
                            body.keyNode(key),
                            "contradiction",
                            body.what() + ": the lowest tier is everyone's; it has no '" + key + "'");
                }
            }
        } else if (enter == null) {
            body.missing("enter", "a condition in quotes, like \"posts >= 1\"");
        }
        Node keepNode = body.take("keep");
        boolean always =
                keepNode instanceof ScalarNode scalar && scalar.getValue().equals("always");
        Condition keep = keepNode == null || always || lowest ? null : conditions.read(keepNode, body.path("keep"));
        var tier = new Ladder.Tier(
                name == null ? "" : name,
                lowest ? null : enter == null ? ConditionReader.REFUSED : enter,
                keep,
                always,
                body.duration("hold", true, 0),
                body.duration("grace", true, 0),
                List.copyOf(body.texts("perks")));
        body.refuseOthers();
        return tier;
    }

    private static boolean isJoin(Node node) {
        return node instanceof ScalarNode scalar && scalar.getValue().equals("join");
    }

    List<Quest> quests(YamlMap map) {
        var quests = new ArrayList<Quest>();
        for (String name : map.names()) {
            var body = map.named(name);
            if (body == null) {
                continue;
            }
            Node startNode = body.take("start");
            if (startNode == null) {
                body.missing("start", "join, or a condition in quotes");
            }
            Condition start =
                    startNode == null || isJoin(startNode) ? null : conditions.read(startNode, body.path("start"));
            long within = body.duration("within", false, 1);
            if (!body.has("within")) {
                body.missing("within", "the time for it, like 7d");
            }
            var steps = new ArrayList<Quest.Step>();
            var stepsMap = body.section("steps");
            for (String step : stepsMap.names()) {
                steps.add(new Quest.Step(step, conditions.read(stepsMap.valueNode(step), stepsMap.path(step))));
            }
            boolean told = body.has("steps") && !(body.valueNode("steps") instanceof MappingNode);
            if (!told && (steps.isEmpty() || steps.size() > Long.SIZE)) {
                String message =
                        body.what() + ": expected 1 to " + Long.SIZE + " 'steps', like {say-hello: \"posts >= 1\"}";
                if (body.has("steps")) {
                    problems.add(body.keyNode("steps"), message);
                } else {
                    body.missing(List.of("steps"), message);
                }
            }
            quests.add(new Quest(name, start, within, body.whole("points", 0, Integer.MAX_VALUE, 0), steps));
            body.refuseOthers();
        }
        return quests;
    }

    @Nullable
    Lifecycle lifecycle(@Nullable YamlMap body) {
        if (body == null) {
            return null;
        }
        var activity = sets.of(body, "activity");
        var lifecycle = new Lifecycle(
                activity,
                body.duration("newcomer", true, 0),
                conditions.read(body, "mature"),
                body.duration("dormant", false, Lifecycle.NEVER),
                body.duration("churned", false, Lifecycle.NEVER));
        if (body.has("churned") && body.has("dormant") && lifecycle.churned() <= lifecycle.dormant()) {
            problems.add(
                    body.valueNode("churned"),
                    "contradiction",
                    "lifecycle.churned: expected more than 'dormant', which is " + body.text("dormant") + ", not "
                            + body.text("churned"));
        }
        body.refuseOthers();
        return lifecycle;
    }

    List<Segment> segments(YamlMap map) {
        var segments = new ArrayList<Segment>();
        for (String name : map.names()) {
            segments.add(new Segment(name, conditions.read(map.valueNode(name), "segments." + name)));
        }
        return segments;
    }

    @Nullable
    Rfm rfm(@Nullable YamlMap body) {
        if (body == null) {
            return null;
        }
        int recency = conditions.slot(body, "recency");
        int frequency = conditions.slot(body, "frequency");
        int monetary = conditions.slot(body, "monetary");
        var good = body.map("good");
        if (good == null) {
            if (!body.has("good")) {
                body.missing("good", "bounds, like {recency: 7, frequency: 4, monetary: 100}");
            }
            body.refuseOthers();
            return null;
        }
        var rfm = new Rfm(
                recency,
                frequency,
                monetary,
                bound(good, "recency"),
                bound(good, "frequency"),
                bound(good, "monetary"));
        good.refuseOthers();
        body.refuseOthers();
        return rfm;
    }

    private static double bound(YamlMap good, String key) {
        Double bound = good.number(key);
        if (!good.has(key)) {
            good.missing(key, "a number");
        }
        return bound == null ? 0 : bound;
    }

    private static final Map<String, Severity> SEVERITIES = severities();

    private static Map<String, Severity> severities() {
        var severities = new LinkedHashMap<String, Severity>();
        severities.put("info", Severity.INFO);
        severities.put("warning", Severity.WARNING);
        severities.put("critical", Severity.CRITICAL);
        return severities;
    }

    List<AlertRule> alerts(YamlMap map) {
        var alerts = new ArrayList<AlertRule>();
        for (String name : map.names()) {
            if (name.equals(Alert.AT_RISK)) {
                problems.add(
                        map.keyNode(name),
                        "wrong-name",
                        "alerts: '" + name
                                + "' is the name of the alert that a tier's grace raises; expected another name");
            }
            var body = map.named(name);
            if (body != null) {
                alerts.add(alert(name, body));
                body.refuseOthers();
            }
        }
        return alerts;
    }

    private AlertRule alert(String name, YamlMap body) {
        Severity given = body.choice("severity", SEVERITIES);
        Severity severity = given == null ? Severity.WARNING : given;
        String playbook = body.text("playbook");
        Node since = body.take("since");
        if (since == null) {
            if (body.take("after") != null || body.take("unless") != null) {
                body.missing(
                        "since", "join or events, as 'after' and 'unless' say that something did not happen since");
            }
            return new AlertRule.Holding(
                    name, severity, playbook, conditions.required(body, "when"), body.duration("cooldown", true, 0));
        }
        body.refuse(
                "cooldown", "is for an alert with 'when' and without 'since'; an absence is raised once per anchor");
        boolean join = isJoin(since);
        var from = join ? null : sets.of(since, body.path("since"));
        long after = body.duration("after", false, 1);
        if (!body.has("after")) {
            body.missing("after", "a duration, like 7d");
        }
        Node unlessNode = body.take("unless");
        if (unlessNode == null && join) {
            body.missing("unless", "the events that answer it, as it counts from joining");
        }
        var unless = unlessNode != null
                ? sets.of(unlessNode, body.path("unless"))
                : from != null ? from : new EventSet("", Set.of());
        return new AlertRule.Absence(name, severity, playbook, from, after, unless, conditions.read(body, "when"));
    }
}
