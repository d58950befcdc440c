package io.rollcall.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GuardedProcessTest {
    private static final ServerAccount OURSELVES = new ServerAccount(null, List.of());

    @Test
    void a_server_that_is_asked_to_stop_may_do_so_in_its_own_way(@TempDir Path directory) throws Exception {
        GuardedProcess process = start(
                directory,
                "trap 'echo saved; exit 0' TERM; echo ready; while :; do sleep 0.1; done",
                Duration.ofSeconds(30));
        awaitOutput(directory, "ready");

        process.close();

        assertThat(process.isAlive()).isFalse();
        assertThat(process.exitStatus()).isZero();
        assertThat(output(directory)).contains("saved");
    }

    @Test
    void a_server_that_will_not_stop_is_killed_with_its_children_after_the_grace(@TempDir Path directory)
            throws Exception {
        GuardedProcess process = start(
                directory,
                "trap '' TERM; sleep 600 & echo child=$!; echo server=$$; while :; do sleep 0.1; done",
                Duration.ofSeconds(1));
        awaitOutput(directory, "server=");
        long child = pid(directory, "child=");
        long server = pid(directory, "server=");
        assertThat(ProcessHandle.of(child)).isPresent();

        process.close();

        assertThat(process.isAlive()).isFalse();
        Awaitility.await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> {
            assertThat(ProcessHandle.of(child).filter(ProcessHandle::isAlive)).isEmpty();
            assertThat(ProcessHandle.of(server).filter(ProcessHandle::isAlive)).isEmpty();
        });
    }

    @Test
    void the_status_of_a_server_that_ends_by_itself_is_known(@TempDir Path directory) throws Exception {
        try (GuardedProcess process = start(directory, "exit 7", Duration.ofSeconds(1))) {
            Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> !process.isAlive());
            assertThat(process.exitStatus()).isEqualTo(7);
        }
    }

    @Test
    void a_server_sees_none_of_our_environment_but_the_path(@TempDir Path directory) throws Exception {
        try (GuardedProcess process = start(directory, "env; echo done", Duration.ofSeconds(1))) {
            Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> !process.isAlive());
        }
        assertThat(output(directory).lines().map(line -> line.replaceAll("=.*", "")))
                .contains("PATH", "GIVEN")
                .doesNotContain("HOME", "USER", "JAVA_TOOL_OPTIONS", "ES_JAVA_OPTS");
    }

    private static GuardedProcess start(Path directory, String script, Duration grace) throws Exception {
        return GuardedProcess.start(
                OURSELVES,
                List.of("/bin/sh", "-c", script),
                Map.of("GIVEN", "yes"),
                directory,
                directory.resolve("out"),
                grace);
    }

    private static void awaitOutput(Path directory, String text) {
        Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> output(directory)
                .contains(text));
    }

    private static long pid(Path directory, String name) throws Exception {
        return output(directory)
                .lines()
                .filter(line -> line.startsWith(name))
                .mapToLong(line -> Long.parseLong(line.substring(name.length())))
                .findFirst()
                .orElseThrow();
    }

    private static String output(Path directory) throws Exception {
        return Files.readString(directory.resolve("out"));
    }
}
