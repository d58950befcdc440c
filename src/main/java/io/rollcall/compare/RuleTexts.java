package io.rollcall.compare;

import io.rollcall.compare.Difference.Presence;
import io.rollcall.compare.Difference.Property;
import io.rollcall.compare.Difference.TextChange;
import io.rollcall.condition.Condition;
import io.rollcall.event.EventSet;
import io.rollcall.metric.Metric;
import io.rollcall.program.AlertRule;
import io.rollcall.program.Badge;
import io.rollcall.program.Ladder;
import io.rollcall.program.Lifecycle;
import io.rollcall.program.PointsRule;
import io.rollcall.program.Program;
import io.rollcall.program.Quest;
import io.rollcall.program.Rfm;
import io.rollcall.program.Segment;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What a program says, part by part and property by property, so that two of them can be laid side by side. */
final class RuleTexts {
    private final Map<String, Map<String, String>> parts = new LinkedHashMap<>();
    private final Program program;

    private RuleTexts(Program program) {
        this.program = program;
    }

    /** What two programs say differently: new and changed in the order of the second, then what is gone. */
    static List<TextChange> changes(Program from, Program to) {
        var before = new RuleTexts(from).read();
        var after = new RuleTexts(to).read();
        List<TextChange> changes = new ArrayList<>();
        after.forEach((what, properties) -> {
            Map<String, String> earlier = before.get(what);
            if (earlier == null) {
                changes.add(new TextChange(what, Presence.ONLY_TO, properties(Map.of(), properties)));
            } else if (!earlier.equals(properties)) {
                changes.add(new TextChange(what, Presence.BOTH, properties(earlier, properties)));
            }
        });
        before.forEach((what, properties) -> {
            if (!after.containsKey(what)) {
                changes.add(new TextChange(what, Presence.ONLY_FROM, properties(properties, Map.of())));
            }
        });
        return changes;
    }

    private static List<Property> properties(Map<String, String> from, Map<String, String> to) {
        Set<String> names = new LinkedHashSet<>(to.keySet());
        names.addAll(from.keySet());
        return names.stream()
                .filter(name -> !Objects.equals(from.get(name), to.get(name)))
                .map(name -> new Property(name, from.get(name), to.get(name)))
                .toList();
    }

    private Map<String, Map<String, String>> read() {
        general();
        program.metrics().forEach(this::metric);
        program.earn().forEach(this::points);
        if (program.redeem() != null) {
            part("points redeem").put("on", set(program.redeem()));
        }
        program.ladders().forEach(this::ladder);
        program.badges().forEach(this::badge);
        program.quests().forEach(this::quest);
        if (program.lifecycle() != null) {
            lifecycle(program.lifecycle());
        }
        for (Segment segment : program.segments()) {
            part("segment " + segment.name()).put("when", segment.when().text());
        }
        if (program.rfm() != null) {
            rfm(program.rfm());
        }
        program.alerts().forEach(this::alert);
        return parts;
    }

    private Map<String, String> part(String what) {
        return parts.computeIfAbsent(what, any -> new LinkedHashMap<>());
    }

    private void general() {
        var part = part("the program itself");
        part.put("program", program.name());
        part.put("timezone", program.dates().zone().getId());
        part.put("join", program.joinsWhenFirstSeen() ? "first-seen" : "explicit");
        part.put("mode", program.shadow() ? "shadow" : "live");
        part.put("exclude", String.join(", ", new TreeSet<>(program.excluded())));
        part.put("midnight_spread", duration(program.midnightSpread()));
    }

    private void metric(Metric metric) {
        var part = part("metric " + metric.name());
        part.put(metric.form().name().toLowerCase(Locale.ROOT), set(metric.set()));
        put(part, "where", metric.whereText());
        put(part, "of", metric.of());
        if (metric.form() == Metric.Form.REACH) {
            part.put("at", String.valueOf(metric.at()));
        }
        if (metric.over() > 0) {
            part.put("over", metric.over() + "d");
        }
        if (metric.form() == Metric.Form.REACH || metric.form() == Metric.Form.DISTINCT) {
            part.put("cap", String.valueOf(metric.cap()));
        }
        if (metric.asRecipient()) {
            part.put("as", "recipient");
        }
    }

    private void points(PointsRule rule) {
        var part = part("points " + rule.name());
        if (rule instanceof PointsRule.OnEvent event) {
            part.put("on", set(event.on()));
            if (event.perValue() == 0) {
                part.put("points", String.valueOf(event.points()));
            } else {
                part.put("per_value", number(event.perValue()));
            }
            if (event.dailyLimit() > 0) {
                part.put("daily_limit", String.valueOf(event.dailyLimit()));
            }
        } else if (rule instanceof PointsRule.OnStreak streak) {
            part.put("streak", program.numberName(streak.metric()));
            part.put("every", String.valueOf(streak.every()));
            part.put("points", String.valueOf(streak.points()));
        }
    }

