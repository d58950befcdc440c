package io.rollcall.program;

import io.rollcall.condition.ConditionException;
import io.rollcall.condition.Conditions;
import io.rollcall.condition.Test;
import io.rollcall.event.Event;
import io.rollcall.metric.Metric;
import io.rollcall.metric.Metric.Form;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/** Reads the metrics of a program. */
final class MetricParser {
    private static final Pattern IDENTIFIER = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
    /** The words that CEL keeps for itself. */
    private static final Set<String> RESERVED = Set.of(
            "true",
            "false",
            "null",
            "in",
            "as",
            "break",
            "const",
            "continue",
            "else",
            "for",
            "function",
            "if",
            "import",
            "let",
            "loop",
            "package",
            "namespace",
            "return",
            "var",
            "void",
            "while");

    private static final long DAY = 86_400_000;
    private static final int LONGEST_WINDOW = 3_660;
    private static final int DEFAULT_CAP = 100;
    private static final int LARGEST_CAP = 1_000;

    private final EventSets sets;
    private final Problems problems;

    MetricParser(EventSets sets, Problems problems) {
        this.sets = sets;
        this.problems = problems;
    }

    List<Metric> metrics(YamlMap map) {
        var metrics = new ArrayList<Metric>();
        for (String name : map.names()) {
            if (!IDENTIFIER.matcher(name).matches() || RESERVED.contains(name)) {
                problems.add(
                        map.keyNode(name),
                        "metrics: '" + name
                                + "' cannot be named in conditions; expected letters, digits and underscores"
                                + (RESERVED.contains(name)
                                        ? " and no word of the condition language"
                                        : ", like " + name.replace('-', '_')));
            }
            if (Program.BUILT_INS.contains(name)) {
                problems.add(map.keyNode(name), "metrics: '" + name + "' is built in; expected another name");
            }
            var body = YamlMap.of(map.valueNode(name), "metrics." + name, problems);
            if (body != null) {
                metrics.add(metric(name, body));
            }
        }
        return metrics;
    }

    private Metric metric(String name, YamlMap body) {
        Form form = Form.COUNT;
        @Nullable Node setNode = null;
        for (Form each : Form.values()) {
            Node node = body.take(each.name().toLowerCase(Locale.ROOT));
            if (node == null) {
                continue;
            }
            if (setNode != null) {
                problems.add(node, body.what() + ": expected one form, not both " + text(form) + " and " + text(each));
            }
            form = each;
            setNode = node;
        }
        if (setNode == null) {
            problems.add(
                    body.node(), body.what() + ": expected one of count, sum, days, streak, since, distinct, reach");
        }
        var set = setNode == null
                ? new io.rollcall.event.EventSet("", Set.of())
                : sets.of(setNode, body.what() + "." + text(form));
        int over = window(body, form);
        boolean values = form == Form.DISTINCT || form == Form.REACH;
        String of = values ? body.requiredText("of") : null;
        int at = form == Form.REACH ? (int) body.whole("at", 1, Integer.MAX_VALUE, 0) : 0;
        if (form == Form.REACH && !body.has("at")) {
            body.missing("at", "how many events make a value reached");
        }
        int cap = values ? (int) body.whole("cap", 1, LARGEST_CAP, DEFAULT_CAP) : 0;
        String as = body.text("as");
        if (as != null && !as.equals("recipient")) {
            problems.add(body.valueNode("as"), body.what() + ".as: expected recipient, not '" + as + "'");
        }
        String whereText = body.text("where");
        Test<Event> where = whereText == null ? null : where(body.valueNode("where"), whereText, body.what());
        body.refuseOthers();
        return new Metric(name, form, set, whereText, where, "recipient".equals(as), over, of, at, cap);
    }

    private int window(YamlMap body, Form form) {
        if (!body.has("over")) {
            body.take("over");
            return 0;
        }
        long over = body.duration("over", false, DAY);
        if (form == Form.STREAK || form == Form.SINCE || form == Form.REACH) {
            problems.add(body.valueNode("over"), body.what() + ": " + text(form) + " has no window; leave out 'over'");
        }
        if (over % DAY != 0 || over / DAY > LONGEST_WINDOW) {
            problems.add(
                    body.valueNode("over"),
                    body.what() + ".over: a window is made of local dates; expected whole days up to " + LONGEST_WINDOW
                            + "d, like 30d");
            return 1;
        }
        return (int) (over / DAY);
    }

    private static String text(Form form) {
        return form.name().toLowerCase(Locale.ROOT);
    }

    private @Nullable Test<Event> where(Node node, String text, String what) {
        try {
            return Conditions.compileWhere(text);
        } catch (ConditionException e) {
            note(problems, node, what + ".where", e);
            return null;
        }
    }

    /** Notes a refused condition at its place in the file. */
    static void note(Problems problems, Node node, String what, ConditionException e) {
        int line = node.getStartMark().map(Mark::getLine).orElse(0);
        int column = node.getStartMark().map(Mark::getColumn).orElse(0);
        // within folded and multi-line texts only the beginning is known
        boolean oneLine = node.getEndMark().map(Mark::getLine).orElse(line) == line;
        if (oneLine && e.line() == 0 && node instanceof ScalarNode scalar) {
            column += e.column() + (scalar.getScalarStyle() == ScalarStyle.PLAIN ? 0 : 1);
        }
        problems.add(line, column, what + ": " + e.getMessage());
    }
}
