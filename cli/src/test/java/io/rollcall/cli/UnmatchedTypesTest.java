package io.rollcall.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.rollcall.program.ProgramParser;
import io.rollcall.replay.EventTypes;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A program and a history that write a type differently: nothing counts, and whoever reads the summary is told. */
class UnmatchedTypesTest {
    @SuppressWarnings("NullAway.Init") // set before each test
    private ReplayedClub club;

    @BeforeEach
    void aSmallProgram(@TempDir Path directory) throws IOException {
        club = new ReplayedClub(directory);
    }

    /** What is summed up, line by line. */
    private List<String> summary() {
        return club.out.toString().lines().map(String::strip).toList();
    }

    private static UnmatchedTypes types(String rules, Map<String, Long> occurred) {
        return UnmatchedTypes.of(occurred, ProgramParser.parse("p.yaml", "program: p\ncommunity: c\n" + rules, 0));
    }

    @Test
    void theSummaryOfAReplayTellsOfBothWithTheNameThatWasMeant() throws IOException {
        String file = club.history(
                "history.jsonl",
                ReplayedClub.event(1, "join", "ann", "2026-01-05T08:00:00Z"),
                ReplayedClub.event(2, "vote", "bob", "2026-01-05T09:00:00Z"),
                ReplayedClub.event(3, "vote", "bob", "2026-01-05T10:00:00Z"),
                ReplayedClub.event(4, "Post", "ann", "2026-01-05T11:00:00Z"));

        assertThat(club.run("--events", file)).isEqualTo(Rollcall.DONE);

        assertThat(summary())
                .containsSequence(
                        "4  events",
                        "1    of type 'Post', which no rule names; did you mean 'post'?",
                        "2    of type 'vote', which no rule names",
                        "1  event type that the program names never occurred: 'post'",
                        "2  members");

        club.out.getBuffer().setLength(0);
        assertThat(club.run("--events", file, "--json")).isEqualTo(Rollcall.DONE);
        JsonNode summary = new ObjectMapper().readTree(club.out.toString());
        assertThat(summary.path("eventTypesWithoutRule").toString()).isEqualTo("{\"Post\":1,\"vote\":2}");
        assertThat(summary.path("eventTypesWithoutEvent").toString()).isEqualTo("[\"post\"]");
    }

    @Test
    void whereAllMatchesNothingIsSaidOfTypes() throws IOException {
        String file = club.history(
                "history.jsonl",
                ReplayedClub.event(1, "join", "ann", "2026-01-05T08:00:00Z"),
                ReplayedClub.event(2, "post", "ann", "2026-01-05T09:00:00Z"),
                ReplayedClub.event(3, "leave", "ann", "2026-01-05T10:00:00Z"));

        assertThat(club.run("--events", file)).isEqualTo(Rollcall.DONE);

        assertThat(summary()).containsSequence("3  events", "1  member");
    }

    @Test
    void whatIsLaterThanTheEndHasNotOccurred() throws IOException {
        String file = club.history(
                "history.jsonl",
                ReplayedClub.event(1, "join", "ann", "2026-01-05T08:00:00Z"),
                ReplayedClub.event(2, "post", "ann", "2026-01-07T09:00:00Z"),
                ReplayedClub.event(3, "vote", "ann", "2026-01-07T10:00:00Z"));

        assertThat(club.run("--events", file, "--until", "2026-01-06")).isEqualTo(Rollcall.DONE);

        assertThat(summary())
                .containsSequence(
                        "1  event",
                        "1  event type that the program names never occurred: 'post'",
                        "2  later events, skipped");
    }

    @Test
    void ofManyTheFewAreNamedThatAreMistypedOrFrequent() throws IOException {
        Map<String, Long> occurred = new TreeMap<>(Map.of("comment", 9L, "coment", 2L));
        for (long i = 1; i <= 8; i++) {
            occurred.put("kind-" + i, 1_000 * i);
        }

        UnmatchedTypes types = types("lifecycle: {activity: [comment, a1, a2, a3, a4, a5, a6, a7]}\n", occurred);

        assertThat(types.sentences())
                .containsExactly(
                        "No rule names the event types 'coment' (2; did you mean 'comment'?), 'kind-8' (8,000),"
                                + " 'kind-7' (7,000), 'kind-6' (6,000), 'kind-5' (5,000) and 4 more types (10,000).",
                        "Rules name 'a1', 'a2', 'a3', 'a4', 'a5' and 2 more, of which there is no event.");
    }

    @Test
    void anotherActThanTheOneThatIsNamedIsNotTakenForASlip() {
        Map<String, Long> occurred = Map.of("like", 5L, "unlike", 2L, "vast", 1L);

        assertThat(types("metrics: {likes: {count: like}, casts: {count: cast}}\n", occurred)
                        .sentences())
                .containsExactly(
                        "No rule names the event types 'unlike' (2) and 'vast' (1).",
                        "Rules name 'cast', of which there is no event.");
    }

    @Test
    void whatIsBuiltInIsKnownAndCanBeMeant() {
        assertThat(types("metrics: {likes: {count: like}}\n", Map.of("like", 5L, "Leave", 2L, "join", 1L))
                        .sentences())
                .containsExactly("No rule names the event type 'Leave' (2; did you mean 'leave'?).");
    }

    @Test
    void ofMoreTypesThanAreToldApartNoneIsSaidToBeMissing() {
        Map<String, Long> occurred = new TreeMap<>();
        for (int i = 0; i < EventTypes.MOST; i++) {
            occurred.put("t\n" + i, 1L);
        }

        UnmatchedTypes types = types("metrics: {likes: {count: like}}\n", occurred);

        assertThat(types.absent()).isEmpty();
        assertThat(types.sentences())
                .singleElement()
                .asString()
                .startsWith("No rule names the event types 't?0' (1), 't?1' (1),")
                .endsWith(" and at least 9,995 more types (9,995).");
    }
}
