package io.rollcall.program;

import io.rollcall.condition.Condition;
import io.rollcall.metric.Metric;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/** Reads badges, which have three forms. */
final class BadgeParser {
    private static final List<String> FORMS = List.of("when", "levels", "every");
    private static final String EXPECTED_FORM =
            ": expected one of 'when', or 'metric' with 'levels', or 'metric' with 'every'";

    private final List<Metric> metrics;
    private final Set<String> refusedMetrics;
    private final ConditionReader conditions;
    private final Problems problems;

    BadgeParser(List<Metric> metrics, Set<String> refusedMetrics, ConditionReader conditions, Problems problems) {
        this.metrics = metrics;
        this.refusedMetrics = refusedMetrics;
        this.conditions = conditions;
        this.problems = problems;
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
            int slot = conditions.slot(body, "metric");
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
            int slot = conditions.slot(body, "metric");
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
        Condition when = conditions.read(body, "when");
        return new Badge.When(name, title, points, when == null ? ConditionReader.REFUSED : when);
    }

    private boolean isNumber(YamlMap body) {
        return body.take("metric") instanceof ScalarNode scalar && conditions.isNumber(scalar.getValue());
    }

    /** A badge has one of three forms; what belongs to another is told where it stands. */
    private void checkForm(YamlMap body) {
        List<String> forms = FORMS.stream().filter(body::has).toList();
        body.take("metric");
        FORMS.forEach(body::take);
        if (forms.isEmpty() || forms.equals(List.of("when")) && body.has("metric")) {
            String message = body.what() + EXPECTED_FORM;
            if (forms.isEmpty()) {
                body.missing(FORMS, message);
            } else {
                problems.add(body.keyNode("metric"), "contradiction", message);
            }
        }
        for (String second : forms.subList(Math.min(1, forms.size()), forms.size())) {
            problems.add(body.keyNode(second), "contradiction", body.what() + EXPECTED_FORM);
        }
    }
}
