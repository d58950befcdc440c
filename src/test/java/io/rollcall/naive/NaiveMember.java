package io.rollcall.naive;

import io.rollcall.event.Event;
import io.rollcall.naive.RawMetrics.Taken;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One member, by the letter of SEMANTICS: all events kept, every midnight and every deadline evaluated, every rule in
 * every round. What it says of ladders, badges, quests and alerts is in {@link NaiveRules}, of points in
 * {@link NaivePoints}.
 */
final class NaiveMember implements Cel.Scope {
    /** What an instant is, in the order of section 2. */
    enum Phase {
        EVENT,
        MIDNIGHT,
        DEADLINE
    }

    final NaiveProgram program;
    final String name;
    final RawMetrics metrics;
    final NaivePoints points;
    final NaiveRules rules;
    private final Consumer<Map<String, Object>> out;

    final List<Taken> history = new ArrayList<>();

    @Nullable
    Long joinedAt;

    @Nullable
    Long leftAt;

    @Nullable
    Long lastActiveAt;
    /** Where in the history this membership began. */
    int joinedIndex;

    @Nullable
    String stage;

    final Set<String> segments = new HashSet<>();

    @Nullable
    String rfm;

    long now = Long.MIN_VALUE;
    /** Metrics already worked out in this evaluation. */
    private final Map<String, Double> values = new HashMap<>();

    Phase phase = Phase.EVENT;
    /** The event that is evaluated, where it is one. */
    @Nullable
    Taken current;

    boolean changed;
    int round;
    int overruns;

    NaiveMember(NaiveProgram program, String name, Consumer<Map<String, Object>> out) {
        this.program = program;
        this.name = name;
        this.out = out;
        this.metrics = new RawMetrics(program);
        this.points = new NaivePoints(this);
        this.rules = new NaiveRules(this);
    }

    boolean belongs() {
        return joinedAt != null && leftAt == null;
    }

    // ---- the clock

    /** Evaluates what lies before an event of this instant, or up to the end of this instant. */
    void run(long until, boolean inclusive) {
        while (belongs()) {
            long midnight = nextMidnight();
            long deadline = nextDeadline();
            long at = Math.min(midnight, deadline);
            if (inclusive ? at > until : at >= until) {
                return;
            }
            now = at;
            phase = midnight == at ? Phase.MIDNIGHT : Phase.DEADLINE;
            current = null;
            values.clear();
            evaluate();
        }
    }

    private long nextMidnight() {
        long later = 0;
        if (program.spread > 0) {
            var crc = new java.util.zip.CRC32();
            crc.update(name.getBytes(java.nio.charset.StandardCharsets.UTF_8));
            later = crc.getValue() % program.spread;
        }
        LocalDate date = metrics.date(now).minusDays(3);
        while (true) {
            long midnight = date.atStartOfDay(program.zone).toInstant().toEpochMilli() + later;
            if (midnight > now || midnight == now && phase == Phase.EVENT) {
                return midnight;
            }
            date = date.plusDays(1);
        }
    }

    private long nextDeadline() {
        var deadlines = new TreeSet<Long>();
        rules.deadlines(deadlines::add);
        if (program.lifecycle != null && joinedAt != null) {
            deadlines.add(joinedAt + program.lifecycle.duration("newcomer"));
            if (program.lifecycle.has("dormant")) {
                deadlines.add(idleSince() + program.lifecycle.duration("dormant"));
            }
            if (program.lifecycle.has("churned")) {
                deadlines.add(idleSince() + program.lifecycle.duration("churned"));
            }
        }
        Long next = phase == Phase.DEADLINE ? deadlines.higher(now) : deadlines.ceiling(now);
        return next == null ? Long.MAX_VALUE : next;
    }

    // ---- events

    void take(Event event, boolean actor) {
        run(event.at(), false);
        if (isDuplicate(event)) {
            return;
        }
        now = event.at();
        phase = Phase.EVENT;
        current = metrics.taken(event, actor);
        boolean leaves = actor && event.type().equals("leave");
        if (actor) {
            lastActiveAt = event.at();
        }
        if (!leaves && !belongs() && (actor || program.firstSeen && joinedAt == null)) {
            joinedAt = event.at();
            leftAt = null;
            joinedIndex = history.size();
            rules.joined();
        }
        history.add(current);
        values.clear();
        if (!belongs()) {
            return;
        }
        if (leaves) {
            leave();
            return;
        }
        round = 0;
        points.earn(event, actor);
        if (actor && program.redeem != null && program.redeem.contains(event.type())) {
            points.redeem(event);
        }
        evaluate();
    }

    private boolean isDuplicate(Event event) {
        return history.subList(Math.max(0, history.size() - 256), history.size()).stream()
                .map(Taken::event)
                .anyMatch(seen -> seen.id().equals(event.id()) && seen.at() >= event.at() - 3_600_000L);
    }

    private void leave() {
        leftAt = now;
        if (program.lifecycle != null) {
            stage("left");
        }
        rules.left();
    }

    // ---- one evaluation

    private void evaluate() {
        rules.begin();
        for (round = 1; ; round++) {
            changed = false;
            rules.ladders();
            rules.badges();
            rules.quests();
            lifecycle();
            segments();
            rfm();
            rules.alerts();
            if (!changed) {
                break;
            }
            if (round == 10) {
                overruns++;
                break;
            }
        }
        points.end();
    }

    private long idleSince() {
        long since = joinedAt == null ? now : joinedAt;
        for (Taken taken : history) {
            if (taken.actor()
                    && program.lifecycle != null
                    && program.lifecycle.set("activity").contains(taken.event().type())) {
                since = Math.max(since, taken.event().at());
            }
        }
        return since;
    }

