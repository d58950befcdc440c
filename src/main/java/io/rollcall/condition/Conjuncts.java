package io.rollcall.condition;

import dev.cel.common.ast.CelExpr;
import io.rollcall.condition.Condition.Clause;
import io.rollcall.condition.Condition.Comparison;
import io.rollcall.condition.Condition.Conjunct;
import java.util.ArrayList;
import java.util.List;

/**
 * Splits a condition at its {@code &&}s. The tree says where they are, but not where a part's text begins and ends:
 * that is found in the text, in which each {@code &&} outside quotes and parentheses is one of the tree's.
 */
final class Conjuncts {
    private Conjuncts() {}

    static List<Conjunct> of(String text, CelExpr root, MemberScope scope) {
        var parts = new ArrayList<Conjunct>();
        split(text, root, scope, parts);
        return List.copyOf(parts);
    }

    private static void split(String text, CelExpr expr, MemberScope scope, List<Conjunct> parts) {
        if (isAnd(expr)) {
            var operands = new ArrayList<CelExpr>();
            List<String> texts = topLevelAnds(unwrapped(text));
            flatten(expr, operands);
            if (texts.size() == operands.size()) {
                for (int i = 0; i < operands.size(); i++) {
                    split(texts.get(i), operands.get(i), scope, parts);
                }
                return;
            }
            // parentheses among the operands: the tree has more leaves than the text has parts at this level
            int next = 0;
            for (String part : texts) {
                int leaves = leaves(part);
                var leaf = operands.subList(next, next + leaves);
                next += leaves;
                if (leaves == 1) {
                    split(part, leaf.get(0), scope, parts);
                } else {
                    List<String> inner = new ArrayList<>();
                    leafTexts(part, inner);
                    for (int i = 0; i < leaves; i++) {
                        split(inner.get(i), leaf.get(i), scope, parts);
                    }
                }
            }
            return;
        }
        Test<Facts> test = Compilation.compile(expr, scope);
        if (isComparison(expr)) {
            var args = expr.call().args();
            int slot = NumberUses.slot(args.get(0), scope);
            parts.add(new Comparison(test, slot, Expression.constantNumber(args.get(1)), unwrapped(text)));
        } else {
            parts.add(new Clause(test, text.strip()));
        }
    }

    private static int leaves(String part) {
        List<String> texts = new ArrayList<>();
        leafTexts(part, texts);
        return texts.size();
    }

    private static void leafTexts(String part, List<String> texts) {
        List<String> parts = topLevelAnds(unwrapped(part));
        if (parts.size() == 1) {
            texts.add(part);
        } else {
            parts.forEach(each -> leafTexts(each, texts));
        }
    }

    private static boolean isAnd(CelExpr expr) {
        return expr.exprKind().getKind() == CelExpr.ExprKind.Kind.CALL
                && expr.call().function().equals("_&&_");
    }

    private static void flatten(CelExpr expr, List<CelExpr> operands) {
        if (isAnd(expr)) {
            expr.call().args().forEach(each -> flatten(each, operands));
        } else {
            operands.add(expr);
        }
    }

    private static boolean isComparison(CelExpr expr) {
        if (expr.exprKind().getKind() != CelExpr.ExprKind.Kind.CALL) {
            return false;
        }
        return switch (expr.call().function()) {
            case "_>=_", "_>_", "_<=_", "_<_", "_==_" ->
                expr.call().args().get(0).exprKind().getKind() == CelExpr.ExprKind.Kind.IDENT
                        && Expression.isConstantNumber(expr.call().args().get(1));
            default -> false;
        };
    }

    /** The text without parentheses that enclose the whole of it. */
    private static String unwrapped(String text) {
        String inner = text.strip();
        while (inner.startsWith("(") && closing(inner) == inner.length() - 1) {
            inner = inner.substring(1, inner.length() - 1).strip();
        }
        return inner;
    }

    private static int closing(String text) {
        int[] at = {-1};
        scan(text, (index, depth) -> {
            if (depth == 0 && text.charAt(index) == ')' && at[0] < 0) {
                at[0] = index;
            }
        });
        return at[0];
    }

    /** The parts between the {@code &&}s that bind last; one part if {@code ||} or {@code ?:} binds later. */
    private static List<String> topLevelAnds(String text) {
        var cuts = new ArrayList<Integer>();
        boolean[] weaker = {false};
        scan(text, (index, depth) -> {
            if (depth == 0) {
                weaker[0] |= text.charAt(index) == '?' || text.startsWith("||", index);
                if (text.startsWith("&&", index)) {
                    cuts.add(index);
                }
            }
        });
        if (weaker[0] || cuts.isEmpty()) {
            return List.of(text);
        }
        var parts = new ArrayList<String>();
        int from = 0;
        for (int cut : cuts) {
            parts.add(text.substring(from, cut).strip());
            from = cut + 2;
        }
        parts.add(text.substring(from).strip());
        return parts;
    }

    private interface Visitor {
        void visit(int index, int depth);
    }

    /** Visits what stands outside quotes, with how many parentheses and brackets enclose it. */
    private static void scan(String text, Visitor visitor) {
        int depth = 0;
        char quote = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (quote != 0) {
                if (c == '\\') {
                    i++;
                } else if (c == quote) {
                    quote = 0;
                }
                continue;
            }
            switch (c) {
                case '\'', '"' -> quote = c;
                case '(', '[' -> depth++;
                case ')', ']' -> depth--;
                default -> {}
            }
            visitor.visit(i, depth);
        }
    }
}
