package io.rollcall.naive;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Conditions by walking a tree over boxed values: its own parser, its own interpreter. */
final class Cel {
    private final String text;
    private int next;

    private Cel(String text) {
        this.text = text;
    }

    /** What names and calls stand for. */
    interface Scope {
        /** A {@link Double} or a {@link String}. */
        Object name(String name);

        boolean call(String function, List<String> arguments);
    }

    /** A piece of an expression; {@code from} and {@code to} say where it stands in the text, parentheses included. */
    record Node(String kind, Object value, List<Node> parts, int from, int to) {

        boolean holds(Scope scope) {
            return (Boolean) of(scope);
        }

        Object of(Scope scope) {
            return switch (kind) {
                case "literal" -> value;
                case "name" -> scope.name((String) value);
                case "call" ->
                    scope.call(
                            (String) value,
                            parts.stream().map(part -> (String) part.value).toList());
                case "not" -> !parts.get(0).holds(scope);
                case "minus" -> -number(0, scope);
                case "?" ->
                    parts.get(0).holds(scope)
                            ? parts.get(1).of(scope)
                            : parts.get(2).of(scope);
                case "&&" -> parts.get(0).holds(scope) && parts.get(1).holds(scope);
                case "||" -> parts.get(0).holds(scope) || parts.get(1).holds(scope);
                case "in" -> parts.subList(1, parts.size()).stream().anyMatch(each -> same(parts.get(0), each, scope));
                case "==" -> same(parts.get(0), parts.get(1), scope);
                case "!=" -> !same(parts.get(0), parts.get(1), scope);
                case "+" -> number(0, scope) + number(1, scope);
                case "-" -> number(0, scope) - number(1, scope);
                case "*" -> number(0, scope) * number(1, scope);
                case "/" -> number(0, scope) / number(1, scope);
                case "%" -> number(0, scope) % number(1, scope);
                default -> compare(scope);
            };
        }

        private double number(int part, Scope scope) {
            return (Double) parts.get(part).of(scope);
        }

        private static boolean same(Node a, Node b, Scope scope) {
            Object x = a.of(scope);
            Object y = b.of(scope);
            // not equals(), for which NaN is NaN and -0 is not 0
            return x instanceof Double p && y instanceof Double q ? p.doubleValue() == q.doubleValue() : x.equals(y);
        }

        private boolean compare(Scope scope) {
            Object x = parts.get(0).of(scope);
            if (x instanceof String s) {
                String t = (String) parts.get(1).of(scope);
                int order =
                        Arrays.compareUnsigned(s.getBytes(StandardCharsets.UTF_8), t.getBytes(StandardCharsets.UTF_8));
                return switch (kind) {
                    case "<" -> order < 0;
                    case "<=" -> order <= 0;
                    case ">" -> order > 0;
                    default -> order >= 0;
                };
            }
            double p = (Double) x;
            double q = number(1, scope);
            return switch (kind) {
                case "<" -> p < q;
                case "<=" -> p <= q;
                case ">" -> p > q;
                case ">=" -> p >= q;
                default -> throw new IllegalStateException(kind);
            };
        }

        /** The names of numbers in it, in order, each once. */
        Set<String> names() {
            var names = new LinkedHashSet<String>();
            if (kind.equals("name")) {
                names.add((String) value);
            }
            if (!kind.equals("call")) {
                parts.forEach(part -> names.addAll(part.names()));
            }
            return names;
        }

        /** What must all hold for it to hold. */
        List<Node> conjuncts() {
            if (!kind.equals("&&")) {
                return List.of(this);
            }
            var all = new ArrayList<Node>();
            parts.forEach(part -> all.addAll(part.conjuncts()));
            return all;
        }
    }

    static Node parse(String text) {
        var cel = new Cel(text);
        Node node = cel.conditional();
        cel.space();
        if (cel.next != text.length()) {
            throw new IllegalArgumentException("left over in '" + text + "': " + text.substring(cel.next));
        }
        return node;
    }

    private Node conditional() {
        Node test = binary(0);
        if (!accept("?")) {
            return test;
        }
        Node then = conditional();
        expect(":");
        Node otherwise = conditional();
        return new Node("?", "", List.of(test, then, otherwise), test.from, otherwise.to);
    }

    /** Binding loosest first. */
    private static final List<List<String>> OPERATORS = List.of(
            List.of("||"),
            List.of("&&"),
            List.of("==", "!=", "<=", ">=", "<", ">", "in"),
            List.of("+", "-"),
            List.of("*", "/", "%"));

    private Node binary(int level) {
        if (level == OPERATORS.size()) {
            return unary();
        }
        Node left = binary(level + 1);
        for (String operator = operator(level); !operator.isEmpty(); operator = operator(level)) {
            if (operator.equals("in")) {
                left = list(left);
            } else {
                Node right = binary(level + 1);
                left = new Node(operator, "", List.of(left, right), left.from, right.to);
            }
        }
        return left;
    }

    private String operator(int level) {
        for (String operator : OPERATORS.get(level)) {
            if (accept(operator)) {
                return operator;
            }
        }
        return "";
    }

    private Node list(Node item) {
        var parts = new ArrayList<>(List.of(item));
        expect("[");
        while (!accept("]")) {
            parts.add(conditional());
            accept(",");
        }
        return new Node("in", "", parts, item.from, next);
    }

    private Node unary() {
        space();
        int from = next;
        if (accept("!")) {
            Node operand = unary();
            return new Node("not", "", List.of(operand), from, operand.to);
        }
        if (accept("-")) {
            Node operand = unary();
            return operand.kind.equals("literal") && operand.value instanceof Double d
                    ? new Node("literal", -d, List.of(), from, operand.to)
                    : new Node("minus", "", List.of(operand), from, operand.to);
        }
        if (accept("(")) {
            Node inner = conditional();
            expect(")");
            return new Node(inner.kind, inner.value, inner.parts, from, next);
        }
        char c = text.charAt(next);
        if (c == '\'' || c == '"') {
            int end = text.indexOf(c, next + 1);
            next = end + 1;
            return new Node("literal", text.substring(from + 1, end), List.of(), from, next);
        }
        if (Character.isDigit(c)) {
            while (next < text.length() && (Character.isDigit(text.charAt(next)) || text.charAt(next) == '.')) {
                next++;
            }
            return new Node("literal", Double.valueOf(text.substring(from, next)), List.of(), from, next);
        }
        while (next < text.length()
                && (Character.isJavaIdentifierPart(text.charAt(next)) || text.charAt(next) == '.')) {
            next++;
        }
        int end = next;
        String name = text.substring(from, end);
        if (!accept("(")) {
            return name.equals("true") || name.equals("false")
                    ? new Node("literal", Boolean.valueOf(name), List.of(), from, end)
                    : new Node("name", name, List.of(), from, end);
        }
        var arguments = new ArrayList<Node>();
        while (!accept(")")) {
            arguments.add(conditional());
            accept(",");
        }
        return new Node("call", name, arguments, from, next);
    }

    private void space() {
        while (next < text.length() && Character.isWhitespace(text.charAt(next))) {
            next++;
        }
    }

    private boolean accept(String token) {
        space();
        if (!text.startsWith(token, next)) {
            return false;
        }
        if (token.equals("!") && text.startsWith("!=", next)) {
            return false;
        }
        if (token.equals("in") && next + 2 < text.length() && Character.isJavaIdentifierPart(text.charAt(next + 2))) {
            return false;
        }
        next += token.length();
        return true;
    }

    private void expect(String token) {
        if (!accept(token)) {
            throw new IllegalArgumentException("no " + token + " at " + next + " of " + text);
        }
    }
}
