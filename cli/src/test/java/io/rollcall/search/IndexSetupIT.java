package io.rollcall.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import co.elastic.clients.elasticsearch.ElasticsearchClient;
import co.elastic.clients.elasticsearch._types.ElasticsearchException;
import io.rollcall.embedded.SharedElasticsearch;
import io.rollcall.index.IndexSettings;
import io.rollcall.index.IndexSetup;
import io.rollcall.index.SetupReport;
import io.rollcall.index.SetupReport.Change;
import io.rollcall.index.SetupReport.Step;
import io.rollcall.index.SetupReport.Subject;
import java.io.StringReader;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Each test has a prefix of its own on one real server. */
@ExtendWith(SharedElasticsearch.class)
class IndexSetupIT {
    private static ElasticsearchConnection connection;
    private static ElasticsearchClient client;

    @BeforeAll
    static void start(URI elasticsearch) throws Exception {
        connection = ElasticsearchConnection.to(elasticsearch.toString());
        client = connection.client();
    }

    @AfterAll
    static void stop() throws Exception {
        client.close();
    }

    @Test
    void theFirstSetupCreatesAndTheSecondChangesNothing() throws Exception {
        IndexNames names = new IndexNames("first");
        assertThat(setup(names).steps())
                .containsExactly(
                        template("first-outcomes", Change.CREATED),
                        template("first-alerts", Change.CREATED),
                        template("first-members", Change.CREATED),
                        template("first-programs", Change.CREATED));
        assertThat(setup(names).steps()).extracting(Step::change).containsOnly(Change.UNCHANGED);

        var template = client.indices()
                .getIndexTemplate(request -> request.name("first-outcomes"))
                .indexTemplates()
                .get(0)
                .indexTemplate();
        assertThat(template.version()).isEqualTo(1);
        assertThat(template.indexPatterns()).containsExactly("first-outcomes-*");
    }

    @Test
    void otherSettingsAreAnUpdate() throws Exception {
        IndexNames names = new IndexNames("settings");
        setup(names);
        var settings = new IndexSettings(2, 1, Duration.ofSeconds(1));
        assertThat(new IndexSetup(connection, names, settings).run().steps())
                .extracting(Step::change)
                .containsOnly(Change.UPDATED);

        create("settings-alerts", "{}");
        var created = client.indices()
                .getSettings(request -> request.index("settings-alerts"))
                .get("settings-alerts")
                .settings()
                .index();
        assertThat(created.numberOfShards()).isEqualTo("2");
        assertThat(created.numberOfReplicas()).isEqualTo("1");
        assertThat(created.refreshInterval().time()).isEqualTo("1000ms");
    }

    @Test
    void anIndexThatLacksFieldsGetsThem() throws Exception {
        IndexNames names = new IndexNames("older");
        create(
                "older-outcomes-2026-01",
                "{\"mappings\":{\"dynamic\":\"strict\",\"properties\":{\"id\":{\"type\":\"keyword\"}}}}");
        assertThat(setup(names).steps())
                .contains(new Step(Subject.INDEX, "older-outcomes-2026-01", Change.UPDATED, ""));
        assertThat(setup(names).steps()).extracting(Step::change).containsOnly(Change.UNCHANGED);
        assertThat(client.indices()
                        .getMapping(request -> request.index("older-outcomes-2026-01"))
                        .get("older-outcomes-2026-01")
                        .mappings()
                        .properties())
                .containsKeys("id", "kind", "badge", "cause");
    }

    @Test
    void anIndexThatWasWrittenBeforeTheSetupIsReported() throws Exception {
        client.index(request -> request.index("early-members").withJson(new StringReader("{\"community\":\"club\"}")));

        SetupReport report = setup(new IndexNames("early"));

        assertThat(report.complete()).isFalse();
        assertThat(report.toString())
                .contains(
                        "index early-members: refused", "community", "Delete the index and let search-index write it");
    }

    @Test
    void whatANewerRollcallInstalledStays() throws Exception {
        setup(new IndexNames("newer"));
        client.indices().putIndexTemplate(request -> request.name("newer-alerts")
                .withJson(new StringReader("{\"index_patterns\":[\"newer-alerts\"],\"version\":99,\"priority\":500}")));

        SetupReport report = setup(new IndexNames("newer"));

        assertThat(report.steps())
                .filteredOn(step -> step.name().equals("newer-alerts"))
                .extracting(Step::change)
                .containsExactly(Change.NEWER);
        assertThat(report.complete()).isTrue();
    }

    @Test
    void aFieldThatNobodyDeclaredIsRefused() throws Exception {
        setup(new IndexNames("strict"));
        for (String index : List.of("strict-outcomes-2026-01", "strict-alerts", "strict-members", "strict-programs")) {
            Throwable refused = catchThrowable(
                    () -> client.index(request -> request.index(index).withJson(new StringReader("{\"surprise\":1}"))));
            assertThat(refused)
                    .as(index)
                    .isInstanceOf(ElasticsearchException.class)
                    .hasMessageContaining("surprise");
        }
    }

    private static SetupReport setup(IndexNames names) throws UnavailableException {
        return new IndexSetup(connection, names, IndexSettings.DEFAULT).run();
    }

    private static void create(String index, String body) throws Exception {
        client.indices().create(request -> request.index(index).withJson(new StringReader(body)));
    }

    private static Step template(String name, Change change) {
        return new Step(Subject.TEMPLATE, name, change, "");
    }
}
