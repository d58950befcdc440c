package io.rollcall.wording;

import io.rollcall.condition.Condition;
import io.rollcall.condition.Condition.Comparison;
import io.rollcall.condition.Condition.Conjunct;
import io.rollcall.condition.ConditionException;
import io.rollcall.condition.Conditions;
import io.rollcall.condition.Facts;
import io.rollcall.condition.Formula;
import io.rollcall.condition.Vocabulary;
import io.rollcall.outcome.Outcome;
import io.rollcall.outcome.Outcome.Alert;
import io.rollcall.outcome.Outcome.Direction;
import io.rollcall.program.AlertRule;
import io.rollcall.program.Badge;
import io.rollcall.program.Ladder;
import io.rollcall.program.Lifecycle;
import io.rollcall.program.Program;
import io.rollcall.program.Stage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The grounds of outcomes that their numbers do not tell: which part of a rule no longer holds, and what besides numbers
 * does, each as a clause such as "the member is no longer in the segment regulars".
 */
public final class Grounds {
    /** Stands for a part that asks for numbers only. */
    private static final Formula NUMBERS = new Formula.Fixed(true);

    private final Program program;
    private final Vocabulary vocabulary;
    /** What parts of conditions ask, by their text. */
    private final Map<String, Formula> parts = new HashMap<>();

    /** The grounds of a program's outcomes. */
    public Grounds(Program program) {
        this.program = program;
        this.vocabulary = program.vocabulary();
    }

    /** A member of whom nothing was told yet. */
    public Told nothing() {
        return new Told(vocabulary);
    }

    /** Whether any rule asks something besides numbers; else outcomes carry all that they rest on. */
    public boolean isAsked() {
        return program.conditions().stream()
                .anyMatch(condition -> !condition.asked().isEmpty());
    }

    /** The grounds of an outcome, given what was so before it; nothing where its numbers say it all. */
    public List<String> of(Outcome outcome, Told before) {
        var known = new Known(before, outcome.header().evidence());
        if (outcome instanceof Outcome.TierChanged tier) {
            return ofTier(tier, before);
        } else if (outcome instanceof Outcome.BadgeAwarded won) {
            Badge badge = program.badges().get(vocabulary.badges().indexOf(won.badge()));
            return badge instanceof Badge.When when ? holding(when.when(), known) : List.of();
        } else if (outcome instanceof Outcome.SegmentEntered entered) {
            return holding(segment(entered.segment()), known);
        } else if (outcome instanceof Outcome.SegmentLeft left) {
            return failing(segment(left.segment()), known);
        } else if (outcome instanceof Outcome.StageChanged stage) {
            return ofStage(stage, known);
        } else if (outcome instanceof Outcome.AlertRaised raised) {
            Alert alert = raised.alert();
            return alert.ladder() == null
                    ? holding(alert(alert.name()), known)
                    : failing(tierOn(alert.ladder(), before).kept(), known);
        } else if (outcome instanceof Outcome.AlertResolved resolved && resolved.reason() == Outcome.Reason.CLEARED) {
            return failing(alert(resolved.alert().name()), known);
        }
        return List.of();
    }

    private List<String> ofStage(Outcome.StageChanged change, Known known) {
        Lifecycle lifecycle = program.lifecycle();
        if (lifecycle == null) {
            return List.of();
        } else if (change.to().equals(Stage.MATURE.text())) {
            return holding(lifecycle.mature(), known);
        }
        boolean isBack =
                Stage.MATURE.text().equals(change.from()) && change.to().equals(Stage.GROWING.text());
        return isBack ? failing(lifecycle.mature(), known) : List.of();
    }

    private List<String> ofTier(Outcome.TierChanged change, Told before) {
        int ladder = vocabulary.ladders().indexOf(change.ladder());
        List<Ladder.Tier> tiers = program.ladders().get(ladder).tiers();
        int from = vocabulary.tiers(ladder).indexOf(change.from());
        int to = vocabulary.tiers(ladder).indexOf(change.to());
        Set<String> grounds = new LinkedHashSet<>();
        Map<String, Double> numbers = change.header().evidence();
        if (change.direction() == Direction.UP) {
            for (int tier = from + 1; tier <= to; tier++) {
                grounds.addAll(holding(tiers.get(tier).enter(), new Known(before, numbers, ladder, tier - 1)));
            }
        } else {
            for (int tier = from; tier > to; tier--) {
                grounds.addAll(failing(tiers.get(tier).kept(), new Known(before, numbers, ladder, tier)));
            }
        }
        return List.copyOf(grounds);
    }

    private Ladder.Tier tierOn(String ladder, Told told) {
        int index = vocabulary.ladders().indexOf(ladder);
        return program.ladders().get(index).tiers().get(told.tier(index));
    }

    private Condition segment(String name) {
        return program.segments().get(vocabulary.segments().indexOf(name)).when();
    }

    private @Nullable Condition alert(String name) {
        for (AlertRule rule : program.alerts()) {
            if (rule.name().equals(name)) {
                return rule instanceof AlertRule.Absence absence ? absence.when() : ((AlertRule.Holding) rule).when();
            }
        }
        return null;
    }

    /** What besides numbers holds. */
    private List<String> holding(@Nullable Condition condition, Known known) {
        List<String> grounds = new ArrayList<>();
        if (condition != null && !condition.asked().isEmpty()) {
            for (Conjunct conjunct : condition.conjuncts()) {
                Formula part = part(conjunct);
                if (part != NUMBERS && known.isSo(conjunct)) {
                    grounds.add(part instanceof Formula.Opaque ? conjunct.text() + " holds" : holds(part));
                }
            }
        }
        return grounds;
    }

