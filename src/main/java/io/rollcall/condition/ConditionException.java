package io.rollcall.condition;

/** A condition that was refused. */
public final class ConditionException extends Exception {
    private static final long serialVersionUID = 1;

    private final int line;
    private final int column;

    ConditionException(int line, int column, String message) {
        super(message);
        this.line = line;
        this.column = column;
    }

    /** The line of the condition's text, from 0. */
    public int line() {
        return line;
    }

    /** The column in that line, from 0. */
    public int column() {
        return column;
    }
}
