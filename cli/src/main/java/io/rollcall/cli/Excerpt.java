package io.rollcall.cli;

import java.util.List;

/** A line of a program with a caret below one of its characters. */
final class Excerpt {
    /** Blank and as wide as the characters of Chinese, Japanese and Korean. */
    private static final String WIDE_BLANK = "\u3000";

    private static final int UNSHOWN = 0xFFFD;

    /** What fits beside the gutter on most terminals. */
    private static final int WIDEST = 100;

    private final List<String> lines;

    Excerpt(String text) {
        this.lines = text.lines().toList();
    }

    /** The line, a line break, and the caret; empty where there is no such line. Line and column from 1. */
    String at(int line, int column) {
        if (line < 1 || line > lines.size()) {
            return "";
        }
        int[] points = lines.get(line - 1).codePoints().toArray();
        int caret = Math.min(column - 1, points.length);
        // of a very long line, the part around the caret
        int from = points.length <= WIDEST ? 0 : Math.max(0, Math.min(caret - WIDEST / 2, points.length - WIDEST));
        int to = Math.min(points.length, from + WIDEST);
        String gutter = "%5d | ".formatted(line);
        StringBuilder excerpt = new StringBuilder(gutter).append(from > 0 ? "… " : "");
        for (int i = from; i < to; i++) {
            excerpt.appendCodePoint(isForTheTerminal(points[i]) ? UNSHOWN : points[i]);
        }
        excerpt.append(to < points.length ? " …" : "").append('\n');
        excerpt.append(" ".repeat(gutter.length() - 2)).append("| ").append(from > 0 ? "  " : "");
        for (int i = from; i < caret; i++) {
            excerpt.append(blank(points[i]));
        }
        return excerpt.append('^').toString();
    }

    /** A blank as wide as a character, so that the caret stands below what it means. */
    private static String blank(int point) {
        if (point == '\t') {
            return "\t";
        }
        int type = Character.getType(point);
        if (type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK || type == Character.FORMAT) {
            return "";
        }
        return isWide(point) ? WIDE_BLANK : " ";
    }

    /** What a terminal would obey instead of showing it. */
    private static boolean isForTheTerminal(int point) {
        return Character.isISOControl(point) && point != '\t';
    }

    private static boolean isWide(int point) {
        boolean fullWidthForm = point >= 0xFF01 && point <= 0xFF60;
        boolean pictograph = point >= 0x1F300 && point <= 0x1FAFF;
        boolean punctuation = point >= 0x3000 && point <= 0x303F;
        return fullWidthForm
                || pictograph
                || punctuation
                || switch (Character.UnicodeScript.of(point)) {
                    case HAN, HIRAGANA, KATAKANA, HANGUL -> point < 0xFF61 || point > 0xFFDC;
                    default -> false;
                };
    }
}
