package io.rollcall.embedded;

import org.jspecify.annotations.Nullable;

/** A server that could not be started, or not stopped: what did not work, why, and what to do about it. */
public final class EmbeddedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String what;
    private final String why;
    private final String remedy;

    EmbeddedException(String what, String why, String remedy) {
        this(what, why, remedy, null);
    }

    EmbeddedException(String what, String why, String remedy, @Nullable Throwable cause) {
        super(what + ": " + why + "\n" + remedy, cause);
        this.what = what;
        this.why = why;
        this.remedy = remedy;
    }

    /** What did not work, one line: {@code Elasticsearch cannot start}. */
    public String what() {
        return what;
    }

    /** Why, one line or with the end of a log below it. */
    public String why() {
        return why;
    }

    /** What to do about it, a sentence. */
    public String remedy() {
        return remedy;
    }
}
