package io.rollcall.condition;

import io.rollcall.condition.Condition.Comparison;
import io.rollcall.condition.Condition.Conjunct;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a condition asks of a member, part by part, and what is so.
 *
 * @param text the condition as the program has it
 * @param isMet whether it holds
 */
public record Need(String text, boolean isMet, List<Part> parts) {
    private static final Pattern QUOTED = Pattern.compile("'(\\\\.|[^'\\\\])*'|\"(\\\\.|[^\"\\\\])*\"");
    private static final Pattern NAME = Pattern.compile("[A-Za-z_]\\w*");
    private static final Pattern SIGN = Pattern.compile("[<>=]=|[<>]");

    /**
     * One of the parts that must all hold.
     *
     * @param text as the program has it
     * @param numbers the numbers that it names, with their values
     * @param bound what its only number is compared with; null where it is no such comparison
     */
    public record Part(
            String text,
            boolean isMet,
            Map<String, Double> numbers,
            @Nullable Bound bound) {}

    /**
     * What a number is compared with.
     *
     * @param number the number's name
     * @param sign how, as conditions have it: {@code >=}
     * @param value with what
     */
    public record Bound(String number, String sign, double value) {}

    /** What a condition asks of the member whom the facts are about; {@code names} are those of the numbers, by slot. */
    public static Need of(Condition condition, Facts facts, List<String> names) {
        List<Part> parts = new ArrayList<>();
        for (Conjunct conjunct : condition.conjuncts()) {
            Map<String, Double> numbers = new LinkedHashMap<>();
            Bound bound = null;
            if (conjunct instanceof Comparison comparison) {
                String name = names.get(comparison.slot());
                numbers.put(name, facts.number(comparison.slot()));
                Matcher sign = SIGN.matcher(comparison.text());
                bound = sign.find() ? new Bound(name, sign.group(), comparison.bound()) : null;
            } else {
                Matcher name = NAME.matcher(QUOTED.matcher(conjunct.text()).replaceAll("''"));
                while (name.find()) {
                    int slot = names.indexOf(name.group());
                    if (slot >= 0) {
                        numbers.put(name.group(), facts.number(slot));
                    }
                }
            }
            parts.add(new Part(conjunct.text(), conjunct.test().holds(facts), numbers, bound));
        }
        return new Need(condition.text(), condition.holds(facts), List.copyOf(parts));
    }

    /** The parts that do not hold. */
    public List<Part> missing() {
        return parts.stream().filter(part -> !part.isMet()).toList();
    }
}
