package io.rollcall.program.review;

import io.rollcall.program.review.Doubt.Code;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.Node;

/** The doubts found so far. */
final class Doubts {
    private final Places places;
    private final List<Doubt> doubts = new ArrayList<>();

    Doubts(String text) {
        this.places = new Places(text);
    }

    Places places() {
        return places;
    }

    void add(Code code, Node at, String message) {
        int line = at.getStartMark().map(Mark::getLine).orElse(0);
        int column = at.getStartMark().map(Mark::getColumn).orElse(0);
        doubts.add(new Doubt(code, line + 1, column + 1, message));
    }

    List<Doubt> inOrder() {
        return doubts.stream()
                .distinct()
                .sorted(Comparator.comparingInt(Doubt::line).thenComparingInt(Doubt::column))
                .toList();
    }
}
