package io.rollcall.explain;

import io.rollcall.condition.Condition;
import io.rollcall.condition.Need;
import io.rollcall.event.Event;
import io.rollcall.outcome.Cause;
import io.rollcall.outcome.Outcome;
import io.rollcall.outcome.Snapshot;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What became of one member.
 *
 * @param events how many events reached the member
 * @param turns every evaluation that had an outcome, the oldest first
 * @param grounds by the id of an outcome that was or lies ahead, what it rests on besides its numbers, in clauses
 * @param end all that is known at the end
 * @param needs by its text, every condition that the program asks of a member, as it stands at the end
 * @param ahead what lies ahead if nothing happens, the nearest first
 * @param horizon how far was looked ahead, in milliseconds since the epoch; deadlines beyond it are told too
 */
public record Life(
        long events,
        List<Turn> turns,
        Map<String, List<String>> grounds,
        Snapshot end,
        Map<String, Need> needs,
        List<Ahead> ahead,
        long horizon) {

    /** What an outcome rests on besides its numbers. */
    public List<String> grounds(Outcome outcome) {
        return grounds.getOrDefault(outcome.header().id(), List.of());
    }

    /** How far the member is with a condition of the program. */
    public Need need(Condition condition) {
        return Objects.requireNonNull(needs.get(condition.text()), condition.text());
    }

    /**
     * One evaluation with its outcomes.
     *
     * @param at when, in milliseconds since the epoch
     * @param event what set it off, or null where the clock did
     */
    public record Turn(long at, Cause cause, @Nullable Event event, List<Outcome> outcomes) {}
}
