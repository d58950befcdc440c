package io.rollcall.naive;

import io.rollcall.naive.NaiveMember.Phase;
import io.rollcall.naive.NaiveProgram.Body;
import io.rollcall.naive.RawMetrics.Taken;
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

/** Ladders, badges, quests and alerts of one member. */
final class NaiveRules {
    private final NaiveMember member;
    private final NaiveProgram program;
    private final Map<String, Integer> tiers = new HashMap<>();
    private final Map<String, Long> promotedAt = new HashMap<>();
    /** The start of the grace that runs, by ladder. */
    private final Map<String, Long> grace = new LinkedHashMap<>();

    private final Map<String, Integer> times = new LinkedHashMap<>();
    private final Map<String, Set<String>> levels = new HashMap<>();
    private final Map<String, String> quests = new LinkedHashMap<>();
    private final Map<String, Long> questEnds = new HashMap<>();
    private final Map<String, Set<String>> stepsDone = new HashMap<>();
    /** By alert: the anchor of the open one. */
    private final Map<String, Long> open = new HashMap<>();

    private final Map<String, Long> raisedAt = new HashMap<>();

    /** Ladders that went up, and down, in this evaluation. */
    private final Set<String> promoted = new HashSet<>();

    private final Set<String> demoted = new HashSet<>();

    NaiveRules(NaiveMember member) {
        this.member = member;
        this.program = member.program;
    }

    void joined() {
        program.quests.forEach((quest, body) -> {
            if (body.text("start", "").equals("join")) {
                start(quest, body);
            }
        });
    }

    void left() {
        program.ladders.keySet().forEach(ladder -> endGrace(ladder, "left"));
        program.alerts.keySet().forEach(alert -> resolve(alert, "left"));
        quests.replaceAll((quest, state) -> state.equals("running") ? "dropped" : state);
    }

    void begin() {
        promoted.clear();
        demoted.clear();
    }

    void deadlines(LongConsumer deadline) {
        program.ladders.forEach((ladder, all) -> {
            Body tier = all.get(tier(ladder));
            if (grace.containsKey(ladder)) {
                deadline.accept(grace.get(ladder) + tier.duration("grace"));
            }
            // the lowest tier is nobody's to lose: it has no hold
            if (promotedAt.containsKey(ladder) && tier != all.get(0)) {
                deadline.accept(promotedAt.get(ladder) + tier.duration("hold"));
            }
        });
        quests.forEach((quest, state) -> {
            if (state.equals("running")) {
                deadline.accept(Objects.requireNonNull(questEnds.get(quest)));
            }
        });
        program.alerts.forEach((alert, body) -> {
            if (open.containsKey(alert)) {
                return;
            }
            if (body.has("since")) {
                int anchor = anchor(body);
                if (anchor >= 0 && !answered(body, anchor)) {
                    deadline.accept(anchorAt(body, anchor) + body.duration("after"));
                }
            } else if (raisedAt.containsKey(alert)) {
                deadline.accept(raisedAt.get(alert) + body.duration("cooldown"));
            }
        });
    }

    // ---- ladders

    private int tier(String ladder) {
        return tiers.getOrDefault(ladder, 0);
    }

    boolean reached(String ladder, String name) {
        List<Body> all = Objects.requireNonNull(program.ladders.get(ladder));
        for (int i = 0; i < all.size(); i++) {
            if (all.get(i).text("tier", "").equals(name)) {
                return tier(ladder) >= i;
            }
        }
        throw new IllegalArgumentException(name);
    }

    void ladders() {
        program.ladders.forEach((ladder, all) -> {
            if (!demoted.contains(ladder)) {
                climb(ladder, all);
            }
            if (!promoted.contains(ladder)) {
                fall(ladder, all);
            }
        });
    }

    private void climb(String ladder, List<Body> all) {
        int from = tier(ladder);
        int to = from;
        var enters = new ArrayList<Cel.Node>();
        while (to + 1 < all.size()) {
            Body next = all.get(to + 1);
            Cel.Node enter = next.condition("enter");
            if (enter == null || !enter.holds(member)) {
                break;
            }
            String keep = next.text("keep", "always");
            if (!keep.equals("always") && !program.condition(keep).holds(member)) {
                break;
            }
            enters.add(enter);
            to++;
            tiers.put(ladder, to);
        }
        if (to > from) {
            promotedAt.put(ladder, member.now);
            promoted.add(ladder);
            changed(ladder, all, from, to, "up", enters);
            endGrace(ladder, "recovered");
        }
    }

