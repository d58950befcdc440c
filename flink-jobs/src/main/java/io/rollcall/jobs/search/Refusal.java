package io.rollcall.jobs.search;

/**
 * A record that will not be in Elasticsearch.
 *
 * @param code why, for counting
 * @param reason why, for people
 */
record Refusal(SourceRecord record, String code, String reason) {
    /** The record is not what its topic carries. */
    static final String UNDECODABLE = "undecodable";

    /** Elasticsearch does not take the document. */
    static final String REJECTED_DOCUMENT = "rejected-document";

    // Elasticsearch quotes what it refuses, whole
    private static final int MAX_REASON = 4_000;

    Refusal {
        if (reason.length() > MAX_REASON) {
            reason = reason.substring(0, MAX_REASON) + "…";
        }
    }
}
