package io.rollcall.program.review;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** Where in a program's text things stand. The text is that of a program that was taken. */
final class Places {
    private final Node root;

    Places(String text) {
        this.root = new Compose(LoadSettings.builder().build())
                .composeString(text)
                .orElseThrow(() -> new IllegalArgumentException("a program is not empty"));
    }

    /** The key at a path; names are keys, a number the entry of a list. */
    Node key(Object... path) {
        Node parent = node(List.of(path).subList(0, path.length - 1));
        NodeTuple tuple = tuple(parent, String.valueOf(path[path.length - 1]));
        return tuple != null ? tuple.getKeyNode() : parent == null ? root : parent;
    }

    /** The value at a path; where there is none, the nearest thing around it. */
    Node value(Object... path) {
        for (int length = path.length; length > 0; length--) {
            Node node = node(List.of(path).subList(0, length));
            if (node != null) {
                return node;
            }
        }
        return root;
    }

    private @Nullable Node node(List<Object> path) {
        Node node = root;
        for (Object step : path) {
            if (step instanceof Integer index) {
                node = node instanceof SequenceNode list ? list.getValue().get(index) : null;
            } else {
                NodeTuple tuple = tuple(node, step.toString());
                node = tuple == null ? null : tuple.getValueNode();
            }
            if (node == null) {
                return null;
            }
        }
        return node;
    }

    private static @Nullable NodeTuple tuple(@Nullable Node node, String key) {
        if (node instanceof MappingNode mapping) {
            for (NodeTuple each : mapping.getValue()) {
                if (each.getKeyNode() instanceof ScalarNode scalar
                        && scalar.getValue().equals(key)) {
                    return each;
                }
            }
        }
        return null;
    }

    /** The keys of a mapping; none if it is not there. */
    List<String> keys(Object... path) {
        Node node = node(List.of(path));
        List<String> keys = new ArrayList<>();
        if (node instanceof MappingNode mapping) {
            for (NodeTuple each : mapping.getValue()) {
                if (each.getKeyNode() instanceof ScalarNode scalar) {
                    keys.add(scalar.getValue());
                }
            }
        }
        return keys;
    }

    /** The texts that stand at a path, one or a list of them. */
    List<ScalarNode> texts(Object... path) {
        Node node = node(List.of(path));
        if (node instanceof ScalarNode scalar) {
            return List.of(scalar);
        }
        List<ScalarNode> texts = new ArrayList<>();
        if (node instanceof SequenceNode list) {
            for (Node each : list.getValue()) {
                if (each instanceof ScalarNode scalar) {
                    texts.add(scalar);
                }
            }
        }
        return texts;
    }
}
