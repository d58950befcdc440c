package io.rollcall.program;

import io.rollcall.condition.Condition;
import io.rollcall.condition.ConditionException;
import io.rollcall.condition.Conditions;
import io.rollcall.condition.Nearest;
import io.rollcall.condition.Vocabulary;
import io.rollcall.metric.Metric;
import io.rollcall.outcome.Outcome.Alert;
import io.rollcall.outcome.Outcome.Severity;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** Reads the rules that have conditions. */
final class RuleParser {
    private static final Condition REFUSED = new Condition("false", facts -> false, List.of(), List.of(), List.of());

    private final EventSets sets;
    private final List<Metric> metrics;
    private final Vocabulary vocabulary;
    private final Problems problems;

    RuleParser(EventSets sets, List<Metric> metrics, Vocabulary vocabulary, Problems problems) {
        this.sets = sets;
        this.metrics = metrics;
        this.vocabulary = vocabulary;
        this.problems = problems;
    }

    private @Nullable Condition condition(YamlMap map, String key) {
        Node node = map.take(key);
        return node == null ? null : condition(node, map.what() + "." + key);
    }

    private Condition required(YamlMap map, String key) {
        var condition = condition(map, key);
        if (condition == null) {
            map.missing(key, "a condition in quotes, like \"posts >= 1\"");
            return REFUSED;
        }
        return condition;
    }

