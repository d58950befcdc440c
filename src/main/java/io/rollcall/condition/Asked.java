package io.rollcall.condition;

import dev.cel.common.ast.CelExpr;
import java.util.EnumSet;
import java.util.Set;

/** What a condition can ask about a member besides numbers. */
public enum Asked {
    LADDERS("reached"),
    BADGES("has_badge"),
    SEGMENTS("in_segment"),
    STAGE("in_stage");

    private final String function;

    Asked(String function) {
        this.function = function;
    }

    /** What an expression asks about. */
    static Set<Asked> in(CelExpr root) {
        var asked = EnumSet.noneOf(Asked.class);
        collect(root, asked);
        return asked;
    }

    private static void collect(CelExpr expr, Set<Asked> asked) {
        switch (expr.exprKind().getKind()) {
            case LIST -> expr.list().elements().forEach(each -> collect(each, asked));
            case CALL -> {
                for (Asked each : values()) {
                    if (each.function.equals(expr.call().function())) {
                        asked.add(each);
                    }
                }
                expr.call().args().forEach(each -> collect(each, asked));
            }
            default -> {}
        }
    }
}
