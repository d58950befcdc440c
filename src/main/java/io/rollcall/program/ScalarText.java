package io.rollcall.program;

import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/**
 * Finds the place in the file of a character of a text in it, in every style of YAML: plain, quoted, folded, literal.
 *
 * <p>All that these do to a text is to change its white space and, in quotes, to write characters otherwise. So what is
 * no white space stands in the file in the same order, and is counted off in both.
 */
final class ScalarText {
    private final int[] source;
    private final boolean singleQuoted;
    private final boolean doubleQuoted;
    private int at;

    private ScalarText(int[] source, ScalarStyle style, int start) {
        this.source = source;
        this.singleQuoted = style == ScalarStyle.SINGLE_QUOTED;
        this.doubleQuoted = style == ScalarStyle.DOUBLE_QUOTED;
        this.at = start;
        skipProperties();
        if (singleQuoted || doubleQuoted) {
            at++;
        } else if (style == ScalarStyle.FOLDED || style == ScalarStyle.LITERAL) {
            while (at < source.length && !isBreak(source[at])) {
                at++;
            }
        }
    }

    /** A place in the file: line and column from 0, in code points. */
    record Place(int line, int column) {}

    /** The place of the code point at an offset of a node's text; at its end, of what follows the last one. */
    static Place place(String file, ScalarNode node, int offset) {
        int line = node.getStartMark().map(Mark::getLine).orElse(0);
        int column = node.getStartMark().map(Mark::getColumn).orElse(0);
        int[] source = file.codePoints().toArray();
        int start = index(source, line, column);
        int found = new ScalarText(source, node.getScalarStyle(), start)
                .find(node.getValue().codePoints().toArray(), offset);
        return placeOf(source, found);
    }

    private int find(int[] value, int offset) {
        int end = at;
        for (int i = 0; i < value.length; i++) {
            if (i == offset && isWhite(value[i])) {
                return end;
            }
            if (isWhite(value[i])) {
                continue;
            }
            skipWhite();
            if (i == offset) {
                return at;
            }
            at += Math.abs(length());
            end = at;
        }
        return end;
    }

    private void skipProperties() {
        while (at < source.length && (source[at] == '&' || source[at] == '!')) {
            while (at < source.length && !isWhite(source[at])) {
                at++;
            }
            while (at < source.length && isWhite(source[at])) {
                at++;
            }
        }
    }

    private void skipWhite() {
        while (at < source.length) {
            if (isWhite(source[at])) {
                at++;
            } else if (length() < 0) {
                at += -length();
            } else {
                return;
            }
        }
    }

    /** How many code points of the file are one of the text; negative where that is white space written otherwise. */
    private int length() {
        if (singleQuoted && source[at] == '\'' && at + 1 < source.length && source[at + 1] == '\'') {
            return 2;
        }
        if (!doubleQuoted || source[at] != '\\' || at + 1 >= source.length) {
            return 1;
        }
        return switch (source[at + 1]) {
            case 'x' -> 4;
            case 'u' -> 6;
            case 'U' -> 10;
            case 'n', 't', 'r', ' ', '\t', '\n', '\r' -> -2;
            default -> 2;
        };
    }

    private static boolean isBreak(int c) {
        return c == '\n' || c == '\r';
    }

    private static boolean isWhite(int c) {
        return c == ' ' || c == '\t' || isBreak(c);
    }

    private static int index(int[] source, int line, int column) {
        int at = 0;
        for (int left = line; left > 0 && at < source.length; at++) {
            if (endsLine(source, at)) {
                left--;
            }
        }
        return Math.min(source.length, at + column);
    }

    private static Place placeOf(int[] source, int index) {
        int line = 0;
        int start = 0;
        for (int i = 0; i < index; i++) {
            if (endsLine(source, i)) {
                line++;
                start = i + 1;
            }
        }
        return new Place(line, index - start);
    }

    private static boolean endsLine(int[] source, int at) {
        return source[at] == '\n' || source[at] == '\r' && (at + 1 == source.length || source[at + 1] != '\n');
    }
}
