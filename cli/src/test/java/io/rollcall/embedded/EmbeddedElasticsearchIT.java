package io.rollcall.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Starts that cannot succeed; {@link RollcallPlatformIT} and {@link OrphanIT} have those that do. */
class EmbeddedElasticsearchIT {
    @Test
    void a_port_in_use_is_named(@TempDir Path directory) throws Exception {
        try (ServerSocket taken = new ServerSocket()) {
            taken.bind(new InetSocketAddress("127.0.0.1", 0));

            assertThatThrownBy(() -> EmbeddedElasticsearch.in(directory)
                            .port(taken.getLocalPort())
                            .start())
                    .isInstanceOf(EmbeddedException.class)
                    .hasMessageContaining(
                            "Elasticsearch cannot start: port " + taken.getLocalPort() + " on 127.0.0.1 is in use")
                    .hasMessageContaining("choose another port");
        }
    }

    @Test
    void too_little_disk_is_found_before_anything_is_written(@TempDir Path directory) {
        long petabyte = 1L << 50;

        assertThatThrownBy(() -> EmbeddedElasticsearch.in(directory)
                        .requiredBytes(petabyte)
                        .start())
                .isInstanceOf(EmbeddedException.class)
                .hasMessageContaining("too little disk space: " + directory)
                .hasMessageContaining("1073741824 MiB are needed")
                .hasMessageContaining("choose a data directory on another disk");
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void a_place_without_a_java_is_named(@TempDir Path directory) {
        assertThatThrownBy(() -> EmbeddedElasticsearch.in(directory)
                        .javaHome(directory.resolve("no-jdk"))
                        .start())
                .isInstanceOf(EmbeddedException.class)
                .hasMessageContaining("there is no Java at " + directory.resolve("no-jdk"))
                .hasMessageContaining("Set JAVA_HOME to a JDK 17 or newer");
    }

    @Test
    void an_older_java_is_refused_with_its_version(@TempDir Path directory) throws Exception {
        Path home = javaHome(directory, "JAVA_VERSION=\"11.0.22\"\n");

        assertThatThrownBy(() -> EmbeddedElasticsearch.in(directory.resolve("es"))
                        .javaHome(home)
                        .start())
                .isInstanceOf(EmbeddedException.class)
                .hasMessageContaining("the Java at " + home + " is version 11.0.22")
                .hasMessageContaining("Set JAVA_HOME to a JDK 17 or newer");
    }

    @Test
    void a_java_of_no_known_version_is_refused(@TempDir Path directory) throws Exception {
        Path home = javaHome(directory, "IMPLEMENTOR=\"somebody\"\n");

        assertThatThrownBy(() -> EmbeddedElasticsearch.in(directory.resolve("es"))
                        .javaHome(home)
                        .start())
                .isInstanceOf(EmbeddedException.class)
                .hasMessageContaining("is version unknown");
    }

    @Test
    void a_missing_server_names_the_command_that_fetches_it(@TempDir Path directory) {
        assertThatThrownBy(() -> EmbeddedElasticsearch.in(directory.resolve("es"))
                        .zip(directory.resolve("elasticsearch.zip"))
                        .start())
                .isInstanceOf(EmbeddedException.class)
                .hasMessageContaining("the server is not at " + directory.resolve("elasticsearch.zip"))
                .hasMessageContaining("mvn -DskipTests package");
    }

    @Test
    void a_user_that_cannot_be_switched_to_is_named_with_every_way_that_was_tried() {
        assertThatThrownBy(() -> ServerAccount.switchingTo(
                        "no-such-user",
                        List.of(
                                List.of("runuser", "-u", "no-such-user", "--"),
                                List.of("no-such-command", "no-such-user"))))
                .isInstanceOf(EmbeddedException.class)
                .hasMessageContaining("it refuses to run as root")
                .hasMessageContaining("as user no-such-user (runuser: ")
                .hasMessageContaining("no-such-command: not to be found")
                .hasMessageContaining("Run this as an ordinary user");
    }

    @Test
    void a_start_that_takes_too_long_is_given_up_with_the_end_of_the_log() {
        try (WorkDirectory directory = WorkDirectory.temporary()) {
            assertThatThrownBy(() -> EmbeddedElasticsearch.in(directory.path())
                            .timeout(Duration.ofSeconds(1))
                            .start())
                    .isInstanceOf(EmbeddedException.class)
                    .hasMessageContaining("it did not answer within 1 s")
                    .hasMessageContaining(
                            directory.path().resolve("logs/console.log").toString())
                    .hasMessageContaining("Try again when the machine is less busy");
            assertThat(processesMentioning(directory.path())).isEmpty();
        }
    }

    @Test
    void a_server_that_ends_by_itself_shows_why() throws Exception {
        try (WorkDirectory directory = WorkDirectory.temporary()) {
            Files.createDirectories(directory.path().resolve("data"));
            Files.writeString(directory.path().resolve("data/_state"), "a file where a directory belongs");

            assertThatThrownBy(() -> EmbeddedElasticsearch.in(directory.path()).start())
                    .isInstanceOf(EmbeddedException.class)
                    .hasMessageContaining("it ended with status 1")
                    .hasMessageContaining("_state")
                    .hasMessageContaining("The log says why");
        }
    }

    private static Path javaHome(Path directory, String release) throws Exception {
        Path home = Files.createDirectories(directory.resolve("jdk"));
        Path java =
                Files.writeString(Files.createDirectories(home.resolve("bin")).resolve("java"), "");
        Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.writeString(home.resolve("release"), release);
        return home;
    }

    private static List<String> processesMentioning(Path directory) {
        return ProcessHandle.allProcesses()
                .map(process -> process.info().commandLine().orElse(""))
                .filter(line -> line.contains(directory.toString()))
                .toList();
    }
}
