package io.rollcall.jobs.search;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.rollcall.search.ElasticsearchConnection;
import io.rollcall.search.IndexNames;
import io.rollcall.search.UnavailableException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.http.entity.ContentType;
import org.apache.http.nio.entity.NByteArrayEntity;
import org.elasticsearch.client.Request;
import org.elasticsearch.client.Response;
import org.elasticsearch.client.ResponseException;
import org.elasticsearch.client.ResponseListener;
import org.elasticsearch.client.RestClient;
import org.jspecify.annotations.Nullable;

/** Elasticsearch by its REST client. The documents are bytes already, so that they go as they are. */
final class RestBulkTransport implements BulkTransport {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final ContentType NDJSON = ContentType.create("application/x-ndjson");
    // an answer to thousands of documents that were all written is otherwise larger than the request
    private static final String WANTED =
            "items.*.status,items.*.error.type,items.*.error.reason,items.*.error.caused_by.reason";

    private static final int MAX_REASON = 500;

    private final ElasticsearchConnection connection;
    private final IndexNames names;
    private RestClient client;
    // set by the client's threads, read by the task's
    private volatile boolean broken;

    RestBulkTransport(ElasticsearchConnection connection, IndexNames names) throws IOException {
        this.connection = connection;
        this.names = names;
        this.client = connection.open();
    }

    @Override
    public void send(List<DocumentWrite> writes, Consumer<BulkReply> whenDone) {
        Request request = new Request("POST", "/_bulk");
        request.addParameter("filter_path", WANTED);
        request.setEntity(new NByteArrayEntity(BulkBody.of(writes), NDJSON));
        int count = writes.size();
        perform(
                request,
                response -> whenDone.accept(answer(response, count)),
                failure -> whenDone.accept(failed(failure)));
    }

    @Override
    public void check(Consumer<@Nullable String> whenDone) {
        Request request = new Request("GET", "/_index_template/" + names.prefix() + "-*");
        request.addParameter("filter_path", "index_templates.name");
        perform(request, response -> whenDone.accept(missing(response)), failure -> {
            // who may write need not be allowed to look
            boolean forbidden =
                    UnavailableException.of(connection, failure).kind() == UnavailableException.Kind.FORBIDDEN;
            whenDone.accept(forbidden ? null : message(failure));
        });
    }

    @Override
    public void close() throws IOException {
        client.close();
    }

    private void perform(Request request, Consumer<Response> onAnswer, Consumer<Exception> onFailure) {
        try {
            reopenIfBroken();
        } catch (IOException e) {
            onFailure.accept(e);
            return;
        }
        client.performRequestAsync(request, new ResponseListener() {
            @Override
            public void onSuccess(Response response) {
                onAnswer.accept(response);
            }

            @Override
            public void onFailure(Exception failure) {
                // the HTTP client's own reactor has died (out of memory, say), and will not come back
                broken |= failure instanceof RuntimeException;
                onFailure.accept(failure);
            }
        });
    }

    private void reopenIfBroken() throws IOException {
        if (broken) {
            RestClient dead = client;
            client = connection.open();
            broken = false;
            dead.close();
        }
    }

    private BulkReply answer(Response response, int count) {
        JsonNode items;
        try (InputStream body = response.getEntity().getContent()) {
            items = JSON.readTree(body).path("items");
        } catch (IOException | RuntimeException e) {
            return new BulkReply.Unavailable("What answers at " + connection + " does not speak as Elasticsearch does ("
                    + e.getMessage() + "). Check elasticsearch.urls.");
        }
        if (items.size() != count) {
            return new BulkReply.Unavailable("What answers at " + connection + " said something of " + items.size()
                    + " documents when asked to write " + count + ". Check elasticsearch.urls.");
        }
        List<BulkReply.Item> answers = new ArrayList<>(count);
        items.forEach(item -> answers.add(item(item.elements().next())));
        return new BulkReply.Answered(answers);
    }

    private static BulkReply.Item item(JsonNode result) {
        JsonNode error = result.path("error");
        String reason = cut(error.path("reason").asText(""));
        String cause = cut(error.path("caused_by").path("reason").asText(""));
        return new BulkReply.Item(
                result.path("status").asInt(),
                error.isMissingNode() ? null : error.path("type").asText(),
                cause.isEmpty() ? reason : reason + " (" + cause + ")");
    }

    private BulkReply failed(Exception failure) {
        if (failure instanceof ResponseException refused) {
            int status = refused.getResponse().getStatusLine().getStatusCode();
            if (status == 413) {
                return new BulkReply.Refused(status, "it is larger than Elasticsearch, or a proxy before it, takes");
            }
            String reason = status == 400 ? reason(refused.getResponse()) : null;
            if (reason != null) {
                return new BulkReply.Refused(status, reason);
            }
        }
        return new BulkReply.Unavailable(message(failure));
    }

    /** Elasticsearch's own reason; null if the answer is somebody else's, a proxy's say, or was read already. */
    private static @Nullable String reason(Response response) {
        try (InputStream body = response.getEntity().getContent()) {
            JsonNode error = JSON.readTree(body).path("error");
            return error.hasNonNull("reason")
                    ? error.path("type").asText() + ": "
                            + cut(error.path("reason").asText())
                    : null;
        } catch (IOException | RuntimeException e) {
            return null;
        }
    }

    private @Nullable String missing(Response response) {
        List<String> missing = new ArrayList<>(names.templates());
        try (InputStream body = response.getEntity().getContent()) {
            JSON.readTree(body)
                    .path("index_templates")
                    .forEach(template -> missing.remove(template.path("name").asText()));
        } catch (IOException | RuntimeException e) {
            return "What answers at " + connection + " does not speak as Elasticsearch does (" + e.getMessage()
                    + "). Check elasticsearch.urls.";
        }
        return missing.isEmpty()
                ? null
                : "The index templates " + String.join(", ", missing) + " are missing at " + connection
                        + ". Run `rollcall index setup`: without them the fields would have other types.";
    }

    /** Elasticsearch quotes what it refuses, at length. */
    private static String cut(String reason) {
        return reason.length() <= MAX_REASON ? reason : reason.substring(0, MAX_REASON) + "…";
    }

    private String message(Exception failure) {
        return String.valueOf(UnavailableException.of(connection, failure).getMessage());
    }
}
