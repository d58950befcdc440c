package io.rollcall.cli;

import java.io.PrintWriter;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Help.Ansi.IStyle;
import picocli.CommandLine.Help.Ansi.Style;

/** Text for people: lines of at most 100 columns or as many as it is told, with colours where the terminal has them and nowhere else. */
final class Page {
    private static final int WIDTH = 100;
    /** Prose is read best in lines that are no longer. */
    static final int PROSE = 80;

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm");

    private final PrintWriter out;
    private final int width;
    private final boolean colours;

    Page(PrintWriter out) {
        this(out, WIDTH);
    }

    Page(PrintWriter out, int width) {
        this.out = out;
        this.width = width;
        this.colours = Ansi.AUTO.enabled();
    }

    /** An instant as the people of a community have it. */
    static String time(long at, ZoneId zone) {
        return TIME.format(Instant.ofEpochMilli(at).atZone(zone));
    }

    /** A message: where somebody reads it on a terminal, its sentences are broken between words. */
    static void prose(PrintWriter out, String text) {
        if (System.console() == null || text.indexOf('\n') >= 0) {
            out.println(text);
        } else {
            new Page(out, PROSE).wrapped("", "", text);
        }
    }

    void blank() {
        out.println();
    }

    void heading(String text) {
        wrapped("", "", text, Style.bold);
    }

    void line(String text) {
        out.println(text.stripTrailing());
    }

    /** A text that goes on in further lines where it is too long for one. */
    void wrapped(String first, String further, String text, IStyle... styles) {
        String indent = first;
        String rest = text.strip();
        while (true) {
            int room = width - indent.length();
            int cut = rest.length() <= room ? rest.length() : rest.lastIndexOf(' ', room);
            if (cut <= 0) {
                cut = rest.indexOf(' ') < 0 ? rest.length() : rest.indexOf(' ');
            }
            out.println((indent + styled(rest.substring(0, cut), styles)).stripTrailing());
            rest = rest.substring(cut).strip();
            if (rest.isEmpty()) {
                return;
            }
            indent = further;
        }
    }

    private String styled(String text, IStyle... styles) {
        if (!colours || styles.length == 0) {
            return text;
        }
        StringBuilder styled = new StringBuilder();
        for (IStyle style : styles) {
            styled.append(style.on());
        }
        return styled.append(text).append(Style.reset.on()).toString();
    }
}
