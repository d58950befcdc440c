package io.rollcall.program;

import io.rollcall.condition.Condition;
import io.rollcall.condition.ConditionException;
import io.rollcall.condition.Conditions;
import io.rollcall.condition.Nearest;
import io.rollcall.condition.Vocabulary;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/** Reads what rules say of a member: conditions, and the numbers that they name outside of them. */
final class ConditionReader {
    /** In the place of a condition that was refused: it has no text, as no other has. */
    static final Condition REFUSED = new Condition("", facts -> false, List.of(), List.of(), List.of());

    private final Set<String> refusedMetrics;
    private final Vocabulary vocabulary;
    private final Problems problems;
    private int refusedConditions;

    ConditionReader(Set<String> refusedMetrics, Vocabulary vocabulary, Problems problems) {
        this.refusedMetrics = refusedMetrics;
        this.vocabulary = vocabulary;
        this.problems = problems;
    }

    /** How many problems are of a condition alone, the rule around it being whole. */
    int refusedConditions() {
        return refusedConditions;
    }

    @Nullable
    Condition read(YamlMap map, String key) {
        Node node = map.take(key);
        return node == null ? null : read(node, map.path(key));
    }

    Condition required(YamlMap map, String key) {
        var condition = read(map, key);
        if (condition == null) {
            map.missing(key, "a condition in quotes, like \"posts >= 1\"");
            return REFUSED;
        }
        return condition;
    }

    Condition read(Node node, String what) {
        if (!(node instanceof ScalarNode scalar) || scalar.getValue().isBlank() || YamlMap.isNull(node)) {
            problems.add(node, what + ": expected a condition in quotes, like \"posts >= 1\"");
            return REFUSED;
        }
        try {
            return Conditions.compile(scalar.getValue(), vocabulary);
        } catch (ConditionException e) {
            // a refused name such as posts-30d reads as a subtraction here, which is no second error
            boolean followsFromAnother = refusedMetrics.stream()
                    .anyMatch(name -> !name.matches("\\w+") && scalar.getValue().contains(name));
            if (!followsFromAnother) {
                int before = problems.count();
                MetricParser.note(problems, node, what, e);
                refusedConditions += problems.count() - before;
            }
            return REFUSED;
        }
    }

    /** The number that a key names; the first one where that is wrong, which is noted. */
    int slot(YamlMap body, String key) {
        String name = body.requiredText(key, "a metric");
        int slot = vocabulary.numbers().indexOf(name);
        if (slot < 0 && !name.isEmpty()) {
            problems.add(
                    body.valueNode(key),
                    "unknown-name",
                    body.path(key) + ": no metric is called '" + name + "'" + Nearest.hint(name, vocabulary.numbers()));
        }
        return Math.max(0, slot);
    }

    /** Whether a number of that name is known. */
    boolean isNumber(String name) {
        return vocabulary.numbers().contains(name);
    }
}
