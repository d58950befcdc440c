package io.rollcall.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.rollcall.event.Event;
import io.rollcall.event.EventException;
import io.rollcall.event.EventJson;
import io.rollcall.replay.History.Counts;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HistoryTest {
    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private Path directory;

    private final List<Rejected> rejected = new ArrayList<>();
    private final List<Event> events = new ArrayList<>();

    private static String event(String id, String community, String at) {
        return "{\"id\":\"%s\",\"community\":\"%s\",\"type\":\"post\",\"member\":\"m\",\"at\":\"%s\"}"
                .formatted(id, community, at);
    }

    private static long instant(String text) throws EventException {
        return EventJson.instant(text);
    }

    private Path file(String name, String... lines) throws IOException {
        return Files.writeString(directory.resolve(name), String.join("\n", lines));
    }

    private Counts read(@Nullable Long until, Path... files) throws IOException {
        return read(new Tuning(new LineBlocks.Limits(100, 500), 2, 2, 1_000, 1, 1), until, files);
    }

    /** As a replay does: as they come, and sorted where they are in no order. */
    private Counts read(Tuning tuning, @Nullable Long until, Path... files) throws IOException {
        var history = History.ofFiles("club", List.of(files), until, new History.Listener() {
            @Override
            public void rejected(Rejected line) {
                rejected.add(line);
            }
        });
        try (var crew = new Crew()) {
            Counts counts = history.readInOrder(crew, tuning, batch -> events.addAll(Arrays.asList(batch)));
            if (counts != null) {
                return counts;
            }
        }
        events.clear();
        try (var crew = new Crew()) {
            return history.readSorted(crew, tuning, batch -> events.addAll(Arrays.asList(batch)));
        }
    }

    private List<String> ids() {
        return events.stream().map(Event::id).toList();
    }

    @Test
    void blankLinesAndLineEndsOfWindowsAreNothingAndTheLastLineNeedsNoEnd() throws IOException {
        Counts counts = read(
                null,
                file(
                        "a.jsonl",
                        event("1", "club", "2025-01-01T00:00:00Z") + "\r",
                        "",
                        " \t\r",
                        event("2", "club", "2025-01-02T00:00:00Z")));

        assertThat(ids()).containsExactly("1", "2");
        assertThat(rejected).isEmpty();
        assertThat(counts.events()).isEqualTo(2);
        assertThat(counts.sorted()).isFalse();
    }

    @Test
    void noEventAtAllIsAHistoryWithoutAnEnd() throws IOException {
        assertThat(read(null, file("empty"))).isEqualTo(new Counts(0, 0, 0, 0, false, null, null, List.of(), Map.of()));
        assertThat(read(null)).isEqualTo(new Counts(0, 0, 0, 0, false, null, null, List.of(), Map.of()));
        assertThat(read(null, file("other", event("1", "chess", "2025-01-01T00:00:00Z"))))
                .isEqualTo(new Counts(0, 1, 0, 0, false, null, null, List.of(), Map.of()));
    }

    @Test
    void theEndIsTheCommunitysLastEventWhoeverElseGoesOn() throws IOException, EventException {
        Counts counts = read(
                null,
                file(
                        "a",
                        event("1", "club", "2025-01-01T00:00:00Z"),
                        event("2", "chess", "2025-03-01T00:00:00Z"),
                        event("3", "club", "2025-01-02T00:00:00+02:00")));

        assertThat(counts.end()).isEqualTo(instant("2025-01-01T22:00:00Z"));
        assertThat(counts.otherCommunities()).isEqualTo(1);
        assertThat(counts.sorted()).as("only the own community's order matters").isFalse();
    }

    @Test
    void eventsLaterThanTheEndAreCountedAndNotTakenAndOneAtTheEndIsTaken() throws IOException, EventException {
        Path file = file(
                "a",
                event("3", "club", "2025-01-03T00:00:00.001Z"),
                event("1", "club", "2025-01-01T00:00:00Z"),
                event("2", "club", "2025-01-03T00:00:00Z"));

        Counts counts = read(instant("2025-01-03T00:00:00Z"), file);

        assertThat(ids()).containsExactly("1", "2");
        assertThat(counts)
                .isEqualTo(new Counts(
                        2,
                        0,
                        1,
                        0,
                        false,
                        instant("2025-01-03T00:00:00Z"),
                        instant("2025-01-03T00:00:00Z"),
                        List.of(),
                        Map.of("post", 2L)));

        events.clear();
        assertThat(read(instant("2024-01-01T00:00:00Z"), file).later()).isEqualTo(3);
        assertThat(events).isEmpty();
    }

    @Test
    void eventsOfOneInstantAreTakenByTheBytesOfTheirIdsAndEqualOnesAsRead() throws IOException {
        List<String> lines = new ArrayList<>();
        String at = "2025-01-01T00:00:00Z";
        for (String id : List.of("b", "\uD83D\uDE00", "\uFF21", "10", "9", "a")) {
            lines.add(event(id, "club", at));
        }
        Path first = file("one", lines.toArray(String[]::new));
        Path second = file("two", event("b", "club", at).replace("\"m\"", "\"second\""));

        read(Tuning.ofThisMachine(), null, first, second);

        assertThat(ids()).containsExactly("10", "9", "a", "b", "b", "\uFF21", "\uD83D\uDE00");
        assertThat(events.get(3).member()).isEqualTo("m");
        assertThat(events.get(4).member()).isEqualTo("second");
    }

    @Test
    void aHistoryInNoOrderIsSortedOverManyRunsOnDisk() throws IOException {
        var random = new Random(5);
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < 3_000; i++) {
            lines.add(
                    "{\"id\":\"%d\",\"community\":\"club\",\"type\":\"t%d\",\"recipient\":\"王%d\",\"at\":%d,\"value\":%s,\"attributes\":%s}"
                            .formatted(
                                    random.nextInt(1_000),
                                    random.nextInt(3),
                                    random.nextInt(50),
                                    random.nextInt(200),
                                    random.nextDouble(),
                                    List.of("{}", "{\"a\":\"1\"}", "{\"a\":\"\\u0000é\",\"b\":\"\uD83D\uDE00\"}")
                                            .get(random.nextInt(3))));
        }
        Path file = file("mixed", lines.toArray(String[]::new));
        List<Event> expected = new ArrayList<>();
        for (String line : lines) {
            try {
                expected.add(EventJson.read(line.getBytes(StandardCharsets.UTF_8)));
            } catch (EventException e) {
                throw new AssertionError(e);
            }
        }
        expected.sort(EventOrder.INSTANCE);

        Counts counts = read(null, file);

        assertThat(counts.sorted()).isTrue();
        assertThat(events).isEqualTo(expected);
    }

    @Test
    void theEventsOfEachTypeAreCountedOnceInWhateverOrderTheyCome() throws IOException {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < 2_000; i++) {
            String at = "2025-01-%02dT00:00:00Z".formatted(28 - i / 100);
            lines.add(event("" + i, "club", at).replace("post", i % 4 == 0 ? "Post" : "post"));
        }
        lines.add(event("other", "chess", "2025-01-01T00:00:00Z").replace("post", "move"));

        Counts counts = read(null, file("a", lines.toArray(String[]::new)));

        assertThat(counts.sorted()).isTrue();
        assertThat(counts.types()).isEqualTo(Map.of("Post", 500L, "post", 1_500L));
    }

    @Test
    void ofAbsurdlyManyTypesNoMoreAreKept() {
        EventTypes types = new EventTypes();
        for (int i = 0; i < 3 * EventTypes.MOST; i++) {
            types.add("t" + i);
            types.add("t0");
        }

        assertThat(types.counts()).hasSize(EventTypes.MOST).containsEntry("t0", 3L * EventTypes.MOST + 1);
    }

    @Test
    void littleDisorderNeedsNoSorting() throws IOException {
        Counts counts = read(
                null,
                file(
                        "a",
                        event("2", "club", "2025-01-02T00:00:00Z"),
                        event("1", "club", "2025-01-01T00:00:00Z"),
                        event("3", "club", "2025-01-03T00:00:00Z"),
                        event("5", "club", "2025-01-05T00:00:00Z"),
                        event("4", "club", "2025-01-04T00:00:00Z")));

        assertThat(counts.sorted()).isFalse();
        assertThat(ids()).containsExactly("1", "2", "3", "4", "5");
    }

    @Test
    void whatIsNoEventIsToldOnceWithItsPlaceInTheOrderOfFilesAndLines() throws IOException {
        var bytes = new ByteArrayOutputStream();
        bytes.writeBytes((event("9", "club", "2025-02-01T00:00:00Z") + "\n\nnonsense\n{\"a\":")
                .getBytes(StandardCharsets.UTF_8));
        bytes.write(0xFF);
        bytes.writeBytes("\n".getBytes(StandardCharsets.UTF_8));
        Path first = Files.write(directory.resolve("first.jsonl"), bytes.toByteArray());
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            lines.add(event("e" + i, "club", "2025-01-%02dT00:00:00Z".formatted(28 - i % 28)));
        }
        lines.add("{}");
        lines.add("é".repeat(600));
        Path second = file("second.jsonl", lines.toArray(String[]::new));

        Counts counts = read(null, first, second);

        assertThat(counts.sorted()).isTrue();
        assertThat(counts.events()).isEqualTo(51);
        assertThat(counts.rejected()).isEqualTo(4);
        assertThat(rejected)
                .extracting(Rejected::file, Rejected::line)
                .containsExactly(
                        tuple("first.jsonl", 3L),
                        tuple("first.jsonl", 4L),
                        tuple("second.jsonl", 51L),
                        tuple("second.jsonl", 52L));
        assertThat(rejected.get(0).text()).isEqualTo("nonsense");
        assertThat(rejected.get(1).text()).isEqualTo("{\"a\":\uFFFD");
        assertThat(rejected.get(1).reason()).isEqualTo("not UTF-8");
        assertThat(rejected.get(3).reason()).contains("longer than 500 bytes");
        assertThat(rejected.get(3).text()).startsWith("éé").endsWith("é…").doesNotContain("\uFFFD");
    }

    @Test
    void aFileThatIsNotThereOrADirectoryIsToldBeforeAnythingIsRead() throws IOException {
        Path good = file("good", event("1", "club", "2025-01-01T00:00:00Z"));

        assertThatThrownBy(() -> read(null, good, directory.resolve("none")))
                .isInstanceOfSatisfying(
                        HistoryException.class, e -> assertThat(e.isWrongFile()).isTrue())
                .hasMessageContaining("There is no file");
        assertThatThrownBy(() -> read(null, good, directory))
                .isInstanceOf(HistoryException.class)
                .hasMessageContaining("it is a directory");
        assertThat(events).isEmpty();
    }

    @Test
    void aPackedFileThatBreaksOffIsNoHistory() throws IOException {
        var packed = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(packed)) {
            var random = new Random(1);
            for (int i = 0; i < 1_000; i++) {
                gzip.write((event("" + random.nextLong(), "club", "2025-01-01T00:00:00Z") + "\n")
                        .getBytes(StandardCharsets.UTF_8));
            }
        }
        Path file = Files.write(directory.resolve("broken.gz"), Arrays.copyOf(packed.toByteArray(), packed.size() / 2));

        assertThatThrownBy(() -> read(null, file))
                .isInstanceOfSatisfying(
                        HistoryException.class, e -> assertThat(e.isWrongFile()).isFalse())
                .hasMessageContaining("broken.gz cannot be read to its end");
    }
}
