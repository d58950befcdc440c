package io.rollcall.naive;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Seeded programs of every shape, with thresholds low enough and times short enough that their rules fire. */
public final class RandomProgram {
    static final List<String> TYPES =
            List.of("post", "comment", "like", "visit", "check-in", "purchase", "redeem", "join", "leave");
    private static final List<String> SETS =
            List.of("post", "comment", "like", "visit", "check-in", "speak", "activity");
    static final List<String> TOPICS = List.of("a", "b", "c", "d");
    private static final List<String> TIMES =
            List.of("1h", "6h", "12h", "24h", "30h", "36h", "1d", "2d", "3d", "4d", "7d", "90m");

    private final Random random;
    private final Map<String, Object> root = new LinkedHashMap<>();
    private final List<String> numbers = new ArrayList<>();
    private final List<String> streaks = new ArrayList<>();
    private final List<String> lasting = new ArrayList<>();
    private final Map<String, List<String>> tiers = new LinkedHashMap<>();
    private final Map<String, List<String>> badges = new LinkedHashMap<>();
    private final List<String> segments = new ArrayList<>();

    private RandomProgram(Random random) {
        this.random = random;
    }

    /** A program as YAML would have it. */
    public static Map<String, Object> of(Random random, String zone) {
        var program = new RandomProgram(random);
        program.write(zone);
        return program.root;
    }

    private void write(String zone) {
        root.put("program", "random");
        root.put("community", "c");
        root.put("timezone", zone);
        if (chance(2)) {
            root.put("join", pick(List.of("explicit", "first-seen")));
        }
        if (chance(8)) {
            root.put("mode", pick(List.of("live", "shadow")));
        }
        if (chance(3)) {
            root.put("exclude", List.of("staff"));
        }
        boolean spreads = chance(4);
        String spread = pick(List.of("2h", "10m", "20h"));
        // where a date comes back, a spread midnight can lie in the date before: SEMANTICS does not say what then holds
        if (spreads && !zone.equals("America/St_Johns")) {
            root.put("midnight_spread", spread);
        }
        root.put("events", Map.of("speak", List.of("post", "comment"), "activity", activity()));
        // names first: conditions may name what stands below
        int metrics = 2 + random.nextInt(7);
        for (int i = random.nextInt(4); i > 0; i--) {
            var names = new ArrayList<String>();
            for (int tier = 0; tier < 2 + random.nextInt(3); tier++) {
                names.add("t" + tier);
            }
            tiers.put("ladder-" + i, names);
        }
        for (int i = random.nextInt(5); i > 0; i--) {
            badges.put("badge-" + i, chance(2) ? List.of("one", "two", "three") : List.of());
        }
        for (int i = random.nextInt(4); i > 0; i--) {
            segments.add("segment-" + i);
        }
        metrics(metrics);
        points();
        ladders();
        badges();
        quests();
        lifecycle();
        var rules = new LinkedHashMap<String, Object>();
        segments.forEach(segment -> rules.put(segment, condition(2)));
        putUnlessEmpty("segments", rules);
        if (chance(3)) {
            root.put(
                    "rfm",
                    Map.of(
                            "recency", pick(numbers),
                            "frequency", pick(numbers),
                            "monetary", pick(numbers),
                            "good", Map.of("recency", small(), "frequency", small(), "monetary", small())));
        }
        alerts();
    }

    private List<String> activity() {
        return chance(5)
                ? List.of("speak", "leave")
                : chance(2) ? List.of("speak", "like", "check-in") : List.of("post");
    }

    private void metrics(int count) {
        var metrics = new LinkedHashMap<String, Object>();
        for (int i = 0; i < count; i++) {
            String form = pick(List.of("count", "count", "sum", "days", "streak", "since", "distinct", "reach"));
            String name = form + "_" + i;
            var body = new LinkedHashMap<String, Object>();
            body.put(form, form.equals("sum") ? pick(List.of("purchase", "activity")) : set());
            boolean window = List.of("count", "sum", "days", "distinct").contains(form) && chance(2);
            if (window) {
                body.put("over", pick(List.of("1d", "2d", "3d", "5d", "10d", "70d")));
            }
            if (form.equals("distinct") || form.equals("reach")) {
                body.put("of", pick(List.of("member", "recipient", "topic")));
                if (chance(2)) {
                    body.put("cap", 1 + random.nextInt(3));
                }
            }
            if (form.equals("reach")) {
                body.put("at", 1 + random.nextInt(3));
            }
            if (chance(3)) {
                body.put("as", "recipient");
            }
            if (chance(4)) {
                body.put("where", where(1));
            }
            metrics.put(name, body);
            numbers.add(name);
            if (form.equals("streak")) {
                streaks.add(name);
            }
            if (!window && List.of("count", "sum", "days", "reach", "streak").contains(form)) {
                lasting.add(name);
            }
        }
        root.put("metrics", metrics);
        numbers.addAll(List.of("points", "points_earned", "tenure_days"));
    }

