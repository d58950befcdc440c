package io.rollcall.cli;

import io.rollcall.condition.Condition.Comparison;
import io.rollcall.decide.Pending;
import io.rollcall.explain.Life;
import io.rollcall.outcome.Outcome;
import io.rollcall.outcome.Outcome.Alert;
import io.rollcall.outcome.Snapshot;
import io.rollcall.outcome.Snapshot.NextLevel;
import io.rollcall.outcome.Snapshot.NextTier;
import io.rollcall.outcome.Snapshot.NextTierCondition;
import io.rollcall.program.Badge;
import io.rollcall.program.Ladder;
import io.rollcall.program.Program;
import io.rollcall.wording.English;
import io.rollcall.wording.PendingWords;
import io.rollcall.wording.Terms;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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

    void print(Life life, long at) {
        Snapshot end = life.end();
        page.heading("Where they stand on " + Page.time(at, zone));
        membership(end);
        if (end.stage() != null) {
            row("stage", end.stage());
        }
        end.tiers().forEach((ladder, tier) -> row("ladder", ladder + ": " + tier + since(life, ladder)));
        badges(end);
        if (end.pointsEarned() > 0) {
            row(
                    "points",
                    end.points() == end.pointsEarned()
                            ? "%,d".formatted(end.points())
                            : "a balance of %,d, of %,d earned".formatted(end.points(), end.pointsEarned()));
        }
        end.quests().forEach((quest, state) -> row("quest", quest + ": " + state));
        if (!end.segments().isEmpty()) {
            row("segments", String.join(", ", end.segments()));
        }
        if (end.rfm() != null) {
            row("RFM class", end.rfm());
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
        missing(end);
        ahead(life, end);
    }

    private void membership(Snapshot end) {
        if (end.joinedAt() == null) {
            row("member", "not yet: others have acted upon them, they themselves have not acted");
            return;
        }
        row(
                "member",
                "since " + Page.time(end.joinedAt(), zone)
                        + (end.lastActiveAt() == null ? "" : ", last acted " + Page.time(end.lastActiveAt(), zone))
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
                + (alert.playbook() == null ? "" : ". To do: " + alert.playbook());
    }

    private String title(String badge) {
        return program.badges().stream()
                .filter(each -> each.name().equals(badge))
                .map(Badge::title)
                .findFirst()
                .orElse(badge);
    }

    // ---- what is missing

    private void missing(Snapshot end) {
        Map<String, List<String>> missing = new LinkedHashMap<>();
        Map<String, Double> nearest = new LinkedHashMap<>();
        for (Snapshot.Next next : end.next()) {
            if (next instanceof NextTier tier) {
                missing.computeIfAbsent(tier.tier() + " (" + tier.ladder() + ")", any -> new ArrayList<>())
                        .add(needed(tier));
            } else if (next instanceof NextTierCondition tier) {
                missing.computeIfAbsent(tier.tier() + " (" + tier.ladder() + ")", any -> new ArrayList<>())
                        .add(tier.condition());
            } else if (next instanceof NextLevel level) {
                nearest.merge(level.badge(), level.need(), Math::min);
            }
        }
        for (Snapshot.Next next : end.next()) {
            // of a badge's levels the nearest will do
            if (next instanceof NextLevel level && level.need() == nearest.getOrDefault(level.badge(), 0.0)) {
                missing.put(
                        title(level.badge()) + ", " + level.level(),
                        List.of(terms.needed(level.metric(), level.have(), level.need())));
            }
        }
        otherBadges(end, missing);
        if (missing.isEmpty()) {
            return;
        }
        page.blank();
        page.heading("What is missing for what comes next");
        int width = missing.keySet().stream().mapToInt(String::length).max().orElse(0);
        missing.forEach((what, parts) -> page.wrapped(
                "  " + what + " ".repeat(width - what.length()) + "  ",
                " ".repeat(width + 4),
                String.join("; ", parts)));
    }

    private String needed(NextTier next) {
        if (next.have() < next.need()) {
            return terms.needed(next.metric(), next.have(), next.need());
        }
        return condition(next) + ", and it is " + English.number(next.have());
    }

    /** The part of the tier's condition as the program has it: only that says which way it compares. */
    private String condition(NextTier next) {
        for (Ladder ladder : program.ladders()) {
            for (Ladder.Tier tier : ladder.tiers()) {
                if (!ladder.name().equals(next.ladder()) || !tier.name().equals(next.tier()) || tier.enter() == null) {
                    continue;
                }
                for (var conjunct : tier.enter().conjuncts()) {
                    if (conjunct instanceof Comparison comparison
                            && program.numberName(comparison.slot()).equals(next.metric())
                            && comparison.bound() == next.need()) {
                        return comparison.text();
                    }
                }
            }
        }
        return next.metric();
    }

    /** Badges without levels: those by a condition as long as they are not won, those by multiples for ever. */
    private void otherBadges(Snapshot end, Map<String, List<String>> missing) {
        if (end.joinedAt() == null) {
            return;
        }
        for (Badge badge : program.badges()) {
            if (badge instanceof Badge.When when && !end.badges().containsKey(badge.name())) {
                missing.put(badge.title(), List.of(when.when().text()));
            } else if (badge instanceof Badge.Every every) {
                String metric = program.numberName(every.metric());
                Double have = end.metrics().get(metric);
                if (have != null) {
                    double next = (Math.floor(have / every.every()) + 1) * every.every();
                    missing.put(
                            badge.title() + (end.badges().containsKey(badge.name()) ? " again" : ""),
                            List.of(terms.needed(metric, have, next)));
                }
            }
        }
    }

    // ---- what lies ahead

    private void ahead(Life life, Snapshot end) {
        if (end.leftAt() != null) {
            page.blank();
            page.line("They have left: nothing happens by itself until they act again.");
            return;
        }
        if (life.pending().isEmpty()) {
            return;
        }
        page.blank();
        page.heading("What lies ahead");
        for (Pending pending : life.pending()) {
            page.wrapped("  " + Page.time(pending.at(), zone) + "  ", " ".repeat(20), PendingWords.of(pending));
        }
    }

    private void row(String label, @Nullable String text) {
        page.wrapped("  " + label + " ".repeat(LABEL - label.length()), " ".repeat(LABEL + 2), String.valueOf(text));
    }
}
