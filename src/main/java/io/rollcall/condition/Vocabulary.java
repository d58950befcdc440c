package io.rollcall.condition;

import java.util.List;

/** What the conditions of a program may name, and the numbers by which {@link Facts} answers. */
public interface Vocabulary {

    /** Metrics and numeric built-ins; the index is the slot. */
    List<String> numbers();

    /** The ladders, in file order. */
    List<String> ladders();

    /** The tiers of a ladder, lowest first. */
    List<String> tiers(int ladder);

    /** The badges, in file order. */
    List<String> badges();

    /** The levels of a badge, in file order; empty for a badge without levels. */
    List<String> levels(int badge);

    /** The segments, in file order. */
    List<String> segments();

    /** The lifecycle stages. */
    List<String> stages();
}
