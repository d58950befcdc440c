package io.rollcall.console;

import io.rollcall.search.UnavailableException;

/** Elasticsearch did not answer, or not in full: whatever it would have said must not be guessed. */
final class ElasticsearchAwayException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final UnavailableException failure;

    ElasticsearchAwayException(UnavailableException failure) {
        super(failure.getMessage(), failure);
        this.failure = failure;
    }

    UnavailableException failure() {
        return failure;
    }
}
