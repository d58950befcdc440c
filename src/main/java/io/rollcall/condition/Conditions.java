package io.rollcall.condition;

import io.rollcall.event.Event;

/** Compiles the conditions of a program. */
public final class Conditions {
    private Conditions() {}

    /**
     * Compiles a condition over a member.
     *
     * @throws ConditionException if it is no condition over what {@code vocabulary} knows
     */
    public static Condition compile(String text, Vocabulary vocabulary) throws ConditionException {
        var scope = new MemberScope(vocabulary);
        var expression = Expression.parse(text, scope);
        return new Condition(
                text,
                expression.compile(),
                NumberUses.named(expression.root(), scope),
                NumberUses.of(expression.root(), scope),
                Conjuncts.of(text, expression.root(), scope),
                Asked.in(expression.root()));
    }

    /**
     * Reads a condition over a member, or if {@code holds} is false its opposite, as logic.
     *
     * @throws ConditionException if it is no condition over what {@code vocabulary} knows
     */
    public static Formula formula(String text, boolean holds, Vocabulary vocabulary) throws ConditionException {
        var expression = Expression.parse(text, new MemberScope(vocabulary));
        return new Formulas(vocabulary).of(expression.root(), holds);
    }

    /**
     * Compiles a {@code where} over an event.
     *
     * @throws ConditionException if it is none
     */
    public static Test<Event> compileWhere(String text) throws ConditionException {
        return Expression.parse(text, new EventScope()).compile();
    }
}
