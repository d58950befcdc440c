package io.rollcall.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RollcallPlatformIT {
    @Test
    void topics_and_documents_are_there_again_when_the_platform_is_started_again_in_its_directory() throws Exception {
        try (WorkDirectory parent = WorkDirectory.temporary()) {
            Path data = parent.path().resolve("data");
            List<String> told = new ArrayList<>();
            try (RollcallPlatform platform =
                    RollcallPlatform.in(data).partitions(3).progress(told::add).start()) {
                assertThat(told)
                        .contains("starting Kafka", "starting Elasticsearch", "starting Flink")
                        .contains("Kafka answers at " + platform.kafka().bootstrapServers() + ", 11 topics made")
                        .contains("Elasticsearch answers at "
                                + platform.elasticsearch().url())
                        .contains("Flink answers at " + platform.flink().url());
                assertThat(put(platform, "/it/_doc/1", "{\"badge\":\"talker\"}"))
                        .isEqualTo(201);
                assertThat(get(platform.flink().url() + "/index.html")).contains("Apache Flink");
                assertThat(get(platform.flink().url() + "/config")).contains("\"web-submit\":false");

                assertOnLoopbackOnly(ProcessHandle.current().pid(), 3);
                assertOnLoopbackOnly(platform.elasticsearch().pid(), 2);

                assertThatThrownBy(() -> RollcallPlatform.in(data).start())
                        .isInstanceOf(EmbeddedException.class)
                        .hasMessageContaining("another process works in it");
            }
            told.clear();
            try (RollcallPlatform platform =
                    RollcallPlatform.in(data).partitions(3).progress(told::add).start()) {
                assertThat(told)
                        .contains("Kafka answers at " + platform.kafka().bootstrapServers() + ", its topics are there");
                assertThat(get(platform.elasticsearch().url() + "/it/_doc/1")).contains("talker");
                try (Admin admin = platform.kafka().admin()) {
                    assertThat(admin.listTopics().names().get()).contains("rollcall.events", "rollcall.members");
                }
            }
        }
    }

    @Test
    void a_port_in_use_is_found_before_anything_is_started(@TempDir Path directory) throws Exception {
        List<String> told = new ArrayList<>();
        try (ServerSocket taken = new ServerSocket()) {
            taken.bind(new InetSocketAddress("127.0.0.1", 0));

            assertThatThrownBy(() -> RollcallPlatform.in(directory)
                            .flinkPort(taken.getLocalPort())
                            .progress(told::add)
                            .start())
                    .isInstanceOf(EmbeddedException.class)
                    .hasMessageContaining(
                            "Flink cannot start: port " + taken.getLocalPort() + " on 127.0.0.1 is in use");
        }
        assertThat(told).isEmpty();
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void when_one_part_cannot_start_the_others_are_stopped_and_its_reason_is_given() throws Exception {
        try (WorkDirectory parent = WorkDirectory.temporary()) {
            Path data = parent.path().resolve("data");
            Files.createDirectories(data);
            Files.writeString(data.resolve("kafka"), "a file where a directory belongs");
            // the search server that tests of this process share
            List<ProcessHandle> before = ours();

            assertThatThrownBy(() -> RollcallPlatform.in(data).start())
                    .isInstanceOf(EmbeddedException.class)
                    .hasMessageContaining("no directory " + data.resolve("kafka"));

            assertThat(before).containsAll(ours());
            WorkDirectory.at(data).close();
        }
    }

    private static List<ProcessHandle> ours() {
        return ProcessHandle.current()
                .descendants()
                .filter(ProcessHandle::isAlive)
                .toList();
    }

    private static int put(RollcallPlatform platform, String path, String body) throws Exception {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(
                                        URI.create(platform.elasticsearch().url() + path))
                                .header("Content-Type", "application/json")
                                .PUT(HttpRequest.BodyPublishers.ofString(body))
                                .build(),
                        HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    private static String get(String url) throws Exception {
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofString())
                .body();
    }

    /** Read from the kernel's own table, for a server can listen where no setting of ours reaches. */
    private static void assertOnLoopbackOnly(long pid, int atLeast) throws IOException {
        Set<String> inodes = new HashSet<>();
        try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(Path.of("/proc/" + pid + "/fd"))) {
            for (Path descriptor : descriptors) {
                if (Files.isSymbolicLink(descriptor)) {
                    String target = Files.readSymbolicLink(descriptor).toString();
                    if (target.startsWith("socket:[")) {
                        inodes.add(target.substring(8, target.length() - 1));
                    }
                }
            }
        }
        List<String> listening = new ArrayList<>();
        for (String table : List.of("tcp", "tcp6")) {
            for (String line : Files.readAllLines(Path.of("/proc/" + pid + "/net/" + table))) {
                String[] columns = line.strip().split("\\s+");
                // 0A is LISTEN
                if (columns[3].equals("0A") && inodes.contains(columns[9])) {
                    listening.add(columns[1]);
                }
            }
        }
        assertThat(listening).hasSizeGreaterThanOrEqualTo(atLeast).allSatisfy(address -> assertThat(address)
                .as("127.0.0.1 as IPv4 or within IPv6")
                .matches("(0100007F|0000000000000000FFFF00000100007F):.*"));
    }
}
