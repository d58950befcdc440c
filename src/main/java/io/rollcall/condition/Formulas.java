package io.rollcall.condition;

import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import io.rollcall.condition.Formula.Relation;
import java.util.ArrayList;
import java.util.List;

/** Reads an expression as logic. */
final class Formulas {
    private final Vocabulary vocabulary;

    Formulas(Vocabulary vocabulary) {
        this.vocabulary = vocabulary;
    }

    /** {@code holds} is false for its opposite. */
    Formula of(CelExpr expr, boolean holds) {
        switch (expr.exprKind().getKind()) {
            case CONSTANT -> {
                return new Formula.Fixed(expr.constant().booleanValue() == holds);
            }
            case CALL -> {
                return call(expr.call(), holds);
            }
            default -> {
                return new Formula.Opaque();
            }
        }
    }

    private Formula call(CelExpr.CelCall call, boolean holds) {
        List<CelExpr> args = call.args();
        return switch (call.function()) {
            case "_&&_" -> join(args, holds, holds);
            case "_||_" -> join(args, holds, !holds);
            case "!_" -> of(args.get(0), !holds);
            case "_?_:_" ->
                new Formula.Any(List.of(
                        new Formula.All(List.of(of(args.get(0), true), of(args.get(1), holds))),
                        new Formula.All(List.of(of(args.get(0), false), of(args.get(2), holds)))));
            case "@in" -> in(args.get(0), args.get(1).list().elements(), holds);
            case "_<_" -> compared(args, Relation.BELOW, holds);
            case "_<=_" -> compared(args, Relation.AT_MOST, holds);
            case "_>_" -> compared(args, Relation.ABOVE, holds);
            case "_>=_" -> compared(args, Relation.AT_LEAST, holds);
            case "_==_" -> compared(args, Relation.EQUAL, holds);
            case "_!=_" -> compared(args, Relation.OTHER, holds);
            case "reached" -> {
                int ladder = vocabulary.ladders().indexOf(text(args.get(0)));
                int tier = vocabulary.tiers(ladder).indexOf(text(args.get(1)));
                yield new Formula.Reached(ladder, tier, holds);
            }
            case "has_badge" -> {
                int badge = vocabulary.badges().indexOf(text(args.get(0)));
                int level = args.size() == 1 ? -1 : vocabulary.levels(badge).indexOf(text(args.get(1)));
                yield new Formula.HasBadge(badge, level, holds);
            }
            case "in_segment" -> new Formula.InSegment(vocabulary.segments().indexOf(text(args.get(0))), holds);
            case "in_stage" -> new Formula.InStage(vocabulary.stages().indexOf(text(args.get(0))), holds);
            default -> new Formula.Opaque();
        };
    }

    private Formula join(List<CelExpr> parts, boolean holds, boolean all) {
        List<Formula> joined = new ArrayList<>();
        for (CelExpr part : parts) {
            joined.add(of(part, holds));
        }
        return all ? new Formula.All(joined) : new Formula.Any(joined);
    }

    private Formula in(CelExpr operand, List<CelExpr> elements, boolean holds) {
        List<Formula> equal = new ArrayList<>();
        for (CelExpr element : elements) {
            equal.add(compared(List.of(operand, element), Relation.EQUAL, holds));
        }
        return holds ? new Formula.Any(equal) : new Formula.All(equal);
    }

    private Formula compared(List<CelExpr> args, Relation relation, boolean holds) {
        CelExpr left = args.get(0);
        CelExpr right = args.get(1);
        Relation meant = holds ? relation : relation.negated();
        if (isNumber(left) && Expression.isConstantNumber(right)) {
            return new Formula.Compared(slot(left), meant, Expression.constantNumber(right));
        }
        if (isNumber(right) && Expression.isConstantNumber(left)) {
            return new Formula.Compared(slot(right), meant.mirrored(), Expression.constantNumber(left));
        }
        return new Formula.Opaque();
    }

    private boolean isNumber(CelExpr expr) {
        return expr.exprKind().getKind() == CelExpr.ExprKind.Kind.IDENT && slot(expr) >= 0;
    }

    private int slot(CelExpr expr) {
        return vocabulary.numbers().indexOf(expr.ident().name());
    }

    private static String text(CelExpr expr) {
        return expr.constant().getKind() == CelConstant.Kind.STRING_VALUE
                ? expr.constant().stringValue()
                : "";
    }
}