    private void points() {
        var earn = new LinkedHashMap<String, Object>();
        for (int i = random.nextInt(4); i > 0; i--) {
            var body = new LinkedHashMap<String, Object>();
            if (!streaks.isEmpty() && chance(3)) {
                body.put("streak", pick(streaks));
                body.put("every", 1 + random.nextInt(3));
                body.put("points", random.nextInt(6));
            } else {
                body.put("on", chance(3) ? "purchase" : set());
                if (chance(3)) {
                    body.put("per_value", pick(List.of(0.1, 0.29, 0.5, 1, 3)));
                } else {
                    body.put("points", random.nextInt(8));
                }
                if (chance(2)) {
                    body.put("daily_limit", 1 + random.nextInt(3));
                }
            }
            earn.put("earn-" + i, body);
        }
        var points = new LinkedHashMap<String, Object>();
        if (!earn.isEmpty()) {
            points.put("earn", earn);
        }
        if (chance(2)) {
            points.put("redeem", Map.of("on", "redeem"));
        }
        putUnlessEmpty("points", points);
    }

    private void ladders() {
        var ladders = new LinkedHashMap<String, Object>();
        tiers.forEach((ladder, names) -> {
            var rungs = new ArrayList<Map<String, Object>>();
            for (String name : names) {
                var rung = new LinkedHashMap<String, Object>();
                rung.put("tier", name);
                if (!rungs.isEmpty()) {
                    rung.put("enter", condition(1));
                    if (chance(3)) {
                        rung.put("keep", chance(4) ? "always" : condition(1));
                    }
                    if (chance(3)) {
                        rung.put("hold", time());
                    }
                    if (chance(2)) {
                        rung.put("grace", time());
                    }
                    if (chance(3)) {
                        rung.put("perks", List.of("perk"));
                    }
                }
                rungs.add(rung);
            }
            ladders.put(ladder, rungs);
        });
        putUnlessEmpty("ladders", ladders);
    }

    private void badges() {
        var rules = new LinkedHashMap<String, Object>();
        badges.forEach((badge, levels) -> {
            var body = new LinkedHashMap<String, Object>();
            if (!levels.isEmpty()) {
                body.put("metric", pick(numbers));
                double bound = small();
                var bounds = new LinkedHashMap<String, Object>();
                for (String level : levels) {
                    bounds.put(level, bound);
                    bound += 0.5 + random.nextInt(4);
                }
                body.put("levels", bounds);
            } else if (!lasting.isEmpty() && chance(2)) {
                body.put("metric", pick(lasting));
                body.put("every", 1 + random.nextInt(4));
            } else {
                body.put("when", condition(2));
            }
            if (chance(2)) {
                body.put("points", random.nextInt(9));
            }
            if (chance(4)) {
                body.put("title", "A title");
            }
            rules.put(badge, body);
        });
        putUnlessEmpty("badges", rules);
    }

    private void quests() {
        var quests = new LinkedHashMap<String, Object>();
        for (int i = random.nextInt(3); i > 0; i--) {
            var steps = new LinkedHashMap<String, Object>();
            for (int step = 1 + random.nextInt(3); step > 0; step--) {
                steps.put("step-" + step, condition(1));
            }
            quests.put(
                    "quest-" + i,
                    Map.of(
                            "start",
                            chance(2) ? "join" : condition(1),
                            "within",
                            time(),
                            "points",
                            random.nextInt(6),
                            "steps",
                            steps));
        }
        putUnlessEmpty("quests", quests);
    }

    private void lifecycle() {
        if (chance(3)) {
            return;
        }
        var lifecycle = new LinkedHashMap<String, Object>();
        lifecycle.put("activity", chance(2) ? "activity" : set());
        if (chance(2)) {
            lifecycle.put("newcomer", time());
        }
        if (chance(2)) {
            lifecycle.put("mature", condition(1));
        }
        if (chance(2)) {
            lifecycle.put("dormant", pick(List.of("12h", "1d", "2d", "3d")));
        }
        if (chance(2)) {
            lifecycle.put("churned", pick(List.of("4d", "7d", "80h")));
        }
        root.put("lifecycle", lifecycle);
    }

