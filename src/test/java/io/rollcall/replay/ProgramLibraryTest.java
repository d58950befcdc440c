package io.rollcall.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.rollcall.program.ProgramParser;
import io.rollcall.program.review.Review;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The programs in {@code docs/programs} are right, explained, listed, and each has a scenario that runs the file itself. */
class ProgramLibraryTest {
    private static final Path LIBRARY = Path.of("..", "docs", "programs");
    private static final Path SCENARIOS = Path.of("test", "resources", "scenarios", "programs");

    /** Shown elsewhere: the first journey's and the one in which everything occurs. */
    private static final List<String> LESSONS = List.of("first.yaml", "book-club.yaml");

    /** Compared with what its real members got, see {@link FrenchMetaTest}. */
    private static final String REAL = "french-meta.yaml";

    static List<String> programs() throws IOException {
        try (Stream<Path> files = Files.list(LIBRARY)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".yaml"))
                    .sorted()
                    .toList();
        }
    }

    static List<String> readyOnes() throws IOException {
        return programs().stream().filter(name -> !LESSONS.contains(name)).toList();
    }

    @ParameterizedTest
    @MethodSource("programs")
    void everyProgramIsRightAndNamedAsItsFile(String name) throws IOException {
        String text = Files.readString(LIBRARY.resolve(name));

        assertThat(ProgramParser.parse(name, text, 0).name()).isEqualTo(name.replace(".yaml", ""));
    }

    @ParameterizedTest
    @MethodSource("readyOnes")
    void everyReadyProgramSaysWhatItIsAndWhichEventsItExpects(String name) throws IOException {
        String text = Files.readString(LIBRARY.resolve(name));

        assertThat(text).startsWith("# ").contains("\n# Events");
    }

    @ParameterizedTest
    @MethodSource("readyOnes")
    void noReadyProgramGivesReasonToDoubt(String name) throws IOException {
        String text = Files.readString(LIBRARY.resolve(name));

        assertThat(Review.of(ProgramParser.parse(name, text, 0))).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("programs")
    void everyProgramIsInTheIndex(String name) throws IOException {
        assertThat(Files.readString(LIBRARY.resolve("README.md"))).contains("(" + name + ")");
    }

    @ParameterizedTest
    @MethodSource("readyOnes")
    void everyReadyProgramHasAScenario(String name) throws IOException {
        if (name.equals(REAL)) {
            return;
        }
        try (Stream<Path> files = Files.list(SCENARIOS)) {
            List<String> scenarios = files.map(ProgramLibraryTest::text).toList();

            assertThat(scenarios).anyMatch(text -> text.contains("/docs/programs/" + name + "\n"));
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