    private void fall(String ladder, List<Body> all) {
        int from = tier(ladder);
        int to = from;
        var lost = new ArrayList<Cel.Node>();
        Runnable after = () -> {};
        while (to > 0) {
            Body tier = all.get(to);
            if (promotedAt.containsKey(ladder) && member.now < promotedAt.get(ladder) + tier.duration("hold")) {
                break;
            }
            String keep = tier.text("keep", tier.text("enter", ""));
            if (keep.equals("always")) {
                break;
            }
            Cel.Node kept = program.condition(keep);
            // a grace belongs to the tier at hand when the evaluation began
            boolean running = to == from && grace.containsKey(ladder);
            if (kept.holds(member)) {
                if (running) {
                    endGrace(ladder, "recovered");
                }
                break;
            }
            if (tier.duration("grace") > 0) {
                if (!running) {
                    after = () -> startGrace(ladder, tier, kept);
                    break;
                }
                if (member.phase != Phase.DEADLINE
                        || member.now < Objects.requireNonNull(grace.get(ladder)) + tier.duration("grace")) {
                    break;
                }
            }
            lost.add(kept);
            to--;
            tiers.put(ladder, to);
        }
        if (to < from) {
            demoted.add(ladder);
            changed(ladder, all, from, to, "down", lost);
            endGrace(ladder, "demoted");
        }
        after.run();
    }

    private void changed(String ladder, List<Body> all, int from, int to, String direction, List<Cel.Node> conditions) {
        member.say(
                "tier-changed",
                member.evidence(conditions.toArray(new Cel.Node[0])),
                "ladder",
                ladder,
                "from",
                all.get(from).text("tier"),
                "to",
                all.get(to).text("tier"),
                "direction",
                direction,
                "perks",
                all.get(to).texts("perks"));
    }

    private void startGrace(String ladder, Body tier, Cel.Node kept) {
        grace.put(ladder, member.now);
        member.say(
                "alert-raised",
                member.evidence(kept),
                "alert",
                "tier-at-risk",
                "ladder",
                ladder,
                "severity",
                "warning",
                "anchor",
                NaiveMember.instant(member.now),
                "deadline",
                NaiveMember.instant(member.now + tier.duration("grace")),
                "playbook",
                null);
    }

