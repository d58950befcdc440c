package io.rollcall.compare;

import io.rollcall.program.Program;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What would change if one program took the place of another.
 *
 * @param members how many are members under either
 * @param left how many of them have left by the end: they count where they stood then
 * @param differently how many of them stand differently at the end
 * @param otherwise how many more get to the same place in another way
 * @param otherwiseBy the same by what differs, each member once
 * @param excludedByFrom whom only the first program excludes, of those the history knows
 * @param excludedByTo whom only the second excludes
 * @param changes what the two programs say differently
 * @param rules every rule of either, in the order of an evaluation
 * @param points the points posted in the whole history, by entry
 * @param refused refused redemptions
 */
public record Difference(
        long members,
        long left,
        long differently,
        long otherwise,
        List<Otherwise> otherwiseBy,
        List<String> excludedByFrom,
        List<String> excludedByTo,
        List<TextChange> changes,
        List<RuleDifference> rules,
        Map<String, Count> points,
        Count refused) {

    /** Whether no member would notice: the same outcomes at the same instants. */
    public boolean isNone() {
        return differently == 0 && otherwise == 0;
    }

    /** A number under either program. */
    public record Count(long from, long to) {}

    /**
     * Members who get to the same place in another way.
     *
     * @param members how many
     * @param examples a few of them
     */
    public record Otherwise(How how, long members, List<String> examples) {}

    /** What differs on the way to the same place. */
    public enum How {
        /** Nothing but titles, perks and playbooks. */
        TEXTS,
        /** Alerts: others, or at other instants; maybe texts, too. */
        ALERTS,
        /** What became true besides alerts, or when. */
        STEPS
    }

    /** Which of the programs has a rule. */
    public enum Presence {
        BOTH,
        ONLY_FROM,
        ONLY_TO
    }

    /**
     * How members stand differently by one rule.
     *
     * @param gain how many stand higher, have won it, have more points, had more alerts
     * @param lose the opposite
     * @param more how many have won it under both, but more often
     * @param fewer how many have won it under both, but less often
     * @param move how many stand elsewhere, neither higher nor lower
     * @param excluded how many stand nowhere any more because the second program excludes them, and only that one
     * @param included how many stand somewhere because only the first program excludes them
     * @param stands how many members stand there at the end, by where: {@code won}, {@code in}, {@code open}, a tier
     *     above the lowest, a stage, a class
     * @param times how often a badge was won, an alert raised, somebody rose, in the whole history
     * @param flows the largest first
     * @param examples a few of those members: one of each way at least, and each flow's before a second one of any
     */
    public record RuleDifference(
            Rule rule,
            Presence presence,
            long gain,
            long lose,
            long more,
            long fewer,
            long move,
            long excluded,
            long included,
            Map<String, Count> stands,
            Count times,
            List<Flow> flows,
            List<Example> examples) {

        /** How many members it concerns. */
        public long members() {
            return gain + lose + more + fewer + move + excluded + included;
        }
    }

    /** So many members stand there instead of here; null is nowhere, the lowest tier, or the side that excludes them. */
    public record Flow(
            Way way, @Nullable String from, @Nullable String to, long members) {}

    /** How a member's standing differs. */
    public enum Way {
        GAIN,
        LOSE,
        MORE,
        FEWER,
        MOVE,
        /** Only the second program excludes them. */
        EXCLUDED,
        /** Only the first program excludes them. */
        INCLUDED
    }

    /** One member. */
    public record Example(String member, Way way, View from, View to) {}

    /**
     * How that member stands under one of the programs.
     *
     * @param excluded whether the program excludes the member
     * @param state where they stand, or null
     * @param times how often the badge was won, the alert raised, the member rose
     * @param points the balance at the end
     * @param entries for points: those entries that differ
     * @param at the last change, or null if there was none
     * @param down whether that was a fall from a higher tier
     * @param evidence the numbers of that change
     * @param grounds what it rests on besides numbers, in clauses
     * @param leftAt when the member left, or null: since then nothing of them is evaluated
     * @param unmet what of the rule keeps the member from standing as under the other program
     * @param missing for a quest that ran out: what was not done
     */
    public record View(
            boolean excluded,
            @Nullable String state,
            long times,
            long points,
            Map<String, Long> entries,
            @Nullable Instant at,
            boolean down,
            Map<String, Double> evidence,
            List<String> grounds,
            @Nullable Instant leftAt,
            List<Unmet> unmet,
            List<String> missing) {}

    /**
     * A part of a rule that does not hold.
     *
     * @param condition the part, as the program has it
     * @param number the metric that it compares, or null
     * @param have that metric's value
     * @param atEnd whether it is the value at the end of the history, not the one of the moment that counted
     * @param at that moment, such as that of the promotion under the other program; null for the end
     */
    public record Unmet(
            String condition,
            @Nullable String number,
            @Nullable Double have,
            boolean atEnd,
            @Nullable Instant at) {}

    /**
     * Something that the programs say differently.
     *
     * @param what such as {@code badge writer}
     * @param presence which program says it at all
     * @param properties what differs in it
     */
    public record TextChange(String what, Presence presence, List<Property> properties) {

        /** What two programs say differently: new and changed in the order of the second, then what is gone. */
        public static List<TextChange> between(Program from, Program to) {
            return RuleTexts.changes(from, to);
        }
    }

    /** A property of a rule as either program has it; null where it has none. */
    public record Property(
            String name, @Nullable String from, @Nullable String to) {}
}
