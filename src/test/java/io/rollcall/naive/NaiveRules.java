package io.rollcall.naive;

import io.rollcall.naive.NaiveMember.Phase;
import io.rollcall.naive.NaiveProgram.Body;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The rules of one member: ladders and alerts, and here badges and quests. */
final class NaiveRules {
    private final NaiveMember member;
    private final NaiveProgram program;
    private final NaiveLadders ladders;
    private final NaiveAlerts alerts;
    private final Map<String, Integer> times = new LinkedHashMap<>();
    private final Map<String, Set<String>> levels = new HashMap<>();
    private final Map<String, String> quests = new LinkedHashMap<>();
    private final Map<String, Long> questEnds = new HashMap<>();
    private final Map<String, Set<String>> stepsDone = new HashMap<>();

    NaiveRules(NaiveMember member) {
        this.member = member;
        this.program = member.program;
        this.ladders = new NaiveLadders(member);
        this.alerts = new NaiveAlerts(member);
    }

    void joined() {
        program.quests.forEach((quest, body) -> {
            if (body.text("start", "").equals("join")) {
                start(quest, body);
            }
        });
    }

    void left() {
        ladders.left();
        alerts.left();
        quests.replaceAll((quest, state) -> state.equals("running") ? "dropped" : state);
    }

    void begin() {
        ladders.begin();
    }

    void deadlines(LongConsumer deadline) {
        ladders.deadlines(deadline);
        quests.forEach((quest, state) -> {
            if (state.equals("running")) {
                deadline.accept(Objects.requireNonNull(questEnds.get(quest)));
            }
        });
        alerts.deadlines(deadline);
    }

    boolean reached(String ladder, String name) {
        return ladders.reached(ladder, name);
    }

    void ladders() {
        ladders.ladders();
    }

    void alerts() {
        alerts.alerts();
    }

    // ---- badges

    boolean hasBadge(String badge, @Nullable String level) {
        return level == null
                ? times.containsKey(badge)
                : levels.getOrDefault(badge, Set.of()).contains(level);
    }

    void badges() {
        program.badges.forEach((badge, body) -> {
            if (body.has("when")) {
                Cel.Node when = body.condition("when");
                if (!times.containsKey(badge) && when != null && when.holds(member)) {
                    award(badge, body, null, 1, () -> member.evidence(when));
                }
                return;
            }
            String metric = body.text("metric", "");
            if (body.has("levels")) {
                Body bounds = body.body("levels");
                // one value for all its levels: what one brings in points is for the next round
                double value = member.number(metric);
                for (String level : bounds.keys()) {
                    if (value >= bounds.number(level, 0) && !hasBadge(badge, level)) {
                        levels.computeIfAbsent(badge, each -> new LinkedHashSet<>())
                                .add(level);
                        award(badge, body, level, 1, () -> Map.of(metric, member.number(metric)));
                    }
                }
                return;
            }
            double value = member.number(metric);
            String key = "badge " + badge;
            long passed = member.points.passed(key, value, body.number("every", 1));
            member.points.lastStreak.put(key, value);
            for (long i = 0; i < passed; i++) {
                award(badge, body, null, times.getOrDefault(badge, 0) + 1, () -> Map.of(metric, value));
            }
        });
    }

    private void award(
            String badge, Body body, @Nullable String level, int count, Supplier<Map<String, Object>> evidence) {
        times.put(badge, count);
        member.say(
                "badge-awarded",
                evidence.get(),
                "badge",
                badge,
                "title",
                body.text("title", badge),
                "level",
                level,
                "times",
                count);
        member.points.post("badge:" + badge, (long) body.number("points", 0), evidence);
    }

    // ---- quests

    private void start(String quest, Body body) {
        quests.put(quest, "running");
        questEnds.put(quest, member.now + body.duration("within"));
        stepsDone.put(quest, new HashSet<>());
        member.changed = true;
    }

    void quests() {
        program.quests.forEach((quest, body) -> {
            if (!quests.containsKey(quest)) {
                Cel.Node start = body.condition("start");
                if (start != null && start.holds(member)) {
                    start(quest, body);
                }
            }
            if (!"running".equals(quests.get(quest))) {
                return;
            }
            Body steps = body.body("steps");
            Set<String> done = Objects.requireNonNull(stepsDone.get(quest));
            var conditions = new ArrayList<Cel.@Nullable Node>();
            conditions.add(body.text("start", "").equals("join") ? null : body.condition("start"));
            for (String step : steps.keys()) {
                Cel.Node condition = steps.condition(step);
                conditions.add(condition);
                if (condition != null && condition.holds(member) && done.add(step)) {
                    member.changed = true;
                }
            }
            Supplier<Map<String, Object>> evidence = () -> member.evidence(conditions.toArray(new Cel.Node[0]));
            long reward = (long) body.number("points", 0);
            if (done.containsAll(steps.keys())) {
                quests.put(quest, "completed");
                member.say("quest-completed", evidence.get(), "quest", quest, "points", reward);
                member.points.post("quest:" + quest, reward, evidence);
            } else if (member.phase == Phase.DEADLINE && member.now >= Objects.requireNonNull(questEnds.get(quest))) {
                quests.put(quest, "expired");
                List<String> missing = steps.keys().stream()
                        .filter(step -> !done.contains(step))
                        .toList();
                member.say("quest-expired", evidence.get(), "quest", quest, "missing", missing);
            }
        });
    }

    // ---- the snapshot

    void snapshot(Map<String, Object> snapshot, boolean joined) {
        var reached = new LinkedHashMap<String, Object>();
        var next = new ArrayList<Object>();
        var openAlerts = new ArrayList<Object>();
        if (joined) {
            ladders.snapshot(reached, next, openAlerts);
            program.badges.forEach((badge, body) -> {
                Body bounds = body.body("levels");
                String metric = body.text("metric", "");
                for (String level : bounds.keys()) {
                    if (!hasBadge(badge, level)) {
                        var entry = new LinkedHashMap<String, Object>();
                        entry.put("badge", badge);
                        entry.put("level", level);
                        entry.put("metric", metric);
                        entry.put("have", member.number(metric));
                        entry.put("need", bounds.number(level, 0));
                        next.add(entry);
                    }
                }
            });
        }
        alerts.snapshot(openAlerts);
        var held = new LinkedHashMap<String, Object>();
        times.forEach((badge, count) -> {
            var entry = new LinkedHashMap<String, Object>();
            String highest = null;
            for (String level : Objects.requireNonNull(program.badges.get(badge))
                    .body("levels")
                    .keys()) {
                highest = hasBadge(badge, level) ? level : highest;
            }
            entry.put("level", highest);
            entry.put("times", count);
            held.put(badge, entry);
        });
        snapshot.put("tiers", reached);
        snapshot.put("badges", held);
        snapshot.put("quests", quests);
        snapshot.put("openAlerts", openAlerts);
        snapshot.put("next", next);
    }
}
