package io.rollcall.jobs.event;

import io.rollcall.event.Event;
import io.rollcall.jobs.out.TopicRecord;

/** What a record of the events topic turned out to be. */
public sealed interface Received {

    /** An event. */
    record Happened(Event event, Origin origin) implements Received {}

    /**
     * A clock record: its producer's promise that the partition holds no earlier events from here on.
     *
     * @param instant in milliseconds since the epoch
     */
    record Clock(long instant) implements Received {}

    /** Neither; the dead letter is ready to be sent. */
    record Refused(TopicRecord deadLetter) implements Received {}
}
