package io.rollcall.program;

import io.rollcall.condition.Condition;
import java.util.List;

/** A badge: never taken back. */
public sealed interface Badge {

    /** Its name. */
    String name();

    /** What people read. */
    String title();

    /** The points that each award brings. */
    long points();

    /** Won once, when a condition holds. */
    record When(String name, String title, long points, Condition when) implements Badge {}

    /** Won level by level. */
    record Levels(String name, String title, long points, int slot, List<Level> levels) implements Badge {}

    /** Won at each multiple. */
    record Every(String name, String title, long points, int metric, long every) implements Badge {}

    /** A level of a badge. */
    record Level(String name, double at) {}
}
