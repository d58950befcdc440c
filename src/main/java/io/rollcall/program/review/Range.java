package io.rollcall.program.review;

import io.rollcall.condition.Formula.Compared;

/**
 * What a number can be: from {@code least} to {@code most}, both included. Numbers are doubles, so that a bound which is
 * itself excluded is the double next to it.
 *
 * @param whole whether it is always a whole number
 */
record Range(double least, double most, boolean whole) {

    boolean isEmpty() {
        return least > most;
    }

    /** Those of its numbers of which the comparison holds; {@code !=} takes a number away only at the ends. */
    Range where(Compared compared) {
        double bound = compared.bound();
        return switch (compared.relation()) {
            case BELOW -> within(least, Math.nextDown(bound));
            case AT_MOST -> within(least, bound);
            case ABOVE -> within(Math.nextUp(bound), most);
            case AT_LEAST -> within(bound, most);
            case EQUAL -> within(bound, bound);
            case OTHER ->
                least == bound && most == bound
                        ? within(1, 0)
                        : least == bound
                                ? within(Math.nextUp(bound), most)
                                : most == bound ? within(least, Math.nextDown(bound)) : this;
        };
    }

    private Range within(double from, double to) {
        double low = Math.max(least, from);
        double high = Math.min(most, to);
        return whole ? new Range(Math.ceil(low), Math.floor(high), true) : new Range(low, high, false);
    }
}
