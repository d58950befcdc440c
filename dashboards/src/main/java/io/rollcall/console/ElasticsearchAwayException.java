package io.rollcall.console;

/** Elasticsearch did not answer, or not in full: whatever it would have said must not be guessed. */
final class ElasticsearchAwayException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    ElasticsearchAwayException(String message, Throwable cause) {
        super(message, cause);
    }

    ElasticsearchAwayException(String message) {
        super(message);
    }
}
