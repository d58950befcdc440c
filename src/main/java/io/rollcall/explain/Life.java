package io.rollcall.explain;

import io.rollcall.decide.Pending;
import io.rollcall.event.Event;
import io.rollcall.outcome.Cause;
import io.rollcall.outcome.Outcome;
import io.rollcall.outcome.Snapshot;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What became of one member.
 *
 * @param events how many events reached the member
 * @param turns every evaluation that had an outcome, the oldest first
 * @param end all that is known at the end
 * @param pending what lies ahead, the nearest first
 */
public record Life(long events, List<Turn> turns, Snapshot end, List<Pending> pending) {

    /**
     * One evaluation with its outcomes.
     *
     * @param at when, in milliseconds since the epoch
     * @param event what set it off, or null where the clock did
     */
    public record Turn(long at, Cause cause, @Nullable Event event, List<Outcome> outcomes) {}
}
