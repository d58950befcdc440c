package io.rollcall.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NewFileTest {
    private static final byte[] TEXT = "a line\n".getBytes(StandardCharsets.UTF_8);

    @TempDir
    private Path directory;

    @Test
    void aFileThatIsNotCompletedLeavesWhatWasThereAndNothingElse() throws IOException {
        Path file = Files.writeString(directory.resolve("events.jsonl"), "of yesterday");

        assertThatThrownBy(() -> {
                    try (NewFile fresh = NewFile.at(file)) {
                        fresh.stream().write(TEXT);
                        throw new IOException("No space left on device");
                    }
                })
                .hasMessageContaining("No space left");

        assertThat(file).hasContent("of yesterday");
        assertThat(directory.toFile().list()).containsExactly("events.jsonl");
    }

    @Test
    void aCompletedOneTakesThePlaceOfTheOldOneAlsoBehindALink() throws IOException {
        Path file = Files.writeString(directory.resolve("events.jsonl"), "of yesterday");
        Path link = Files.createSymbolicLink(directory.resolve("latest.jsonl"), file);

        try (NewFile fresh = NewFile.at(link)) {
            fresh.stream().write(TEXT);
            fresh.complete();
        }

        assertThat(file).hasBinaryContent(TEXT);
        assertThat(link).isSymbolicLink();
        assertThat(directory.toFile().list()).containsExactlyInAnyOrder("events.jsonl", "latest.jsonl");
    }

    @Test
    void aNameInGzIsPacked() throws IOException {
        Path file = directory.resolve("events.jsonl.gz");

        try (NewFile fresh = NewFile.at(file)) {
            fresh.stream().write(TEXT);
            fresh.complete();
        }

        try (GZIPInputStream in = new GZIPInputStream(Files.newInputStream(file))) {
            assertThat(in.readAllBytes()).isEqualTo(TEXT);
        }
    }

    @Test
    void whatIsNoPlainFileIsWrittenToAndNotReplaced() throws IOException {
        Path device = Path.of("/dev/null");

        try (NewFile fresh = NewFile.at(device)) {
            fresh.stream().write(TEXT);
            fresh.complete();
        }

        assertThat(Files.isRegularFile(device)).isFalse();
    }
}
