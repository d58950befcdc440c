package io.rollcall.program;

import io.rollcall.condition.Nearest;
import io.rollcall.event.EventSet;
import io.rollcall.metric.Metric;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads what earns and spends points. */
final class PointsParser {
    private final EventSets sets;
    private final List<Metric> metrics;
    private final Problems problems;
    private final Set<String> refusedMetrics;
    private final List<PointsRule> earn = new ArrayList<>();
    private @Nullable EventSet redeem;

    PointsParser(EventSets sets, List<Metric> metrics, Set<String> refusedMetrics, Problems problems) {
        this.sets = sets;
        this.metrics = metrics;
        this.refusedMetrics = refusedMetrics;
        this.problems = problems;
    }

    List<PointsRule> earn() {
        return earn;
    }

    @Nullable
    EventSet redeem() {
        return redeem;
    }

    void read(YamlMap points) {
        var rules = points.section("earn");
        for (String name : rules.names()) {
            if (name.equals("redeem")) {
                problems.add(
                        rules.keyNode(name),
                        "wrong-name",
                        "points.earn: 'redeem' is the entry of redemptions; expected another name");
            }
            var body = rules.named(name);
            if (body != null) {
                earn.add(rule(name, body));
                body.refuseOthers();
            }
        }
        var spend = points.map("redeem");
        if (spend != null) {
            redeem = sets.of(spend, "on");
            spend.refuseOthers();
        }
        points.refuseOthers();
    }

    private PointsRule rule(String name, YamlMap body) {
        if (body.has("streak")) {
            String metric = body.requiredText("streak", "a streak metric");
            int index = ProgramParser.indexOf(metrics, metric);
            var streaks = metrics.stream()
                    .filter(each -> each.form() == Metric.Form.STREAK)
                    .map(Metric::name)
                    .toList();
            if (!metric.isEmpty() && !streaks.contains(metric) && !refusedMetrics.contains(metric)) {
                problems.add(
                        body.valueNode("streak"),
                        "unknown-name",
                        body.what() + ".streak: no streak metric is called '" + metric + "'"
                                + Nearest.hint(metric, streaks));
            }
            if (!body.has("every")) {
                body.missing("every", "a whole number of days, like 7");
            }
            if (!body.has("points")) {
                body.missing("points", "a whole number of points");
            }
            for (String key : List.of("on", "per_value", "daily_limit")) {
                body.refuse(key, "goes with 'on'; a streak rule posts 'points' at every multiple");
            }
            return new PointsRule.OnStreak(
                    name,
                    Math.max(0, index),
                    (int) body.whole("every", 1, Integer.MAX_VALUE, 1),
                    body.whole("points", 0, Integer.MAX_VALUE, 0));
        }
        body.refuse("every", "goes with 'streak'");
        var on = sets.of(body, "on");
        long points = body.whole("points", 0, Integer.MAX_VALUE, 0);
        Double perValue = body.number("per_value");
        if (body.has("points") == body.has("per_value")) {
            String message = body.what() + ": expected either 'points' or 'per_value'";
            if (body.has("points")) {
                problems.add(body.keyNode("per_value"), "contradiction", message);
            } else {
                body.missing(List.of("points", "per_value"), message);
            }
        }
        int limit = (int) body.whole("daily_limit", 1, Integer.MAX_VALUE, 0);
        return new PointsRule.OnEvent(name, on, points, perValue == null ? 0 : perValue, limit);
    }
}
