package io.rollcall.outcome;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Something that became true of a member (SEMANTICS section 6). Instants are milliseconds since the epoch. */
public sealed interface Outcome {

    /** What every outcome says of itself. */
    Header header();

    /**
     * What every outcome says of itself.
     *
     * @param id stable: the same outcome has the same id however often, whenever and wherever it is computed
     * @param community the community
     * @param member the member
     * @param at the instant at which it became true
     * @param cause what made it true
     * @param evidence the metrics that its rule names, with their values at that instant
     * @param shadow whether a program in shadow mode gave it, on which nobody shall act
     */
    record Header(
            String id,
            String community,
            String member,
            long at,
            Cause cause,
            Map<String, Double> evidence,
            boolean shadow) {}

    /** Up or down a ladder. */
    enum Direction {
        UP,
        DOWN
    }

    /** How much an alert matters. */
    enum Severity {
        INFO,
        WARNING,
        CRITICAL
    }

    /** Why an alert was resolved. */
    enum Reason {
        ACTED,
        CLEARED,
        RECOVERED,
        DEMOTED,
        LATE_EVIDENCE,
        LEFT
    }

    /** A member moved on a ladder. */
    record TierChanged(Header header, String ladder, String from, String to, Direction direction, List<String> perks)
            implements Outcome {}

    /** A member won a badge, or a level of one. */
    record BadgeAwarded(
            Header header,
            String badge,
            String title,
            @Nullable String level,
            int times) implements Outcome {}

    /** Points were posted; negative ones for a redemption. */
    record PointsPosted(Header header, String entry, long points, long balance) implements Outcome {}

    /** A redemption asked for more than the balance. */
    record RedemptionRefused(Header header, long cost, long balance) implements Outcome {}

    /** Every step of a quest was done in time. */
    record QuestCompleted(Header header, String quest, long points) implements Outcome {}

    /** A quest's time ran out. */
    record QuestExpired(Header header, String quest, List<String> missing) implements Outcome {}

    /** A member's lifecycle stage changed. */
    record StageChanged(Header header, @Nullable String from, String to, boolean returned) implements Outcome {}

    /** A member entered a segment. */
    record SegmentEntered(Header header, String segment) implements Outcome {}

    /** A member left a segment. */
    record SegmentLeft(Header header, String segment) implements Outcome {}

    /** A member's RFM class changed. */
    record RfmChanged(Header header, @Nullable String from, String to) implements Outcome {}

    /** An alert was raised. */
    record AlertRaised(Header header, Alert alert) implements Outcome {}

    /** An alert was resolved. */
    record AlertResolved(Header header, Alert alert, Reason reason) implements Outcome {}

    /**
     * An alert of a member. Both outcomes of an alert carry it whole, so that a consumer needs no memory.
     *
     * @param id the same for the raising and the resolution
     * @param name the rule, or {@link #AT_RISK}
     * @param ladder the ladder of an at-risk alert, else null
     * @param severity how much it matters
     * @param raisedAt when it was raised
     * @param anchor what it counts from
     * @param deadline when the time ran out, or runs out; null for a condition alert
     * @param playbook what to do about it, if the rule says
     */
    record Alert(
            String id,
            String name,
            @Nullable String ladder,
            Severity severity,
            long raisedAt,
            long anchor,
            @Nullable Long deadline,
            @Nullable String playbook) {

        /** The reserved name of the alert that a running grace is. */
        public static final String AT_RISK = "tier-at-risk";
    }
}
