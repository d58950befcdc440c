package io.rollcall.index;

import co.elastic.clients.elasticsearch.ElasticsearchClient;
import co.elastic.clients.elasticsearch._types.ElasticsearchException;
import co.elastic.clients.elasticsearch._types.mapping.TypeMapping;
import co.elastic.clients.elasticsearch.indices.IndexTemplate;
import co.elastic.clients.json.JsonData;
import io.rollcall.index.IndexTemplates.Template;
import io.rollcall.index.SetupReport.Change;
import io.rollcall.index.SetupReport.Step;
import io.rollcall.index.SetupReport.Subject;
import io.rollcall.search.ElasticsearchConnection;
import io.rollcall.search.IndexNames;
import io.rollcall.search.UnavailableException;
import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Installs the index templates, and brings indices that are there already up to them. Doing it again changes nothing.
 *
 * <p>A template only shapes the indices that are created after it. An index that is there already gets the fields that
 * are new, because its mapping is strict and would refuse documents with them; where its fields are of other types (it was
 * created before any template), the report says so.
 */
public final class IndexSetup {
    private final ElasticsearchConnection connection;
    private final IndexNames names;
    private final IndexSettings settings;

    public IndexSetup(ElasticsearchConnection connection, IndexNames names, IndexSettings settings) {
        this.connection = connection;
        this.names = names;
        this.settings = settings;
    }

    /**
     * Does it.
     *
     * @throws UnavailableException if Elasticsearch cannot be reached, does not know us or does not let us; the message
     *     says which URL and what to do
     */
    public SetupReport run() throws UnavailableException {
        List<Step> steps = new ArrayList<>();
        try (ElasticsearchClient client = connection.client()) {
            for (Template template : IndexTemplates.of(names, settings)) {
                Step step = install(client, template);
                steps.add(step);
                if (step.change() != Change.NEWER) {
                    steps.addAll(bringUp(client, template));
                }
            }
        } catch (IOException | ElasticsearchException e) {
            throw UnavailableException.of(connection, e);
        }
        return new SetupReport(steps);
    }

    private static Step install(ElasticsearchClient client, Template template) throws IOException {
        IndexTemplate installed = installed(client, template.name());
        if (installed != null) {
            long version = installed.version() == null ? 0 : installed.version();
            if (version > template.version()) {
                return new Step(
                        Subject.TEMPLATE,
                        template.name(),
                        Change.NEWER,
                        "version " + version + " is installed, this Rollcall brings " + template.version());
            }
            if (template.digest().equals(digest(installed.meta()))) {
                return new Step(Subject.TEMPLATE, template.name(), Change.UNCHANGED, "");
            }
        }
        client.indices()
                .putIndexTemplate(request -> request.name(template.name()).withJson(new StringReader(template.body())));
        return new Step(Subject.TEMPLATE, template.name(), installed == null ? Change.CREATED : Change.UPDATED, "");
    }

    private static @Nullable IndexTemplate installed(ElasticsearchClient client, String name) throws IOException {
        try {
            return client.indices().getIndexTemplate(request -> request.name(name)).indexTemplates().stream()
                    .filter(item -> item.name().equals(name))
                    .findFirst()
                    .map(item -> item.indexTemplate())
                    .orElse(null);
        } catch (ElasticsearchException e) {
            if (e.status() == 404) {
                return null;
            }
            throw e;
        }
    }

    private static List<Step> bringUp(ElasticsearchClient client, Template template) throws IOException {
        List<Step> steps = new ArrayList<>();
        for (Map.Entry<String, TypeMapping> index : indices(client, template).entrySet()) {
            String name = index.getKey();
            if (template.mappingDigest().equals(digest(index.getValue().meta()))) {
                steps.add(new Step(Subject.INDEX, name, Change.UNCHANGED, ""));
                continue;
            }
            try {
                client.indices()
                        .putMapping(request -> request.index(name).withJson(new StringReader(template.mappings())));
                steps.add(new Step(Subject.INDEX, name, Change.UPDATED, ""));
            } catch (ElasticsearchException e) {
                if (e.status() != 400) {
                    throw e;
                }
                steps.add(new Step(
                        Subject.INDEX,
                        name,
                        Change.REFUSED,
                        "its fields have other types: " + e.error().reason()
                                + ". Delete the index and let search-index write it again, or index it anew"));
            }
        }
        return steps;
    }

    private static Map<String, TypeMapping> indices(ElasticsearchClient client, Template template) throws IOException {
        Map<String, TypeMapping> found = new TreeMap<>();
        client.indices()
                .getMapping(request -> request.index(template.pattern())
                        .ignoreUnavailable(true)
                        .allowNoIndices(true))
                .result()
                .forEach((name, record) -> found.put(name, record.mappings()));
        return found;
    }

    private static @Nullable String digest(Map<String, JsonData> meta) {
        JsonData digest = meta.get(IndexTemplates.DIGEST);
        return digest == null ? null : digest.to(String.class);
    }
}
