package io.rollcall.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.rollcall.cli.ProgramFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a demo says of a history before it starts anything. */
class NotesTest {
    @Test
    void typesOfEventsThatTheProgramWritesDifferentlyAreTold(@TempDir Path directory) throws IOException {
        Path history = Files.writeString(directory.resolve("history.jsonl"), """
                {"id":"1","community":"book-club","type":"join","member":"mira","at":"2026-01-05T08:00:00Z"}
                {"id":"2","community":"book-club","type":"Check-In","member":"mira","at":"2026-01-05T09:00:00Z"}
                """);
        Settings settings = new Settings(
                ProgramFile.example(),
                List.of(history),
                1,
                1,
                1,
                new Speed(1),
                null,
                new Settings.Ports(0, 0, 0, 0),
                true,
                false);

        Run run = HistoryRun.of(settings, ProgramFile.example().parse(), new PrintWriter(Writer.nullWriter()));

        assertThat(run.notes())
                .containsExactly(
                        "No rule names the event type 'Check-In' (1; did you mean 'check-in'?).",
                        "Rules name 'check-in', 'comment', 'like', 'message', 'post' and 3 more, of which there is no"
                                + " event.");
    }
}
