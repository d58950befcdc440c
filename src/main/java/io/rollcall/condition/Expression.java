package io.rollcall.condition;

import static dev.cel.common.ast.CelExpr.ExprKind.Kind.CONSTANT;
import static dev.cel.common.ast.CelExpr.ExprKind.Kind.IDENT;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelFunctionDecl;
import dev.cel.common.CelIssue;
import dev.cel.common.CelOptions;
import dev.cel.common.CelOverloadDecl;
import dev.cel.common.CelValidationException;
import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerFactory;
import io.rollcall.condition.ConditionException.Issue;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * An expression that CEL's parser has read and its type checker has passed.
 *
 * <p>Numbers are doubles throughout (SEMANTICS section 3) while CEL tells {@code 1} from {@code 1.0} and has no
 * {@code %} for doubles. So whole literals become doubles between parsing and checking, and the missing operator is
 * declared. What the language has beyond SEMANTICS' list is refused before the checker sees it.
 */
final class Expression<C> {
    private static final Set<String> OPERATORS = Set.of(
            "_&&_", "_||_", "!_", "_==_", "_!=_", "_<_", "_<=_", "_>_", "_>=_", "_+_", "_-_", "_*_", "_/_", "_%_", "-_",
            "_?_:_", "@in");

    private final Scope<C> scope;
    private final CelExpr root;

    private Expression(Scope<C> scope, CelExpr root) {
        this.scope = scope;
        this.root = root;
    }

    static <C> Expression<C> parse(String text, Scope<C> scope) throws ConditionException {
        CelCompiler compiler = compiler(scope);
        CelAbstractSyntaxTree parsed;
        try {
            parsed = compiler.parse(text).getAst();
        } catch (CelValidationException e) {
            // what follows the first error of syntax follows from it
            throw new ConditionException(List.of(issue(text, e.getErrors().get(0))));
        }
        var found = new ArrayList<ExpressionException>();
        CelExpr root = kept(parsed.getExpr(), scope, found);
        checkNames(root, scope, found);
        if (!found.isEmpty()) {
            throw new ConditionException(
                    found.stream().map(each -> issue(text, each, parsed)).toList());
        }
        var checked = compiler.check(CelAbstractSyntaxTree.newParsedAst(root, parsed.getSource()));
        if (checked.hasError()) {
            throw new ConditionException(
                    checked.getErrors().stream().map(each -> issue(text, each)).toList());
        }
        // names as the program has them: the prefix was for the checker only
        return new Expression<>(scope, undeclared(root));
    }

    private static Issue issue(String text, ExpressionException e, CelAbstractSyntaxTree parsed) {
        int offset = parsed.getSource().getPositionsMap().getOrDefault(e.node(), 0);
        return new Issue(Wording.beginning(text, offset), String.valueOf(e.getMessage()));
    }

    private static Issue issue(String text, CelIssue issue) {
        String message = Wording.of(issue.getMessage());
        var at = issue.getSourceLocation();
        int offset = Wording.offset(text, at.getLine() - 1, at.getColumn());
        return new Issue(Wording.isOfTheWhole(issue.getMessage()) ? 0 : Wording.beginning(text, offset), message);
    }

    /** Notes the functions' arguments that name nothing that the program has. */
    private static void checkNames(CelExpr expr, Scope<?> scope, List<ExpressionException> found) {
        if (expr.exprKind().getKind() == CelExpr.ExprKind.Kind.CALL) {
            var call = expr.call();
            if (scope.functions().contains(call.function()) && Functions.isRight(call)) {
                try {
                    Objects.requireNonNull(scope.call(call.function(), call.args()));
                } catch (ExpressionException e) {
                    found.add(e);
                }
            }
            for (CelExpr each : call.args()) {
                checkNames(each, scope, found);
            }
        }
    }

    CelExpr root() {
        return root;
    }

    Test<C> compile() {
        return Compilation.compile(root, scope);
    }

    private static CelCompiler compiler(Scope<?> scope) {
        var builder = CelCompilerFactory.standardCelCompilerBuilder()
                .setOptions(CelOptions.current()
                        .retainRepeatedUnaryOperators(true)
                        .maxExpressionCodePointSize(4_000)
                        .build())
                .setResultType(SimpleType.BOOL)
                .addFunctionDeclarations(CelFunctionDecl.newFunctionDeclaration(
                        "_%_",
                        CelOverloadDecl.newGlobalOverload(
                                "rollcall_modulo_double", SimpleType.DOUBLE, SimpleType.DOUBLE, SimpleType.DOUBLE)));
        scope.declare(builder);
        return builder.build();
    }

