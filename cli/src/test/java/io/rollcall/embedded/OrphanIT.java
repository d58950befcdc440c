package io.rollcall.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of the servers when the process that started them is gone. */
class OrphanIT {
    private static final Duration END = Duration.ofSeconds(30);

    @Test
    void the_search_server_ends_when_its_process_is_killed_and_the_next_run_sweeps_up(@TempDir Path temporary)
            throws Exception {
        try (Starter starter = Starter.of(HoldsElasticsearch.class, temporary)) {
            long server = Long.parseLong(starter.awaitLine("server "));
            assertThat(ProcessHandle.of(server)).isPresent();

            starter.process.destroyForcibly().waitFor();

            Awaitility.await().atMost(END).untilAsserted(() -> assertThat(alive(server))
                    .isEmpty());
            assertThat(temporary).isNotEmptyDirectory();
            WorkDirectory.temporary(temporary).close();
            assertThat(temporary).isEmptyDirectory();
        }
    }

    @Test
    void ctrl_c_stops_every_part_and_leaves_no_file(@TempDir Path temporary) throws Exception {
        try (Starter starter = Starter.of(HoldsPlatform.class, temporary)) {
            long server = Long.parseLong(starter.awaitLine("server "));

            interruptAsTerminalDoes(starter.process.pid());

            assertThat(starter.process.waitFor(END.toSeconds(), TimeUnit.SECONDS))
                    .isTrue();
            assertThat(alive(server)).isEmpty();
            assertThat(temporary).isEmptyDirectory();
        }
    }

    /** A terminal sends Ctrl-C to every process of the group, the guard's shell included. */
    private static void interruptAsTerminalDoes(long group) throws Exception {
        int status = new ProcessBuilder("/bin/sh", "-c", "kill -INT -" + group)
                .inheritIO()
                .start()
                .waitFor();
        assertThat(status).isZero();
    }

    private static Optional<ProcessHandle> alive(long pid) {
        return ProcessHandle.of(pid).filter(ProcessHandle::isAlive);
    }

    /** A process of our own class path in a process group of its own. */
    private record Starter(Process process, BufferedReader lines) implements AutoCloseable {
        static Starter of(Class<?> main, Path temporary) throws IOException {
            // the server's user has to pass through
            Files.setPosixFilePermissions(temporary, PosixFilePermissions.fromString("rwx--x--x"));
            List<String> command = new ArrayList<>(List.of("setsid", System.getProperty("java.home") + "/bin/java"));
            ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                    .filter(argument -> argument.startsWith("--add-opens") || argument.startsWith("-XX:"))
                    .forEach(command::add);
            command.addAll(List.of(
                    "-Xmx768m",
                    "-Djava.io.tmpdir=" + temporary,
                    "-cp",
                    System.getProperty("java.class.path"),
                    main.getName()));
            Process process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            return new Starter(
                    process,
                    new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8)));
        }

        String awaitLine(String prefix) throws IOException {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith(prefix)) {
                    return line.substring(prefix.length());
                }
            }
            throw new AssertionError("the process ended before it said " + prefix);
        }

        @Override
        public void close() throws Exception {
            process.destroyForcibly().waitFor();
        }
    }

    static final class HoldsElasticsearch {
        public static void main(String[] arguments) throws IOException {
            try (EmbeddedElasticsearch server = EmbeddedElasticsearch.temporary()) {
                System.out.println("server " + server.pid());
                System.in.read();
            }
        }
    }

    static final class HoldsPlatform {
        public static void main(String[] arguments) throws IOException {
            try (RollcallPlatform platform = RollcallPlatform.temporary().start()) {
                System.out.println("server " + platform.elasticsearch().pid());
                System.in.read();
            }
        }
    }
}
