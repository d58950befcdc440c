package io.rollcall.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.rollcall.program.Ladder;
import io.rollcall.program.Program;
import io.rollcall.replay.History;
import io.rollcall.replay.Replay;
import io.rollcall.replay.Totals;
import io.rollcall.wording.English;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a replay gave, counted, for people and for machines. */
final class ReplaySummary {
    private final Program program;
    private final Replay.Result result;
    private final UnmatchedTypes types;

    ReplaySummary(Program program, Replay.Result result) {
        this.program = program;
        this.result = result;
        this.types = UnmatchedTypes.of(result.history().types(), program);
    }

    /** For people, one thing a line. */
    List<String> lines() {
        History.Counts history = result.history();
        Totals totals = result.totals();
        List<String> lines = new ArrayList<>();
        lines.add("The history of '%s' under the program '%s'%s"
                .formatted(
                        program.community(),
                        program.name(),
                        history.end() == null ? "" : " up to " + Instant.ofEpochMilli(history.end())));
        String sorted = history.sorted() ? ", sorted first" : "";
        add(lines, history.events(), "event" + sorted, "events" + sorted);
        addIfAny(
                lines,
                result.repeats(),
                "  repeated within an hour (same id): it changes nothing",
                "  repeated within an hour (same id): they change nothing");
        if (history.events() > 0) {
            addTypes(lines);
        }
        addIfAny(
                lines,
                history.otherCommunities(),
                "event of another community, skipped",
                "events of other communities, skipped");
        addIfAny(lines, history.later(), "later event, skipped", "later events, skipped");
        addIfAny(
                lines,
                history.rejected(),
                "line that is no event: see rejected.jsonl",
                "lines that are no events: see rejected.jsonl");
        add(lines, totals.members(), "member", "members");
        addIfAny(lines, totals.outsiders(), "  not joined yet: others have acted upon them");
        addIfAny(lines, totals.left(), "  left: on tiers and in segments they count where they stood then");
        for (Ladder ladder : program.ladders()) {
            Map<String, Long> counts = totals.tiers().getOrDefault(ladder.name(), Map.of());
            ladder.tiers()
                    .forEach(tier -> addIfAny(
                            lines,
                            counts.getOrDefault(tier.name(), 0L),
                            "  on tier %s of %s".formatted(tier.name(), ladder.name())));
        }
        totals.stages().forEach((stage, count) -> add(lines, count, "  in stage " + stage));
        totals.segments().forEach((segment, count) -> add(lines, count, "  in segment " + segment));
        totals.quests()
                .forEach((quest, states) ->
                        states.forEach((state, count) -> add(lines, count, "  quest %s: %s".formatted(quest, state))));
        totals.rfmClasses().forEach((rfm, count) -> add(lines, count, "  in RFM class " + rfm));
        totals.badges().forEach((badge, awards) -> {
            long holders = totals.badgeHolders().getOrDefault(badge, 0L);
            String which =
                    " badge " + badge + (awards > holders ? ", %s".formatted(English.counted(awards, "award")) : "");
            add(lines, holders, "holds" + which, "hold" + which);
        });
        totals.alertsRaised().forEach((alert, raised) -> {
            Map<String, Long> resolved = totals.alertsResolved().getOrDefault(alert, Map.of());
            add(lines, raised, "alert %s raised".formatted(alert), "alerts %s raised".formatted(alert));
            resolved.forEach((reason, count) -> add(lines, count, "  resolved: " + reason));
            addIfAny(
                    lines,
                    raised
                            - resolved.values().stream()
                                    .mapToLong(Long::longValue)
                                    .sum(),
                    "  open");
        });
        add(lines, outcomes(), "outcome", "outcomes");
        totals.outcomes().forEach((kind, count) -> add(lines, count, "  " + kind));
        addIfAny(
                lines,
                result.overruns(),
                "evaluation was cut off: rules of the program go on undoing each other; see its conditions",
                "evaluations were cut off: rules of the program go on undoing each other; see its conditions");
        return lines;
    }

    /** What counts for nothing, and what nothing counts for, most likely has another name in the program. */
    private void addTypes(List<String> lines) {
        for (UnmatchedTypes.Unnamed each : types.first()) {
            add(lines, each.events(), "  of type " + each.shown() + ", which no rule names" + each.hint());
        }
        UnmatchedTypes.Others others = types.others();
        addIfAny(lines, others.events(), "  of %s that no rule names".formatted(others.types()));
        addIfAny(
                lines,
                types.absent().size(),
                "event type that the program names never occurred: " + types.shownAbsent(),
                "event types that the program names never occurred: " + types.shownAbsent());
    }

    private long outcomes() {
        return result.totals().outcomes().values().stream()
                .mapToLong(Long::longValue)
                .sum();
    }

    private static void add(List<String> lines, long count, String what) {
        lines.add("%,12d  %s".formatted(count, what));
    }

    private static void add(List<String> lines, long count, String one, String many) {
        add(lines, count, count == 1 ? one : many);
    }

    private static void addIfAny(List<String> lines, long count, String what) {
        addIfAny(lines, count, what, what);
    }

    private static void addIfAny(List<String> lines, long count, String one, String many) {
        if (count != 0) {
            add(lines, count, one, many);
        }
    }

    /** For machines. */
    String json() {
        History.Counts history = result.history();
        try {
            return new ObjectMapper()
                    .enable(SerializationFeature.INDENT_OUTPUT)
                    .writeValueAsString(new Summary(
                            program.name(),
                            program.community(),
                            history.end() == null
                                    ? null
                                    : Instant.ofEpochMilli(history.end()).toString(),
                            history.events(),
                            history.otherCommunities(),
                            history.later(),
                            history.rejected(),
                            result.repeats(),
                            history.sorted(),
                            result.overruns(),
                            types.unnamed(),
                            types.absent(),
                            result.totals()));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What is printed as JSON. */
    record Summary(
            String program,
            String community,
            @Nullable String until,
            long events,
            long eventsOfOtherCommunities,
            long laterEvents,
            long rejectedLines,
            long repeatedEvents,
            boolean sorted,
            long evaluationsCutOff,
            Map<String, Long> eventTypesWithoutRule,
            List<String> eventTypesWithoutEvent,
            Totals result) {}
}
