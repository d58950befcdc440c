package io.rollcall.program;

import io.rollcall.program.ProgramException.Problem;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/** What is wrong with a program so far, and which keys its mappings were asked for. */
final class Problems {
    private final String file;
    private final String text;
    private final List<Problem> problems = new ArrayList<>();
    private final Map<String, Set<String>> keys = new TreeMap<>();
    private int unknownThatHideNothing;

    Problems(String file, String text) {
        this.file = file;
        this.text = text;
    }

    /** A value that is not what was expected. */
    void add(Node node, String message) {
        add(node, "wrong-value", message);
    }

    /** {@code code} is for machines. */
    Problem add(Node node, String code, String message) {
        return add(
                node.getStartMark().map(Mark::getLine).orElse(0),
                node.getStartMark().map(Mark::getColumn).orElse(0),
                code,
                message);
    }

    /** Something within a text, so many code points from its beginning. */
    void addWithin(ScalarNode node, int offset, String code, String message) {
        var place = ScalarText.place(text, node, offset);
        add(place.line(), place.column(), code, message);
    }

    /** Line and column from 0. */
    Problem add(int line, int column, String code, String message) {
        var problem = new Problem(file, line + 1, column + 1, code, message);
        problems.add(problem);
        return problem;
    }

    /** Takes back a problem that another one tells as well. */
    void remove(Problem problem) {
        problems.remove(problem);
    }

    /** Says of the unknown key that is added beside that no other part of the program goes by it. */
    void addUnknownThatHidesNothing() {
        unknownThatHideNothing++;
    }

    /** How many unknown keys there are that no other part of the program goes by. */
    int unknownThatHideNothing() {
        return unknownThatHideNothing;
    }

    int count() {
        return problems.size();
    }

    boolean isEmpty() {
        return problems.isEmpty();
    }

    ProgramException refusal() {
        List<Problem> sorted = problems.stream()
                .distinct()
                .sorted(Comparator.comparingInt(Problem::line).thenComparingInt(Problem::column))
                .toList();
        return new ProgramException(sorted);
    }

    /** Notes the keys that mappings at a place can have. */
    void keys(String place, Set<String> known) {
        keys.computeIfAbsent(place, none -> new TreeSet<>()).addAll(known);
    }

    /**
     * The keys that the mappings read so far can have, by place: {@code *} stands for a name that the program gives,
     * {@code []} for an entry of a list.
     */
    Map<String, Set<String>> keys() {
        return keys;
    }
}
