package io.rollcall.cli;

import io.rollcall.decide.Pending;
import io.rollcall.explain.Ahead;
import io.rollcall.explain.Life;
import io.rollcall.outcome.Outcome;
import io.rollcall.outcome.Outcome.Alert;
import io.rollcall.outcome.Snapshot;
import io.rollcall.program.Badge;
import io.rollcall.program.Program;
import io.rollcall.wording.English;
import io.rollcall.wording.Terms;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Says where a member stands, what is missing for what comes next, and what lies ahead. */
final class StandingText {
    private static final int LABEL = 12;

    private final Page page;
    private final Program program;
    private final Terms terms;
    private final ZoneId zone;

    StandingText(Page page, Program program, Terms terms) {
        this.page = page;
        this.program = program;
        this.terms = terms;
        this.zone = program.dates().zone();
    }

    void print(Life life, long at, boolean all) {
        Snapshot end = life.end();
        // what a member stands on stays as it was when they left
        String then = end.leftAt() == null ? "" : ", as of leaving";
        page.heading("Where they stand on " + Page.time(at, zone));
        membership(end);
        if (end.stage() != null) {
            row("stage", end.stage());
        }
        end.tiers().forEach((ladder, tier) -> row("ladder", ladder + ": " + tier + since(life, ladder) + then));
        badges(end);
        if (end.pointsEarned() > 0) {
            row(
                    "points",
                    end.points() == end.pointsEarned()
                            ? "%,d".formatted(end.points())
                            : "a balance of %,d, of %,d earned".formatted(end.points(), end.pointsEarned()));
        }
        end.quests().forEach((quest, state) -> row("quest", quest + ": " + state + steps(life, quest)));
        if (!end.segments().isEmpty()) {
            row("segments", String.join(", ", end.segments()) + then);
        }
        if (end.rfm() != null) {
            row("RFM class", end.rfm() + then);
        }
        for (Alert alert : end.openAlerts()) {
            row("open alert", alert(alert));
        }
        List<String> numbers = new ArrayList<>();
        end.metrics().forEach((metric, value) -> {
            if (value != 0) {
                numbers.add(terms.value(metric, value));
            }
        });
        if (!numbers.isEmpty()) {
            row("numbers", String.join("; ", numbers));
        }
        new MissingText(page, program, terms).print(life);
        new AheadText(page, program, terms).print(life, all);
    }

    private void membership(Snapshot end) {
        if (end.joinedAt() == null) {
            row("member", "not yet: others have acted upon them, they themselves have not acted");
            return;
        }
        row(
                "member",
                "since " + Page.time(end.joinedAt(), zone)
                        + (end.lastActiveAt() == null || end.lastActiveAt().equals(end.leftAt())
                                ? ""
                                : ", last acted " + Page.time(end.lastActiveAt(), zone))
                        + (end.leftAt() == null ? "" : ", left " + Page.time(end.leftAt(), zone)));
    }

    private String since(Life life, String ladder) {
        Outcome last = null;
        for (Life.Turn turn : life.turns()) {
            for (Outcome outcome : turn.outcomes()) {
                if (outcome instanceof Outcome.TierChanged tier && tier.ladder().equals(ladder)) {
                    last = outcome;
                }
            }
        }
        return last == null ? "" : " since " + Page.time(last.header().at(), zone);
    }

    private void badges(Snapshot end) {
        List<String> badges = new ArrayList<>();
        end.badges()
                .forEach((name, held) -> badges.add(title(name)
                        + (held.level() == null ? "" : " (" + held.level() + ")")
                        + (held.times() > 1 ? " ×" + held.times() : "")));
        if (!badges.isEmpty()) {
            row("badges", String.join("; ", badges));
        }
    }

    private String alert(Alert alert) {
        return alert.name() + (alert.ladder() == null ? "" : " on the " + alert.ladder() + " ladder") + " since "
                + Page.time(alert.raisedAt(), zone)
                + (alert.name().equals(Alert.AT_RISK) && alert.deadline() != null
                        ? ", until " + Page.time(alert.deadline(), zone)
                        : "")
                + (alert.playbook() == null ? "" : ". To do: " + alert.playbook());
    }

    /** How far a running quest is. */
    private String steps(Life life, String name) {
        for (Ahead ahead : life.ahead()) {
            if (ahead instanceof Ahead.Deadline deadline
                    && deadline.pending() instanceof Pending.QuestEnd end
                    && end.quest().name().equals(name)) {
                int all = end.quest().steps().size();
                return ", %d of %s done, until %s"
                        .formatted(all - end.missing().size(), English.counted(all, "step"), Page.time(end.at(), zone));
            }
        }
        return "";
    }

    private String title(String badge) {
        return program.badges().stream()
                .filter(each -> each.name().equals(badge))
                .map(Badge::title)
                .findFirst()
                .orElse(badge);
    }

    private void row(String label, @Nullable String text) {
        page.wrapped("  " + label + " ".repeat(LABEL - label.length()), " ".repeat(LABEL + 2), String.valueOf(text));
    }
}
