package io.rollcall.condition;

/** Something in an expression that is refused, at one of its nodes. */
final class ExpressionException extends Exception {
    private static final long serialVersionUID = 1;

    private final long node;

    ExpressionException(long node, String message) {
        super(message);
        this.node = node;
    }

    long node() {
        return node;
    }
}
