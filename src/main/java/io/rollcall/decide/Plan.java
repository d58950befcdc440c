package io.rollcall.decide;

import io.rollcall.condition.Condition;
import io.rollcall.condition.Condition.NumberUse;
import io.rollcall.metric.Metric;
import io.rollcall.program.AlertRule;
import io.rollcall.program.Badge;
import io.rollcall.program.Ladder;
import io.rollcall.program.PointsRule;
import io.rollcall.program.Program;
import io.rollcall.program.Quest;
import io.rollcall.program.Segment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** What follows from a program alone: which event touches what, and which numbers make a midnight matter. */
final class Plan {
    private final Program program;
    private final Map<String, EventPlan> byType = new HashMap<>();
    private final EventPlan others;
    /** By slot: whether any change of the number can change what holds. */
    private final boolean[] everyChange;
    /** By slot: the values at which a comparison with a constant turns, in order. */
    private final double[][] turns;

    Plan(Program program) {
        this.program = program;
        Set<String> types = new HashSet<>();
        program.metrics().forEach(metric -> types.addAll(metric.set().types()));
        for (PointsRule rule : program.earn()) {
            if (rule instanceof PointsRule.OnEvent onEvent) {
                types.addAll(onEvent.on().types());
            }
        }
        if (program.redeem() != null) {
            types.addAll(program.redeem().types());
        }
        if (program.lifecycle() != null) {
            types.addAll(program.lifecycle().activity().types());
        }
        for (AlertRule rule : program.alerts()) {
            if (rule instanceof AlertRule.Absence absence) {
                types.addAll(absence.unless().types());
                if (absence.since() != null) {
                    types.addAll(absence.since().types());
                }
            }
        }
        types.forEach(type -> byType.put(type, plan(type)));
        this.others = plan("");
        int slots = program.metrics().size() + Program.BUILT_INS.size();
        this.everyChange = new boolean[slots];
        this.turns = new double[slots][];
        List<Set<Double>> found = new ArrayList<>();
        for (int i = 0; i < slots; i++) {
            found.add(new HashSet<>());
        }
        uses().forEach(use -> note(use, found));
        for (int i = 0; i < slots; i++) {
            turns[i] = found.get(i).stream()
                    .mapToDouble(Double::doubleValue)
                    .sorted()
                    .toArray();
        }
    }

    EventPlan of(String type) {
        return byType.getOrDefault(type, others);
    }

    private EventPlan plan(String type) {
        List<Metric> metrics = program.metrics();
        List<AlertRule> alerts = program.alerts();
        return new EventPlan(
                those(
                        metrics.size(),
                        i -> !metrics.get(i).asRecipient()
                                && metrics.get(i).set().contains(type)),
                those(
                        metrics.size(),
                        i -> metrics.get(i).asRecipient()
                                && metrics.get(i).set().contains(type)),
                those(
                        program.earn().size(),
                        i -> program.earn().get(i) instanceof PointsRule.OnEvent rule
                                && rule.on().contains(type)),
                program.redeem() != null && program.redeem().contains(type),
                program.lifecycle() != null && program.lifecycle().activity().contains(type),
                those(
                        alerts.size(),
                        i -> alerts.get(i) instanceof AlertRule.Absence absence
                                && absence.since() != null
                                && absence.since().contains(type)),
                those(
                        alerts.size(),
                        i -> alerts.get(i) instanceof AlertRule.Absence absence
                                && absence.unless().contains(type)));
    }

    private static int[] those(int size, IntPredicate wanted) {
        return IntStream.range(0, size).filter(wanted).toArray();
    }

    /** Every use of a number that a midnight's evaluation would ask again. */
    private List<NumberUse> uses() {
        var uses = new ArrayList<NumberUse>();
        for (PointsRule rule : program.earn()) {
            if (rule instanceof PointsRule.OnStreak streak) {
                uses.add(anyUse(streak.metric()));
            }
        }
        for (Ladder ladder : program.ladders()) {
            for (Ladder.Tier tier : ladder.tiers()) {
                add(tier.enter(), uses);
                add(tier.keep(), uses);
            }
        }
        for (Badge badge : program.badges()) {
            if (badge instanceof Badge.When when) {
                add(when.when(), uses);
            } else if (badge instanceof Badge.Levels levels) {
                levels.levels().forEach(level -> uses.add(new NumberUse(levels.slot(), level.at(), false, false)));
            } else if (badge instanceof Badge.Every every) {
                uses.add(anyUse(every.metric()));
            }
        }
        for (Quest quest : program.quests()) {
            add(quest.start(), uses);
            quest.steps().forEach(step -> add(step.done(), uses));
        }
        if (program.lifecycle() != null) {
            add(program.lifecycle().mature(), uses);
        }
        for (Segment segment : program.segments()) {
            add(segment.when(), uses);
        }
        var rfm = program.rfm();
        if (rfm != null) {
            uses.add(new NumberUse(rfm.recency(), rfm.goodRecency(), true, false));
            uses.add(new NumberUse(rfm.frequency(), rfm.goodFrequency(), false, false));
            uses.add(new NumberUse(rfm.monetary(), rfm.goodMonetary(), false, false));
        }
        for (AlertRule rule : program.alerts()) {
            if (rule instanceof AlertRule.Holding holding) {
                add(holding.when(), uses);
            }
        }
        return uses;
    }

    private static NumberUse anyUse(int slot) {
        return new NumberUse(slot, null, false, false);
    }

    private static void add(@Nullable Condition condition, List<NumberUse> uses) {
        if (condition != null) {
            uses.addAll(condition.uses());
        }
    }

    private void note(NumberUse use, List<Set<Double>> found) {
        Double bound = use.bound();
        if (bound == null) {
            everyChange[use.slot()] = true;
            return;
        }
        // of a number that rises by one a day: the first value on the other side of the bound
        if (!use.strict()) {
            found.get(use.slot()).add(Math.ceil(bound));
        }
        if (use.strict() || use.point()) {
            found.get(use.slot()).add(Math.floor(bound) + 1);
        }
    }

    /** Whether no rule asks for the number. */
    boolean isIdle(int slot) {
        return !everyChange[slot] && turns[slot].length == 0;
    }

    /** In how many dates a number that is {@code value} today and rises by one a date next matters, or -1. */
    int datesToTurn(int slot, double value) {
        if (everyChange[slot]) {
            return 1;
        }
        for (double turn : turns[slot]) {
            if (turn > value) {
                double dates = turn - value;
                return dates < Integer.MAX_VALUE / 2 ? (int) dates : -1;
            }
        }
        return -1;
    }

    @Override
    public String toString() {
        return "plan of " + program.name() + ", turning at " + Arrays.deepToString(turns);
    }
}
