package io.rollcall.condition;

/**
 * A compiled expression that is true or false.
 *
 * @param <C> what it is asked about
 */
@FunctionalInterface
public interface Test<C> {

    /** Whether it holds. */
    boolean holds(C context);
}
