package io.rollcall.jobs.event;

import static java.util.Objects.requireNonNull;

import io.rollcall.event.Event;

/**
 * An event on its way to one of the members that it reaches.
 *
 * @param event the event
 * @param asRecipient whether to its recipient, else to its actor
 * @param origin where it came from
 * @param only whether this is its only way, though it may have two members: the other one has it already
 */
public record Reached(Event event, boolean asRecipient, Origin origin, boolean only) {

    /** An event on one of the ways that it has by its members. */
    public Reached(Event event, boolean asRecipient, Origin origin) {
        this(event, asRecipient, origin, false);
    }

    /** The member that it reaches. */
    public String member() {
        return requireNonNull(asRecipient ? event.recipient() : event.member());
    }

    /** The text by which that member is known everywhere: {@code community/member}. */
    public String key() {
        return event.community() + '/' + member();
    }

    /** Whether this is the event's only, or its first, way: what is to be said once of an event is said here. */
    public boolean first() {
        return only || !asRecipient || event.member() == null;
    }
}
