package io.rollcall.program.review;

import io.rollcall.metric.Metric;
import io.rollcall.metric.Metric.Form;
import io.rollcall.program.Badge;
import io.rollcall.program.PointsRule;
import io.rollcall.program.Program;
import io.rollcall.program.Quest;
import io.rollcall.program.Rfm;
import io.rollcall.program.review.Doubt.Code;
import java.util.List;

/** Doubts about levels, bounds, steps and points that a number cannot come to. */
record NumberDoubts(Program program, Logic logic, Numbers numbers, Possibilities possibilities, Doubts doubts) {

    void look() {
        for (Badge badge : program.badges()) {
            if (badge instanceof Badge.Levels levels) {
                levels(levels);
            }
        }
        for (Quest quest : program.quests()) {
            steps(quest);
        }
        Rfm rfm = program.rfm();
        if (rfm != null) {
            bound("recency", rfm.recency(), rfm.goodRecency(), false);
            bound("frequency", rfm.frequency(), rfm.goodFrequency(), true);
            bound("monetary", rfm.monetary(), rfm.goodMonetary(), true);
        }
        points();
        program.metrics().forEach(this::values);
    }

    private void levels(Badge.Levels badge) {
        double before = Double.NEGATIVE_INFINITY;
        String below = "";
        for (Badge.Level level : badge.levels()) {
            var at = doubts.places().value("badges", badge.name(), "levels", level.name());
            String what = "badges." + badge.name() + ".levels." + level.name();
            if (level.at() > numbers.of(badge.slot()).most()) {
                doubts.add(
                        Code.UNREACHABLE_LEVEL,
                        at,
                        what + ": nobody can win this level: " + numbers.reason(badge.slot()));
            } else if (level.at() <= before) {
                doubts.add(
                        Code.LEVELS_NOT_RISING,
                        at,
                        what + ": expected more than '" + below + "' above it; levels rise from the first to the last");
            }
            before = level.at();
            below = level.name();
        }
    }

    private void bound(String key, int slot, double bound, boolean goodAbove) {
        Range range = numbers.of(slot);
        boolean never = goodAbove ? bound > range.most() : bound < range.least();
        if (never) {
            doubts.add(
                    Code.UNREACHABLE_LEVEL,
                    doubts.places().value("rfm", "good", key),
                    "rfm.good." + key + ": nobody can ever be good: " + numbers.reason(slot));
        }
    }

    private void steps(Quest quest) {
        if (quest.start() != null) {
            return;
        }
        for (Quest.Step step : quest.steps()) {
            var cases = logic.of(step.done());
            if (cases.isEmpty() || possibilities.whyNever(cases).isPresent()) {
                continue;
            }
            boolean impossible = cases.get().stream()
                    .noneMatch(each -> possibilities.canHold(each, slot -> numbers.ofNewcomer(slot, quest.within())));
            if (impossible) {
                doubts.add(
                        Code.IMPOSSIBLE_STEP,
                        doubts.places().value("quests", quest.name(), "steps", step.name()),
                        "quests." + quest.name() + ".steps." + step.name()
                                + ": who joins cannot do this in time: it takes more dates than 'within' has");
            }
        }
    }

    private void points() {
        for (PointsRule rule : program.earn()) {
            if (!Numbers.posts(rule)) {
                String key = doubts.places().keys("points", "earn", rule.name()).contains("per_value")
                        ? "per_value"
                        : "points";
                doubts.add(
                        Code.NO_EFFECT,
                        doubts.places().value("points", "earn", rule.name(), key),
                        "points.earn." + rule.name() + "." + key + ": this posts nothing; expected more than 0");
            }
        }
        if (program.redeem() != null && !Numbers.postsPoints(program)) {
            doubts.add(
                    Code.NOTHING_TO_SPEND,
                    doubts.places().key("points", "redeem"),
                    "points.redeem: every redemption will be refused: " + numbers.reason(program.pointsSlot()));
        }
    }

    /** The one who acts is always the member, and so is the one acted upon {@code as: recipient}. */
    private void values(Metric metric) {
        boolean values = metric.form() == Form.DISTINCT || metric.form() == Form.REACH;
        String oneself = metric.asRecipient() ? "recipient" : "member";
        if (values && oneself.equals(metric.of())) {
            doubts.add(
                    Code.COUNTS_ONESELF,
                    doubts.places().value("metrics", metric.name(), "of"),
                    "metrics." + metric.name() + ".of: in these events '" + oneself
                            + "' is always the member alone; expected "
                            + (metric.asRecipient() ? "'member'" : "'recipient', or 'as: recipient'")
                            + " or an attribute");
        }
    }

    static List<String> forms() {
        return List.of("count", "sum", "days", "streak", "since", "distinct", "reach");
    }
}
