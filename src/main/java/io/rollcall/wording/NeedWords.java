package io.rollcall.wording;

import io.rollcall.condition.Need;
import io.rollcall.condition.Need.Bound;
import io.rollcall.condition.Need.Part;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Puts into words how far somebody is with a condition. */
public final class NeedWords {
    private NeedWords() {}

    /** What is missing, such as "9 of 10 comments" and "idle_days <= 5 (7 now)"; nothing where the condition holds. */
    public static List<String> missing(Need need, Terms terms) {
        return need.missing().stream().map(part -> missing(part, terms)).toList();
    }

    private static String missing(Part part, Terms terms) {
        Bound bound = part.bound();
        return bound != null && isShort(part, bound)
                ? terms.needed(bound.number(), have(part, bound), bound.value())
                : now(part, terms);
    }

    /** The condition as the program has it, with the numbers as they are: "comments >= 10 (9 of 10 now)". */
    public static String now(Need need, Terms terms) {
        return need.parts().stream().map(part -> now(part, terms)).collect(Collectors.joining(" && "));
    }

    private static String now(Part part, Terms terms) {
        if (part.numbers().isEmpty()) {
            return part.text();
        }
        Bound bound = part.bound();
        String now;
        if (bound == null) {
            now = part.numbers().entrySet().stream()
                    .map(number -> number.getKey() + " = " + terms.number(number.getKey(), number.getValue()))
                    .collect(Collectors.joining(", "));
        } else {
            Map.Entry<String, Double> number =
                    part.numbers().entrySet().iterator().next();
            now = terms.number(number.getKey(), number.getValue())
                    + (isShort(part, bound) ? " of " + English.grouped(bound.value()) : "");
        }
        return part.text() + " (" + now + " now)";
    }

    private static boolean isShort(Part part, Bound bound) {
        return bound.sign().equals(">=") && have(part, bound) < bound.value();
    }

    private static double have(Part part, Bound bound) {
        return part.numbers().getOrDefault(bound.number(), Double.NaN);
    }
}
