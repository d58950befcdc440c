package io.rollcall.program;

import io.rollcall.event.EventSet;

/** A rule that earns points. */
public sealed interface PointsRule {

    /** Its name, which is the entry that it posts. */
    String name();

    /**
     * Points for every matching event.
     *
     * @param points the points for each; 0 where they depend on the event's value
     * @param perValue points for each unit of the event's value
     * @param dailyLimit how often it posts a local date; 0 for no limit
     */
    record OnEvent(String name, EventSet on, long points, double perValue, int dailyLimit) implements PointsRule {}

    /**
     * Points whenever a streak reaches a multiple.
     *
     * @param metric the index of the streak metric
     */
    record OnStreak(String name, int metric, int every, long points) implements PointsRule {}
}
