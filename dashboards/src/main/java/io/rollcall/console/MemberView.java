package io.rollcall.console;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All that is known of a member, and what is still missing for what comes next.
 *
 * @param at of when the numbers are: a snapshot is made when something happens to the member, and not at every midnight
 */
record MemberView(
        String community,
        String member,
        @Nullable Instant at,
        @Nullable Instant joinedAt,
        @Nullable Instant leftAt,
        @Nullable Instant lastActiveAt,
        long points,
        long pointsEarned,
        @Nullable String stage,
        List<String> segments,
        @Nullable String rfm,
        List<Standing> tiers,
        List<Badge> badges,
        List<Quest> quests,
        List<AlertPage.Item> openAlerts,
        List<Next> next,
        Map<String, Double> metrics) {

    /**
     * Where the member stands on a ladder.
     *
     * @param tiers the ladder's tiers, the lowest first; only the member's own where the program is not known
     */
    record Standing(String ladder, String tier, List<String> tiers) {}

    record Badge(String badge, String title, @Nullable String level, int times) {}

    record Quest(String quest, String state) {}

    /**
     * What is missing for a tier ({@code ladder}, {@code tier}) or a badge's level ({@code badge}, {@code level}): a
     * metric that is at {@code have} and needs {@code need}, or a condition that does not hold.
     */
    record Next(
            @Nullable String ladder,
            @Nullable String tier,
            @Nullable String badge,
            @Nullable String title,
            @Nullable String level,
            @Nullable String metric,
            @Nullable Double have,
            @Nullable Double need,
            @Nullable String condition) {}
}
