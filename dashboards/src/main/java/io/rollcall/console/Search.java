package io.rollcall.console;

import co.elastic.clients.elasticsearch.ElasticsearchClient;
import co.elastic.clients.elasticsearch._types.ElasticsearchException;
import co.elastic.clients.elasticsearch.core.MsearchResponse;
import co.elastic.clients.elasticsearch.core.msearch.MultiSearchItem;
import co.elastic.clients.elasticsearch.core.msearch.MultiSearchResponseItem;
import co.elastic.clients.elasticsearch.core.msearch.MultisearchBody;
import co.elastic.clients.elasticsearch.core.msearch.RequestItem;
import co.elastic.clients.transport.TransportException;
import com.fasterxml.jackson.databind.JsonNode;
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

    private final ElasticsearchClient client;
    private final IndexNames names;

    Search(ElasticsearchClient client, IndexNames names) {
        this.client = client;
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
        } catch (ElasticsearchException e) {
            throw new ElasticsearchAwayException("Elasticsearch refused: " + e.getMessage(), e);
        } catch (TransportException e) {
            throw new ElasticsearchAwayException("Elasticsearch gave no proper answer: " + e.getMessage(), e);
        } catch (IOException e) {
            throw new ElasticsearchAwayException("Elasticsearch cannot be reached: " + e.getMessage(), e);
        }
        List<MultiSearchItem<JsonNode>> results = new ArrayList<>(searches.length);
        for (MultiSearchResponseItem<JsonNode> item : response.responses()) {
            if (item.isFailure()) {
                throw new ElasticsearchAwayException(
                        "Elasticsearch refused: " + item.failure().error().reason());
            }
            if (item.result().timedOut()) {
                throw new ElasticsearchAwayException("Elasticsearch took longer than " + TIMEOUT + " to answer");
            }
            results.add(item.result());
        }
        return results;
    }
}
