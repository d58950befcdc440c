package io.rollcall.jobs.out;

import java.util.Locale;

/** Why a record was refused, for counting. */
public enum DeadLetterCode {
    /** The bytes are neither Avro nor JSON, or break off. */
    UNDECODABLE,
    /** Avro of a schema that nobody here knows. */
    UNKNOWN_SCHEMA,
    /** It can be read, and is no event: something is missing or of the wrong type. */
    INVALID_EVENT,
    /** An id, an attribute or the number of attributes is beyond the limits. */
    TOO_LARGE,
    /** It is dated too far ahead of the wall clock. */
    FUTURE,
    /** Its community has no program. */
    UNKNOWN_COMMUNITY,
    /** A program with errors; the one before it stays. */
    INVALID_PROGRAM,
    /** The engine failed on it: a fault of ours. */
    EVALUATION_FAILED,
    /** Elasticsearch refuses the document as such. */
    REJECTED_DOCUMENT;

    /** The code on the wire and in metrics, as {@code invalid-event}. */
    public String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
