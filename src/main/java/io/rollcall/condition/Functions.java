package io.rollcall.condition;

import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The functions over what a member has reached: how each is called, and what it says to who calls it otherwise. */
final class Functions {
    /** What the arguments name; of {@code has_badge} the second can be left out. */
    private static final Map<String, List<String>> ARGUMENTS = arguments();

    static final List<String> NAMES = List.copyOf(ARGUMENTS.keySet());

    private Functions() {}

    private static Map<String, List<String>> arguments() {
        var arguments = new LinkedHashMap<String, List<String>>();
        arguments.put("reached", List.of("ladder", "tier"));
        arguments.put("has_badge", List.of("badge", "level"));
        arguments.put("in_segment", List.of("segment"));
        arguments.put("in_stage", List.of("stage"));
        return arguments;
    }

    /** Refuses a call with another number of arguments than the function has, or with others than names in quotes. */
    static void check(CelExpr expr) throws ExpressionException {
        var call = expr.call();
        List<String> expected = ARGUMENTS.getOrDefault(call.function(), List.of());
        int least = call.function().equals("has_badge") ? 1 : expected.size();
        if (call.args().size() < least || call.args().size() > expected.size()) {
            throw new ExpressionException(expr.id(), "expected " + example(call.function()));
        }
        for (int i = 0; i < call.args().size(); i++) {
            if (!isText(call.args().get(i))) {
                throw new ExpressionException(
                        leftmost(call.args().get(i)),
                        "expected the name of a " + expected.get(i) + " in quotes: " + example(call.function()));
            }
        }
    }

    /** Whether {@link #check} lets it through. */
    static boolean isRight(CelExpr.CelCall call) {
        List<String> expected = ARGUMENTS.getOrDefault(call.function(), List.of());
        return !call.args().isEmpty()
                && call.args().size() <= expected.size()
                && (call.args().size() == expected.size() || call.function().equals("has_badge"))
                && call.args().stream().allMatch(Functions::isText);
    }

    private static boolean isText(CelExpr expr) {
        return expr.exprKind().getKind() == CelExpr.ExprKind.Kind.CONSTANT
                && expr.constant().getKind() == CelConstant.Kind.STRING_VALUE;
    }

    private static String example(String function) {
        return switch (function) {
            case "reached" -> "reached('ladder', 'tier')";
            case "has_badge" -> "has_badge('badge') or has_badge('badge', 'level')";
            case "in_segment" -> "in_segment('segment')";
            default -> "in_stage('stage')";
        };
    }

    /** The node with which the text of an expression begins. */
    static long leftmost(CelExpr expr) {
        if (expr.exprKind().getKind() == CelExpr.ExprKind.Kind.CALL) {
            var call = expr.call();
            if (call.target().isPresent()) {
                return leftmost(call.target().get());
            }
            boolean infix = call.function().startsWith("_") || call.function().equals("@in");
            if (infix && !call.args().isEmpty()) {
                return leftmost(call.args().get(0));
            }
        }
        return expr.exprKind().getKind() == CelExpr.ExprKind.Kind.SELECT
                ? leftmost(expr.select().operand())
                : expr.id();
    }

    /** The nearest name for one that stands for nothing; functions are written with parentheses, texts in quotes. */
    static String hint(String name, Scope<?> scope) {
        if (scope.functions().contains(name)) {
            return "; it is a function: " + example(name);
        }
        return Nearest.hint(name, scope.names());
    }
}
