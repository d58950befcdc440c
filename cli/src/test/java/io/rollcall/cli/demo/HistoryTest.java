package io.rollcall.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rollcall.cli.Failure;
import io.rollcall.event.Event;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HistoryTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private Path directory;

    private static String event(String id, String community, String at) {
        return "{\"id\":\"%s\",\"community\":\"%s\",\"type\":\"post\",\"member\":\"m\",\"at\":\"%s\"}"
                .formatted(id, community, at);
    }

    private History history(String name, byte[] bytes) throws IOException {
        return new History(List.of(Files.write(directory.resolve(name), bytes)), "club");
    }

    private History history(String... lines) throws IOException {
        return history("history.jsonl", String.join("\n", lines).getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void countsWhatItHoldsAndShowsWhatIsNoEvent() throws IOException {
        History history = history(
                event("1", "club", "2025-01-01T00:00:00Z"),
                "",
                "  \t",
                event("2", "chess", "2025-01-02T00:00:00Z"),
                "nonsense",
                event("3", "club", "2025-01-03T00:00:00Z") + "\r",
                "{\"id\":\"4\"}");

        History.Contents contents = history.scan(NOW);

        assertThat(contents.events()).isEqualTo(2);
        assertThat(contents.others()).isEqualTo(1);
        assertThat(contents.rejected()).isEqualTo(2);
        assertThat(contents.shown()).extracting(History.Reject::line).containsExactly(5L, 7L);
        assertThat(contents.shown().get(0).text()).isEqualTo("nonsense");
        assertThat(contents.shown().get(0).reason()).isNotBlank();
        assertThat(contents.inOrder()).isTrue();
        assertThat(contents.last()).isEqualTo(Instant.parse("2025-01-03T00:00:00Z"));
        assertThat(contents.types()).isEqualTo(Map.of("post", 2L));
    }

    @Test
    void knowsThatEventsAreNotInOrder() throws IOException {
        History history =
                history(event("1", "club", "2025-01-02T00:00:00Z"), event("2", "club", "2025-01-01T00:00:00Z"));

        assertThat(history.scan(NOW).inOrder()).isFalse();
        assertThat(history.scan(NOW).last()).isEqualTo(Instant.parse("2025-01-02T00:00:00Z"));
    }

    @Test
    void anEventInTheFutureIsNotItsEnd() throws IOException {
        History history = history(
                event("1", "club", "2025-01-01T00:00:00Z"),
                event("2", "club", "2031-01-01T00:00:00Z"),
                event("3", "club", "2025-01-02T00:00:00Z"));

        History.Contents contents = history.scan(NOW);

        assertThat(contents.future()).isEqualTo(1);
        assertThat(contents.inOrder()).isTrue();
        assertThat(contents.last()).isEqualTo(Instant.parse("2025-01-02T00:00:00Z"));
    }

    @Test
    void readsGzipWhateverItsName() throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write((event("1", "club", "2025-01-01T00:00:00Z") + "\n").getBytes(StandardCharsets.UTF_8));
        }

        assertThat(history("packed.txt", packed.toByteArray()).scan(NOW).events())
                .isEqualTo(1);
    }

    @Test
    void handsOverEventsInTheOrderOfTheFileAndRejectsAsTheyAre() throws IOException {
        byte[] noText = {'{', (byte) 0xFF, (byte) 0xFE, '\n'};
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes((event("b", "club", "2025-01-02T00:00:00Z") + "\n").getBytes(StandardCharsets.UTF_8));
        bytes.writeBytes(noText);
        bytes.writeBytes(event("a", "club", "2025-01-01T00:00:00Z").getBytes(StandardCharsets.UTF_8));
        List<String> ids = new ArrayList<>();
        List<byte[]> rejects = new ArrayList<>();

        history("mixed.jsonl", bytes.toByteArray()).read(new History.Reader() {
            @Override
            public void event(Event event) {
                ids.add(event.id());
            }

            @Override
            public void other(Event event) {
                throw new AssertionError(event);
            }

            @Override
            public void reject(History.Reject reject, byte[] line) {
                rejects.add(line);
            }
        });

        assertThat(ids).containsExactly("b", "a");
        assertThat(rejects).hasSize(1);
        assertThat(rejects.get(0)).containsExactly('{', 0xFF, 0xFE);
    }

    @Test
    void aLineLongerThanAnyBufferIsOneLine() throws IOException {
        History history = history("x".repeat(300_000), event("1", "club", "2025-01-01T00:00:00Z"));

        History.Contents contents = history.scan(NOW);

        assertThat(contents.rejected()).isEqualTo(1);
        assertThat(contents.events()).isEqualTo(1);
        assertThat(contents.shown().get(0).text()).hasSizeLessThan(200);
    }

    @Test
    void anEmptyFileHoldsNothing() throws IOException {
        History.Contents contents = history("empty.jsonl", new byte[0]).scan(NOW);

        assertThat(contents.events()).isZero();
        assertThat(contents.last()).isNull();
    }

    @Test
    void aFileThatIsNotThereAndADirectoryAreWrongArguments() {
        assertThatThrownBy(() -> new History(List.of(directory.resolve("none")), "club").scan(NOW))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("There is no file");
        assertThatThrownBy(() -> new History(List.of(directory), "club").scan(NOW))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("it is a directory");
    }
}
