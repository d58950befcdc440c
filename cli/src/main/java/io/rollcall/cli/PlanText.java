package io.rollcall.cli;

import io.rollcall.compare.Difference;
import io.rollcall.compare.Difference.Count;
import io.rollcall.compare.Difference.Flow;
import io.rollcall.compare.Difference.Presence;
import io.rollcall.compare.Difference.RuleDifference;
import io.rollcall.compare.Difference.TextChange;
import io.rollcall.compare.Difference.Way;
import io.rollcall.compare.Rule;
import io.rollcall.compare.Rule.Kind;
import io.rollcall.program.Ladder;
import io.rollcall.program.Program;
import io.rollcall.wording.English;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Says the difference of two programs to the person who is about to publish one of them. */
final class PlanText {
    /** More kinds of moves than this are not read by anybody; {@code --json} has them. */
    private static final int MOST_FLOWS = 12;

    private static final int MOST_NAMES = 10;
    private static final int NAME = 30;
    private static final String EXCLUDED = "excluded";

    /** As wide as a page. */
    private static final String ROW = "  %-" + NAME + "s %11s %11s %11s %11s";

    private final Page page;
    private final Program from;
    private final Program to;
    private final ExampleText examples;

    PlanText(Page page, Program from, Program to) {
        this.page = page;
        this.from = from;
        this.to = to;
        this.examples = new ExampleText(page, from, to);
    }

    void print(Difference difference, String over) {
        page.heading(headline(difference));
        if (difference.isNone() && difference.changes().isEmpty()) {
            page.wrapped("", "", over);
            return;
        }
        OtherwiseText.print(page, difference);
        page.wrapped("", "", over);
        excluded("Only the program of --from excludes", difference.excludedByFrom(), difference.excludedByTo());
        excluded("Only the program of --to excludes", difference.excludedByTo(), difference.excludedByFrom());
        if (to.shadow()) {
            page.wrapped("", "", "The program of --to is in shadow mode: nobody would act on what it says.");
        }
        changes(difference.changes());
        if (difference.isNone()) {
            return;
        }
        flows("Ladders", Kind.LADDER, difference);
        stands("Badges: members", Kind.BADGE, difference, "won from");
        flows("Quests", Kind.QUEST, difference);
        flows("Stages", Kind.STAGE, difference);
        stands("Segments: members", Kind.SEGMENT, difference, "in it from");
        flows("RFM classes", Kind.RFM, difference);
        points(difference);
        alerts(difference);
        same(difference);
    }

    private static String headline(Difference difference) {
        String members = English.counted(difference.members(), "member");
        if (difference.isNone()) {
            return "No difference over " + members + ": "
                    + (difference.changes().isEmpty()
                            ? "both programs say the same."
                            : "whatever they say differently, it changes nothing for anybody.");
        }
        return difference.differently() == 0
                ? "Of " + members + " none would stand differently at the end."
                : "%,d of %s would stand differently.".formatted(difference.differently(), members);
    }

    private void excluded(String who, List<String> members, List<String> others) {
        List<String> only =
                members.stream().filter(member -> !others.contains(member)).toList();
        if (!only.isEmpty()) {
            String names = only.stream().limit(MOST_NAMES).collect(Collectors.joining(", "));
            page.wrapped(
                    "",
                    "",
                    who + " " + English.counted(only.size(), "member") + ": " + names
                            + (only.size() > MOST_NAMES ? ", …" : "") + ".");
        }
    }

    private void changes(List<TextChange> changes) {
        page.blank();
        if (changes.isEmpty()) {
            page.line("Both programs say the same.");
            return;
        }
        page.heading("What the programs say differently");
        ChangeText.print(page, changes);
    }

    // ---- sections

    private static List<RuleDifference> of(Kind kind, Difference difference) {
        return difference.rules().stream()
                .filter(rule -> rule.rule().kind() == kind)
                .toList();
    }

    private static List<RuleDifference> changed(Kind kind, Difference difference) {
        return of(kind, difference).stream().filter(PlanText::isChanged).toList();
    }

    private static boolean isChanged(RuleDifference rule) {
        return rule.members() > 0 || rule.times().from() != rule.times().to();
    }

    private void row(String name, Object... cells) {
        Object[] all = {name, "", "", "", ""};
        for (int i = 0; i < cells.length; i++) {
            all[i + 1] = cells[i] instanceof Long number ? "%,d".formatted(number) : cells[i];
        }
        if (name.length() > NAME) {
            page.line("  " + name);
            all[0] = "";
        }
        page.line(ROW.formatted(all));
    }