    private Condition condition(Node node, String what) {
        if (!(node instanceof ScalarNode scalar)) {
            problems.add(node, what + ": expected a condition in quotes, like \"posts >= 1\"");
            return REFUSED;
        }
        try {
            return Conditions.compile(scalar.getValue(), vocabulary);
        } catch (ConditionException e) {
            MetricParser.note(problems, node, what, e);
            return REFUSED;
        }
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
                var body = YamlMap.of(each, what, problems);
                if (body != null) {
                    var tier = tier(body, tiers.isEmpty());
                    if (!seen.add(tier.name())) {
                        problems.add(each, what + ": tier '" + tier.name() + "' is given twice");
                    }
                    tiers.add(tier);
                }
            }
            ladders.add(new Ladder(name, List.copyOf(tiers)));
        }
        return ladders;
    }

    private Ladder.Tier tier(YamlMap body, boolean lowest) {
        String name = body.name("tier");
        if (name == null) {
            body.missing("tier", "the tier's name");
        }
        Condition enter = condition(body, "enter");
        if (lowest) {
            for (String key : List.of("enter", "keep", "hold", "grace")) {
                if (body.take(key) != null) {
                    problems.add(
                            body.valueNode(key),
                            body.what() + ": the lowest tier is everyone's; it has no '" + key + "'");
                }
            }
        } else if (enter == null) {
            body.missing("enter", "a condition in quotes, like \"posts >= 1\"");
        }
        Node keepNode = body.take("keep");
        boolean always =
                keepNode instanceof ScalarNode scalar && scalar.getValue().equals("always");
        Condition keep = keepNode == null || always ? null : condition(keepNode, body.what() + ".keep");
        var tier = new Ladder.Tier(
                name == null ? "" : name,
                lowest ? null : enter == null ? REFUSED : enter,
                keep,
                always,
                body.duration("hold", true, 0),
                body.duration("grace", true, 0),
                List.copyOf(body.texts("perks")));
        body.refuseOthers();
        return tier;
    }

    List<Badge> badges(YamlMap map) {
        var badges = new ArrayList<Badge>();
        for (String name : map.names()) {
            var body = YamlMap.of(map.valueNode(name), "badges." + name, problems);
            if (body != null) {
                badges.add(badge(name, body));
                body.refuseOthers();
            }
        }
        return badges;
    }

    private Badge badge(String name, YamlMap body) {
        String given = body.text("title");
        String title = given == null ? name : given;
        long points = body.whole("points", 0, Integer.MAX_VALUE, 0);
        int forms = (body.has("when") ? 1 : 0) + (body.has("levels") ? 1 : 0) + (body.has("every") ? 1 : 0);
        if (forms != 1 || body.has("when") == body.has("metric")) {
            problems.add(
                    body.node(),
                    body.what() + ": expected 'when', or 'metric' with 'levels', or 'metric' with 'every'");
        }
        if (body.has("levels")) {
            int slot = slot(body, "metric");
            var levels = new ArrayList<Badge.Level>();
            var map = body.section("levels");
            for (String level : map.names()) {
                Double at = map.number(level);
                levels.add(new Badge.Level(level, at == null ? 0 : at));
            }
            if (levels.isEmpty()) {
                problems.add(map.node(), body.what() + ".levels: expected at least one, like {bronze: 10}");
            }
            if (levels.size() > Long.SIZE) {
                problems.add(body.node(), body.what() + ".levels: expected at most " + Long.SIZE);
            }
            return new Badge.Levels(name, title, points, slot, levels);
        }
        if (body.has("every")) {
            int slot = slot(body, "metric");
            if (slot >= metrics.size() || !metrics.get(slot).countsForEver()) {
                problems.add(
                        body.has("metric") ? body.valueNode("metric") : body.node(),
                        body.what() + ": 'every' needs a streak or a count, sum, days or reach without a window");
            }
            return new Badge.Every(
                    name,
                    title,
                    points,
                    Math.min(slot, Math.max(0, metrics.size() - 1)),
                    body.whole("every", 1, Long.MAX_VALUE, 1));
        }
        body.take("metric");
        return new Badge.When(name, title, points, required(body, "when"));
    }

    private int slot(YamlMap body, String key) {
        String name = body.requiredText(key);
        int slot = vocabulary.numbers().indexOf(name);
        if (slot < 0 && body.has(key)) {
            problems.add(
                    body.valueNode(key),
                    body.what() + "." + key + ": no metric is called '" + name + "'"
                            + Nearest.hint(name, vocabulary.numbers()));
        }
        return Math.max(0, slot);
    }

    private static boolean isJoin(Node node) {
        return node instanceof ScalarNode scalar && scalar.getValue().equals("join");
    }

    List<Quest> quests(YamlMap map) {
        var quests = new ArrayList<Quest>();
        for (String name : map.names()) {
            var body = YamlMap.of(map.valueNode(name), "quests." + name, problems);
            if (body == null) {
                continue;
            }
            Node startNode = body.take("start");
            if (startNode == null) {
                body.missing("start", "join, or a condition in quotes");
            }
            Condition start =
                    startNode == null || isJoin(startNode) ? null : condition(startNode, body.what() + ".start");
            long within = body.duration("within", false, 1);
            if (!body.has("within")) {
                body.missing("within", "the time for it, like 7d");
            }
            var steps = new ArrayList<Quest.Step>();
            var stepsMap = body.section("steps");
            for (String step : stepsMap.names()) {
                steps.add(new Quest.Step(step, condition(stepsMap.valueNode(step), body.what() + ".steps." + step)));
            }
            if (steps.isEmpty() || steps.size() > Long.SIZE) {
                problems.add(
                        body.node(),
                        body.what() + ": expected 1 to " + Long.SIZE + " 'steps', like {say-hello: \"posts >= 1\"}");
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
                condition(body, "mature"),
                body.duration("dormant", false, Lifecycle.NEVER),
                body.duration("churned", false, Lifecycle.NEVER));
        if (body.has("churned") && body.has("dormant") && lifecycle.churned() <= lifecycle.dormant()) {
            problems.add(body.valueNode("churned"), "lifecycle.churned: expected more than 'dormant'");
        }
        body.refuseOthers();
        return lifecycle;
    }

    List<Segment> segments(YamlMap map) {
        var segments = new ArrayList<Segment>();
        for (String name : map.names()) {
            segments.add(new Segment(name, condition(map.valueNode(name), "segments." + name)));
        }
        return segments;
    }

    @Nullable
    Rfm rfm(@Nullable YamlMap body) {
        if (body == null) {
            return null;
        }
        int recency = slot(body, "recency");
        int frequency = slot(body, "frequency");
        int monetary = slot(body, "monetary");
        for (String key : List.of("recency", "frequency", "monetary")) {
            if (!body.has(key)) {
                body.missing(key, "a metric");
            }
        }
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
                        "alerts: '" + name
                                + "' is the name of the alert that a tier's grace raises; expected another name");
            }
            var body = YamlMap.of(map.valueNode(name), "alerts." + name, problems);
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
                    name, severity, playbook, required(body, "when"), body.duration("cooldown", true, 0));
        }
        boolean join = isJoin(since);
        var from = join ? null : sets.of(since, body.what() + ".since");
        long after = body.duration("after", false, 1);
        if (!body.has("after")) {
            body.missing("after", "a duration, like 7d");
        }
        Node unlessNode = body.take("unless");
        if (unlessNode == null && join) {
            body.missing("unless", "the events that answer it, as it counts from joining");
        }
        var unless = unlessNode != null
                ? sets.of(unlessNode, body.what() + ".unless")
                : from != null ? from : new io.rollcall.event.EventSet("", java.util.Set.of());
        return new AlertRule.Absence(name, severity, playbook, from, after, unless, condition(body, "when"));
    }
}
