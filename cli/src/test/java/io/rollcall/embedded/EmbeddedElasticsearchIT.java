package io.rollcall.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;

class EmbeddedElasticsearchIT {
    @Test
    void documents_are_there_again_when_the_server_is_started_again_in_its_directory() throws Exception {
        try (ScratchDirectory scratch = ScratchDirectory.make()) {
            int port;
            try (EmbeddedElasticsearch server =
                    EmbeddedElasticsearch.in(scratch.path()).start()) {
                port = server.url().getPort();
                assertThat(server.isAlive()).isTrue();
                assertThat(send("PUT", server.url(), "/it/_doc/1", "{\"badge\":\"talker\"}"))
                        .isEqualTo(201);
            }
            try (EmbeddedElasticsearch server =
                    EmbeddedElasticsearch.in(scratch.path()).port(port).start()) {
                assertThat(server.url()).isEqualTo(URI.create("http://127.0.0.1:" + port));
                assertThat(send("GET", server.url(), "/it/_doc/1", "")).isEqualTo(200);
            }
        }
    }

    private static int send(String method, URI server, String path, String body) throws Exception {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(server + path))
                                .header("Content-Type", "application/json")
                                .method(method, HttpRequest.BodyPublishers.ofString(body))
                                .build(),
                        HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }
}
