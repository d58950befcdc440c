package io.rollcall.program;

import io.rollcall.condition.ConditionException;
import io.rollcall.condition.Conditions;
import io.rollcall.condition.Test;
import io.rollcall.event.Event;
import io.rollcall.event.EventSet;
import io.rollcall.metric.Metric;
import io.rollcall.metric.Metric.Form;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
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
    private final Set<String> refused = new HashSet<>();

    MetricParser(EventSets sets, Problems problems) {
        this.sets = sets;
        this.problems = problems;
    }

    List<Metric> metrics(YamlMap map) {
        var metrics = new ArrayList<Metric>();
        for (String name : map.keys()) {
            int before = problems.count();
            checkName(map, name);
            var body = map.named(name);
            // a refused metric keeps its place, so that what names it is not refused too
            metrics.add(body == null ? metric(name, Form.COUNT, new EventSet("", Set.of())) : metric(name, body));
            if (problems.count() > before) {
                refused.add(name);
            }
        }
        return metrics;
    }

    /** The metrics in which something is wrong. */
    Set<String> refused() {
        return refused;
    }

    private void checkName(YamlMap map, String name) {
        if (Program.BUILT_INS.contains(name)) {
            problems.add(map.keyNode(name), "wrong-name", "metrics: '" + name + "' is built in; expected another name");
        } else if (RESERVED.contains(name)) {
            problems.add(
                    map.keyNode(name),
                    "wrong-name",
                    "metrics: '" + name + "' is a word of the condition language; expected another name");
        } else if (!IDENTIFIER.matcher(name).matches()) {
            String like = name.replaceAll("[^A-Za-z0-9_]+", "_").replaceFirst("^(?=[0-9])", "n_");
            problems.add(
                    map.keyNode(name),
                    "wrong-name",
                    "metrics: '" + name + "' cannot be named in conditions; expected letters, digits and underscores"
                            + (IDENTIFIER.matcher(like).matches() ? ", like " + like : ""));
        }
    }

    private static Metric metric(String name, Form form, EventSet set) {
        return new Metric(name, form, set, null, null, false, 0, null, 0, 0);
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
                problems.add(
                        body.keyNode(text(each)),
                        "contradiction",
                        body.what() + ": expected one form, not both " + text(form) + " and " + text(each));
            }
            form = each;
            setNode = node;
        }
        if (setNode == null) {
            body.missing(
                    Stream.of(Form.values()).map(MetricParser::text).toList(),
                    body.what() + ": expected one of count, sum, days, streak, since, distinct, reach");
        }
        var set = setNode == null ? new EventSet("", Set.of()) : sets.of(setNode, body.what() + "." + text(form));
        int over = window(body, form);
        boolean values = form == Form.DISTINCT || form == Form.REACH;
        if (setNode != null) {
            if (!values) {
                body.refuse("of", "goes with distinct and reach; " + text(form) + " has no values to tell apart");
                body.refuse("cap", "goes with distinct and reach");
            }
            if (form != Form.REACH) {
                body.refuse("at", "goes with reach");
            }
        }
        String of = values ? body.requiredText("of", "member, recipient or the name of an attribute") : body.text("of");
        if (form == Form.REACH && !body.has("at")) {
            body.missing("at", "how many events make a value reached");
        }
        int at = (int) body.whole("at", 1, Integer.MAX_VALUE, 0);
        int cap = (int) body.whole("cap", 1, LARGEST_CAP, values ? DEFAULT_CAP : 0);
        String as = body.text("as");
        if (as != null && !as.equals("recipient")) {
            problems.add(
                    body.valueNode("as"),
                    body.what() + ".as: expected recipient, not '" + as + "'; as the one who acts it is the default");
        }
        String whereText = body.text("where");
        Test<Event> where = whereText == null ? null : where(body.valueNode("where"), whereText, body.path("where"));
        body.refuseOthers();
        return new Metric(name, form, set, whereText, where, "recipient".equals(as), over, of, at, cap);
    }

    private int window(YamlMap body, Form form) {
        if (!body.has("over")) {
            body.take("over");
            return 0;
        }
        if (form == Form.STREAK || form == Form.SINCE || form == Form.REACH) {
            body.refuse("over", "goes with count, sum, days and distinct; " + text(form) + " has no window");
            return 0;
        }
        long over = body.duration("over", false, DAY);
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
            note(problems, node, what, e);
            return null;
        }
    }

    /** Notes what is wrong with a condition, each at its place in the file. */
    static void note(Problems problems, Node node, String what, ConditionException e) {
        for (var issue : e.issues()) {
            if (node instanceof ScalarNode scalar) {
                problems.addWithin(scalar, issue.offset(), "condition", what + ": " + issue.message());
            }
        }
    }
}
