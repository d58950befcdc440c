package io.rollcall.jobs.search;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.rollcall.search.ElasticsearchConnection;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A server on loopback that answers bulk requests as Elasticsearch 8.19 does (the answers were taken from a real one), and
 * misbehaves as told.
 */
final class FakeElasticsearch implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    static {
        // the JDK's server otherwise waits 40 ms for an acknowledgement between head and body of each answer
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    /** What a request is answered with instead of being carried out; status 0: the connection is just closed. */
    record Answer(int status, String body) {}

    /** A document as stored. */
    record Stored(long version, String json) {}

    /** One line with what to do, and its document. */
    record Action(String operation, String index, String id, long version, boolean external, String json) {}

    final Map<DocumentKey, Stored> documents = new ConcurrentHashMap<>();
    /** How many documents each request had, also of those that were not carried out. */
    final List<Integer> requests = new CopyOnWriteArrayList<>();

    final Deque<Answer> misbehaviours = new ConcurrentLinkedDeque<>();
    /** How often a document came in one request while it was in another one, where they may overtake each other. */
    final AtomicInteger overlaps = new AtomicInteger();

    final AtomicBoolean templatesInstalled = new AtomicBoolean(true);
    final AtomicInteger checks = new AtomicInteger();
    volatile Function<Action, @Nullable ObjectNode> refusals = action -> null;
    volatile Function<List<Action>, @Nullable Answer> wholeRefusals = actions -> null;

    private final Set<DocumentKey> underWay = ConcurrentHashMap.newKeySet();
    private final ExecutorService threads = Executors.newFixedThreadPool(8);
    private final HttpServer server;

    FakeElasticsearch(int port) throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    static FakeElasticsearch started() throws IOException {
        return new FakeElasticsearch(0);
    }

    int port() {
        return server.getAddress().getPort();
    }

    ElasticsearchConnection connection() {
        return ElasticsearchConnection.to("http://127.0.0.1:" + port());
    }

    Stored stored(DocumentKey key) {
        return Objects.requireNonNull(documents.get(key), key::toString);
    }

    static ObjectNode error(int status, String type, String reason) {
        ObjectNode item = JSON.createObjectNode().put("status", status);
        item.putObject("error").put("type", type).put("reason", reason);
        return item;
    }

    static Answer errorAnswer(int status, String type, String reason) {
        return new Answer(status, error(status, type, reason).toString());
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            Answer answer = exchange.getRequestURI().getPath().equals("/_bulk")
                    ? bulk(body)
                    : templates(exchange.getRequestURI().getPath());
            if (answer.status() == 0) {
                return;
            }
            byte[] bytes = answer.body().getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("X-elastic-product", "Elasticsearch");
            exchange.getResponseHeaders().add("content-type", "application/json");
            exchange.sendResponseHeaders(answer.status(), bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    private Answer templates(String path) {
        checks.incrementAndGet();
        String prefix = path.substring(path.lastIndexOf('/') + 1).replace("-*", "");
        ObjectNode body = JSON.createObjectNode();
        if (templatesInstalled.get()) {
            ArrayNode found = body.putArray("index_templates");
            for (String family : List.of("outcomes", "alerts", "members", "programs")) {
                found.addObject().put("name", prefix + "-" + family);
            }
        }
        return new Answer(200, body.toString());
    }

    private Answer bulk(String body) throws IOException {
        List<Action> actions = actions(body);
        List<DocumentKey> keys = actions.stream()
                .map(action -> new DocumentKey(action.index(), action.id()))
                .toList();
        keys.forEach(key -> {
            if (!underWay.add(key)) {
                overlaps.incrementAndGet();
            }
        });
        try {
            return bulk(actions);
        } finally {
            keys.forEach(underWay::remove);
        }
    }

    private Answer bulk(List<Action> actions) {
        requests.add(actions.size());
        Answer misbehaviour = misbehaviours.poll();
        if (misbehaviour != null) {
            return misbehaviour;
        }
        Answer refusal = wholeRefusals.apply(actions);
        if (refusal != null) {
            return refusal;
        }
        ObjectNode answer = JSON.createObjectNode();
        ArrayNode items = answer.putArray("items");
        for (Action action : actions) {
            ObjectNode refused = refusals.apply(action);
            items.addObject().set(action.operation(), refused != null ? refused : carryOut(action));
        }
        return new Answer(200, answer.toString());
    }

    private ObjectNode carryOut(Action action) {
        ObjectNode item = JSON.createObjectNode();
        documents.compute(new DocumentKey(action.index(), action.id()), (key, stored) -> {
            if (action.operation().equals("delete")) {
                item.put("status", stored == null ? 404 : 200);
                return null;
            }
            if (action.external() && stored != null && stored.version() > action.version()) {
                item.setAll(error(409, "version_conflict_engine_exception", "current version is higher"));
                return stored;
            }
            item.put("status", stored == null ? 201 : 200);
            return new Stored(action.version(), action.json());
        });
        return item;
    }

    private static List<Action> actions(String body) throws IOException {
        if (!body.endsWith("\n")) {
            throw new IOException("a bulk request ends with a new line");
        }
        List<Action> actions = new ArrayList<>();
        var lines = body.lines().iterator();
        while (lines.hasNext()) {
            JsonNode line = JSON.readTree(lines.next());
            String operation = line.fieldNames().next();
            JsonNode what = line.get(operation);
            String json = operation.equals("delete") ? "" : lines.next();
            actions.add(new Action(
                    operation,
                    what.get("_index").asText(),
                    what.get("_id").asText(),
                    what.path("version").asLong(-1),
                    "external_gte".equals(what.path("version_type").asText()),
                    json));
        }
        return actions;
    }
}
