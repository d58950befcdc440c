package io.rollcall.compare;

import io.rollcall.compare.Difference.Unmet;
import io.rollcall.condition.Condition;
import io.rollcall.condition.Condition.Comparison;
import io.rollcall.condition.Condition.Conjunct;
import io.rollcall.condition.Facts;
import io.rollcall.metric.Metric;
import io.rollcall.program.AlertRule;
import io.rollcall.program.Badge;
import io.rollcall.program.Ladder;
import io.rollcall.program.Program;
import io.rollcall.wording.English;
import io.rollcall.wording.Told;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What of one program's rules keeps a member from standing as they do under the other program. */
final class Reasons {
    private final Program program;
    /** The numbers that mean the same in both programs. */
    private final Set<String> shared = new HashSet<>();

    Reasons(Program program, Program other) {
        this.program = program;
        boolean sameDates = program.dates().zone().equals(other.dates().zone());
        Map<String, Metric> others = new HashMap<>();
        other.metrics().forEach(metric -> others.put(metric.name(), metric));
        for (Metric metric : program.metrics()) {
            Metric theirs = others.get(metric.name());
            if (theirs != null
                    && theirs.definition().equals(metric.definition())
                    && (sameDates || !metric.keepsDates())) {
                shared.add(metric.name());
            }
        }
        if (sameDates) {
            shared.add("tenure_days");
        }
    }

    /** What is not met; nothing where the program has no such rule, or nothing of it can be told. */
    List<Unmet> of(Rule rule, Standing own, @Nullable Place ours, @Nullable Place theirs) {
        return switch (rule.kind()) {
            case LADDER -> tier(rule, own, ours, theirs);
            case BADGE -> badge(rule, own, ours, theirs);
            case SEGMENT -> segment(rule, own, ours);
            case ALERT -> alert(rule, ours, theirs);
            default -> List.of();
        };
    }

    private List<Unmet> tier(Rule rule, Standing own, @Nullable Place ours, @Nullable Place theirs) {
        Ladder ladder = Ladders.find(program, rule.name());
        int height = Ladders.height(ladder, ours == null ? null : ours.state);
        int other = Ladders.height(ladder, theirs == null ? null : theirs.state);
        if (ladder == null
                || other >= 0 && other <= height
                || height + 1 >= ladder.tiers().size()) {
            return List.of();
        }
        Ladder.Tier above = ladder.tiers().get(height + 1);
        boolean roseLater = ours != null && theirs != null && !theirs.down && theirs.at > ours.at;
        if (ours != null && ours.down && !roseLater && above.kept() != null) {
            List<Unmet> lost = failing(above.kept(), new Known(ours.evidence(), null), Instant.ofEpochMilli(ours.at));
            if (!lost.isEmpty() || !ours.grounds.isEmpty()) {
                return lost;
            }
        }
        if (above.enter() == null) {
            return List.of();
        }
        List<Unmet> entering = thenOrNow(above.enter(), own, theirs);
        // who could not keep a tier does not climb to it
        return entering.isEmpty() && above.keep() != null ? thenOrNow(above.keep(), own, theirs) : entering;
    }

    private List<Unmet> badge(Rule rule, Standing own, @Nullable Place ours, @Nullable Place theirs) {
        Badge badge = program.badges().stream()
                .filter(each -> each.name().equals(rule.name()))
                .findFirst()
                .orElse(null);
        if (ours != null && ours.times > 0) {
            return List.of();
        }
        if (badge instanceof Badge.When when) {
            return thenOrNow(when.when(), own, theirs);
        } else if (badge instanceof Badge.Levels levels) {
            return levels.levels().stream()
                    .filter(level -> level.name().equals(rule.level()))
                    .flatMap(level -> atLeast(levels.slot(), level.at(), own, theirs).stream())
                    .toList();
        } else if (badge instanceof Badge.Every every) {
            return atLeast(every.metric(), every.every(), own, theirs);
        }
        return List.of();
    }

    private List<Unmet> atLeast(int slot, double bound, Standing own, @Nullable Place theirs) {
        String name = program.numberName(slot);
        String text = name + " >= " + English.number(bound);
        Double then = theirs == null ? null : sharedOf(theirs.evidence()).get(name);
        if (then != null && then < bound) {
            return List.of(new Unmet(text, name, then, false, at(theirs)));
        }
        Double now = numbersAtEnd(own).get(name);
        return now != null && now < bound ? List.of(new Unmet(text, name, now, true, null)) : List.of();
    }

