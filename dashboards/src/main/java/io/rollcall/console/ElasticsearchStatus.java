package io.rollcall.console;

import com.fasterxml.jackson.annotation.JsonIgnore;

/**
 * Whether the console can read, in words for whoever looks at the page.
 *
 * @param elasticsearch {@code ok} or {@code away}
 * @param message what is wrong; empty if nothing is
 * @param remedy what to do about it
 * @param detail what Elasticsearch, or the way to it, said; for whoever repairs it
 */
record ElasticsearchStatus(String elasticsearch, String message, String remedy, String detail) {

    static final ElasticsearchStatus UNKNOWN = new ElasticsearchStatus("unknown", "", "", "");
    private static final String BY_ITSELF = "This page continues by itself as soon as it can.";

    static final ElasticsearchStatus OK = new ElasticsearchStatus("ok", "", "", "");

    static ElasticsearchStatus away(ElasticsearchAwayException e) {
        String detail = String.valueOf(e.getMessage());
        return switch (e.failure().kind()) {
            case UNREACHABLE ->
                new ElasticsearchStatus(
                        "away",
                        "The console cannot reach its data: Elasticsearch does not answer.",
                        "Start Elasticsearch, or wait if it is starting. " + BY_ITSELF,
                        detail);
            case BUSY ->
                new ElasticsearchStatus(
                        "away",
                        "The console cannot reach its data: Elasticsearch is starting, or has too much to do.",
                        "Wait a moment. " + BY_ITSELF,
                        detail);
            case UNTRUSTED, UNAUTHENTICATED, FORBIDDEN, NOT_ELASTICSEARCH, FAILED ->
                new ElasticsearchStatus(
                        "away",
                        "The console cannot read its data: Elasticsearch refuses.",
                        "Ask whoever runs it, and show them the details. " + BY_ITSELF,
                        detail);
        };
    }

    static ElasticsearchStatus trouble() {
        return new ElasticsearchStatus(
                "away", "The console could not read its data.", "Look into the console's log. " + BY_ITSELF, "");
    }

    @JsonIgnore
    boolean isOk() {
        return elasticsearch.equals("ok");
    }

    /** Whether a reader would see the same; the detail may differ at every attempt. */
    boolean sameAs(ElasticsearchStatus other) {
        return elasticsearch.equals(other.elasticsearch) && message.equals(other.message);
    }
}
