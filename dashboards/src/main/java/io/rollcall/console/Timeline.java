package io.rollcall.console;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A member's outcomes, newest first.
 *
 * @param before where the next page begins; null at the end
 */
record Timeline(List<OutcomeView> outcomes, @Nullable String before) {

    /** Which outcomes a reader wants to see. */
    enum Show {
        /** What marks a member's way: no single points, segments or RFM classes. */
        MILESTONES(List.of(
                "tier-changed",
                "badge-awarded",
                "quest-completed",
                "quest-expired",
                "stage-changed",
                "alert-raised",
                "alert-resolved")),
        POINTS(List.of("points-posted", "redemption-refused")),
        ALL(List.of());

        private final List<String> kinds;

        Show(List<String> kinds) {
            this.kinds = kinds;
        }

        /** The kinds of outcomes; none means every kind. */
        List<String> kinds() {
            return kinds;
        }
    }
}
