package io.rollcall.event;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The fields without which nothing is an event, in whatever form it comes. */
public final class MissingFields {
    private static final String INSTANT = "ISO-8601 with an offset, or epoch milliseconds";

    private MissingFields() {}

    /**
     * Refuses what lacks a field; a text that is empty is absent.
     *
     * @param hasAt whether its instant is known
     * @throws EventException with every field that is missing, and what was expected
     */
    public static void check(
            @Nullable String id,
            @Nullable String community,
            @Nullable String type,
            @Nullable String member,
            @Nullable String recipient,
            boolean hasAt)
            throws EventException {
        boolean hasSomebody = isThere(member) || isThere(recipient);
        if (hasSomebody && hasAt && isThere(id) && isThere(community) && isThere(type)) {
            return;
        }
        List<String> missing = new ArrayList<>();
        add(missing, id, "id");
        add(missing, community, "community");
        add(missing, type, "type");
        int texts = missing.size();
        if (!hasAt) {
            missing.add("at");
        }
        if (missing.isEmpty()) {
            throw new EventException("neither member nor recipient; expected at least one of them");
        }
        String expected = texts == 0
                ? INSTANT
                : hasAt ? texts == 1 ? "a text" : "texts" : "at as " + INSTANT + ", the rest as text";
        throw new EventException(listed(missing) + (missing.size() == 1 ? " is missing" : " are missing")
                + (hasSomebody ? "" : ", and neither member nor recipient is there") + "; expected " + expected
                + (hasSomebody ? "" : ", and at least one of the two"));
    }

    private static boolean isThere(@Nullable String text) {
        return text != null && !text.isEmpty();
    }

    private static void add(List<String> missing, @Nullable String text, String name) {
        if (!isThere(text)) {
            missing.add(name);
        }
    }

    private static String listed(List<String> names) {
        int last = names.size() - 1;
        return last == 0 ? names.get(0) : String.join(", ", names.subList(0, last)) + " and " + names.get(last);
    }
}
