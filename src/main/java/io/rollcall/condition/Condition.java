package io.rollcall.condition;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * A compiled condition over a member.
 *
 * @param text as the program has it
 * @param test the test
 * @param numbers the slots of the metrics and built-ins that it names, in order, each once
 * @param uses how it uses each of them
 * @param conjuncts what must all hold for it to hold
 * @param asked what it asks besides numbers
 */
public record Condition(
        String text,
        Test<Facts> test,
        List<Integer> numbers,
        List<NumberUse> uses,
        List<Conjunct> conjuncts,
        Set<Asked> asked) {

    /** A condition that may ask anything. */
    public Condition(
            String text, Test<Facts> test, List<Integer> numbers, List<NumberUse> uses, List<Conjunct> conjuncts) {
        this(text, test, numbers, uses, conjuncts, EnumSet.allOf(Asked.class));
    }

    /** Whether it holds. */
    public boolean holds(Facts facts) {
        return test.holds(facts);
    }

    /**
     * One use of a number.
     *
     * @param slot the number
     * @param bound what it is compared with, or null where it is used in any other way, so that every change of it
     *     can change the condition
     * @param strict whether the comparison turns only beyond the bound ({@code >} and {@code <=}), not at it
     * @param point whether it turns at the bound and again beyond it ({@code ==} and {@code !=})
     */
    public record NumberUse(
            int slot, @org.jspecify.annotations.Nullable Double bound, boolean strict, boolean point) {}

    /** One of the parts that must all hold. */
    public sealed interface Conjunct {

        /** Whether it holds. */
        Test<Facts> test();

        /** As the program has it. */
        String text();
    }

    /** A number compared with a constant. */
    public record Comparison(Test<Facts> test, int slot, double bound, String text) implements Conjunct {}

    /** Anything else, by its text. */
    public record Clause(Test<Facts> test, String text) implements Conjunct {}
}
