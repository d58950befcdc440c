package io.rollcall.condition;

import dev.cel.common.ast.CelExpr;
import io.rollcall.condition.Condition.NumberUse;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Finds which numbers an expression names, and how. */
final class NumberUses {
    private static final Set<String> COMPARISONS = Set.of("_==_", "_!=_", "_<_", "_<=_", "_>_", "_>=_");

    private NumberUses() {}

    static List<Integer> named(CelExpr root, MemberScope scope) {
        var slots = new LinkedHashSet<Integer>();
        for (NumberUse use : of(root, scope)) {
            slots.add(use.slot());
        }
        return List.copyOf(slots);
    }

    static List<NumberUse> of(CelExpr root, MemberScope scope) {
        var uses = new ArrayList<NumberUse>();
        collect(root, scope, uses);
        return List.copyOf(uses);
    }

    private static void collect(CelExpr expr, MemberScope scope, List<NumberUse> uses) {
        switch (expr.exprKind().getKind()) {
            case IDENT -> uses.add(new NumberUse(slot(expr, scope), null, false, false));
            case LIST -> expr.list().elements().forEach(each -> collect(each, scope, uses));
            case CALL -> {
                var args = expr.call().args();
                String function = expr.call().function();
                if (COMPARISONS.contains(function)
                        && isNumber(args.get(0))
                        && Expression.isConstantNumber(args.get(1))) {
                    uses.add(use(function, slot(args.get(0), scope), Expression.constantNumber(args.get(1))));
                } else if (COMPARISONS.contains(function)
                        && isNumber(args.get(1))
                        && Expression.isConstantNumber(args.get(0))) {
                    uses.add(use(mirrored(function), slot(args.get(1), scope), Expression.constantNumber(args.get(0))));
                } else {
                    args.forEach(each -> collect(each, scope, uses));
                }
            }
            default -> {}
        }
    }

    private static NumberUse use(String comparison, int slot, double bound) {
        boolean point = comparison.equals("_==_") || comparison.equals("_!=_");
        boolean strict = comparison.equals("_>_") || comparison.equals("_<=_");
        return new NumberUse(slot, bound, strict, point);
    }

    private static String mirrored(String comparison) {
        return switch (comparison) {
            case "_<_" -> "_>_";
            case "_<=_" -> "_>=_";
            case "_>_" -> "_<_";
            case "_>=_" -> "_<=_";
            default -> comparison;
        };
    }

    private static boolean isNumber(CelExpr expr) {
        return expr.exprKind().getKind() == CelExpr.ExprKind.Kind.IDENT;
    }

    static int slot(CelExpr ident, MemberScope scope) {
        return scope.vocabulary().numbers().indexOf(ident.ident().name());
    }
}