    /** Which parts do not hold; nothing where they are comparisons, and all of them: the numbers say that. */
    private List<String> failing(@Nullable Condition condition, Known known) {
        List<String> grounds = new ArrayList<>();
        if (condition == null) {
            return grounds;
        }
        boolean areNumbers = true;
        for (Conjunct conjunct : condition.conjuncts()) {
            if (known.isNotSo(conjunct)) {
                Formula part = part(conjunct);
                areNumbers &= part == NUMBERS;
                grounds.add(
                        part == NUMBERS || part instanceof Formula.Opaque
                                ? conjunct.text() + " no longer holds"
                                : fails(part));
            }
        }
        return areNumbers && grounds.size() == condition.conjuncts().size() ? List.of() : grounds;
    }

    /** What a part asks besides numbers: {@link #NUMBERS} for nothing, {@code Opaque} for several things at once. */
    private Formula part(Conjunct conjunct) {
        return conjunct instanceof Comparison ? NUMBERS : parts.computeIfAbsent(conjunct.text(), this::read);
    }

    private Formula read(String text) {
        try {
            if (Conditions.compile(text, vocabulary).asked().isEmpty()) {
                return NUMBERS;
            }
            Formula formula = Conditions.formula(text, true, vocabulary);
            boolean isOne = formula instanceof Formula.Reached
                    || formula instanceof Formula.HasBadge
                    || formula instanceof Formula.InSegment
                    || formula instanceof Formula.InStage;
            return isOne ? formula : new Formula.Opaque();
        } catch (ConditionException e) {
            throw new IllegalStateException("a part of a condition of a program that was taken: " + text, e);
        }
    }

    private String holds(Formula part) {
        if (part instanceof Formula.Reached reached) {
            return (reached.holds() ? "the member has reached " : "the member has not reached ") + tier(reached);
        } else if (part instanceof Formula.HasBadge has) {
            return (has.holds() ? "the member has won " : "the member has not won ") + badge(has);
        } else if (part instanceof Formula.InSegment in) {
            return (in.holds() ? "the member is in " : "the member is not in ") + segment(in);
        }
        Formula.InStage in = (Formula.InStage) part;
        return (in.holds() ? "the member is in " : "the member is not in ") + stage(in);
    }

    private String fails(Formula part) {
        if (part instanceof Formula.Reached reached) {
            return (reached.holds() ? "the member has lost " : "the member has reached ") + tier(reached);
        } else if (part instanceof Formula.HasBadge has) {
            return (has.holds() ? "the member has not won " : "the member has won ") + badge(has);
        } else if (part instanceof Formula.InSegment in) {
            return (in.holds() ? "the member is no longer in " : "the member is now in ") + segment(in);
        }
        Formula.InStage in = (Formula.InStage) part;
        return (in.holds() ? "the member is no longer in " : "the member is now in ") + stage(in);
    }

    private String tier(Formula.Reached reached) {
        return "the tier " + vocabulary.tiers(reached.ladder()).get(reached.tier()) + " of "
                + vocabulary.ladders().get(reached.ladder());
    }

    private String badge(Formula.HasBadge has) {
        String title = program.badges().get(has.badge()).title();
        return "the badge " + (title.isEmpty() ? vocabulary.badges().get(has.badge()) : title)
                + (has.level() < 0 ? "" : ", " + vocabulary.levels(has.badge()).get(has.level()));
    }

    private String segment(Formula.InSegment in) {
        return "the segment " + vocabulary.segments().get(in.segment());
    }

    private String stage(Formula.InStage in) {
        return "the stage " + vocabulary.stages().get(in.stage());
    }

    /** What was told before, and the numbers that an outcome has: of those that it has not, nothing is known. */
    private final class Known implements Facts {
        private static final int AS_TOLD = -1;

        private final Told told;
        private final Map<String, Double> numbers;
        private final int ladder;
        private final int tier;
        private boolean isGuess;

        Known(Told told, Map<String, Double> numbers) {
            this(told, numbers, AS_TOLD, 0);
        }

        /** The same while the member is on this tier: on the way through several of them. */
        Known(Told told, Map<String, Double> numbers, int ladder, int tier) {
            this.told = told;
            this.numbers = numbers;
            this.ladder = ladder;
            this.tier = tier;
        }

        boolean isSo(Conjunct conjunct) {
            isGuess = false;
            return conjunct.test().holds(this) && !isGuess;
        }

        boolean isNotSo(Conjunct conjunct) {
            isGuess = false;
            return !conjunct.test().holds(this) && !isGuess;
        }

        @Override
        public double number(int slot) {
            Double number = numbers.get(program.numberName(slot));
            isGuess |= number == null;
            return number == null ? 0 : number;
        }

        @Override
        public boolean reached(int asked, int atLeast) {
            return asked == ladder ? tier >= atLeast : told.reached(asked, atLeast);
        }

        @Override
        public boolean hasBadge(int badge, int level) {
            return told.hasBadge(badge, level);
        }

        @Override
        public boolean inSegment(int segment) {
            return told.inSegment(segment);
        }

        @Override
        public boolean inStage(int stage) {
            return told.inStage(stage);
        }
    }
}
