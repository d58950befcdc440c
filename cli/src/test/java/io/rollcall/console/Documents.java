package io.rollcall.console;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rollcall.index.IndexSettings;
import io.rollcall.index.IndexSetup;
import io.rollcall.search.DocumentId;
import io.rollcall.search.ElasticsearchConnection;
import io.rollcall.search.IndexNames;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.elasticsearch.client.Request;
import org.elasticsearch.client.Response;
import org.elasticsearch.client.RestClient;
import org.jspecify.annotations.Nullable;

/** Writes documents as the search-index job does, into indices that the product's own setup made. */
final class Documents implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int BULK_BYTES = 4 << 20;

    private final RestClient client;
    private final IndexNames names;
    private final String community;
    private final StringBuilder bulk = new StringBuilder();
    private final String run = UUID.randomUUID().toString();
    private int next;

    Documents(URI elasticsearch, IndexNames names, String community) throws IOException {
        ElasticsearchConnection connection = ElasticsearchConnection.to(elasticsearch.toString());
        new IndexSetup(connection, names, IndexSettings.DEFAULT).run();
        this.client = connection.open();
        this.names = names;
        this.community = community;
    }

    static ObjectNode object() {
        return JSON.createObjectNode();
    }

    /** A program with ladders, each as "ladder: lowest, …, highest", and badges as "badge: title". */
    void program(String timezone, String[] ladders, String[] badges) {
        put(names.programs(), DocumentId.of(community), outline(timezone, ladders, badges));
    }

    /** A version of a program with its text, and without ladders and badges. */
    void program(int version, String text) {
        ObjectNode program = outline("UTC", new String[0], new String[0]);
        put(
                names.programs(),
                DocumentId.of(community),
                program.put("version", version).put("text", text));
    }

    private ObjectNode outline(String timezone, String[] ladders, String[] badges) {
        ObjectNode program = object().put("community", community)
                .put("program", community)
                .put("version", 3)
                .put("mode", "live")
                .put("timezone", timezone);
        for (String ladder : ladders) {
            String[] parts = ladder.split(": ", 2);
            ObjectNode entry = program.withArray("/ladders").addObject().put("ladder", parts[0]);
            for (String tier : parts[1].split(", ", -1)) {
                entry.withArray("/tiers").add(tier);
            }
        }
        for (String badge : badges) {
            String[] parts = badge.split(": ", 2);
            program.withArray("/badges").addObject().put("badge", parts[0]).put("title", parts[1]);
        }
        return program;
    }

    /** A member's snapshot, to be completed and then {@link #put(ObjectNode)}. */
    ObjectNode member(String member, Instant joinedAt, Instant at) {
        return object().put("community", community)
                .put("member", member)
                .put("at", at.toString())
                .put("program", community)
                .put("programVersion", 3)
                .put("joinedAt", joinedAt.toString())
                .put("lastActiveAt", at.toString())
                .put("points", 0)
                .put("pointsEarned", 0)
                .put("historical", false);
    }

    void put(ObjectNode member) {
        put(
                names.members(),
                DocumentId.ofMember(community, member.path("member").asText()),
                member);
    }

    /** An outcome set off by an event; {@code fields} are those of its kind. */
    ObjectNode outcome(String kind, String member, Instant at, Map<String, Object> evidence) {
        ObjectNode outcome = object().put("id", "outcome-" + run + "-" + next)
                .put("kind", kind)
                .put("community", community)
                .put("member", member)
                .put("at", at.toString())
                .put("program", community)
                .put("programVersion", 3)
                .put("shadow", false)
                .put("historical", false);
        outcome.withObject("/cause").put("event", "e-" + next);
        outcome.set("evidence", JSON.valueToTree(evidence));
        next++;
        return outcome;
    }

    /** Lets the clock, instead of an event, have set off an outcome. */
    static ObjectNode byClock(ObjectNode outcome, String clock) {
        outcome.withObject("/cause").removeAll().put("clock", clock);
        return outcome;
    }

    void putOutcome(ObjectNode outcome) {
        put(
                names.outcomes(Instant.parse(outcome.path("at").asText())),
                outcome.path("id").asText(),
                outcome);
    }

    void badge(String member, Instant at, String badge, String title, @Nullable String level, Map<String, Object> why) {
        putOutcome(outcome("badge-awarded", member, at, why)
                .put("badge", badge)
                .put("title", title)
                .put("level", level)
                .put("times", 1));
    }

    void tier(String member, Instant at, String ladder, String from, String to, Map<String, Object> why) {
        putOutcome(outcome("tier-changed", member, at, why)
                .put("ladder", ladder)
                .put("from", from)
                .put("to", to)
                .put("direction", "up"));
    }

    void stage(String member, Instant at, @Nullable String from, String to, Map<String, Object> why) {
        ObjectNode outcome = outcome("stage-changed", member, at, why)
                .put("from", from)
                .put("to", to)
                .put("returned", false);
        putOutcome(from == null ? outcome : byClock(outcome, "midnight"));
    }

    /** An open alert, with the outcome that raised it. */
    ObjectNode alert(
            String member,
            String alert,
            String severity,
            Instant anchor,
            Instant raisedAt,
            @Nullable Instant deadline,
            @Nullable String playbook) {
        String id = "alert-" + run + "-" + next;
        ObjectNode outcome = byClock(outcome("alert-raised", member, raisedAt, Map.of()), "deadline");
        for (ObjectNode fields : new ObjectNode[] {outcome, object()}) {
            fields.put("alertId", id)
                    .put("alert", alert)
                    .put("severity", severity)
                    .put("anchor", anchor.toString())
                    .put("deadline", deadline == null ? null : deadline.toString())
                    .put("playbook", playbook);
        }
        putOutcome(outcome);
        ObjectNode document = object().put("alertId", id)
                .put("community", community)
                .put("member", member)
                .put("alert", alert)
                .put("severity", severity)
                .put("anchor", anchor.toString())
                .put("deadline", deadline == null ? null : deadline.toString())
                .put("playbook", playbook)
                .put("state", "open")
                .put("raisedAt", raisedAt.toString())
                .put("shadow", false)
                .put("historical", false);
        putAlert(document);
        return document;
    }

    void putAlert(ObjectNode alert) {
        put(names.alerts(), alert.path("alertId").asText(), alert);
    }

    private void put(String index, String id, ObjectNode document) {
        ObjectNode action = object();
        action.withObject("/index").put("_index", index).put("_id", id);
        bulk.append(action).append('\n').append(document).append('\n');
        if (bulk.length() > BULK_BYTES) {
            send();
        }
    }

    /** Sends what was put. It can be found after the indices' own refresh, as in life. */
    void send() {
        if (bulk.isEmpty()) {
            return;
        }
        Request request = new Request("POST", "/_bulk");
        request.setJsonEntity(bulk.toString());
        bulk.setLength(0);
        try {
            Response response = client.performRequest(request);
            String answer = new String(
                    response.getEntity().getContent().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
            if (!JSON.readTree(answer).path("errors").isBoolean()
                    || JSON.readTree(answer).path("errors").asBoolean()) {
                throw new IllegalStateException("Elasticsearch refused documents of the test: " + answer);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sends what was put and waits until it can be found. */
    void sendAndRefresh() {
        send();
        try {
            client.performRequest(new Request("POST", "/" + names.prefix() + "-*/_refresh"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        client.close();
    }
}