    /** The expression with doubles for whole numbers and prefixed names, if it uses only what programs may. */
    private static CelExpr prepared(CelExpr expr, Scope<?> scope, List<ExpressionException> found)
            throws ExpressionException {
        switch (expr.exprKind().getKind()) {
            case CONSTANT -> {
                return switch (expr.constant().getKind()) {
                    case INT64_VALUE ->
                        CelExpr.ofConstant(expr.id(), CelConstant.ofValue((double)
                                expr.constant().int64Value()));
                    case DOUBLE_VALUE, STRING_VALUE, BOOLEAN_VALUE -> expr;
                    default -> throw new ExpressionException(expr.id(), "expected a number, a text or true or false");
                };
            }
            case IDENT -> {
                String name = expr.ident().name();
                if (!scope.knows(name)) {
                    throw new ExpressionException(
                            expr.id(), "nothing is called '" + name + "'" + Functions.hint(name, scope));
                }
                return CelExpr.ofIdent(expr.id(), Scope.DECLARED + name);
            }
            case SELECT -> {
                var operand = expr.select().operand();
                if (expr.select().testOnly() || operand.exprKind().getKind() != IDENT) {
                    throw new ExpressionException(expr.id(), "only attributes.NAME can be selected");
                }
                return CelExpr.ofSelect(
                        expr.id(),
                        prepared(operand, scope, found),
                        expr.select().field(),
                        false);
            }
            case LIST -> {
                return CelExpr.ofList(
                        expr.id(),
                        all(expr.list().elements(), scope, found),
                        expr.list().optionalIndices());
            }
            case CALL -> {
                return preparedCall(expr, scope, found);
            }
            default ->
                throw new ExpressionException(expr.id(), "not part of the condition language; it has " + LANGUAGE);
        }
    }

    private static final String LANGUAGE = "&& || !, comparisons, + - * / %, ?:, in [..] and parentheses";

    /** The same, or, what is wrong being noted, the expression as it is. */
    private static CelExpr kept(CelExpr expr, Scope<?> scope, List<ExpressionException> found) {
        try {
            return prepared(expr, scope, found);
        } catch (ExpressionException e) {
            found.add(e);
            return expr;
        }
    }

    private static CelExpr preparedCall(CelExpr expr, Scope<?> scope, List<ExpressionException> found)
            throws ExpressionException {
        var call = expr.call();
        boolean function = scope.functions().contains(call.function());
        if (call.target().isPresent() || !(OPERATORS.contains(call.function()) || function)) {
            throw new ExpressionException(expr.id(), refusal(call.function(), scope));
        }
        if (call.function().equals("@in") && call.args().get(1).exprKind().getKind() != CelExpr.ExprKind.Kind.LIST) {
            throw new ExpressionException(
                    Functions.leftmost(call.args().get(1)), "expected a list in brackets after 'in', like [1, 2]");
        }
        if (function) {
            Functions.check(expr);
            return expr;
        }
        return CelExpr.ofCall(expr.id(), java.util.Optional.empty(), call.function(), all(call.args(), scope, found));
    }

    private static String refusal(String function, Scope<?> scope) {
        boolean named = function.matches("\\w+") && !function.startsWith("_");
        String suggestion = named ? Nearest.suggestion(function, scope.functions()) : "";
        String functions = scope.functions().isEmpty() ? "" : ", and " + String.join(", ", scope.functions());
        return (named ? "no function is called '" + function + "'" : "not part of the condition language")
                + (suggestion.isEmpty() ? "; it has " + LANGUAGE + functions : suggestion);
    }

    private static com.google.common.collect.ImmutableList<CelExpr> all(
            List<CelExpr> exprs, Scope<?> scope, List<ExpressionException> found) {
        var builder = com.google.common.collect.ImmutableList.<CelExpr>builder();
        for (CelExpr each : exprs) {
            builder.add(kept(each, scope, found));
        }
        return builder.build();
    }

    private static CelExpr undeclared(CelExpr expr) {
        return switch (expr.exprKind().getKind()) {
            case IDENT -> CelExpr.ofIdent(expr.id(), expr.ident().name().substring(Scope.DECLARED.length()));
            case SELECT ->
                CelExpr.ofSelect(
                        expr.id(),
                        undeclared(expr.select().operand()),
                        expr.select().field(),
                        false);
            case LIST ->
                CelExpr.ofList(
                        expr.id(),
                        expr.list().elements().stream()
                                .map(Expression::undeclared)
                                .collect(com.google.common.collect.ImmutableList.toImmutableList()),
                        expr.list().optionalIndices());
            case CALL ->
                CelExpr.ofCall(
                        expr.id(),
                        java.util.Optional.empty(),
                        expr.call().function(),
                        expr.call().args().stream()
                                .map(Expression::undeclared)
                                .collect(com.google.common.collect.ImmutableList.toImmutableList()));
            default -> expr;
        };
    }

    static boolean isConstantNumber(CelExpr expr) {
        return expr.exprKind().getKind() == CONSTANT && expr.constant().getKind() == CelConstant.Kind.DOUBLE_VALUE
                || isNegatedConstant(expr);
    }

    private static boolean isNegatedConstant(CelExpr expr) {
        return expr.exprKind().getKind() == CelExpr.ExprKind.Kind.CALL
                && expr.call().function().equals("-_")
                && isConstantNumber(expr.call().args().get(0));
    }

    static double constantNumber(CelExpr expr) {
        return isNegatedConstant(expr)
                ? -constantNumber(expr.call().args().get(0))
                : expr.constant().doubleValue();
    }

    @Override
    public String toString() {
        return root + " over " + scope.names().stream().collect(Collectors.joining(", "));
    }
}
