package io.rollcall.event;

/** Text or bytes that are no event; the message says why and what was expected. */
public final class EventException extends Exception {
    private static final long serialVersionUID = 1;

    public EventException(String message) {
        super(message);
    }
}
