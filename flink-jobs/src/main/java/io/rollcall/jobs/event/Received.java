package io.rollcall.jobs.event;

import io.rollcall.event.Event;
import io.rollcall.jobs.out.TopicRecord;
import org.jspecify.annotations.Nullable;

/** What a record of the events topic turned out to be. */
public sealed interface Received {

    /**
     * An event.
     *
     * @param event the event
     * @param origin where it came from
     * @param onlyMember which of its members it is for, if not for all of them
     */
    record Happened(Event event, Origin origin, @Nullable String onlyMember) implements Received {

        /** An event for all of its members. */
        public Happened(Event event, Origin origin) {
            this(event, origin, null);
        }
    }

    /**
     * A clock record: its producer's promise that the partition holds no earlier events from here on.
     *
     * @param instant in milliseconds since the epoch
     */
    record Clock(long instant) implements Received {}

    /** Neither; the dead letter is ready to be sent. */
    record Refused(TopicRecord deadLetter) implements Received {}
}
