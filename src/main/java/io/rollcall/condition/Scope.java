package io.rollcall.condition;

import dev.cel.common.ast.CelExpr;
import dev.cel.compiler.CelCompilerBuilder;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the names and functions of an expression mean: one scope for conditions over members, one over events. */
sealed interface Scope<C> permits MemberScope, EventScope {

    /** The names that stand for something, for the nearest one in an error. */
    List<String> names();

    /** The functions that it has. */
    List<String> functions();

    /** Whether this is a name of the scope. */
    default boolean knows(String name) {
        return names().contains(name);
    }

    /** Declares names and functions to the type checker; names get {@link #DECLARED} in front. */
    void declare(CelCompilerBuilder builder);

    /** The number that a name stands for, or null if it stands for no number. */
    @Nullable
    Numeric<C> number(String name);

    /** The text that a name stands for, or null. */
    @Nullable
    Text<C> text(String name);

    /** The text that a selection such as {@code attributes.x} stands for, or null. */
    @Nullable
    Text<C> select(String operand, String field);

    /**
     * A call of a function of this scope; null if it has none of that name.
     *
     * @throws ExpressionException if its arguments name nothing
     */
    @Nullable
    Test<C> call(String function, List<CelExpr> arguments) throws ExpressionException;

    /** In front of every name, so that no name can collide with one of the language's own. */
    String DECLARED = "v_";

    /** A compiled number. */
    @FunctionalInterface
    interface Numeric<C> {
        double of(C context);
    }

    /** A compiled text. */
    @FunctionalInterface
    interface Text<C> {
        String of(C context);
    }
}
