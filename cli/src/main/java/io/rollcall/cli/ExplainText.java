package io.rollcall.cli;

import io.rollcall.explain.Life;
import io.rollcall.explain.Life.Turn;
import io.rollcall.outcome.Cause;
import io.rollcall.outcome.Outcome;
import io.rollcall.outcome.Snapshot;
import io.rollcall.program.Program;
import io.rollcall.replay.OutcomeJson;
import io.rollcall.wording.English;
import io.rollcall.wording.Terms;
import io.rollcall.wording.Words;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Help.Ansi.IStyle;
import picocli.CommandLine.Help.Ansi.Style;

/** Tells one member's life to a person: the timeline, where they stand, what is missing, what lies ahead. */
final class ExplainText {
    private static final String INDENT = " ".repeat(18);

    private final Page page;
    private final Program program;
    private final Terms terms;
    private final ZoneId zone;

    ExplainText(Page page, Program program) {
        this.page = page;
        this.program = program;
        this.terms = Terms.of(program);
        this.zone = program.dates().zone();
    }

    /** {@code all} is whether to tell also what there is too much of. */
    void print(Life life, MemberHistory history, Predicate<Outcome> shown, boolean all) {
        Snapshot end = life.end();
        page.heading(end.member() + " in '" + program.community() + "', by the program '" + program.name() + "'");
        page.line("%s reached them, of %,d in the history."
                .formatted(English.counted(life.events(), "event"), history.read()));
        page.line("All times are " + zone(zone) + ".");
        if (history.rejected() > 0) {
            page.wrapped(
                    "",
                    "",
                    (history.rejected() == 1
                                    ? "1 line of the history is no event and is skipped: "
                                    : "%,d lines of the history are no events and are skipped; the first is "
                                            .formatted(history.rejected()))
                            + history.firstRejected() + ".");
        }
        page.blank();
        timeline(life, shown);
        page.blank();
        new StandingText(page, program, terms).print(life, history.end(), all);
    }

    private static String zone(ZoneId zone) {
        String name = zoneName(zone);
        return name.equals("UTC") ? "in UTC" : "those of " + name;
    }

    /** The zone's name; that of Greenwich is known better as UTC than as Z. */
    static String zoneName(ZoneId zone) {
        return zone.normalized().equals(ZoneOffset.UTC) ? "UTC" : zone.getId();
    }

    private void timeline(Life life, Predicate<Outcome> shown) {
        Map<String, Integer> hidden = new TreeMap<>();
        int printed = 0;
        for (Turn turn : life.turns()) {
            List<Outcome> outcomes = new ArrayList<>();
            for (Outcome outcome : turn.outcomes()) {
                if (shown.test(outcome)) {
                    outcomes.add(outcome);
                } else {
                    hidden.merge(OutcomeJson.kind(outcome), 1, Integer::sum);
                }
            }
            if (!outcomes.isEmpty()) {
                page.wrapped(Page.time(turn.at(), zone) + "  ", INDENT, cause(turn), Style.faint);
                outcomes.forEach(outcome -> outcome(outcome, life));
                printed += outcomes.size();
            }
        }
        if (printed == 0) {
            page.line(
                    "Nothing " + (hidden.isEmpty() ? "became true of them yet." : "of that kind became true of them."));
        }
        if (!hidden.isEmpty()) {
            List<String> counts = new ArrayList<>();
            hidden.forEach((kind, count) -> counts.add("%,d %s".formatted(count, kind)));
            page.wrapped("", "", "Not shown: " + English.conjunction(counts) + " (see --all and --kind).");
        }
    }

    private void outcome(Outcome outcome, Life life) {
        String reason = Words.reason(outcome, life.grounds(outcome), terms);
        List<String> evidence = Words.evidence(outcome, terms);
        String text = Words.what(outcome)
                + (reason == null ? "" : ", because " + reason)
                + (evidence.isEmpty() ? "" : " (" + String.join(", ", evidence) + ")");
        IStyle style =
                switch (Words.tone(outcome)) {
                    case GOOD -> Style.fg_green;
                    case BAD -> Style.fg_yellow;
                    case NEUTRAL -> Style.fg_cyan;
                };
        page.wrapped("    ", "      ", text, style);
    }

    /** What set it off, as seen by the member. */
    private String cause(Turn turn) {
        if (turn.cause() instanceof Cause.Clock clock) {
            return clock == Cause.MIDNIGHT ? "midnight" : "a deadline";
        }
        var event = turn.event();
        String id = ((Cause.ByEvent) turn.cause()).id();
        if (event == null) {
            return "event " + id;
        }
        String amount = event.value() == 0 ? "" : " of " + English.grouped(event.value());
        String who;
        if (event.reachesRecipient()) {
            boolean acts = event.member() != null && !isRecipient(turn, event.recipient());
            who = acts
                    ? " to " + event.recipient()
                    : " from " + (event.member() == null ? "somebody unnamed" : event.member());
        } else {
            who = "";
        }
        return event.type() + amount + who + " (event " + id + ")";
    }

    private static boolean isRecipient(Turn turn, @Nullable String recipient) {
        return turn.outcomes().get(0).header().member().equals(recipient);
    }
}
