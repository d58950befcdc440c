package io.rollcall.program;

import io.rollcall.condition.Condition;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A quest: steps to do in time.
 *
 * @param start what begins it; null where joining does
 * @param within the time for it, in milliseconds
 */
public record Quest(String name, @Nullable Condition start, long within, long points, List<Step> steps) {

    /** One of the things to do. */
    public record Step(String name, Condition done) {}
}
