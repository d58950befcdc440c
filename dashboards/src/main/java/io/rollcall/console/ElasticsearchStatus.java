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
    static final ElasticsearchStatus OK = new ElasticsearchStatus("ok", "", "", "");

    static ElasticsearchStatus away(ElasticsearchAwayException e) {
        return new ElasticsearchStatus(
                "away",
                "The console cannot reach its data: Elasticsearch does not answer.",
                "Start Elasticsearch, or wait if it is starting. This page continues by itself as soon as it is back.",
                String.valueOf(e.getMessage()));
    }

    static ElasticsearchStatus trouble() {
        return new ElasticsearchStatus(
                "away",
                "The console could not read its data.",
                "Look into the console's log. This page continues by itself as soon as reading works again.",
                "");
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
