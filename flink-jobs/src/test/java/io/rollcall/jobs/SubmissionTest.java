package io.rollcall.jobs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarOutputStream;
import org.apache.flink.client.cli.CliFrontend;
import org.apache.flink.client.cli.DefaultCLI;
import org.apache.flink.configuration.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Flink's own client, {@code flink run}, says of the arguments of our jobs. */
class SubmissionTest {
    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private Path directory;

    @SuppressWarnings("NullAway.Init") // set before each test
    private Path jar;

    private final ByteArrayOutputStream said = new ByteArrayOutputStream();

    @BeforeEach
    void aJar() throws IOException {
        // the classes are those of this build: the client asks for a jar, and finds in it or beside it what it runs
        jar = directory.resolve("jobs.jar");
        try (var empty = new JarOutputStream(Files.newOutputStream(jar))) {
            empty.setComment("empty");
        }
    }

    private int flinkRun(Class<?> job, String... arguments) {
        List<String> all = new ArrayList<>(List.of("run", "-c", job.getName(), jar.toString()));
        all.addAll(List.of(arguments));
        PrintStream before = System.err;
        System.setErr(new PrintStream(said, true, UTF_8));
        try {
            return new CliFrontend(new Configuration(), List.of(new DefaultCLI()))
                    .parseAndRun(all.toArray(String[]::new));
        } finally {
            System.setErr(before);
        }
    }

    @Test
    void wrongOptionsAreToldInWordsAllAtOnceWithoutAStack() {
        int status = flinkRun(MemberJourneyJob.class, "--delivry", "at-least-once", "--parallelism", "many");

        assertThat(status).isNotZero();
        assertThat(said.toString(UTF_8))
                .startsWith("The options of member-journey are wrong; nothing was submitted:\n"
                        + "  delivry: there is no such option; did you mean delivery? (rollcall config lists them all)\n"
                        + "  parallelism: ")
                .doesNotContain("Exception", "\tat ");
    }

    @Test
    void soAreThoseOfTheOtherJobAndAFileThatIsNotThere() {
        int status = flinkRun(SearchIndexJob.class, "--config", "none.properties");

        assertThat(status).isNotZero();
        assertThat(said.toString(UTF_8))
                .isEqualTo("The options of search-index are wrong; nothing was submitted:\n"
                        + "  config: there is no file none.properties\n");
    }
}
