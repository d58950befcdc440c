package io.rollcall.program;

import io.rollcall.condition.Condition;
import io.rollcall.condition.ConditionException;
import io.rollcall.condition.Conditions;
import io.rollcall.condition.Nearest;
import io.rollcall.condition.Vocabulary;
import io.rollcall.event.EventSet;
import io.rollcall.metric.Metric;
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

/** Reads the rules that have conditions. */
final class RuleParser {
    /** In the place of a condition that was refused: it has no text, as no other has. */
    private static final Condition REFUSED = new Condition("", facts -> false, List.of(), List.of(), List.of());

    private static final List<String> FORMS = List.of("when", "levels", "every");
    private static final String EXPECTED_FORM =
            ": expected one of 'when', or 'metric' with 'levels', or 'metric' with 'every'";

    private final EventSets sets;
    private final List<Metric> metrics;
    private final Set<String> refusedMetrics;
    private final Vocabulary vocabulary;
    private final Problems problems;
    private int refusedConditions;

    RuleParser(
            EventSets sets,
            List<Metric> metrics,
            Set<String> refusedMetrics,
            Vocabulary vocabulary,
            Problems problems) {
        this.sets = sets;
        this.metrics = metrics;
        this.refusedMetrics = refusedMetrics;
        this.vocabulary = vocabulary;
        this.problems = problems;
    }

    /** How many problems are of a condition alone, the rule around it being whole. */
    int refusedConditions() {
        return refusedConditions;
    }

    private @Nullable Condition condition(YamlMap map, String key) {
        Node node = map.take(key);
        return node == null ? null : condition(node, map.path(key));
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
        if (!(node instanceof ScalarNode scalar) || scalar.getValue().isBlank() || YamlMap.isNull(node)) {
            problems.add(node, what + ": expected a condition in quotes, like \"posts >= 1\"");
            return REFUSED;
        }
        try {
            return Conditions.compile(scalar.getValue(), vocabulary);
        } catch (ConditionException e) {
            // a refused name such as posts-30d reads as a subtraction here, which is no second error
            boolean followsFromAnother = refusedMetrics.stream()
                    .anyMatch(name -> !name.matches("\\w+") && scalar.getValue().contains(name));
            if (!followsFromAnother) {
                int before = problems.count();
                MetricParser.note(problems, node, what, e);
                refusedConditions += problems.count() - before;
            }
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
        Condition enter = lowest || enterNode == null ? null : condition(enterNode, body.path("enter"));
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
        Condition keep = keepNode == null || always || lowest ? null : condition(keepNode, body.path("keep"));
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
            var body = map.named(name);
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
        checkForm(body);
        if (body.has("levels")) {
            int slot = slot(body, "metric");
            var levels = new ArrayList<Badge.Level>();
            var map = body.section("levels");
            for (String level : map.names()) {
                Double at = map.number(level);
                levels.add(new Badge.Level(level, at == null ? 0 : at));
            }
            if (levels.isEmpty() && body.valueNode("levels") instanceof MappingNode) {
                problems.add(
                        body.valueNode("levels"), body.path("levels") + ": expected at least one, like {bronze: 10}");
            }
            if (levels.size() > Long.SIZE) {
                problems.add(body.keyNode("levels"), body.what() + ".levels: expected at most " + Long.SIZE);
            }
            return new Badge.Levels(name, title, points, slot, levels);
        }
        if (body.has("every")) {
            int slot = slot(body, "metric");
            boolean counts = slot < metrics.size()
                    && (metrics.get(slot).countsForEver()
                            || refusedMetrics.contains(metrics.get(slot).name()));
            if (!counts && body.has("metric") && isNumber(body)) {
                problems.add(
                        body.valueNode("metric"),
                        "contradiction",
                        body.what() + ": 'every' needs a streak or a count, sum, days or reach without a window");
            }
            return new Badge.Every(
                    name,
                    title,
                    points,
                    Math.min(slot, Math.max(0, metrics.size() - 1)),
                    body.whole("every", 1, Long.MAX_VALUE, 1));
        }
        Condition when = condition(body, "when");
        return new Badge.When(name, title, points, when == null ? REFUSED : when);
    }

    private boolean isNumber(YamlMap body) {
        return body.take("metric") instanceof ScalarNode scalar
                && vocabulary.numbers().contains(scalar.getValue());
    }

    /** A badge has one of three forms; what belongs to another is told where it stands. */
    private void checkForm(YamlMap body) {
        List<String> forms = FORMS.stream().filter(body::has).toList();
        body.take("metric");
        FORMS.forEach(body::take);
        if (forms.isEmpty() || forms.equals(List.of("when")) && body.has("metric")) {
            problems.add(
                    forms.isEmpty() ? body.node() : body.keyNode("metric"),
                    forms.isEmpty() ? "missing-key" : "contradiction",
                    body.what() + EXPECTED_FORM);
        }
        for (String second : forms.subList(Math.min(1, forms.size()), forms.size())) {
            problems.add(body.keyNode(second), "contradiction", body.what() + EXPECTED_FORM);
        }
    }

    private int slot(YamlMap body, String key) {
        String name = body.requiredText(key, "a metric");
        int slot = vocabulary.numbers().indexOf(name);
        if (slot < 0 && !name.isEmpty()) {
            problems.add(
                    body.valueNode(key),
                    "unknown-name",
                    body.path(key) + ": no metric is called '" + name + "'" + Nearest.hint(name, vocabulary.numbers()));
        }
        return Math.max(0, slot);
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
            Condition start = startNode == null || isJoin(startNode) ? null : condition(startNode, body.path("start"));
            long within = body.duration("within", false, 1);
            if (!body.has("within")) {
                body.missing("within", "the time for it, like 7d");
            }
            var steps = new ArrayList<Quest.Step>();
            var stepsMap = body.section("steps");
            for (String step : stepsMap.names()) {
                steps.add(new Quest.Step(step, condition(stepsMap.valueNode(step), stepsMap.path(step))));
            }
            boolean told = body.has("steps") && !(body.valueNode("steps") instanceof MappingNode);
            if (!told && (steps.isEmpty() || steps.size() > Long.SIZE)) {
                problems.add(
                        body.has("steps") ? body.keyNode("steps") : body.node(),
                        body.has("steps") ? "wrong-value" : "missing-key",
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
            problems.add(body.valueNode("churned"), "contradiction", "lifecycle.churned: expected more than 'dormant'");
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
                    name, severity, playbook, required(body, "when"), body.duration("cooldown", true, 0));
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
        return new AlertRule.Absence(name, severity, playbook, from, after, unless, condition(body, "when"));
    }
}
