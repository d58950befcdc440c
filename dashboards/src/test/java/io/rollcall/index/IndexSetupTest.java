package io.rollcall.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import io.rollcall.index.IndexTemplates.Template;
import io.rollcall.search.ElasticsearchConnection;
import io.rollcall.search.IndexNames;
import io.rollcall.search.UnavailableException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What needs a real Elasticsearch is in cli's IndexSetupIT. */
class IndexSetupTest {

    @Test
    void withoutElasticsearchTheMessageSaysWhereAndWhatToDo() throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        String url = "http://127.0.0.1:" + port;
        assertThatThrownBy(() -> setup(url).run())
                .isInstanceOf(UnavailableException.class)
                .hasMessageContaining("Elasticsearch cannot be reached at " + url)
                .hasMessageContaining("Start it");
    }

    @ParameterizedTest
    @CsvSource({"401, UNAUTHENTICATED", "403, FORBIDDEN", "503, BUSY"})
    void whenElasticsearchRefusesTheMessageSaysWhy(int status, UnavailableException.Kind kind) throws Exception {
        withServer(
                status,
                "{\"error\":{\"type\":\"security_exception\",\"reason\":\"not you\"},\"status\":" + status + "}",
                url -> assertThatThrownBy(() -> setup(url).run())
                        .isInstanceOfSatisfying(UnavailableException.class, e -> assertThat(e.kind())
                                .isEqualTo(kind))
                        .hasMessageContaining(url));
    }

    @Test
    void whoIsNoElasticsearchIsFoundOut() throws Exception {
        withServer(200, "<html>hello</html>", url -> assertThatThrownBy(
                        () -> setup(url).run())
                .isInstanceOf(UnavailableException.class)
                .hasMessageContaining(url));
    }

    @Test
    void everyFamilyHasAStrictTemplateOfItsOwn() throws Exception {
        List<Template> templates = IndexTemplates.of(IndexNames.DEFAULT, IndexSettings.DEFAULT);
        assertThat(templates).extracting(Template::name).containsExactlyElementsOf(IndexNames.DEFAULT.templates());
        for (Template template : templates) {
            JsonNode body = new ObjectMapper().readTree(template.body());
            assertThat(body.at("/index_patterns/0").asText()).isEqualTo(template.pattern());
            assertThat(body.at("/template/mappings/dynamic").asText()).isEqualTo("strict");
            assertThat(body.at("/template/settings/index.refresh_interval").asText())
                    .isEqualTo("500ms");
            assertThat(body.at("/template/settings/index.number_of_replicas").asInt())
                    .isZero();
        }
    }

    @Test
    void aTemplateIsKnownByWhatIsInIt() {
        IndexSettings other = new IndexSettings(1, 1, Duration.ofMillis(500));
        Template template =
                IndexTemplates.of(IndexNames.DEFAULT, IndexSettings.DEFAULT).get(0);
        Template same =
                IndexTemplates.of(IndexNames.DEFAULT, IndexSettings.DEFAULT).get(0);
        Template changed = IndexTemplates.of(IndexNames.DEFAULT, other).get(0);
        assertThat(same.digest()).isEqualTo(template.digest());
        assertThat(changed.digest()).isNotEqualTo(template.digest());
        assertThat(changed.mappingDigest()).isEqualTo(template.mappingDigest());
    }

    @Test
    void settingsThatCannotBeAreRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new IndexSettings(0, 0, Duration.ofSeconds(1)));
        assertThatIllegalArgumentException().isThrownBy(() -> new IndexSettings(1, -1, Duration.ofSeconds(1)));
        assertThatIllegalArgumentException().isThrownBy(() -> new IndexSettings(1, 0, Duration.ofNanos(1)));
    }

    private static IndexSetup setup(String url) {
        return new IndexSetup(ElasticsearchConnection.to(url), IndexNames.DEFAULT, IndexSettings.DEFAULT);
    }

    private static void withServer(int status, String answer, ThrowingConsumer test) throws Exception {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            byte[] body = answer.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("content-type", "application/json");
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        try {
            test.accept("http://127.0.0.1:" + server.getAddress().getPort());
        } finally {
            server.stop(0);
        }
    }

    private interface ThrowingConsumer {
        void accept(String url) throws Exception;
    }
}
