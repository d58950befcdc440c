package io.rollcall.compare;

import io.rollcall.compare.Rule.Kind;
import io.rollcall.outcome.Outcome.Alert;
import io.rollcall.program.AlertRule;
import io.rollcall.program.Badge;
import io.rollcall.program.Ladder;
import io.rollcall.program.Program;
import io.rollcall.program.Quest;
import io.rollcall.program.Segment;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The rules of two programs, numbered: in the order of an evaluation, then of the second program, then of the first. */
final class Catalogue {
    private final List<Rule> rules;
    private final Map<Rule, Integer> numbers = new HashMap<>();

    Catalogue(Program from, Program to) {
        var all = new LinkedHashSet<>(of(to));
        all.addAll(of(from));
        rules = all.stream().sorted(Comparator.comparing(Rule::kind)).toList();
        for (int i = 0; i < rules.size(); i++) {
            numbers.put(rules.get(i), i);
        }
    }

    List<Rule> rules() {
        return rules;
    }

    int size() {
        return rules.size();
    }

    int number(Rule rule) {
        Integer number = numbers.get(rule);
        if (number == null) {
            throw new IllegalArgumentException("neither program has " + rule);
        }
        return number;
    }

    /** The rules of one program. */
    static Set<Rule> of(Program program) {
        List<Rule> rules = new ArrayList<>();
        for (Ladder ladder : program.ladders()) {
            rules.add(new Rule(Kind.LADDER, ladder.name(), null));
        }
        for (Badge badge : program.badges()) {
            if (badge instanceof Badge.Levels levels) {
                levels.levels().forEach(level -> rules.add(new Rule(Kind.BADGE, badge.name(), level.name())));
            } else {
                rules.add(new Rule(Kind.BADGE, badge.name(), null));
            }
        }
        for (Quest quest : program.quests()) {
            rules.add(new Rule(Kind.QUEST, quest.name(), null));
        }
        if (program.lifecycle() != null) {
            rules.add(Rule.STAGE);
        }
        for (Segment segment : program.segments()) {
            rules.add(new Rule(Kind.SEGMENT, segment.name(), null));
        }
        if (program.rfm() != null) {
            rules.add(Rule.RFM);
        }
        rules.add(Rule.POINTS);
        for (Ladder ladder : program.ladders()) {
            if (ladder.tiers().stream().anyMatch(tier -> tier.grace() > 0)) {
                rules.add(new Rule(Kind.ALERT, Alert.AT_RISK, ladder.name()));
            }
        }
        for (AlertRule alert : program.alerts()) {
            rules.add(new Rule(Kind.ALERT, alert.name(), null));
        }
        return new LinkedHashSet<>(rules);
    }
}