    private void ladder(Ladder ladder) {
        part("ladder " + ladder.name())
                .put(
                        "tiers",
                        String.join(
                                ", ",
                                ladder.tiers().stream().map(Ladder.Tier::name).toList()));
        for (Ladder.Tier tier : ladder.tiers()) {
            if (tier.enter() == null && tier.perks().isEmpty()) {
                continue;
            }
            var part = part("tier " + tier.name() + " of " + ladder.name());
            put(part, "enter", tier.enter());
            if (tier.keepAlways()) {
                part.put("keep", "always");
            }
            put(part, "keep", tier.keep());
            putDuration(part, "hold", tier.hold());
            putDuration(part, "grace", tier.grace());
            if (!tier.perks().isEmpty()) {
                part.put("perks", String.join(", ", tier.perks()));
            }
        }
    }

    private void badge(Badge badge) {
        var part = part("badge " + badge.name());
        part.put("title", badge.title());
        if (badge instanceof Badge.When when) {
            put(part, "when", when.when());
        } else if (badge instanceof Badge.Levels levels) {
            part.put("metric", program.numberName(levels.slot()));
            levels.levels().forEach(level -> part.put("level " + level.name(), number(level.at())));
        } else if (badge instanceof Badge.Every every) {
            part.put("metric", program.numberName(every.metric()));
            part.put("every", String.valueOf(every.every()));
        }
        part.put("points", String.valueOf(badge.points()));
    }

    private void quest(Quest quest) {
        var part = part("quest " + quest.name());
        part.put("start", quest.start() == null ? "join" : quest.start().text());
        part.put("within", duration(quest.within()));
        part.put("points", String.valueOf(quest.points()));
        quest.steps()
                .forEach(step -> part.put("step " + step.name(), step.done().text()));
    }

    private void lifecycle(Lifecycle lifecycle) {
        var part = part("lifecycle");
        part.put("activity", set(lifecycle.activity()));
        putDuration(part, "newcomer", lifecycle.newcomer());
        put(part, "mature", lifecycle.mature());
        putDuration(part, "dormant", lifecycle.dormant());
        putDuration(part, "churned", lifecycle.churned());
    }

    private void rfm(Rfm rfm) {
        var part = part("rfm");
        part.put("recency", program.numberName(rfm.recency()) + " <= " + number(rfm.goodRecency()));
        part.put("frequency", program.numberName(rfm.frequency()) + " >= " + number(rfm.goodFrequency()));
        part.put("monetary", program.numberName(rfm.monetary()) + " >= " + number(rfm.goodMonetary()));
    }

    private void alert(AlertRule rule) {
        var part = part("alert " + rule.name());
        if (rule instanceof AlertRule.Absence absence) {
            part.put("since", absence.since() == null ? "join" : set(absence.since()));
            part.put("after", duration(absence.after()));
            part.put("unless", set(absence.unless()));
            put(part, "when", absence.when());
        } else if (rule instanceof AlertRule.Holding holding) {
            put(part, "when", holding.when());
            putDuration(part, "cooldown", holding.cooldown());
        }
        part.put("severity", rule.severity().name().toLowerCase(Locale.ROOT));
        put(part, "playbook", rule.playbook());
    }

    private static void put(Map<String, String> part, String name, @Nullable String text) {
        if (text != null) {
            part.put(name, text);
        }
    }

    private static void put(Map<String, String> part, String name, @Nullable Condition condition) {
        put(part, name, condition == null ? null : condition.text());
    }

    private static void putDuration(Map<String, String> part, String name, long millis) {
        if (millis != 0 && millis != Lifecycle.NEVER) {
            part.put(name, duration(millis));
        }
    }

    /** As programs have them: {@code 7d}, {@code 36h}. */
    private static String duration(long millis) {
        String[] units = {"d", "h", "m", "s"};
        long[] lengths = {86_400_000, 3_600_000, 60_000, 1_000};
        for (int i = 0; i < units.length; i++) {
            if (millis % lengths[i] == 0 && millis != 0) {
                return millis / lengths[i] + units[i];
            }
        }
        return millis + "ms";
    }

    private static String set(EventSet set) {
        return String.join(", ", new TreeSet<>(set.types()));
    }

    private static String number(double number) {
        return io.rollcall.wording.English.number(number);
    }
}
