package io.rollcall.program;

import io.rollcall.condition.Condition;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A ladder of tiers.
 *
 * @param tiers lowest first; the first one has no {@code enter}
 */
public record Ladder(String name, List<Tier> tiers) {

    /**
     * A tier.
     *
     * @param enter what lets a member in; null for the lowest
     * @param keep the tier's own {@code keep}, if it has one
     * @param keepAlways whether it is never lost
     * @param hold how long after a promotion it is not lost, in milliseconds
     * @param grace how long {@code keep} may fail before it is lost, in milliseconds
     */
    public record Tier(
            String name,
            @Nullable Condition enter,
            @Nullable Condition keep,
            boolean keepAlways,
            long hold,
            long grace,
            List<String> perks) {

        /** What keeps a member in; null if nothing can end it. */
        public @Nullable Condition kept() {
            return keepAlways ? null : keep != null ? keep : enter;
        }
    }
}