    private void alerts() {
        var alerts = new LinkedHashMap<String, Object>();
        for (int i = random.nextInt(4); i > 0; i--) {
            var body = new LinkedHashMap<String, Object>();
            if (chance(3)) {
                body.put("when", condition(1));
                if (chance(2)) {
                    body.put("cooldown", time());
                }
            } else {
                String since = chance(2) ? "join" : set();
                body.put("since", since);
                body.put("after", time());
                if (since.equals("join") || chance(2)) {
                    body.put("unless", set());
                }
                if (chance(3)) {
                    body.put("when", condition(1));
                }
            }
            if (chance(3)) {
                body.put("severity", pick(List.of("info", "warning", "critical")));
            }
            if (chance(4)) {
                body.put("playbook", "Say hello.");
            }
            alerts.put("alert-" + i, body);
        }
        putUnlessEmpty("alerts", alerts);
    }

    // ---- conditions

    private String condition(int depth) {
        if (depth > 0 && chance(2)) {
            String a = condition(depth - 1);
            String b = condition(depth - 1);
            return switch (random.nextInt(6)) {
                case 0 -> "(" + a + ") || (" + b + ")";
                case 1 -> a + " && " + b;
                case 2 -> "(" + a + " || " + b + ") && " + condition(depth - 1);
                case 3 -> "!(" + a + ")";
                case 4 -> "(" + a + ") ? (" + b + ") : (" + condition(0) + ")";
                default -> a + " && (" + b + " && " + condition(0) + ")";
            };
        }
        return switch (random.nextInt(12)) {
            case 0 -> tiers.isEmpty() ? comparison() : reached();
            case 1 -> badges.isEmpty() ? comparison() : hasBadge();
            case 2 -> segments.isEmpty() ? comparison() : "in_segment('" + pick(segments) + "')";
            case 3 ->
                "in_stage('" + pick(List.of("newcomer", "growing", "mature", "dormant", "churned", "left")) + "')";
            case 4 ->
                pick(numbers) + " " + pick(List.of("+", "-", "*", "/", "%")) + " " + operand() + " "
                        + pick(List.of("<", "<=", ">", ">=", "==", "!=")) + " " + operand();
            case 5 -> pick(numbers) + " in [" + small() + ", " + random.nextInt(4) + "]";
            case 6 -> "(" + comparison() + " ? " + operand() + " : " + operand() + ") >= " + small();
            default -> comparison();
        };
    }

    private String comparison() {
        String operator = pick(List.of(">=", ">=", ">=", ">", "<", "<=", "==", "!="));
        String bound = chance(6) ? String.valueOf(-random.nextInt(2)) : number();
        return chance(8) ? bound + " " + operator + " " + pick(numbers) : pick(numbers) + " " + operator + " " + bound;
    }

    private String operand() {
        return chance(2) ? number() : chance(4) ? "-" + pick(numbers) : pick(numbers);
    }

    private String number() {
        return chance(4) ? String.valueOf(small()) : String.valueOf(random.nextInt(5));
    }

    private double small() {
        return random.nextInt(12) / 2.0;
    }

    private String reached() {
        String ladder = pick(List.copyOf(tiers.keySet()));
        return "reached('" + ladder + "', '" + pick(tiers.getOrDefault(ladder, List.of())) + "')";
    }

    private String hasBadge() {
        String badge = pick(List.copyOf(badges.keySet()));
        List<String> levels = badges.getOrDefault(badge, List.of());
        return levels.isEmpty() || chance(2)
                ? "has_badge('" + badge + "')"
                : "has_badge('" + badge + "', '" + pick(levels) + "')";
    }

    private String where(int depth) {
        if (depth > 0 && chance(3)) {
            return "(" + where(0) + ") " + pick(List.of("&&", "||")) + " !(" + where(0) + ")";
        }
        return switch (random.nextInt(7)) {
            case 0 -> "attributes.topic in ['a', 'c']";
            case 1 -> "attributes.topic " + pick(List.of("==", "!=", "<", ">=")) + " 'b'";
            case 2 -> "value * 2 >= " + small();
            case 3 -> "type == 'post'";
            case 4 -> "member == ''";
            case 5 -> "recipient " + pick(List.of("==", "!=")) + " 'ann'";
            default -> "value > " + small();
        };
    }

    // ---- choices

    private String set() {
        return chance(9) ? pick(List.of("join", "leave")) : pick(SETS);
    }

    private String time() {
        return pick(TIMES);
    }

    private boolean chance(int of) {
        return random.nextInt(of) == 0;
    }

    private <T> T pick(List<T> among) {
        return among.get(random.nextInt(among.size()));
    }

    private void putUnlessEmpty(String key, Map<String, Object> section) {
        if (!section.isEmpty()) {
            root.put(key, section);
        }
    }
}
