package io.rollcall.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A replay that is ended from outside. */
class ReplayStopTest {
    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private Path directory;

    @Test
    @Timeout(60)
    void saysThatNothingWasWrittenAndLeavesNoFolderThatItMade() throws IOException, InterruptedException {
        Path program = Files.writeString(
                directory.resolve("p.yaml"), ProgramFile.example().text());
        Path result = directory.resolve("result");
        Path said = directory.resolve("said");
        Process replay = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "--add-opens=java.base/java.util=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Rollcall.class.getName(),
                        "replay",
                        "--program",
                        program.toString(),
                        "--out",
                        result.toString(),
                        "--events",
                        "/dev/stdin")
                .redirectError(said.toFile())
                .start();
        try (OutputStream open = replay.getOutputStream()) {
            open.write("{}\n".getBytes(StandardCharsets.UTF_8));
            open.flush();
            while (!Files.exists(result.resolve("rejected.jsonl.partial"))) {
                assertThat(replay.waitFor(50, TimeUnit.MILLISECONDS)).isFalse();
            }

            // SIGTERM, as a test that runs in the background is deaf to SIGINT
            replay.toHandle().destroy();

            assertThat(replay.waitFor()).isEqualTo(143);
        }
        assertThat(Files.readString(said))
                .contains("rollcall: stopped; nothing was written.")
                .doesNotContain("Exception");
        assertThat(result).doesNotExist();
    }
}
