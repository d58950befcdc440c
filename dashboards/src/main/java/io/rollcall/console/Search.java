package io.rollcall.console;

import co.elastic.clients.elasticsearch.ElasticsearchClient;
import co.elastic.clients.elasticsearch._types.ElasticsearchException;
import co.elastic.clients.elasticsearch._types.ErrorResponse;
import co.elastic.clients.elasticsearch.core.MsearchResponse;
import co.elastic.clients.elasticsearch.core.msearch.MultiSearchItem;
import co.elastic.clients.elasticsearch.core.msearch.MultiSearchResponseItem;
import co.elastic.clients.elasticsearch.core.msearch.MultisearchBody;
import co.elastic.clients.elasticsearch.core.msearch.RequestItem;
import com.fasterxml.jackson.databind.JsonNode;
import io.rollcall.search.ElasticsearchConnection;
import io.rollcall.search.IndexNames;
import io.rollcall.search.UnavailableException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * The one door to Elasticsearch. Everything that passes it is bounded in time, and whole: an index that is not there
 * yet is an empty one, but a shard that does not answer is no answer, since half a count looks like a count.
 */
final class Search {

    private static final String TIMEOUT = "3s";
    private static final int REQUEST_TIMEOUT = 408;

    private final ElasticsearchClient client;
    private final ElasticsearchConnection connection;
    private final IndexNames names;

    /** @param connection what the client is connected to, for messages */
    Search(ElasticsearchClient client, ElasticsearchConnection connection, IndexNames names) {
        this.client = client;
        this.connection = connection;
        this.names = names;
    }

    IndexNames names() {
        return names;
    }

    /** One search of an index, or of an index pattern. */
    static RequestItem of(String index, UnaryOperator<MultisearchBody.Builder> body) {
        return RequestItem.of(item -> item.header(header -> header.index(index)
                        .ignoreUnavailable(true)
                        .allowNoIndices(true)
                        .allowPartialSearchResults(false))
                .body(search -> body.apply(search.timeout(TIMEOUT))));
    }

    /**
     * Searches in one round trip.
     *
     * @return the results in the order of the searches
     * @throws ElasticsearchAwayException if Elasticsearch gave no whole answer
     */
    List<MultiSearchItem<JsonNode>> all(RequestItem... searches) {
        MsearchResponse<JsonNode> response;
        try {
            response = client.msearch(request -> request.searches(List.of(searches)), JsonNode.class);
        } catch (IOException | ElasticsearchException e) {
            throw new ElasticsearchAwayException(UnavailableException.of(connection, e));
        }
        List<MultiSearchItem<JsonNode>> results = new ArrayList<>(searches.length);
        for (MultiSearchResponseItem<JsonNode> item : response.responses()) {
            if (item.isFailure()) {
                ErrorResponse failure = item.failure();
                throw refused(failure.status(), String.valueOf(failure.error().reason()));
            }
            if (item.result().timedOut()) {
                throw refused(REQUEST_TIMEOUT, "took longer than " + TIMEOUT);
            }
            results.add(item.result());
        }
        return results;
    }

    private ElasticsearchAwayException refused(int status, String reason) {
        return new ElasticsearchAwayException(
                UnavailableException.answered(connection, status, reason, new IOException(reason)));
    }
}
