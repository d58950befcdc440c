package io.rollcall.program;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.DocumentStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.SequenceStartEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;

/** From text to YAML nodes; what is no YAML, or YAML that no program is, is told in words for people. */
final class YamlText {
    /** Deeper than any program; below what would exhaust the stack of the library. */
    private static final int DEEPEST = 50;

    /** Some thousand times the example program. */
    private static final int LONGEST = 3_000_000;

    private static final String YAML = "yaml";
    private static final Pattern TAB = Pattern.compile("found character '\\\\t\\(TAB\\)'.*", Pattern.DOTALL);

    private YamlText() {}

    /** The one document of a text; null, with a problem noted, if there is none. */
    static @Nullable Node compose(String text, Problems problems) {
        if (text.length() > LONGEST) {
            problems.add(0, 0, YAML, "this is no program: it has more than " + LONGEST / 1_000_000 + " MB of text");
            return null;
        }
        Deque<CollectionStartEvent> open = new ArrayDeque<>();
        try {
            var settings = LoadSettings.builder()
                    .setCodePointLimit(LONGEST)
                    .setParseComments(false)
                    .build();
            if (!isPlausible(new Parse(settings).parseString(text), open, problems)) {
                return null;
            }
            Optional<Node> node = new Compose(settings).composeString(text);
            if (node.isEmpty()) {
                problems.add(0, 0, "missing-key", "the program is empty; expected at least 'program' and 'community'");
            }
            return node.orElse(null);
        } catch (MarkedYamlEngineException e) {
            String problem = e.getProblem() == null ? "" : e.getProblem();
            // where a quote or bracket was opened says more than the end of the file
            boolean unclosed = problem.contains("<stream end>") || problem.contains("end of stream");
            Optional<Mark> mark = unclosed
                    ? e.getContextMark().or(e::getProblemMark)
                    : e.getProblemMark().or(e::getContextMark);
            problems.add(
                    mark.map(Mark::getLine).orElse(0),
                    mark.map(Mark::getColumn).orElse(0),
                    YAML,
                    "not YAML: " + wording(problem) + stillOpen(open, mark));
        } catch (ReaderException e) {
            var before = text.substring(0, Math.min(text.length(), Math.max(0, e.getPosition())));
            int line = (int) before.chars().filter(c -> c == '\n').count();
            problems.add(
                    line,
                    before.length() - before.lastIndexOf('\n') - 1,
                    YAML,
                    "not YAML: the character U+%04X is none of a text; remove it".formatted(e.getCodePoint()));
        } catch (YamlEngineException e) {
            problems.add(0, 0, YAML, "not YAML: " + e.getMessage());
        }
        return null;
    }

    /** Whether it is one document, nested no deeper than a program can be: the library itself reads by recursion. */
    private static boolean isPlausible(Iterable<Event> events, Deque<CollectionStartEvent> open, Problems problems) {
        int documents = 0;
        for (Event event : events) {
            if (event instanceof DocumentStartEvent && ++documents > 1) {
                return refuse(event, "a second document begins here (---); a program is one document", problems);
            } else if (event instanceof CollectionStartEvent begins) {
                open.push(begins);
                if (open.size() > DEEPEST) {
                    return refuse(event, "nested more than " + DEEPEST + " deep; no program is", problems);
                }
            } else if (event instanceof CollectionEndEvent) {
                open.pop();
            }
        }
        return true;
    }

    /** Where the bracket stands within which the text is no YAML, if that is in another line: it may never be closed. */
    private static String stillOpen(Deque<CollectionStartEvent> open, Optional<Mark> problem) {
        CollectionStartEvent innermost = open.peek();
        if (innermost == null || !innermost.isFlow()) {
            return "";
        }
        Mark opened = innermost.getStartMark().orElse(null);
        if (opened == null
                || problem.isEmpty()
                || opened.getLine() >= problem.get().getLine()) {
            return "";
        }
        String bracket = innermost instanceof SequenceStartEvent ? "[" : "{";
        return "; the '%s' of line %d, column %d is not closed before"
                .formatted(bracket, opened.getLine() + 1, opened.getColumn() + 1);
    }

    private static boolean refuse(Event event, String message, Problems problems) {
        problems.add(
                event.getStartMark().map(Mark::getLine).orElse(0),
                event.getStartMark().map(Mark::getColumn).orElse(0),
                YAML,
                message);
        return false;
    }

    private static String wording(String problem) {
        if (TAB.matcher(problem).matches()) {
            return "a tab; YAML is indented with spaces";
        }
        if (problem.contains("mapping values are not allowed here")) {
            return "a ':' where none can be; check the indentation, and put texts that contain ': ' in quotes";
        }
        if (problem.contains("found unexpected end of stream")) {
            return "the quotation that begins here has no end";
        }
        if (problem.startsWith("expected ',' or")) {
            String closing = problem.contains("'}'") ? "'}'" : "']'";
            return problem.contains("<stream end>")
                    ? "what is opened here is never closed; expected " + closing
                    : "expected ',' or " + closing
                            + " here; put texts that contain ',' or ': ' in quotes, and single quotes within double ones";
        }
        if (problem.startsWith("expected <block end>")) {
            return "this does not go on from what stands above; check the indentation, and quotes within quotes";
        }
        if (problem.contains("could not find expected ':'")) {
            return "a ':' is missing; expected 'key: value'";
        }
        if (problem.contains("undefined alias")) {
            return problem.replaceFirst(".*undefined alias ?", "no anchor is called ");
        }
        return problem;
    }
}
