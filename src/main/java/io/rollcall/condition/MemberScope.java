package io.rollcall.condition;

import dev.cel.common.CelFunctionDecl;
import dev.cel.common.CelOverloadDecl;
import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompilerBuilder;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Metrics, built-ins, and the functions over what a member has reached. */
record MemberScope(Vocabulary vocabulary) implements Scope<Facts> {

    @Override
    public List<String> names() {
        return vocabulary.numbers();
    }

    @Override
    public List<String> functions() {
        return Functions.NAMES;
    }

    @Override
    public void declare(CelCompilerBuilder builder) {
        for (String number : vocabulary.numbers()) {
            builder.addVar(DECLARED + number, SimpleType.DOUBLE);
        }
        builder.addFunctionDeclarations(
                function("reached", 2), function("in_segment", 1), function("in_stage", 1), hasBadge());
    }

    private static CelFunctionDecl function(String name, int arguments) {
        return CelFunctionDecl.newFunctionDeclaration(name, overload(name, arguments));
    }

    private static CelFunctionDecl hasBadge() {
        return CelFunctionDecl.newFunctionDeclaration("has_badge", overload("has_badge", 1), overload("has_badge", 2));
    }

    private static CelOverloadDecl overload(String name, int arguments) {
        String id = "rollcall_" + name + arguments;
        return arguments == 1
                ? CelOverloadDecl.newGlobalOverload(id, SimpleType.BOOL, SimpleType.STRING)
                : CelOverloadDecl.newGlobalOverload(id, SimpleType.BOOL, SimpleType.STRING, SimpleType.STRING);
    }

    @Override
    public @Nullable Numeric<Facts> number(String name) {
        int slot = vocabulary.numbers().indexOf(name);
        return slot < 0 ? null : facts -> facts.number(slot);
    }

    @Override
    public @Nullable Text<Facts> text(String name) {
        return null;
    }

    @Override
    public @Nullable Text<Facts> select(String operand, String field) {
        return null;
    }

    @Override
    public @Nullable Test<Facts> call(String function, List<CelExpr> arguments) throws ExpressionException {
        switch (function) {
            case "reached" -> {
                int ladder = find("ladder", vocabulary.ladders(), arguments.get(0));
                int tier = find("tier", vocabulary.tiers(ladder), arguments.get(1));
                return facts -> facts.reached(ladder, tier);
            }
            case "has_badge" -> {
                int badge = find("badge", vocabulary.badges(), arguments.get(0));
                int level = arguments.size() == 1 ? -1 : find("level", vocabulary.levels(badge), arguments.get(1));
                return facts -> facts.hasBadge(badge, level);
            }
            case "in_segment" -> {
                int segment = find("segment", vocabulary.segments(), arguments.get(0));
                return facts -> facts.inSegment(segment);
            }
            case "in_stage" -> {
                int stage = find("stage", vocabulary.stages(), arguments.get(0));
                return facts -> facts.inStage(stage);
            }
            default -> {
                return null;
            }
        }
    }

    private static int find(String what, List<String> known, CelExpr argument) throws ExpressionException {
        if (what.equals("tier") && known.isEmpty()) {
            // every ladder has a tier: this one was refused, which is told at its own place
            return 0;
        }
        if (argument.exprKind().getKind() != CelExpr.ExprKind.Kind.CONSTANT
                || argument.constant().getKind() != CelConstant.Kind.STRING_VALUE) {
            throw new ExpressionException(argument.id(), "expected the name of a " + what + " in quotes");
        }
        String name = argument.constant().stringValue();
        int index = known.indexOf(name);
        if (index < 0) {
            throw new ExpressionException(
                    argument.id(), "no " + what + " is called '" + name + "'" + Nearest.hint(name, known));
        }
        return index;
    }
}
