package io.rollcall.compare;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where one member stands by one rule, and how they last got there. Small, as there is one of each. */
final class Place {
    private static final String[] NONE = {};
    private static final double[] NOTHING = {};

    /** No change yet. */
    static final long NEVER = Long.MIN_VALUE;

    /** The tier above the lowest, the quest's state, the stage, the class; for the others whether it stands. */
    @Nullable
    String state;

    /** How often the badge was won, the alert raised, the member rose. */
    long times;

    /** The last change. */
    long at = NEVER;

    boolean down;

    /** What was not done of a quest. */
    List<String> missing = List.of();

    /** What the last change rests on besides numbers, in clauses. */
    List<String> grounds = List.of();

    private String[] names = NONE;
    private double[] values = NOTHING;

    /** A change; {@code evidence} are the names of the numbers, in their order. */
    void change(@Nullable String to, long instant, String[] evidence, Map<String, Double> numbers) {
        state = to;
        at = instant;
        names = evidence;
        values = numbers.values().stream().mapToDouble(Double::doubleValue).toArray();
    }

    Map<String, Double> evidence() {
        Map<String, Double> evidence = new LinkedHashMap<>();
        for (int i = 0; i < names.length; i++) {
            evidence.put(names[i], values[i]);
        }
        return evidence;
    }
}
