package io.rollcall.index;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rollcall.search.IndexNames;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/** The templates as they are to be installed: the resources beside this class, with names and settings put in. */
final class IndexTemplates {
    /** The entry of {@code _meta} that tells one form of a template or mapping from another. */
    static final String DIGEST = "rollcall-digest";

    // above the templates that Elasticsearch brings along (at most 200)
    private static final int PRIORITY = 500;
    private static final ObjectMapper JSON = new ObjectMapper();

    private IndexTemplates() {}

    /**
     * One template.
     *
     * @param name of the template
     * @param pattern of the indices that it is for
     * @param version of its form; a higher one is never replaced by a lower one
     * @param digest of all of it
     * @param body as sent
     * @param mappingDigest of the mappings alone
     * @param mappings as sent to an index that is there already
     */
    record Template(
            String name,
            String pattern,
            long version,
            String digest,
            String body,
            String mappingDigest,
            String mappings) {}

    /** All of them. */
    static List<Template> of(IndexNames names, IndexSettings settings) {
        return List.of(
                template("outcomes", names.outcomesTemplate(), names.allOutcomes(), settings),
                template("alerts", names.alerts(), names.alerts(), settings),
                template("members", names.members(), names.members(), settings),
                template("programs", names.programs(), names.programs(), settings));
    }

    private static Template template(String family, String name, String pattern, IndexSettings settings) {
        ObjectNode body = read(family);
        body.put("priority", PRIORITY);
        body.putArray("index_patterns").add(pattern);
        ObjectNode template = body.withObject("/template");
        template.withObject("/settings")
                .put("index.number_of_shards", settings.shards())
                .put("index.number_of_replicas", settings.replicas())
                .put("index.refresh_interval", settings.refreshInterval().toMillis() + "ms");
        ObjectNode mappings = template.withObject("/mappings");
        String mappingDigest = digest(mappings);
        long version = body.required("version").asLong();
        mappings.withObject("/_meta").put(DIGEST, mappingDigest).put("version", version);
        String digest = digest(body);
        body.withObject("/_meta").put(DIGEST, digest);
        return new Template(name, pattern, version, digest, text(body), mappingDigest, text(mappings));
    }

    private static ObjectNode read(String family) {
        try (InputStream resource = IndexTemplates.class.getResourceAsStream(family + ".json")) {
            if (resource == null) {
                throw new IllegalStateException("the template " + family + ".json is missing from the jar");
            }
            return (ObjectNode) JSON.readTree(resource);
        } catch (IOException e) {
            throw new IllegalStateException("the template " + family + ".json cannot be read", e);
        }
    }

    private static String text(ObjectNode json) {
        try {
            return JSON.writeValueAsString(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String digest(ObjectNode json) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text(json).getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
