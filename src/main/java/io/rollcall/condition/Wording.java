package io.rollcall.condition;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Says what the library found wrong in words that fit a program: operators as they are written, numbers and texts. */
final class Wording {
    private static final Pattern NO_OVERLOAD =
            Pattern.compile("found no matching overload for '(.+?)' applied to '\\((.*?)\\)'.*", Pattern.DOTALL);
    private static final Pattern WRONG_RESULT = Pattern.compile("expected type 'bool' but found '(.+?)'.*");
    private static final Pattern UNKNOWN_TOKEN = Pattern.compile("token recognition error at: '(.*)'", Pattern.DOTALL);
    private static final Pattern UNEXPECTED =
            Pattern.compile("(?:mismatched|extraneous) input '(.*?)' expecting .*", Pattern.DOTALL);
    private static final Pattern MISSING = Pattern.compile("missing '(.*?)' at '(.*?)'", Pattern.DOTALL);

    private static final Set<String> UNITS = Set.of("ms", "s", "m", "h", "d", "w");
    private static final Set<String> WORDS = Set.of("and", "or", "not");

    private Wording() {}

    /** Whether a message is about the expression as a whole and not about the operator at its root. */
    static boolean isOfTheWhole(String message) {
        return WRONG_RESULT.matcher(message).matches();
    }

    /** The code points before a line (from 0) and column. */
    static int offset(String text, int line, int column) {
        int[] points = text.codePoints().toArray();
        int at = 0;
        for (int left = line; left > 0 && at < points.length; at++) {
            if (points[at] == '\n') {
                left--;
            }
        }
        return Math.max(0, Math.min(points.length, at + column));
    }

    /** The offset, or where it is a call's parenthesis, that of the name before it. */
    static int beginning(String text, int offset) {
        int[] points = text.codePoints().toArray();
        int at = offset;
        if (at < points.length && points[at] == '(') {
            while (at > 0 && (Character.isLetterOrDigit(points[at - 1]) || points[at - 1] == '_')) {
                at--;
            }
        }
        return at;
    }

    static String of(String message) {
        String plain = message.replace(Scope.DECLARED, "");
        Matcher found = NO_OVERLOAD.matcher(plain);
        if (found.matches()) {
            List<String> kinds = List.of(found.group(2).split(", ")).stream()
                    .map(Wording::kind)
                    .toList();
            boolean range = kinds.equals(List.of("true or false", "a number"))
                    && found.group(1).matches("_(<|<=|>|>=)_");
            return "'" + written(found.group(1)) + "' does not go with " + String.join(" and ", kinds)
                    + (range ? "; a range is written 1 <= posts && posts <= 5" : "");
        }
        found = WRONG_RESULT.matcher(plain);
        if (found.matches()) {
            return "expected something that is true or false, like posts >= 1, not " + kind(found.group(1));
        }
        found = UNKNOWN_TOKEN.matcher(plain);
        if (found.matches()) {
            String token = found.group(1).strip();
            return "'" + token + "' is not part of the condition language"
                    + switch (token) {
                        case "=" -> "; to compare, write ==";
                        case "=>" -> "; at least is written >=";
                        case "=<" -> "; at most is written <=";
                        case "&" -> "; and is written &&";
                        case "|" -> "; or is written ||";
                        default -> "";
                    };
        }
        found = UNEXPECTED.matcher(plain);
        if (found.matches()) {
            return found.group(1).equals("<EOF>")
                    ? "the condition ends too early; a number, a text or a name is missing"
                    : "did not expect '" + found.group(1) + "' here" + spelled(found.group(1));
        }
        found = MISSING.matcher(plain);
        if (found.matches()) {
            String where = found.group(2).equals("<EOF>") ? "the end" : "'" + found.group(2) + "'";
            return "'" + found.group(1) + "' is missing before " + where;
        }
        return plain;
    }

    private static String spelled(String word) {
        if (UNITS.contains(word)) {
            return "; numbers in conditions have no unit: days are counted by metrics and tenure_days";
        }
        return WORDS.contains(word.toLowerCase(Locale.ROOT)) ? "; and, or, not are written &&, ||, !" : "";
    }

    private static String written(String function) {
        return switch (function) {
            case "@in" -> "in";
            case "_?_:_" -> "?:";
            default -> function.matches("[a-z_]*[a-z]") ? function : function.replace("_", "");
        };
    }

    private static String kind(String type) {
        if (type.startsWith("list")) {
            return "a list";
        }
        return switch (type) {
            case "double" -> "a number";
            case "string" -> "a text";
            case "bool" -> "true or false";
            default -> type;
        };
    }
}
