package io.rollcall.cli;

import org.jspecify.annotations.Nullable;

/** Something that a person must hear about: what was wrong, where, what was expected and what to do, in whole sentences. */
public final class Failure extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final int status;

    private Failure(int status, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.status = status;
    }

    /** It was tried and did not work: exit status 1. */
    public static Failure failed(String message) {
        return new Failure(Rollcall.FAILED, message, null);
    }

    /** It was tried and did not work: exit status 1. */
    public static Failure failed(String message, Throwable cause) {
        return new Failure(Rollcall.FAILED, message, cause);
    }

    /** The arguments or the program are wrong, nothing was tried: exit status 2. */
    public static Failure wrong(String message) {
        return new Failure(Rollcall.WRONG, message, null);
    }

    /** Somebody has stopped it, and has been told so. */
    static Failure stopped() {
        return new Failure(Rollcall.STOPPED, "", null);
    }

    /** The same in other words. */
    Failure saying(String message) {
        return new Failure(status, message, this);
    }

    int status() {
        return status;
    }
}
