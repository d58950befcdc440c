package io.rollcall.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.sun.net.httpserver.HttpServer;
import io.rollcall.search.UnavailableException.Kind;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.elasticsearch.client.Request;
import org.elasticsearch.client.RestClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ElasticsearchConnectionTest {
    private static final Credentials ELASTIC = new Credentials.Basic("elastic", "secret-password");

    @ParameterizedTest
    @ValueSource(
            strings = {"localhost:9200", "ftp://localhost", "http://", "http://local host", "http://h:9200?x=1", ""})
    void whatIsNoUrlIsRefused(String url) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ElasticsearchConnection.to(url))
                .withMessageContaining("http://HOST:PORT");
    }

    @Test
    void aPasswordInTheUrlIsRefusedWithoutSayingIt() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ElasticsearchConnection.to("https://elastic:secret@search:9200"))
                .withMessageContaining("options of their own")
                .withMessageNotContaining("secret");
    }

    @Test
    void noUrlAndUnequalPathsAreRefused() {
        assertThatIllegalArgumentException().isThrownBy(ElasticsearchConnection::to);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ElasticsearchConnection.to("http://a:9200/x", "http://b:9200/y"))
                .withMessageContaining("different paths");
    }

    @Test
    void secretsAreNotPrinted() {
        assertThat(ElasticsearchConnection.to("http://a:9200").as(ELASTIC).toString())
                .isEqualTo("http://a:9200");
        assertThat(ELASTIC.toString()).isEqualTo("the user elastic");
        assertThat(new Credentials.ApiKey("secret").toString()).doesNotContain("secret");
    }

    @Test
    void itGoesToTheTaskManagers() throws Exception {
        new ObjectOutputStream(new ByteArrayOutputStream())
                .writeObject(new ElasticsearchConnection(List.of("http://a:9200"), ELASTIC, "/ca.pem"));
    }

    @Test
    void requestsSayWhoWeAreAndCarryThePath() throws Exception {
        AtomicReference<String> seen = new AtomicReference<>("");
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            seen.set(exchange.getRequestURI() + " "
                    + exchange.getRequestHeaders().getFirst("Authorization"));
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        server.start();
        String url = "http://127.0.0.1:" + server.getAddress().getPort() + "/search/";
        try (RestClient client = ElasticsearchConnection.to(url)
                .as(new Credentials.ApiKey("abc=="))
                .open()) {
            client.performRequest(new Request("GET", "/_bulk"));
        } finally {
            server.stop(0);
        }
        assertThat(seen).hasValue("/search/_bulk ApiKey abc==");
        assertThat(ELASTIC.authorization()).isEqualTo("Basic ZWxhc3RpYzpzZWNyZXQtcGFzc3dvcmQ=");
    }

    @Test
    void aCaCertificateThatIsNoneIsNamed(@TempDir Path directory) throws Exception {
        Path missing = directory.resolve("ca.pem");
        ElasticsearchConnection connection =
                new ElasticsearchConnection(List.of("https://a:9200"), null, missing.toString());
        assertThatThrownBy(connection::open)
                .isInstanceOf(IOException.class)
                .hasMessageContaining(missing.toString())
                .hasMessageContaining("cannot be read");
        Files.writeString(missing, "hello");
        assertThatThrownBy(connection::open).isInstanceOf(IOException.class).hasMessageContaining("is no certificate");
    }

    @Test
    void whereNobodyListensTheMessageSaysSo() throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        UnavailableException unavailable = failureOf(ElasticsearchConnection.to("http://127.0.0.1:" + port));
        assertThat(unavailable.kind()).isEqualTo(Kind.UNREACHABLE);
        assertThat(unavailable)
                .hasMessageContaining("http://127.0.0.1:" + port)
                .hasMessageContaining("Connection refused")
                .hasMessageContaining("Start it, or name its address (elasticsearch.urls of a job");
    }

    @ParameterizedTest
    @CsvSource({
        "401, UNAUTHENTICATED, elasticsearch.api-key",
        "403, FORBIDDEN, Grant the privilege",
        "404, NOT_ELASTICSEARCH, names an Elasticsearch",
        "429, BUSY, cannot do more now",
        "503, BUSY, cannot do more now",
        "500, FAILED, 500"
    })
    void aStatusIsExplained(int status, Kind kind, String advice) throws Exception {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            byte[] body = "{\"error\":\"no\"}".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        try {
            String url = "http://127.0.0.1:" + server.getAddress().getPort();
            UnavailableException unavailable =
                    failureOf(ElasticsearchConnection.to(url).as(ELASTIC));
            assertThat(unavailable.kind()).isEqualTo(kind);
            assertThat(unavailable)
                    .hasMessageContaining(url)
                    .hasMessageContaining(advice)
                    .message()
                    .doesNotContain("secret-password");
        } finally {
            server.stop(0);
        }
    }

    @Test
    void tlsWhereNoneIsSpokenIsExplained() throws Exception {
        try (ServerSocket plain = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread server = new Thread(() -> answerInPlainText(plain));
            server.start();
            UnavailableException unavailable =
                    failureOf(ElasticsearchConnection.to("https://127.0.0.1:" + plain.getLocalPort()));
            server.join();
            assertThat(unavailable.kind()).isEqualTo(Kind.UNTRUSTED);
            assertThat(unavailable)
                    .hasMessageContaining("Check http against https")
                    .hasMessageContaining("elasticsearch.ca-certificate");
        }
    }

    private static void answerInPlainText(ServerSocket plain) {
        try (Socket client = plain.accept()) {
            assertThat(client.getInputStream().read(new byte[512])).isPositive();
            client.getOutputStream().write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static UnavailableException failureOf(ElasticsearchConnection connection) throws IOException {
        try (RestClient client = connection.open()) {
            Throwable failure = catchThrowable(() -> client.performRequest(new Request("GET", "/_bulk")));
            assertThat(failure).isNotNull();
            return UnavailableException.of(connection, failure);
        }
    }
}