    private void flows(String title, Kind kind, Difference difference) {
        for (RuleDifference rule : changed(kind, difference)) {
            page.blank();
            boolean named = kind == Kind.LADDER || kind == Kind.QUEST;
            String name = named
                    ? kind.name().toLowerCase(Locale.ROOT) + " " + rule.rule().name()
                    : title;
            page.heading(capital(name) + presence(rule) + ": " + directions(kind, rule));
            rule.flows().stream()
                    .limit(MOST_FLOWS)
                    .forEach(flow -> row(
                            (flow.way() == Way.INCLUDED ? EXCLUDED : place(rule.rule(), from, flow.from()))
                                    + " → "
                                    + (flow.way() == Way.EXCLUDED ? EXCLUDED : place(rule.rule(), to, flow.to())),
                            flow.members()));
            if (rule.flows().size() > MOST_FLOWS) {
                long rest = rule.flows().stream()
                        .skip(MOST_FLOWS)
                        .mapToLong(Flow::members)
                        .sum();
                row("… and %,d other moves".formatted(rule.flows().size() - MOST_FLOWS), rest);
            }
            String counts = rule.stands().entrySet().stream()
                    .filter(place -> place.getValue().from() != place.getValue().to())
                    .map(place -> place.getKey() + " " + arrow(place.getValue()))
                    .collect(Collectors.joining(", "));
            if (!counts.isEmpty()) {
                page.wrapped("  at the end: ", "    ", counts);
            }
            if (kind == Kind.LADDER) {
                page.line("  rises in the whole history: " + arrow(rule.times()));
            }
            examples.print(rule);
        }
    }

    private static String directions(Kind kind, RuleDifference rule) {
        List<String> parts = new ArrayList<>();
        boolean ladder = kind == Kind.LADDER;
        add(parts, rule.gain(), ladder ? "higher" : "complete it");
        add(parts, rule.lose(), ladder ? "lower" : "no longer complete it");
        add(parts, rule.move(), "elsewhere");
        addExcluded(parts, rule);
        if (parts.isEmpty()) {
            return "the same at the end";
        }
        return String.join(", ", parts);
    }

    /** Whom only one program excludes: they are nowhere, which is no fall and no loss. */
    private static void addExcluded(List<String> parts, RuleDifference rule) {
        add(parts, rule.excluded(), EXCLUDED);
        add(parts, rule.included(), "no longer excluded");
    }

    private void excludedBeside(RuleDifference rule) {
        List<String> parts = new ArrayList<>();
        addExcluded(parts, rule);
        if (!parts.isEmpty()) {
            page.line("    " + String.join(", ", parts));
        }
    }

    private static void add(List<String> parts, long members, String how) {
        if (members > 0) {
            parts.add(English.counted(members, "member") + " " + how);
        }
    }

    private void stands(String title, Kind kind, Difference difference, String column) {
        List<RuleDifference> rules = changed(kind, difference);
        if (rules.isEmpty()) {
            return;
        }
        page.blank();
        page.heading(ROW.formatted(title, column, "to", "gain", "lose").substring(2));
        for (RuleDifference rule : rules) {
            Count count = rule.stands().values().stream().findFirst().orElse(new Count(0, 0));
            row(name(rule.rule()) + presence(rule), count.from(), count.to(), rule.gain(), rule.lose());
            excludedBeside(rule);
            if (rule.times().from() > count.from() || rule.times().to() > count.to()) {
                List<String> parts = new ArrayList<>();
                add(parts, rule.more(), "more often");
                add(parts, rule.fewer(), "less often");
                page.wrapped(
                        "    ",
                        "      ",
                        "awards in all " + arrow(rule.times())
                                + (parts.isEmpty()
                                        ? ""
                                        : "; of those who win it either way " + String.join(", ", parts)));
            }
            examples.print(rule);
        }
    }

    private void points(Difference difference) {
        if (difference.points().isEmpty()) {
            return;
        }
        RuleDifference rule = of(Kind.POINTS, difference).get(0);
        boolean same = difference.points().values().stream().allMatch(count -> count.from() == count.to())
                && difference.refused().from() == difference.refused().to()
                && rule.members() == 0;
        if (same) {
            return;
        }
        page.blank();
        page.heading(ROW.formatted("Points", "from", "to", "more", "fewer").substring(2));
        difference.points().forEach((entry, count) -> {
            if (count.from() != count.to()) {
                row("for " + entry, count.from(), count.to());
            }
        });
        long earnedFrom = earned(difference.points(), true);
        long earnedTo = earned(difference.points(), false);
        row("earned by everybody, in all", earnedFrom, earnedTo);
        long redeemedFrom = total(difference.points(), true) - earnedFrom;
        long redeemedTo = total(difference.points(), false) - earnedTo;
        if (redeemedFrom != 0 || redeemedTo != 0) {
            row("redeemed", -redeemedFrom, -redeemedTo);
        }
        if (difference.refused().from() != difference.refused().to()) {
            row(
                    "redemptions refused",
                    difference.refused().from(),
                    difference.refused().to());
        }
        if (rule.members() > 0) {
            row("members with another balance", "", "", rule.gain(), rule.lose());
            excludedBeside(rule);
            examples.print(rule);
        }
    }

