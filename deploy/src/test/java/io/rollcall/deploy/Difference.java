package io.rollcall.deploy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** What is different between two large maps, in a few lines. */
final class Difference {
    private static final int SHOWN = 5;

    private Difference() {}

    /** Fails if there is any. */
    static <V> void none(String what, Map<String, ? extends V> expected, Map<String, ? extends V> found) {
        List<String> missing = new ArrayList<>();
        List<String> other = new ArrayList<>();
        List<String> unexpected = new ArrayList<>();
        expected.forEach((key, value) -> {
            if (!found.containsKey(key)) {
                missing.add(key + " " + value);
            } else if (!Objects.equals(found.get(key), value)) {
                other.add(key + " expected " + value + " found " + found.get(key));
            }
        });
        found.forEach((key, value) -> {
            if (!expected.containsKey(key)) {
                unexpected.add(key + " " + value);
            }
        });
        if (!missing.isEmpty() || !other.isEmpty() || !unexpected.isEmpty()) {
            throw new AssertionError(
                    "%s: of %d expected, %d are missing, %d are different, and %d come on top%n%s%n%s%n%s"
                            .formatted(
                                    what,
                                    expected.size(),
                                    missing.size(),
                                    other.size(),
                                    unexpected.size(),
                                    first(missing),
                                    first(other),
                                    first(unexpected)));
        }
    }

    private static String first(List<String> lines) {
        return String.join("\n", lines.subList(0, Math.min(SHOWN, lines.size())));
    }
}
