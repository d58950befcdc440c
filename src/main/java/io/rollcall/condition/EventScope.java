package io.rollcall.condition;

import dev.cel.common.ast.CelExpr;
import dev.cel.common.types.MapType;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompilerBuilder;
import io.rollcall.event.Event;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The fields of an event, for {@code where}. An absent text is empty. */
record EventScope() implements Scope<Event> {

    @Override
    public List<String> names() {
        return List.of("type", "member", "recipient", "value", "attributes");
    }

    @Override
    public List<String> functions() {
        return List.of();
    }

    @Override
    public void declare(CelCompilerBuilder builder) {
        builder.addVar(DECLARED + "type", SimpleType.STRING);
        builder.addVar(DECLARED + "member", SimpleType.STRING);
        builder.addVar(DECLARED + "recipient", SimpleType.STRING);
        builder.addVar(DECLARED + "value", SimpleType.DOUBLE);
        builder.addVar(DECLARED + "attributes", MapType.create(SimpleType.STRING, SimpleType.STRING));
    }

    @Override
    public @Nullable Numeric<Event> number(String name) {
        return name.equals("value") ? Event::value : null;
    }

    @Override
    public @Nullable Text<Event> text(String name) {
        return switch (name) {
            case "type" -> Event::type;
            case "member" -> event -> orEmpty(event.member());
            case "recipient" -> event -> orEmpty(event.recipient());
            default -> null;
        };
    }

    @Override
    public @Nullable Text<Event> select(String operand, String field) {
        return operand.equals("attributes")
                ? event -> orEmpty(event.attributes().get(field))
                : null;
    }

    @Override
    public @Nullable Test<Event> call(String function, List<CelExpr> arguments) {
        return null;
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }
}
