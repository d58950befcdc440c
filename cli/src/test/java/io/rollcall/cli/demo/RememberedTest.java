package io.rollcall.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rollcall.cli.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RememberedTest {
    private static final Remembered COMMUNITY =
            new Remembered(7, 300, Instant.parse("2025-01-01T00:00:00Z"), Instant.parse("2025-03-01T00:00:00.250Z"));

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private Path directory;

    @Test
    void aCommunityIsFoundAgainAsItWas() {
        COMMUNITY.writeTo(directory);
        COMMUNITY.writeTo(directory);

        assertThat(Remembered.in(directory)).isEqualTo(COMMUNITY);
    }

    @Test
    void aNewDirectoryHasNone() {
        assertThat(Remembered.in(directory)).isNull();
        assertThat(Remembered.in(directory.resolve("not-yet"))).isNull();
    }

    @Test
    void aDamagedFileSaysWhatToDo() throws IOException {
        Files.writeString(directory.resolve("community.properties"), "seed=many\n");

        assertThatThrownBy(() -> Remembered.in(directory))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("community.properties")
                .hasMessageContaining("--data-dir");
    }
}