    private void lifecycle() {
        NaiveProgram.Body lifecycle = program.lifecycle;
        if (lifecycle == null || joinedAt == null) {
            return;
        }
        long idle = now - idleSince();
        Cel.Node mature = lifecycle.condition("mature");
        if (lifecycle.has("churned") && idle >= lifecycle.duration("churned")) {
            stage("churned");
        } else if (lifecycle.has("dormant") && idle >= lifecycle.duration("dormant")) {
            stage("dormant");
        } else if (now < joinedAt + lifecycle.duration("newcomer")) {
            stage("newcomer");
        } else {
            stage(mature != null && mature.holds(this) ? "mature" : "growing");
        }
    }

    private void stage(String to) {
        String from = stage;
        if (to.equals(from)) {
            return;
        }
        Set<String> away = Set.of("dormant", "churned", "left");
        boolean returned = from != null && away.contains(from) && !away.contains(to);
        Cel.Node mature = program.lifecycle == null ? null : program.lifecycle.condition("mature");
        stage = to;
        say("stage-changed", evidence(mature), "from", from, "to", to, "returned", returned);
    }

    private void segments() {
        program.segments.forEach((segment, when) -> {
            boolean in = when.holds(this);
            if (in && segments.add(segment)) {
                say("segment-entered", evidence(when), "segment", segment);
            } else if (!in && segments.remove(segment)) {
                say("segment-left", evidence(when), "segment", segment);
            }
        });
    }

    private void rfm() {
        NaiveProgram.Body body = program.rfm;
        if (body == null) {
            return;
        }
        NaiveProgram.Body good = body.body("good");
        var to = new StringBuilder();
        var evidence = new LinkedHashMap<String, Object>();
        for (String part : List.of("recency", "frequency", "monetary")) {
            String metric = body.text(part, "");
            double value = number(metric);
            double bound = good.number(part, 0);
            to.append((part.equals("recency") ? value <= bound : value >= bound) ? 'H' : 'L');
            evidence.put(metric, value);
        }
        if (!to.toString().equals(rfm)) {
            String from = rfm;
            rfm = to.toString();
            say("rfm-changed", evidence, "from", from, "to", rfm);
        }
    }

    // ---- what conditions ask

    double number(String number) {
        return switch (number) {
            case "points" -> points.balance;
            case "points_earned" -> points.earned;
            // where clocks go back over midnight, who joined after it is in the date before once more: no date has
            // passed
            case "tenure_days" ->
                joinedAt == null ? 0 : Math.max(0, ChronoUnit.DAYS.between(metrics.date(joinedAt), metrics.date(now)));
            default -> {
                Double known = values.get(number);
                if (known == null) {
                    known = metrics.value(number, history, now, joinedAt);
                    values.put(number, known);
                }
                yield known;
            }
        };
    }

    @Override
    public Object name(String number) {
        return number(number);
    }

    @Override
    public boolean call(String function, List<String> arguments) {
        return switch (function) {
            case "reached" -> rules.reached(arguments.get(0), arguments.get(1));
            case "has_badge" -> rules.hasBadge(arguments.get(0), arguments.size() == 1 ? null : arguments.get(1));
            case "in_segment" -> segments.contains(arguments.get(0));
            case "in_stage" -> arguments.get(0).equals(stage);
            default -> throw new IllegalArgumentException(function);
        };
    }

    Map<String, Object> evidence(Cel.@Nullable Node... conditions) {
        var evidence = new LinkedHashMap<String, Object>();
        for (Cel.Node condition : conditions) {
            if (condition != null) {
                condition.names().forEach(number -> evidence.put(number, number(number)));
            }
        }
        return evidence;
    }

    /** Says an outcome; its fields are names and values in turn. */
    void say(String kind, Map<String, Object> evidence, @Nullable Object... fields) {
        var outcome = new LinkedHashMap<String, Object>();
        outcome.put("kind", kind);
        outcome.put("community", program.community);
        outcome.put("member", name);
        outcome.put("at", instant(now));
        for (int i = 0; i < fields.length; i += 2) {
            outcome.put(String.valueOf(fields[i]), fields[i + 1]);
        }
        outcome.put(
                "cause",
                phase == Phase.EVENT && current != null
                        ? Map.of("event", current.event().id())
                        : Map.of("clock", phase == Phase.MIDNIGHT ? "midnight" : "deadline"));
        outcome.put("evidence", evidence);
        if (program.shadow) {
            outcome.put("shadow", true);
        }
        changed = true;
        out.accept(outcome);
    }

    static @Nullable String instant(@Nullable Long millis) {
        return millis == null ? null : Instant.ofEpochMilli(millis).toString();
    }

    // ---- the snapshot

    Map<String, Object> snapshot(long at) {
        now = at;
        values.clear();
        var snapshot = new LinkedHashMap<String, Object>();
        snapshot.put("community", program.community);
        snapshot.put("member", name);
        snapshot.put("joinedAt", instant(joinedAt));
        snapshot.put("leftAt", instant(leftAt));
        snapshot.put("lastActiveAt", instant(lastActiveAt));
        var values = new LinkedHashMap<String, Object>();
        program.metrics.keySet().forEach(metric -> values.put(metric, number(metric)));
        snapshot.put("metrics", values);
        snapshot.put("points", points.balance);
        snapshot.put("pointsEarned", points.earned);
        snapshot.put("stage", stage);
        snapshot.put(
                "segments",
                program.segments.keySet().stream().filter(segments::contains).toList());
        snapshot.put("rfm", rfm);
        rules.snapshot(snapshot, joinedAt != null);
        return snapshot;
    }
}