    private void endGrace(String ladder, String reason) {
        Long since = grace.remove(ladder);
        if (since != null) {
            member.say(
                    "alert-resolved",
                    Map.of(),
                    "alert",
                    "tier-at-risk",
                    "ladder",
                    ladder,
                    "reason",
                    reason,
                    "anchor",
                    NaiveMember.instant(since));
        }
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
            long passed = member.passed(key, value, body.number("every", 1));
            member.lastStreak.put(key, value);
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
        member.post("badge:" + badge, (long) body.number("points", 0), evidence);
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
                member.post("quest:" + quest, reward, evidence);
            } else if (member.phase == Phase.DEADLINE && member.now >= Objects.requireNonNull(questEnds.get(quest))) {
                quests.put(quest, "expired");
                List<String> missing = steps.keys().stream()
                        .filter(step -> !done.contains(step))
                        .toList();
                member.say("quest-expired", evidence.get(), "quest", quest, "missing", missing);
            }
        });
    }

    // ---- alerts

    /** Where in the history the anchor is; -1 if there is none. */
    private int anchor(Body body) {
        if (body.text("since", "").equals("join")) {
            return member.joinedIndex;
        }
        for (int i = member.history.size() - 1; i >= member.joinedIndex; i--) {
            if (isOwn(member.history.get(i), body.set("since"))) {
                return i;
            }
        }
        return -1;
    }

    private long anchorAt(Body body, int anchor) {
        return body.text("since", "").equals("join") && member.joinedAt != null
                ? member.joinedAt
                : member.history.get(anchor).event().at();
    }

    private static Set<String> unless(Body body) {
        return body.set(body.has("unless") ? "unless" : "since");
    }

    private boolean answered(Body body, int anchor) {
        int from = body.text("since", "").equals("join") ? anchor : anchor + 1;
        long end = anchorAt(body, anchor) + body.duration("after");
        return member.history.subList(from, member.history.size()).stream()
                .anyMatch(taken -> isOwn(taken, unless(body)) && taken.event().at() <= end);
    }

    private static boolean isOwn(Taken taken, Set<String> types) {
        return taken.actor() && types.contains(taken.event().type());
    }

    void alerts() {
        program.alerts.forEach((alert, body) -> {
            Cel.Node when = body.condition("when");
            if (body.has("since")) {
                if (member.phase == Phase.EVENT && member.current != null && isOwn(member.current, unless(body))) {
                    resolve(alert, "acted");
                }
                int anchor = anchor(body);
                if (member.phase == Phase.DEADLINE
                        && member.round == 1
                        && anchor >= 0
                        && member.now == anchorAt(body, anchor) + body.duration("after")
                        && !open.containsKey(alert)
                        && !answered(body, anchor)
                        && (when == null || when.holds(member))) {
                    raise(alert, body, when, anchorAt(body, anchor), member.now);
                }
                return;
            }
            if (when == null) {
                return;
            }
            boolean holds = when.holds(member);
            if (open.containsKey(alert)) {
                if (!holds) {
                    resolve(alert, "cleared");
                }
            } else if (holds
                    && (!raisedAt.containsKey(alert)
                            || member.now >= raisedAt.get(alert) + body.duration("cooldown"))) {
                raisedAt.put(alert, member.now);
                raise(alert, body, when, member.now, null);
            }
        });
    }

    private void raise(String alert, Body body, Cel.@Nullable Node when, long anchor, @Nullable Long deadline) {
        open.put(alert, anchor);
        member.say(
                "alert-raised",
                member.evidence(when),
                "alert",
                alert,
                "severity",
                body.text("severity", "warning"),
                "anchor",
                NaiveMember.instant(anchor),
                "deadline",
                NaiveMember.instant(deadline),
                "playbook",
                body.text("playbook"));
    }

    private void resolve(String alert, String reason) {
        Long anchor = open.remove(alert);
        if (anchor != null) {
            member.say(
                    "alert-resolved",
                    Map.of(),
                    "alert",
                    alert,
                    "reason",
                    reason,
                    "anchor",
                    NaiveMember.instant(anchor));
        }
    }

    // ---- the snapshot

    void snapshot(Map<String, Object> snapshot, boolean joined) {
        var reached = new LinkedHashMap<String, Object>();
        var next = new ArrayList<Object>();
        var alerts = new ArrayList<Object>();
        if (joined) {
            program.ladders.forEach((ladder, all) -> {
                reached.put(ladder, all.get(tier(ladder)).text("tier"));
                if (tier(ladder) + 1 < all.size()) {
                    missing(ladder, all.get(tier(ladder) + 1), next);
                }
                if (grace.containsKey(ladder)) {
                    long since = grace.get(ladder);
                    long end = since + all.get(tier(ladder)).duration("grace");
                    var alert = alert("tier-at-risk", "warning", since, end);
                    alert.put("ladder", ladder);
                    alerts.add(alert);
                }
            });
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
        program.alerts.forEach((alert, body) -> {
            if (open.containsKey(alert)) {
                long anchor = open.get(alert);
                alerts.add(alert(
                        alert,
                        body.text("severity", "warning"),
                        anchor,
                        body.has("since") ? anchor + body.duration("after") : null));
            }
        });
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
        snapshot.put("openAlerts", alerts);
        snapshot.put("next", next);
    }

    private void missing(String ladder, Body tier, List<Object> next) {
        Cel.Node enter = tier.condition("enter");
        String text = tier.text("enter", "");
        if (enter == null) {
            return;
        }
        for (Cel.Node conjunct : enter.conjuncts()) {
            if (conjunct.holds(member)) {
                continue;
            }
            var entry = new LinkedHashMap<String, Object>();
            entry.put("ladder", ladder);
            entry.put("tier", tier.text("tier"));
            boolean comparison = List.of("==", "<", "<=", ">", ">=").contains(conjunct.kind())
                    && conjunct.parts().get(0).kind().equals("name")
                    && conjunct.parts().get(1).value() instanceof Double;
            if (comparison) {
                String metric = (String) conjunct.parts().get(0).value();
                entry.put("metric", metric);
                entry.put("have", member.number(metric));
                entry.put("need", conjunct.parts().get(1).value());
            } else {
                entry.put("condition", text.substring(conjunct.from(), conjunct.to()));
            }
            next.add(entry);
        }
    }

    private static Map<String, Object> alert(String name, String severity, long anchor, @Nullable Long deadline) {
        var alert = new LinkedHashMap<String, Object>();
        alert.put("alert", name);
        alert.put("severity", severity);
        alert.put("anchor", NaiveMember.instant(anchor));
        alert.put("deadline", NaiveMember.instant(deadline));
        return alert;
    }
}