    private static long total(Map<String, Count> points, boolean before) {
        return points.values().stream()
                .mapToLong(count -> before ? count.from() : count.to())
                .sum();
    }

    private static long earned(Map<String, Count> points, boolean before) {
        return points.entrySet().stream()
                .filter(entry -> !entry.getKey().equals("redeem"))
                .mapToLong(entry ->
                        before ? entry.getValue().from() : entry.getValue().to())
                .sum();
    }

    private void alerts(Difference difference) {
        List<RuleDifference> rules = of(Kind.ALERT, difference);
        if (rules.isEmpty()) {
            return;
        }
        page.blank();
        page.heading(
                ROW.formatted("Alerts", "raised from", "to", "open from", "to").substring(2));
        long[] sums = new long[4];
        for (RuleDifference rule : rules) {
            Count open = rule.stands().values().stream().findFirst().orElse(new Count(0, 0));
            long[] counts = {rule.times().from(), rule.times().to(), open.from(), open.to()};
            for (int i = 0; i < counts.length; i++) {
                sums[i] += counts[i];
            }
            row(name(rule.rule()) + presence(rule), counts[0], counts[1], counts[2], counts[3]);
            if (rule.members() > 0) {
                List<String> parts = new ArrayList<>();
                add(parts, rule.gain(), "more often");
                add(parts, rule.lose(), "less often");
                add(parts, rule.move(), "as often, but open at the end under one only");
                if (!parts.isEmpty()) {
                    page.wrapped("    for ", "      ", String.join(", for ", parts));
                }
                excludedBeside(rule);
                examples.print(rule);
            }
        }
        row("in all", sums[0], sums[1], sums[2], sums[3]);
    }

    private void same(Difference difference) {
        Map<Kind, List<String>> same = new EnumMap<>(Kind.class);
        for (RuleDifference rule : difference.rules()) {
            boolean told = rule.rule().kind() == Kind.ALERT || rule.rule().kind() == Kind.POINTS;
            if (!isChanged(rule) && !told && rule.presence() == Presence.BOTH) {
                same.computeIfAbsent(rule.rule().kind(), any -> new ArrayList<>())
                        .add(name(rule.rule()));
            }
        }
        if (!same.isEmpty() && !difference.isNone()) {
            List<String> parts = new ArrayList<>();
            same.forEach((kind, names) -> parts.add(
                    switch (kind) {
                        case STAGE, RFM -> kind.name().toLowerCase(Locale.ROOT);
                        default ->
                            kind.name().toLowerCase(Locale.ROOT) + (names.size() == 1 ? "" : "s") + " "
                                    + String.join(", ", names);
                    }));
            page.blank();
            page.wrapped("", "", "The same for everybody at the end: " + String.join("; ", parts) + ".");
        }
    }

    // ---- words

    private static String capital(String text) {
        return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
    }

    private static String presence(RuleDifference rule) {
        return switch (rule.presence()) {
            case BOTH -> "";
            case ONLY_FROM -> " (gone)";
            case ONLY_TO -> " (new)";
        };
    }

    private static String arrow(Count count) {
        return "%,d → %,d".formatted(count.from(), count.to());
    }

    static String name(Rule rule) {
        return rule.level() == null
                ? rule.name()
                : rule.kind() == Kind.ALERT
                        ? rule.name() + " of " + rule.level()
                        : rule.name() + " (" + rule.level() + ")";
    }

    /** Where somebody stands, in the words of a program. */
    static String place(Rule rule, Program program, @Nullable String state) {
        if (state != null) {
            return state;
        }
        return switch (rule.kind()) {
            case LADDER ->
                program.ladders().stream()
                        .filter(ladder -> Objects.equals(ladder.name(), rule.name()))
                        .map(Ladder::tiers)
                        .map(tiers -> tiers.get(0).name())
                        .findFirst()
                        .orElse("none");
            case QUEST -> "not begun";
            default -> "none";
        };
    }
}
