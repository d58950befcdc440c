package io.rollcall.outcome;

/** What made an outcome true: an event, or the member's clock. */
public sealed interface Cause {

    /** The local midnight of the member's community. */
    Cause MIDNIGHT = Clock.MIDNIGHT;

    /** A deadline of the member: a grace, hold, quest, stage, absence or cooldown that ended. */
    Cause DEADLINE = Clock.DEADLINE;

    /**
     * An event.
     *
     * @param id the event's id
     */
    record ByEvent(String id) implements Cause {}

    /** A tick of the clock. */
    enum Clock implements Cause {
        MIDNIGHT,
        DEADLINE
    }
}
