package io.rollcall.program;

import io.rollcall.condition.Nearest;
import io.rollcall.program.ProgramException.Problem;
import java.math.BigDecimal;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * A mapping of the program's text, read key by key. What is wrong is noted with its place and reading goes on, so that
 * one look finds every problem; keys that nobody asked for are refused at the end.
 */
final class YamlMap {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9]+([-_][A-Za-z0-9]+)*");
    private static final Pattern DURATION = Pattern.compile("(\\d{1,9})(ms|s|m|h|d|w)");

    /** The same with its unit as a word. */
    private static final Pattern SPELLED =
            Pattern.compile("(\\d{1,9})\\s*([smhdw])(?:|ec|in|econds?|inutes?|ours?|ays?|eeks?)");

    private final Node node;
    private final String what;
    private final String place;
    private final Problems problems;
    private final Map<String, NodeTuple> entries = new LinkedHashMap<>();
    private final Set<String> known = new LinkedHashSet<>();
    private final Map<String, Problem> missing = new HashMap<>();

    private YamlMap(MappingNode node, String what, String place, Problems problems) {
        this.node = node;
        this.what = what;
        this.place = place;
        this.problems = problems;
        for (NodeTuple tuple : node.getValue()) {
            if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
                problems.add(tuple.getKeyNode(), what + ": expected a plain key");
            } else if (key.getValue().equals("<<")) {
                problems.add(
                        key, "unknown-key", what + ": merge keys (<<) are not part of YAML 1.2; write the keys out");
            } else if (entries.putIfAbsent(key.getValue(), tuple) != null) {
                problems.add(key, "duplicate", what + ": '" + key.getValue() + "' is given twice");
            }
        }
    }

    /** The mapping that the whole text is; null, with a problem noted, if it is none. */
    static @Nullable YamlMap root(Node node, Problems problems) {
        return of(node, "program", "", problems);
    }

    private static @Nullable YamlMap of(Node node, String what, String place, Problems problems) {
        if (node instanceof MappingNode mapping) {
            return new YamlMap(mapping, what, place, problems);
        }
        problems.add(
                node,
                what + ": expected keys and values, like {key: value}"
                        + (isNull(node) ? "; if there are none, leave '" + what + "' out" : ""));
        return null;
    }

    static boolean isNull(Node node) {
        return node instanceof ScalarNode scalar && scalar.getTag().equals(Tag.NULL);
    }

    Node node() {
        return node;
    }

    String what() {
        return what;
    }

    /** The keys as names that the program gives, in file order. */
    List<String> names() {
        for (NodeTuple tuple : entries.values()) {
            String name = ((ScalarNode) tuple.getKeyNode()).getValue();
            checkName(tuple.getKeyNode(), what, name);
        }
        return keys();
    }

    /** The keys, whatever they are, in file order. */
    List<String> keys() {
        problems.keys(place, Set.of("*"));
        return List.copyOf(entries.keySet());
    }

    /** The mapping that the value of a key that {@link #names} gave is; null, with a problem noted, if it is none. */
    @Nullable
    YamlMap named(String name) {
        return of(valueNode(name), what + "." + name, place + ".*", problems);
    }

    /** An entry of the list that the value of a key that {@link #names} gave is. */
    @Nullable
    YamlMap entry(String name, Node each, String title) {
        return of(each, what + "." + name + title, place + ".*[]", problems);
    }

    /** The node of a key that {@link #names} gave. */
    Node keyNode(String name) {
        return entry(name).getKeyNode();
    }

    Node valueNode(String name) {
        return entry(name).getValueNode();
    }

    private NodeTuple entry(String name) {
        NodeTuple entry = entries.get(name);
        if (entry == null) {
            throw new IllegalArgumentException(what + " has no '" + name + "'");
        }
        return entry;
    }

    @Nullable
    Node take(String key) {
        known.add(key);
        NodeTuple tuple = entries.get(key);
        return tuple == null ? null : tuple.getValueNode();
    }

    boolean has(String key) {
        return entries.containsKey(key);
    }

    /** Refuses the keys that were never asked for. */
    void refuseOthers() {
        problems.keys(place, known);
        for (var entry : entries.entrySet()) {
            if (!known.contains(entry.getKey())) {
                Problem missed =
                        Nearest.of(entry.getKey(), known).map(missing::remove).orElse(null);
                if (missed != null) {
                    // a key in its place is surely meant to be it: one mistake is told once
                    problems.remove(missed);
                } else if (hidesNothing(entry.getKey())) {
                    problems.addUnknownThatHidesNothing();
                }
                problems.add(
                        entry.getValue().getKeyNode(),
                        "unknown-key",
                        what + ": unknown key '" + entry.getKey() + "'" + Nearest.hint(entry.getKey(), known));
            }
        }
    }

    /**
     * Whether no value that the rest of the program goes by can be meant by an unknown key: at the root one that is not
     * near to the name of a section, and a badge's, which has a title alone that can be left out.
     */
    private boolean hidesNothing(String key) {
        return place.isEmpty() ? Nearest.suggestion(key, known).isEmpty() : place.equals(".badges.*");
    }

    /** Refuses a key that is right elsewhere but not beside the others that stand here. */
    void refuse(String key, String reason) {
        if (take(key) != null) {
            problems.add(keyNode(key), "unknown-key", what + ": '" + key + "' " + reason);
        }
    }

    @Nullable
    YamlMap map(String key) {
        Node value = take(key);
        return value == null ? null : of(value, path(key), place + "." + key, problems);
    }

    /** The mapping of a key; an empty one if it is not given or, which is noted, is no mapping. */
    YamlMap section(String key) {
        YamlMap map = map(key);
        return map != null
                ? map
                : new YamlMap(
                        new MappingNode(Tag.MAP, List.of(), FlowStyle.BLOCK), path(key), place + "." + key, problems);
    }

    /** A key's full path; the root's keys are known by themselves. */
    String path(String key) {
        return place.isEmpty() ? key : what + "." + key;
    }

    @Nullable
    String text(String key) {
        Node value = take(key);
        if (value == null) {
            return null;
        }
        if (value instanceof ScalarNode scalar && !isNull(value)) {
            return scalar.getValue();
        }
        problems.add(value, path(key) + ": expected a text");
        return null;
    }

    /** A text that must be there. */
    String requiredText(String key, String expected) {
        String text = text(key);
        if (text == null && !has(key)) {
            missing(key, expected);
        }
        return text == null ? "" : text;
    }

    void missing(String key, String expected) {
        missing(List.of(key), what + ": '" + key + "' is missing; expected " + expected);
    }

    /** One of some keys must be there. */
    void missing(Collection<String> keys, String message) {
        Problem problem = problems.add(node, "missing-key", message);
        keys.forEach(key -> missing.put(key, problem));
    }

    @Nullable
    String name(String key) {
        String name = text(key);
        Node value = take(key);
        if (name != null && value != null) {
            checkName(value, path(key), name);
        }
        return name;
    }

    private void checkName(Node at, String where, String name) {
        if (!NAME.matcher(name).matches()) {
            problems.add(
                    at,
                    "wrong-name",
                    where + ": '" + name + "' is no name; expected kebab-case or snake_case, like " + likeName(name));
        }
    }

    /** The name that a wrong one comes nearest to, without blanks and accents. */
    private static String likeName(String wrong) {
        String like = Normalizer.normalize(wrong, Normalizer.Form.NFD)
                .replaceAll("\\p{M}+", "")
                .replaceAll("[^A-Za-z0-9_]+", "-")
                .replaceAll("[-_]{2,}", "-")
                .replaceAll("^[-_]+|[-_]+$", "");
        return NAME.matcher(like).matches() ? like : "early-access";
    }

    <E> @Nullable E choice(String key, Map<String, E> choices) {
        String text = text(key);
        Node value = take(key);
        if (text == null || value == null) {
            return null;
        }
        E choice = choices.get(text);
        if (choice == null) {
            problems.add(
                    value,
                    path(key) + ": expected one of " + String.join(", ", choices.keySet()) + ", not '" + text + "'"
                            + Nearest.suggestion(text, choices.keySet()));
        }
        return choice;
    }

    @Nullable
    Double number(String key) {
        Node value = take(key);
        if (value == null) {
            return null;
        }
        if (value instanceof ScalarNode scalar
                && (scalar.getTag().equals(Tag.INT) || scalar.getTag().equals(Tag.FLOAT))) {
            try {
                return new BigDecimal(scalar.getValue()).doubleValue();
            } catch (NumberFormatException e) {
                // .inf, .nan, 0x…: numbers of YAML, but no bounds that a program can mean
            }
        }
        problems.add(value, path(key) + ": expected a number, like 10 or 0.5");
        return null;
    }

    /** A whole number from {@code least} to {@code most}; {@code absent} if it is not given or wrong. */
    long whole(String key, long least, long most, long absent) {
        Node value = take(key);
        if (value == null) {
            return absent;
        }
        if (value instanceof ScalarNode scalar && scalar.getTag().equals(Tag.INT)) {
            try {
                long whole = Long.parseLong(scalar.getValue());
                if (whole >= least && whole <= most) {
                    return whole;
                }
            } catch (NumberFormatException e) {
                // told below: too large for any bound
            }
        }
        String range = most == Long.MAX_VALUE ? "of at least " + least : "from " + least + " to " + most;
        problems.add(value, path(key) + ": expected a whole number " + range);
        return absent;
    }

    /** A duration in milliseconds. */
    long duration(String key, boolean zeroAllowed, long absent) {
        String text = text(key);
        Node value = take(key);
        if (text == null || value == null) {
            return absent;
        }
        long millis = millis(text);
        if (millis < 0 || millis == 0 && !zeroAllowed) {
            problems.add(
                    value,
                    path(key) + ": expected a duration" + (millis == 0 ? " of more than nothing" : "")
                            + ", like 7d or 36h (ms, s, m, h, d, w), not '" + text + "'" + example(text));
            return absent;
        }
        return millis;
    }

    private static String example(String text) {
        var spelled = SPELLED.matcher(text);
        if (spelled.matches()) {
            return "; write " + spelled.group(1) + spelled.group(2);
        }
        return text.matches("\\d+") ? "; a unit is missing, like " + text + "d" : "";
    }

    /** The milliseconds of a duration, or -1 if it is none. */
    static long millis(String text) {
        if (text.equals("0")) {
            return 0;
        }
        var matcher = DURATION.matcher(text);
        if (!matcher.matches()) {
            return -1;
        }
        long unit =
                switch (matcher.group(2)) {
                    case "ms" -> 1;
                    case "s" -> 1_000;
                    case "m" -> 60_000;
                    case "h" -> 3_600_000;
                    case "d" -> 86_400_000;
                    default -> 604_800_000;
                };
        return Long.parseLong(matcher.group(1)) * unit;
    }

    /** The texts of a list; none if it is not given. */
    List<String> texts(String key) {
        Node value = take(key);
        return value == null ? List.of() : texts(value, path(key), problems);
    }

    static List<String> texts(Node value, String what, Problems problems) {
        var texts = new ArrayList<String>();
        if (value instanceof SequenceNode sequence) {
            for (Node each : sequence.getValue()) {
                if (each instanceof ScalarNode scalar && !isNull(each)) {
                    texts.add(scalar.getValue());
                } else {
                    problems.add(each, what + ": expected a text");
                }
            }
        } else {
            problems.add(value, what + ": expected a list, like [a, b]");
        }
        return texts;
    }
}
