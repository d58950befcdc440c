package io.rollcall.jobs.search;

/** A record that is no document; the message says why and what was expected. */
final class UnreadableException extends Exception {
    private static final long serialVersionUID = 1;

    UnreadableException(String message) {
        super(message);
    }
}
