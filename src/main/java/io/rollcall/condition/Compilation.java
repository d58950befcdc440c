package io.rollcall.condition;

import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import io.rollcall.condition.Scope.Numeric;
import io.rollcall.condition.Scope.Text;
import io.rollcall.event.CodePointOrder;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Turns a checked expression into closures. */
final class Compilation<C> {
    private final Scope<C> scope;

    private Compilation(Scope<C> scope) {
        this.scope = scope;
    }

    static <C> Test<C> compile(CelExpr expr, Scope<C> scope) {
        return new Compilation<>(scope).test(expr);
    }

    private Test<C> test(CelExpr expr) {
        if (expr.exprKind().getKind() == CelExpr.ExprKind.Kind.CONSTANT) {
            boolean constant = expr.constant().booleanValue();
            return context -> constant;
        }
        var call = expr.call();
        List<CelExpr> args = call.args();
        switch (call.function()) {
            case "_&&_" -> {
                Test<C> a = test(args.get(0));
                Test<C> b = test(args.get(1));
                return context -> a.holds(context) && b.holds(context);
            }
            case "_||_" -> {
                Test<C> a = test(args.get(0));
                Test<C> b = test(args.get(1));
                return context -> a.holds(context) || b.holds(context);
            }
            case "!_" -> {
                Test<C> a = test(args.get(0));
                return context -> !a.holds(context);
            }
            case "_?_:_" -> {
                Test<C> condition = test(args.get(0));
                Test<C> yes = test(args.get(1));
                Test<C> no = test(args.get(2));
                return context -> condition.holds(context) ? yes.holds(context) : no.holds(context);
            }
            case "@in" -> {
                return in(args.get(0), args.get(1).list().elements());
            }
            case "_==_", "_!=_", "_<_", "_<=_", "_>_", "_>=_" -> {
                return comparison(call.function(), args.get(0), args.get(1));
            }
            default -> {
                try {
                    var function = scope.call(call.function(), args);
                    if (function != null) {
                        return function;
                    }
                } catch (ExpressionException e) {
                    throw new IllegalStateException("a name that was checked is unknown: " + expr, e);
                }
                throw new IllegalStateException("the type checker passed what is no condition: " + expr);
            }
        }
    }

    private Test<C> in(CelExpr operand, List<CelExpr> elements) {
        List<Test<C>> equal = new ArrayList<>();
        for (CelExpr element : elements) {
            equal.add(comparison("_==_", operand, element));
        }
        return context -> {
            for (Test<C> each : equal) {
                if (each.holds(context)) {
                    return true;
                }
            }
            return false;
        };
    }

    private Test<C> comparison(String operator, CelExpr left, CelExpr right) {
        Numeric<C> a = number(left);
        Numeric<C> b = number(right);
        if (a != null && b != null) {
            return switch (operator) {
                case "_==_" -> context -> a.of(context) == b.of(context);
                case "_!=_" -> context -> a.of(context) != b.of(context);
                case "_<_" -> context -> a.of(context) < b.of(context);
                case "_<=_" -> context -> a.of(context) <= b.of(context);
                case "_>_" -> context -> a.of(context) > b.of(context);
                default -> context -> a.of(context) >= b.of(context);
            };
        }
        Text<C> s = text(left);
        Text<C> t = text(right);
        if (s != null && t != null) {
            return switch (operator) {
                case "_==_" -> context -> s.of(context).equals(t.of(context));
                case "_!=_" -> context -> !s.of(context).equals(t.of(context));
                case "_<_" -> context -> CodePointOrder.compare(s.of(context), t.of(context)) < 0;
                case "_<=_" -> context -> CodePointOrder.compare(s.of(context), t.of(context)) <= 0;
                case "_>_" -> context -> CodePointOrder.compare(s.of(context), t.of(context)) > 0;
                default -> context -> CodePointOrder.compare(s.of(context), t.of(context)) >= 0;
            };
        }
        Test<C> p = test(left);
        Test<C> q = test(right);
        return switch (operator) {
            case "_==_" -> context -> p.holds(context) == q.holds(context);
            case "_!=_" -> context -> p.holds(context) != q.holds(context);
            case "_<_" -> context -> Boolean.compare(p.holds(context), q.holds(context)) < 0;
            case "_<=_" -> context -> Boolean.compare(p.holds(context), q.holds(context)) <= 0;
            case "_>_" -> context -> Boolean.compare(p.holds(context), q.holds(context)) > 0;
            default -> context -> Boolean.compare(p.holds(context), q.holds(context)) >= 0;
        };
    }

    private @Nullable Numeric<C> number(CelExpr expr) {
        switch (expr.exprKind().getKind()) {
            case CONSTANT -> {
                if (expr.constant().getKind() != CelConstant.Kind.DOUBLE_VALUE) {
                    return null;
                }
                double constant = expr.constant().doubleValue();
                return context -> constant;
            }
            case IDENT -> {
                return scope.number(expr.ident().name());
            }
            case CALL -> {
                return arithmetic(expr);
            }
            default -> {
                return null;
            }
        }
    }

    private @Nullable Numeric<C> arithmetic(CelExpr expr) {
        var call = expr.call();
        List<CelExpr> args = call.args();
        switch (call.function()) {
            case "-_" -> {
                Numeric<C> a = number(args.get(0));
                return a == null ? null : context -> -a.of(context);
            }
            case "_?_:_" -> {
                Numeric<C> yes = number(args.get(1));
                Numeric<C> no = number(args.get(2));
                if (yes == null || no == null) {
                    return null;
                }
                Test<C> condition = test(args.get(0));
                return context -> condition.holds(context) ? yes.of(context) : no.of(context);
            }
            case "_+_", "_-_", "_*_", "_/_", "_%_" -> {
                Numeric<C> a = number(args.get(0));
                Numeric<C> b = number(args.get(1));
                if (a == null || b == null) {
                    return null;
                }
                return switch (call.function()) {
                    case "_+_" -> context -> a.of(context) + b.of(context);
                    case "_-_" -> context -> a.of(context) - b.of(context);
                    case "_*_" -> context -> a.of(context) * b.of(context);
                    case "_/_" -> context -> a.of(context) / b.of(context);
                    default -> context -> a.of(context) % b.of(context);
                };
            }
            default -> {
                return null;
            }
        }
    }

    private @Nullable Text<C> text(CelExpr expr) {
        switch (expr.exprKind().getKind()) {
            case CONSTANT -> {
                if (expr.constant().getKind() != CelConstant.Kind.STRING_VALUE) {
                    return null;
                }
                String constant = expr.constant().stringValue();
                return context -> constant;
            }
            case IDENT -> {
                return scope.text(expr.ident().name());
            }
            case SELECT -> {
                return scope.select(
                        expr.select().operand().ident().name(), expr.select().field());
            }
            case CALL -> {
                return textCall(expr);
            }
            default -> {
                return null;
            }
        }
    }

    private @Nullable Text<C> textCall(CelExpr expr) {
        List<CelExpr> args = expr.call().args();
        if (expr.call().function().equals("_+_")) {
            Text<C> a = text(args.get(0));
            Text<C> b = text(args.get(1));
            return a == null || b == null ? null : context -> a.of(context) + b.of(context);
        }
        if (expr.call().function().equals("_?_:_")) {
            Text<C> yes = text(args.get(1));
            Text<C> no = text(args.get(2));
            if (yes != null && no != null) {
                Test<C> condition = test(args.get(0));
                return context -> condition.holds(context) ? yes.of(context) : no.of(context);
            }
        }
        return null;
    }
}
