package io.rollcall.cli;

import io.rollcall.compare.Difference.Example;
import io.rollcall.compare.Difference.Presence;
import io.rollcall.compare.Difference.RuleDifference;
import io.rollcall.compare.Difference.Unmet;
import io.rollcall.compare.Difference.View;
import io.rollcall.compare.Rule;
import io.rollcall.compare.Rule.Kind;
import io.rollcall.program.AlertRule;
import io.rollcall.program.Program;
import io.rollcall.wording.English;
import io.rollcall.wording.Terms;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Says how one member stands under each of two programs, and why. */
final class ExampleText {
    private final Page page;
    private final Program from;
    private final Program to;

    ExampleText(Page page, Program from, Program to) {
        this.page = page;
        this.from = from;
        this.to = to;
    }

    void print(RuleDifference rule) {
        for (Example example : rule.examples()) {
            page.line("    e.g. " + example.member());
            page.wrapped(
                    "           from  ",
                    "                 ",
                    rule.presence() == Presence.ONLY_TO ? none(rule.rule()) : side(rule.rule(), from, example.from()));
            page.wrapped(
                    "           to    ",
                    "                 ",
                    rule.presence() == Presence.ONLY_FROM ? none(rule.rule()) : side(rule.rule(), to, example.to()));
        }
    }

    private static String none(Rule rule) {
        boolean level = rule.kind() == Kind.BADGE && rule.level() != null;
        return "no such " + (level ? "level" : rule.kind().name().toLowerCase(Locale.ROOT));
    }

    private static String side(Rule rule, Program program, View view) {
        if (view.excluded()) {
            return "excluded by the program";
        }
        String says = says(rule, program, view);
        List<String> unmet = new ArrayList<>();
        for (Unmet each : view.unmet()) {
            unmet.add(each.condition()
                    + (each.have() == null ? "" : ", it was " + English.grouped(each.have()))
                    + (each.atEnd() ? " at the end" : each.have() == null ? "" : on(each.at(), view, program)));
        }
        String left = view.leftAt() == null ? "" : "; left " + time(view.leftAt(), program);
        return says + (unmet.isEmpty() ? "" : "; not met: " + String.join("; ", unmet)) + left;
    }

    /** When that was, where it is not the change of which it is said anyhow. */
    private static String on(@Nullable Instant at, View view, Program program) {
        return at == null || at.equals(view.at()) ? "" : " on " + time(at, program);
    }

    private static String says(Rule rule, Program program, View view) {
        String at = view.at() == null ? "" : time(view.at(), program);
        String why = evidence(view.evidence())
                + (view.grounds().isEmpty() ? "" : ", because " + English.conjunction(view.grounds()));
        String state = view.state();
        return switch (rule.kind()) {
            case LADDER -> {
                String tier = PlanText.place(rule, program, state);
                yield at.isEmpty()
                        ? tier + ", and never higher"
                        : tier + (view.down() ? ", fell to it " : ", rose to it ") + at + why;
            }
            case BADGE ->
                view.times() == 0
                        ? "not won"
                        : view.times() == 1
                                ? "won " + at + why
                                : "won %,d times, last ".formatted(view.times()) + at + why;
            case QUEST ->
                PlanText.place(rule, program, state)
                        + (at.isEmpty() ? "" : " " + at)
                        + (view.missing().isEmpty() || !"expired".equals(state)
                                ? ""
                                : " without " + English.conjunction(view.missing()));
            case STAGE, RFM -> PlanText.place(rule, program, state) + (at.isEmpty() ? "" : " since " + at + why);
            case SEGMENT ->
                state == null ? at.isEmpty() ? "never in it" : "left it " + at + why : "in it since " + at + why;
            case POINTS ->
                "a balance of %,d: ".formatted(view.points())
                        + view.entries().entrySet().stream()
                                .map(entry -> "%,d for %s".formatted(entry.getValue(), entry.getKey()))
                                .collect(Collectors.joining(", "));
            case ALERT ->
                (view.times() == 0
                                ? "never raised"
                                : view.times() == 1
                                        ? "raised " + at + why
                                        : "raised %,d times, last ".formatted(view.times()) + at + why)
                        + (state == null ? "" : ", open at the end")
                        + waits(rule, program);
        };
    }

    /** Of an absence for how long it waits, since no numbers say why it was raised or not. */
    private static String waits(Rule rule, Program program) {
        for (AlertRule alert : program.alerts()) {
            if (alert instanceof AlertRule.Absence absence
                    && rule.level() == null
                    && absence.name().equals(rule.name())) {
                return "; it waits " + English.duration(Duration.ofMillis(absence.after())) + " for "
                        + Terms.anyOf(absence.unless());
            }
        }
        return "";
    }

    private static String time(Instant at, Program program) {
        return Page.time(at.toEpochMilli(), program.dates().zone());
    }

    private static String evidence(Map<String, Double> evidence) {
        return evidence.isEmpty()
                ? ""
                : evidence.entrySet().stream()
                        .map(number -> Terms.BY_NAME.value(number.getKey(), number.getValue()))
                        .collect(Collectors.joining(", ", " (", ")"));
    }
}
