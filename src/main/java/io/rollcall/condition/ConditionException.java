package io.rollcall.condition;

import java.util.List;

/** A condition that was refused. */
public final class ConditionException extends Exception {
    private static final long serialVersionUID = 1;

    private final transient List<Issue> issues;

    ConditionException(List<Issue> issues) {
        super(String.join("; ", issues.stream().map(Issue::message).toList()));
        this.issues = List.copyOf(issues);
    }

    /** All that is wrong with it, in the order of the text as far as that is known. */
    public List<Issue> issues() {
        return issues;
    }

    /**
     * Something wrong with a condition.
     *
     * @param offset where, in code points from the beginning of the condition's text
     * @param message what, what was expected, and the nearest known name
     */
    public record Issue(int offset, String message) {}
}