    private List<Unmet> segment(Rule rule, Standing own, @Nullable Place ours) {
        if (ours != null && ours.state != null) {
            return List.of();
        }
        return program.segments().stream()
                .filter(segment -> segment.name().equals(rule.name()))
                .flatMap(segment -> failing(segment.when(), atEnd(own), null).stream())
                .toList();
    }

    private List<Unmet> alert(Rule rule, @Nullable Place ours, @Nullable Place theirs) {
        if (ours != null && ours.times > 0 || theirs == null) {
            return List.of();
        }
        for (AlertRule alert : program.alerts()) {
            Condition when =
                    alert instanceof AlertRule.Absence absence ? absence.when() : ((AlertRule.Holding) alert).when();
            if (alert.name().equals(rule.name()) && when != null) {
                return failing(when, new Known(sharedOf(theirs.evidence()), null), at(theirs));
            }
        }
        return List.of();
    }

    /** By the numbers of the moment at which it happened under the other program, or else by those at the end. */
    private List<Unmet> thenOrNow(Condition condition, Standing own, @Nullable Place theirs) {
        List<Unmet> then = theirs == null
                ? List.of()
                : failing(condition, new Known(sharedOf(theirs.evidence()), null), at(theirs));
        return then.isEmpty() ? failing(condition, atEnd(own), null) : then;
    }

    private Map<String, Double> sharedOf(Map<String, Double> numbers) {
        Map<String, Double> same = new HashMap<>(numbers);
        same.keySet().retainAll(shared);
        return same;
    }

    private Map<String, Double> numbersAtEnd(Standing standing) {
        Map<String, Double> numbers = new HashMap<>();
        for (int i = 0; i < standing.numbers.length; i++) {
            numbers.put(program.metrics().get(i).name(), standing.numbers[i]);
        }
        numbers.put(program.numberName(program.pointsSlot()), (double) standing.points);
        numbers.put(program.numberName(program.pointsEarnedSlot()), (double) standing.pointsEarned);
        numbers.put(program.numberName(program.tenureSlot()), (double) standing.tenure);
        return numbers;
    }

    private Known atEnd(Standing standing) {
        return new Known(numbersAtEnd(standing), standing.told);
    }

    private static @Nullable Instant at(@Nullable Place place) {
        return place == null || place.at == Place.NEVER ? null : Instant.ofEpochMilli(place.at);
    }

    /** {@code at} is the moment whose numbers are known; null for the end. */
    private List<Unmet> failing(Condition condition, Known known, @Nullable Instant at) {
        List<Unmet> failing = new ArrayList<>();
        for (Conjunct conjunct : condition.conjuncts()) {
            known.guessed = false;
            boolean holds = conjunct.test().holds(known);
            if (holds || known.guessed) {
                continue;
            }
            String name = conjunct instanceof Comparison comparison ? program.numberName(comparison.slot()) : null;
            failing.add(
                    new Unmet(conjunct.text(), name, name == null ? null : known.numbers.get(name), at == null, at));
        }
        return failing;
    }

    /** What is known; whoever asks for anything else gets a guess, which is noted. */
    private final class Known implements Facts {
        private final Map<String, Double> numbers;
        private final @Nullable Told told;
        private boolean guessed;

        /** {@code told} is what is known besides numbers; null for nothing. */
        Known(Map<String, Double> numbers, @Nullable Told told) {
            this.numbers = numbers;
            this.told = told;
        }

        @Override
        public double number(int slot) {
            Double number = numbers.get(program.numberName(slot));
            guessed |= number == null;
            return number == null ? 0 : number;
        }

        @Override
        public boolean reached(int ladder, int tier) {
            return told == null ? guess() : told.reached(ladder, tier);
        }

        @Override
        public boolean hasBadge(int badge, int level) {
            return told == null ? guess() : told.hasBadge(badge, level);
        }

        @Override
        public boolean inSegment(int segment) {
            return told == null ? guess() : told.inSegment(segment);
        }

        @Override
        public boolean inStage(int stage) {
            return told == null ? guess() : told.inStage(stage);
        }

        private boolean guess() {
            guessed = true;
            return false;
        }
    }
}
