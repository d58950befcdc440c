package io.rollcall.cli;

import io.rollcall.condition.Condition;
import io.rollcall.condition.Need;
import io.rollcall.decide.Pending;
import io.rollcall.explain.Ahead;
import io.rollcall.explain.Life;
import io.rollcall.outcome.Snapshot;
import io.rollcall.outcome.Snapshot.NextLevel;
import io.rollcall.program.Badge;
import io.rollcall.program.Ladder;
import io.rollcall.program.Program;
import io.rollcall.program.Quest;
import io.rollcall.wording.English;
import io.rollcall.wording.NeedWords;
import io.rollcall.wording.Terms;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Says what is missing for what a member can keep, reach or win next, the most pressing first. */
final class MissingText {
    /** A longer label has a line of its own, so that one of them does not leave all others half a page. */
    private static final int WIDEST = 30;

    private final Page page;
    private final Program program;
    private final Terms terms;
    private final ZoneId zone;
    private final List<Row> missing = new ArrayList<>();

    /** What is missing for something. */
    private record Row(String what, List<String> lines) {}

    MissingText(Page page, Program program, Terms terms) {
        this.page = page;
        this.program = program;
        this.terms = terms;
        this.zone = program.dates().zone();
    }

    void print(Life life) {
        Snapshot end = life.end();
        if (end.joinedAt() == null) {
            return;
        }
        graces(life);
        tiers(life);
        quests(life);
        badges(life);
        if (missing.isEmpty()) {
            return;
        }
        page.blank();
        page.heading("What is missing for what comes next");
        int width = missing.stream()
                .mapToInt(row -> row.what().length())
                .filter(length -> length <= WIDEST)
                .max()
                .orElse(0);
        // where none is short, a column would only waste the line
        String column = " ".repeat(width == 0 ? 4 : width + 4);
        for (Row row : missing) {
            String label = column;
            if (row.what().length() <= width) {
                label = "  " + row.what() + " ".repeat(width - row.what().length()) + "  ";
            } else {
                page.wrapped("  ", "    ", row.what());
            }
            for (String line : row.lines()) {
                page.wrapped(label, column + "  ", line);
                label = column;
            }
        }
    }

    /** A badge's title; with its name where another one has the same. */
    private String title(Badge badge) {
        boolean isAlone = program.badges().stream()
                .allMatch(other ->
                        other.name().equals(badge.name()) || !other.title().equals(badge.title()));
        return isAlone ? badge.title() : badge.title() + " (" + badge.name() + ")";
    }

    private void graces(Life life) {
        for (Ahead ahead : life.ahead()) {
            if (ahead instanceof Ahead.Deadline deadline
                    && deadline.pending() instanceof Pending.Grace grace
                    && grace.tier().kept() != null) {
                List<String> lines = missing(life, grace.tier().kept(), null);
                if (!lines.isEmpty()) {
                    lines.add(0, "by " + Page.time(grace.at(), zone) + ":");
                    put("to keep " + grace.tier().name() + " (" + grace.ladder().name() + ")", lines);
                }
            }
        }
    }

    private void tiers(Life life) {
        for (Ladder ladder : program.ladders()) {
            String on = life.end().tiers().get(ladder.name());
            for (int i = 1; i < ladder.tiers().size(); i++) {
                Ladder.Tier next = ladder.tiers().get(i);
                if (ladder.tiers().get(i - 1).name().equals(on)) {
                    put(next.name() + " (" + ladder.name() + ")", missing(life, next.enter(), next.keep()));
                }
            }
        }
    }

    private void quests(Life life) {
        for (Ahead ahead : life.ahead()) {
            if (ahead instanceof Ahead.Deadline deadline && deadline.pending() instanceof Pending.QuestEnd end) {
                Quest quest = end.quest();
                List<String> done = quest.steps().stream()
                        .filter(step -> !end.missing().contains(step))
                        .map(Quest.Step::name)
                        .toList();
                List<String> lines = new ArrayList<>();
                lines.add("by " + Page.time(end.at(), zone)
                        + (done.isEmpty() ? "" : "; done: " + English.conjunction(done)) + "; to do:");
                for (Quest.Step step : end.missing()) {
                    List<String> parts = missing(life, step.done(), null);
                    lines.add(
                            step.name() + ": " + (parts.isEmpty() ? step.done().text() : String.join("; ", parts)));
                }
                put("quest " + quest.name(), lines);
            }
        }
    }

    private void badges(Life life) {
        Snapshot end = life.end();
        for (Badge badge : program.badges()) {
            boolean isHeld = end.badges().containsKey(badge.name());
            if (badge instanceof Badge.When when && !isHeld) {
                put(title(badge), missing(life, when.when(), null));
            } else if (badge instanceof Badge.Levels) {
                level(badge, end);
            } else if (badge instanceof Badge.Every every) {
                String metric = program.numberName(every.metric());
                Double have = end.metrics().get(metric);
                if (have != null) {
                    double next = (Math.floor(have / every.every()) + 1) * every.every();
                    put(title(badge) + (isHeld ? " again" : ""), List.of(terms.needed(metric, have, next)));
                }
            }
        }
    }

    /** Of a badge's levels the nearest will do. */
    private void level(Badge badge, Snapshot end) {
        NextLevel nearest = null;
        for (Snapshot.Next next : end.next()) {
            if (next instanceof NextLevel level
                    && level.badge().equals(badge.name())
                    && (nearest == null || level.need() < nearest.need())) {
                nearest = level;
            }
        }
        if (nearest != null) {
            put(
                    title(badge) + ", " + nearest.level(),
                    List.of(terms.needed(nearest.metric(), nearest.have(), nearest.need())));
        }
    }

    private void put(String what, List<String> lines) {
        if (!lines.isEmpty()) {
            missing.add(new Row(what, lines));
        }
    }

    /** What is missing of a condition, and of one that has to hold beside it what the first does not ask for anyhow. */
    private List<String> missing(Life life, @Nullable Condition condition, @Nullable Condition beside) {
        List<String> lines = new ArrayList<>();
        if (condition != null) {
            Need need = life.need(condition);
            lines.addAll(NeedWords.missing(need, terms));
            if (beside != null && !unmet(need).containsAll(unmet(life.need(beside)))) {
                // a tier that would be lost at once is not entered
                NeedWords.missing(life.need(beside), terms).forEach(line -> lines.add("to keep it: " + line));
            }
        }
        return lines;
    }

    /** The numbers that are not yet as they should be; of a part that names none, its text. */
    private static Set<String> unmet(Need need) {
        return need.parts().stream()
                .filter(part -> !part.isMet())
                .flatMap(part -> part.numbers().isEmpty() ? Stream.of(part.text()) : part.numbers().keySet().stream())
                .collect(Collectors.toSet());
    }
}
