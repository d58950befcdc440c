package io.rollcall.console;

import java.util.List;

/**
 * What is said of a community that nobody knows.
 *
 * @param communities those that are known, by name
 */
record UnknownCommunity(String message, String remedy, List<String> communities) {
    /** More names are no help to whoever looks for the right one. */
    private static final int NAMED = 20;

    static UnknownCommunity of(String community, List<String> known) {
        String remedy = known.isEmpty()
                ? "No community is known yet: publish a program, or send events."
                : "Known: " + String.join(", ", known.subList(0, Math.min(NAMED, known.size())))
                        + (known.size() > NAMED ? " and %,d more".formatted(known.size() - NAMED) : "")
                        + ". Names are told apart by case.";
        return new UnknownCommunity(
                "There is no community \"" + community + "\": it has no program and no members.", remedy, known);
    }
}
