package io.rollcall.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One start of an Elasticsearch server.
 *
 * @param root where it keeps its data, its settings and its logs
 * @param home the unpacked server
 * @param port its HTTP port, or 0 for one that the system chooses
 */
record ElasticsearchStartup(
        Path root, Path home, Path javaHome, int port, int heapMebibytes, Duration timeout, ServerAccount account) {
    private static final int LOG_TAIL_LINES = 30;
    private static final Duration STOP_GRACE = Duration.ofSeconds(15);
    /** Half the processor time of a start goes to the second compiler, 8 s instead of 16; so little data never needs it. */
    private static final String QUICK = "-XX:TieredStopAtLevel=1";

    private static final long POLL_MILLIS = 100;

    EmbeddedElasticsearch run() throws IOException {
        prepare();
        GuardedProcess process = GuardedProcess.start(
                account,
                List.of(
                        home.resolve("bin/elasticsearch").toString(),
                        "-p",
                        pidFile().toString()),
                Map.of(
                        "ES_JAVA_HOME", javaHome.toString(),
                        "ES_PATH_CONF", config().toString(),
                        "ES_TMPDIR", temporary().toString(),
                        "HOME", temporary().toString(),
                        "LC_ALL", "C.UTF-8",
                        "CLI_JAVA_OPTS", QUICK + " -Djava.io.tmpdir=" + temporary(),
                        "ES_JAVA_OPTS",
                                "-Xms" + heapMebibytes + "m -Xmx" + heapMebibytes + "m -XX:-AlwaysPreTouch " + QUICK),
                root,
                output(),
                STOP_GRACE);
        boolean started = false;
        try {
            EmbeddedElasticsearch server = await(process);
            started = true;
            return server;
        } finally {
            if (!started) {
                process.close();
            }
        }
    }

    private void prepare() throws IOException {
        Files.createDirectories(config());
        Files.createDirectories(root.resolve("data"));
        Files.createDirectories(logs());
        Files.createDirectories(temporary());
        Files.deleteIfExists(portsFile());
        Files.deleteIfExists(pidFile());
        Files.writeString(output(), "");
        for (String name : List.of("jvm.options", "log4j2.properties")) {
            Files.copy(
                    home.resolve("config").resolve(name), config().resolve(name), StandardCopyOption.REPLACE_EXISTING);
        }
        Files.writeString(config().resolve("elasticsearch.yml"), settings());
        for (Path given : List.of(config(), root.resolve("data"), logs(), temporary())) {
            account.own(given);
        }
        account.requireReachable(
                "its data directory",
                logs(),
                "Choose a data directory whose parents everybody may enter, or run as an ordinary user.");
        account.requireReachable(
                "its program",
                home.resolve("bin/elasticsearch"),
                "Set ROLLCALL_CACHE to a directory that everybody may enter, or run as an ordinary user.");
        account.requireReachable(
                "the Java",
                javaHome.resolve("bin/java"),
                "Set JAVA_HOME to a JDK that everybody may use, or run as an ordinary user.");
    }

    private String settings() {
        return String.join(
                "\n",
                "cluster.name: rollcall",
                "node.name: rollcall",
                "path.data: " + quoted(root.resolve("data")),
                "path.logs: " + quoted(logs()),
                "http.host: " + Loopback.HOST,
                "http.port: " + port,
                "transport.host: " + Loopback.HOST,
                "transport.port: 0",
                "discovery.type: single-node",
                // the ports that the system chose are written to a file, so nobody has to guess a free one
                "node.portsfile: true",
                // a nearly full disk would make every index read-only
                "cluster.routing.allocation.disk.threshold_enabled: false",
                "xpack.security.enabled: false",
                "");
    }

    private EmbeddedElasticsearch await(GuardedProcess process) throws IOException {
        HttpClient client =
                HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
        long end = System.nanoTime() + timeout.toNanos();
        try {
            while (System.nanoTime() < end) {
                if (!process.isAlive()) {
                    throw new EmbeddedException(
                            EmbeddedElasticsearch.CANNOT_START,
                            "it ended with status " + process.exitStatus() + ". The end of its log, " + output() + ":\n"
                                    + tail(),
                            "The log says why; data of another version of Elasticsearch are a usual reason.");
                }
                URI url = url();
                if (url != null && answers(client, url)) {
                    return new EmbeddedElasticsearch(
                            process,
                            url,
                            Long.parseLong(Files.readString(pidFile()).strip()));
                }
                Thread.sleep(POLL_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EmbeddedException(
                    EmbeddedElasticsearch.CANNOT_START, "the start was interrupted", "Start it again.", e);
        }
        throw new EmbeddedException(
                EmbeddedElasticsearch.CANNOT_START,
                "it did not answer within " + timeout.toSeconds() + " s. The end of its log, " + output() + ":\n"
                        + tail(),
                "Try again when the machine is less busy; it needs about 1 GiB of memory.");
    }

    private @Nullable URI url() throws IOException {
        if (!Files.exists(portsFile())) {
            return null;
        }
        return Files.readAllLines(portsFile()).stream()
                .filter(line -> line.startsWith(Loopback.HOST + ":"))
                .map(line -> URI.create("http://" + line))
                .findFirst()
                .orElse(null);
    }

    private static boolean answers(HttpClient client, URI url) throws InterruptedException {
        URI health = URI.create(url + "/_cluster/health?wait_for_status=yellow&timeout=1s");
        HttpRequest request =
                HttpRequest.newBuilder(health).timeout(Duration.ofSeconds(5)).build();
        try {
            return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    private String tail() {
        try {
            // the output of a process is not always UTF-8, and a replaced letter does no harm here
            List<String> lines = new String(Files.readAllBytes(output()), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
            return String.join("\n", lines.subList(Math.max(0, lines.size() - LOG_TAIL_LINES), lines.size()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path config() {
        return root.resolve("config");
    }

    private Path logs() {
        return root.resolve("logs");
    }

    private Path temporary() {
        return root.resolve("tmp");
    }

    private Path output() {
        return logs().resolve("console.log");
    }

    private Path portsFile() {
        return logs().resolve("http.ports");
    }

    private Path pidFile() {
        return temporary().resolve("pid");
    }

    private static String quoted(Path path) {
        return "'" + path.toString().replace("'", "''") + "'";
    }
}
