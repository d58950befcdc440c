package io.rollcall.explain;

import io.rollcall.condition.Condition;
import io.rollcall.condition.Facts;
import io.rollcall.condition.Need;
import io.rollcall.decide.Decision;
import io.rollcall.decide.Engine;
import io.rollcall.event.Event;
import io.rollcall.explain.Life.Turn;
import io.rollcall.member.MemberState;
import io.rollcall.outcome.Cause;
import io.rollcall.outcome.Outcome;
import io.rollcall.program.Program;
import io.rollcall.wording.Grounds;
import io.rollcall.wording.Told;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Follows one member through a history. */
public final class Biographer {
    private final Program program;
    private final String member;
    private final Engine engine;
    private final List<Turn> turns = new ArrayList<>();
    private final Grounds grounds;
    private final Told told;
    private final Map<String, List<String>> because = new HashMap<>();
    private MemberState state;
    private long events;

    /**
     * Follows a member from the beginning.
     *
     * @throws IllegalArgumentException if the program excludes the member
     */
    public Biographer(Program program, String member) {
        if (program.excludes(member)) {
            throw new IllegalArgumentException("the program excludes member " + member);
        }
        this.program = program;
        this.member = member;
        this.engine = new Engine(program);
        this.state = engine.newMember(member);
        this.grounds = new Grounds(program);
        this.told = grounds.nothing();
    }

    /**
     * The next event of the history, in order; those that do not reach the member are passed over.
     *
     * @throws IllegalArgumentException if it cannot be evaluated
     */
    public void event(Event event) {
        if (member.equals(event.member()) || member.equals(event.recipient())) {
            events++;
            try {
                note(engine.decide(state, event), event);
            } catch (ArithmeticException | IllegalStateException e) {
                throw new IllegalArgumentException(
                        "The event '" + event.id() + "' cannot be evaluated: " + e.getMessage()
                                + ". Correct the event or the program, or take the event out.",
                        e);
            }
        }
    }

    /** How many events have reached the member. */
    public long events() {
        return events;
    }

    /**
     * The member's life up to and including an instant that no event lies behind.
     *
     * @throws IllegalArgumentException if it cannot be evaluated up to there and as far ahead as is looked
     */
    public Life end(long at) {
        try {
            return life(at);
        } catch (ArithmeticException | IllegalStateException e) {
            throw new IllegalArgumentException(
                    "What the clock brings to '" + member + "' cannot be evaluated: " + e.getMessage()
                            + ". Correct the program, or the event that has a number too large.",
                    e);
        }
    }

    private Life life(long at) {
        note(engine.decide(state, at), null);
        List<Outcome> ahead = Forecast.outcomes(engine, state, at);
        Map<String, List<String>> reasons = new HashMap<>(because);
        Told later = told.copy();
        ahead.forEach(outcome -> tell(outcome, later, reasons));
        return new Life(
                events,
                List.copyOf(turns),
                Map.copyOf(reasons),
                engine.snapshot(state, at),
                needs(at),
                Forecast.of(program, state, at, ahead),
                at + Forecast.HORIZON);
    }

    private Map<String, Need> needs(long at) {
        List<String> names = program.vocabulary().numbers();
        Facts facts = engine.facts(state, at);
        Map<String, Need> needs = new HashMap<>();
        for (Condition condition : program.conditions()) {
            needs.computeIfAbsent(condition.text(), any -> Need.of(condition, facts, names));
        }
        return Map.copyOf(needs);
    }

    private void note(Decision decision, @Nullable Event event) {
        state = decision.state();
        for (Outcome outcome : decision.outcomes()) {
            long at = outcome.header().at();
            Cause cause = outcome.header().cause();
            Turn last = turns.isEmpty() ? null : turns.get(turns.size() - 1);
            if (last == null || last.at() != at || !last.cause().equals(cause)) {
                boolean byEvent = event != null && cause.equals(new Cause.ByEvent(event.id()));
                last = new Turn(at, cause, byEvent ? event : null, new ArrayList<>());
                turns.add(last);
            }
            last.outcomes().add(outcome);
            tell(outcome, told, because);
        }
    }

    private void tell(Outcome outcome, Told before, Map<String, List<String>> reasons) {
        List<String> rests = grounds.of(outcome, before);
        if (!rests.isEmpty()) {
            reasons.put(outcome.header().id(), rests);
        }
        before.add(outcome);
    }
}
