package io.rollcall.console;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.rollcall.search.ElasticsearchConnection;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConsoleServerTest {

    private final HttpClient http = HttpClient.newHttpClient();
    private final URI nobody = URI.create("http://127.0.0.1:" + freePort());
    private final ConsoleServer console = ConsoleServer.builder(nobody).start();

    ConsoleServerTest() throws IOException {}

    @AfterEach
    void stop() {
        console.close();
    }

    @Test
    void a_port_in_use_is_said_with_the_remedy() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            assertThatThrownBy(() -> ConsoleServer.builder(nobody)
                            .port(taken.getLocalPort())
                            .start())
                    .isInstanceOf(ConsoleException.class)
                    .hasMessage("Port " + taken.getLocalPort() + " on 127.0.0.1 is in use, so the console cannot listen"
                            + " there. Stop what uses it, or choose another port (0 takes any that is free).");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 65_536})
    void a_port_that_is_none_is_refused(int port) {
        assertThatThrownBy(() -> ConsoleServer.builder(nobody).port(port).start())
                .isInstanceOf(ConsoleException.class)
                .hasMessageContaining("0 (any) to 65535, not " + port);
    }

    @Test
    void it_starts_at_the_port_that_is_asked_for_and_can_be_started_there_again() throws Exception {
        int port = freePort();
        for (int i = 0; i < 2; i++) {
            try (ConsoleServer here = ConsoleServer.builder(ElasticsearchConnection.to(nobody.toString()))
                    .port(port)
                    .start()) {
                assertThat(here.uri()).isEqualTo(URI.create("http://127.0.0.1:" + port + "/"));
                assertThat(here.port()).isEqualTo(port);
            }
        }
    }

    @Test
    void it_listens_on_loopback_only() throws Exception {
        for (InetAddress address :
                InetAddress.getAllByName(InetAddress.getLocalHost().getHostName())) {
            if (!address.isLoopbackAddress()) {
                assertThatThrownBy(() -> new Socket(address, console.port()).close())
                        .as("%s", address)
                        .isInstanceOf(IOException.class);
            }
        }
        assertThat(get("/").statusCode()).isEqualTo(200);
    }

    @Test
    void a_name_that_was_pointed_at_loopback_by_a_stranger_is_refused() throws Exception {
        assertThat(rawGet("/api/communities", "stranger.example:" + console.port()))
                .startsWith("HTTP/1.1 421")
                .contains("The console answers to localhost and 127.0.0.1 only.");
        assertThat(rawGet("/", "127.0.0.1.stranger.example")).startsWith("HTTP/1.1 421");
        assertThat(rawGet("/", "localhost:" + console.port())).startsWith("HTTP/1.1 200");
        assertThat(rawGet("/", "[::1]:" + console.port())).startsWith("HTTP/1.1 200");
    }

    @Test
    void the_page_may_load_nothing_but_what_is_served_here() throws Exception {
        String policy = get("/").headers().firstValue("Content-Security-Policy").orElseThrow();

        assertThat(policy)
                .contains(
                        "default-src 'none'",
                        "script-src 'self' 'sha256-",
                        "style-src 'self'",
                        "frame-ancestors 'none'")
                .doesNotContain("unsafe", "http:", "https:", "*");
    }

    @Test
    void every_asset_that_the_page_names_is_served_and_may_be_kept_for_ever() throws Exception {
        String page = get("/").body();
        Matcher address = Pattern.compile("\"(/assets/[^\"]+[a-z])\"").matcher(page);
        List<String> addresses = new ArrayList<>();
        while (address.find()) {
            addresses.add(address.group(1));
        }

        assertThat(addresses).hasSizeGreaterThan(8);
        for (String each : addresses) {
            HttpResponse<String> asset = get(each);
            assertThat(asset.statusCode()).as(each).isEqualTo(200);
            assertThat(asset.headers().firstValue("Cache-Control")).hasValue("public, max-age=31536000, immutable");
            assertThat(asset.body()).as(each).isNotEmpty();
        }
    }

    @Test
    void the_page_itself_is_asked_for_again_and_answered_shortly_if_it_is_the_same() throws Exception {
        HttpResponse<String> page = get("/");
        String etag = page.headers().firstValue("ETag").orElseThrow();

        assertThat(page.headers().firstValue("Cache-Control")).hasValue("no-cache");
        HttpResponse<String> again = http.send(
                HttpRequest.newBuilder(console.uri())
                        .header("If-None-Match", etag)
                        .build(),
                BodyHandlers.ofString());
        assertThat(again.statusCode()).isEqualTo(304);
        assertThat(again.body()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "index.html",
                "libraries.properties",
                "../ConsoleServer.class",
                "lib/lit/../../lit-html/3.3.2/lit-html.js",
                "lib/javalin/index.js",
                "lib/lit/package.json",
                "lib/lit/no-such-module.js"
            })
    void nothing_else_of_the_class_path_is_served(String path) throws Exception {
        Matcher version = Pattern.compile("/assets/([0-9a-f]+)/").matcher(get("/").body());
        assertThat(version.find()).isTrue();

        assertThat(rawGet("/assets/" + version.group(1) + "/" + path, "localhost"))
                .doesNotStartWith("HTTP/1.1 200");
    }

    @Test
    void assets_of_another_version_are_gone() throws Exception {
        assertThat(get("/assets/0000000000000000/app.js").statusCode()).isEqualTo(404);
    }

    @Test
    void without_elasticsearch_the_api_says_so_and_what_to_do() throws Exception {
        HttpResponse<String> answer = get("/api/overview?community=book-club");

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.headers().firstValue("Cache-Control")).hasValue("no-store");
        JsonNode body = Json.MAPPER.readTree(answer.body());
        assertThat(body.path("message").asText())
                .isEqualTo("The console cannot reach its data: Elasticsearch does not answer.");
        assertThat(body.path("remedy").asText()).startsWith("Start Elasticsearch, or wait if it is starting.");
        assertThat(body.path("detail").asText()).contains(nobody.toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/overview",
                "/api/overview?community=",
                "/api/alerts?community=c&page=x",
                "/api/alerts?community=c&page=-1",
                "/api/alerts?community=c&page=10000",
                "/api/timeline?community=c&member=m&show=some",
                "/api/timeline?community=c&member=m&before=yesterday",
                "/api/members?community=c",
                "/api/live?community=c"
            })
    void a_request_that_makes_no_sense_is_told_what_was_expected(String path) throws Exception {
        HttpResponse<String> answer = get(path);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(Json.MAPPER.readTree(answer.body()).path("message").asText()).isNotEmpty();
    }

    @Test
    void an_address_that_is_none_is_not_found() throws Exception {
        HttpResponse<String> answer = get("/api/zombies");

        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(Json.MAPPER.readTree(answer.body()).path("message").asText())
                .isEqualTo("There is nothing at /api/zombies.");
    }

    @Test
    void the_page_that_is_one_too_many_is_told_so() throws Exception {
        List<Socket> pages = new ArrayList<>();
        try {
            for (int i = 0; i < 64; i++) {
                Socket page = openLive(console);
                pages.add(page);
                assertThat(readUntil(page, "event: hello")).isTrue();
            }
            try (Socket tooMany = openLive(console)) {
                assertThat(readUntil(tooMany, "event: full")).isTrue();
            }
        } finally {
            for (Socket page : pages) {
                page.close();
            }
        }
    }

    @Test
    void closing_it_ends_open_pages_and_leaves_no_thread_that_keeps_the_program_alive() throws Exception {
        Set<Thread> before = threadsThatKeepTheProgramAlive();
        ConsoleServer here = ConsoleServer.builder(nobody).start();
        try (Socket page = openLive(here)) {
            assertThat(readUntil(page, "event: status")).isTrue();

            here.close();

            assertThat(readUntil(page, "what is never sent")).isFalse();
        }
        here.close();
        await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> assertThat(threadsThatKeepTheProgramAlive())
                .isSubsetOf(before));
    }

    private static Set<Thread> threadsThatKeepTheProgramAlive() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.isAlive()
                        && !thread.isDaemon()
                        && !thread.getName().startsWith("awaitility"))
                .collect(Collectors.toSet());
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return http.send(HttpRequest.newBuilder(console.uri().resolve(path)).build(), BodyHandlers.ofString());
    }

    /** A request as it is, unlike by a client that tidies paths and sets the host. */
    private String rawGet(String path, String host) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", console.port())) {
            socket.setSoTimeout(5_000);
            socket.getOutputStream()
                    .write(("GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n")
                            .getBytes(UTF_8));
            return new String(socket.getInputStream().readAllBytes(), UTF_8);
        }
    }

    private Socket openLive(ConsoleServer console) throws IOException {
        Socket socket = new Socket("127.0.0.1", console.port());
        socket.setSoTimeout(10_000);
        socket.getOutputStream()
                .write(("GET /api/live?community=c HTTP/1.1\r\nHost: localhost\r\nAccept: text/event-stream\r\n\r\n")
                        .getBytes(UTF_8));
        return socket;
    }

    private static boolean readUntil(Socket socket, String text) throws IOException {
        StringBuilder read = new StringBuilder();
        InputStream in = socket.getInputStream();
        for (int c = in.read(); c >= 0; c = in.read()) {
            read.append((char) c);
            if (read.indexOf(text) >= 0) {
                return true;
            }
        }
        return false;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            return socket.getLocalPort();
        }
    }
}
