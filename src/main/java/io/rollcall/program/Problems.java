package io.rollcall.program;

import io.rollcall.program.ProgramException.Problem;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.Node;

/** What is wrong with a program so far. */
final class Problems {
    private final String file;
    private final List<Problem> problems = new ArrayList<>();

    Problems(String file) {
        this.file = file;
    }

    void add(Node node, String message) {
        add(
                node.getStartMark().map(Mark::getLine).orElse(0),
                node.getStartMark().map(Mark::getColumn).orElse(0),
                message);
    }

    /** Line and column from 0. */
    void add(int line, int column, String message) {
        problems.add(new Problem(file, line + 1, column + 1, message));
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
}
