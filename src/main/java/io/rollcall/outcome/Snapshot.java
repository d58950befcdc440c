package io.rollcall.outcome;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All that is known of a member at an instant (SEMANTICS section 6). Instants are milliseconds since the epoch.
 *
 * @param at the instant for which the metrics stand
 * @param seen the member's latest instant: it never goes back, so the snapshot with the later one is the later one
 */
public record Snapshot(
        String community,
        String member,
        long at,
        long seen,
        @Nullable Long joinedAt,
        @Nullable Long leftAt,
        @Nullable Long lastActiveAt,
        Map<String, Double> metrics,
        long points,
        long pointsEarned,
        Map<String, String> tiers,
        Map<String, Held> badges,
        Map<String, String> quests,
        @Nullable String stage,
        List<String> segments,
        @Nullable String rfm,
        List<Outcome.Alert> openAlerts,
        List<Next> next) {

    /**
     * What is held of a badge.
     *
     * @param level the highest level won, of a badge with levels
     * @param times how many times it was won; 1 except for {@code every} badges
     */
    public record Held(@Nullable String level, int times) {}

    /** What is still missing for a tier or a badge's level. */
    public sealed interface Next {}

    /** A metric is short of a badge's level. */
    public record NextLevel(String badge, String level, String metric, double have, double need) implements Next {}

    /** A metric is short of a tier. */
    public record NextTier(String ladder, String tier, String metric, double have, double need) implements Next {}

    /** A condition that is no plain comparison does not hold yet for a tier. */
    public record NextTierCondition(String ladder, String tier, String condition) implements Next {}
}
