package io.rollcall.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A replay of a history in which no event of the program's community is: most likely it is another file that was meant. */
class ReplayOfNothingTest {
    private static final String ANN = ReplayedClub.event(1, "post", "ann", "2026-01-05T08:00:00Z");

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private Path directory;

    @SuppressWarnings("NullAway.Init") // set before each test
    private ReplayedClub club;

    @BeforeEach
    void aSmallProgram() throws IOException {
        club = new ReplayedClub(directory);
    }

    @Test
    void theHistoryOfAnotherCommunityIsRefusedWithWhoseItIsAndTheEarlierResultsStay() throws IOException {
        assertThat(club.run("--events", club.history("right.jsonl", ANN, "nonsense")))
                .isEqualTo(Rollcall.DONE);
        Map<String, String> before = results();
        assertThat(before).hasSize(3).allSatisfy((name, text) -> assertThat(text)
                .isNotEmpty());
        club.err.getBuffer().setLength(0);
        club.out.getBuffer().setLength(0);
        String other = club.history("other.jsonl", ANN.replace("club", "chess"), "", "nonsense");

        assertThat(club.run("--events", other)).isEqualTo(Rollcall.FAILED);

        assertThat(results()).isEqualTo(before);
        assertThat(club.out.toString()).isEmpty();
        assertThat(club.err.toString())
                .contains("No event of the community 'club' is in " + other
                        + " (2 lines); it holds events of 'chess' (1), and 1 line that is no event. The first is line 3 of"
                        + " other.jsonl: no JSON: ")
                .contains("write 'community: chess' into the program. Nothing was written: what is in " + club.result
                        + " is as it was. To have empty results, give --allow-empty.")
                .doesNotContain("written to");
    }

    @Test
    void aFileOfAnotherKindIsRefusedWithTheFirstReasonsAndMakesNoFolder() throws IOException {
        String table = club.history("table.csv", "name,posts", "ann,3", "{\"id\": \"1\"}", "{\"id\": \"2\"}", "[1]");

        assertThat(club.run("--events", table)).isEqualTo(Rollcall.FAILED);

        assertThat(club.result.getParent()).doesNotExist();
        assertThat(club.err.toString())
                .contains("No event of the community 'club' is in " + table
                        + " (5 lines); only 5 lines that are no events. The first is line 1 of table.csv: no JSON: ")
                .contains(" For other reasons: line 2 of table.csv: no JSON: ", "; line 3 of table.csv: ")
                // the reason of line 3 once more, and one more than are told
                .doesNotContain("line 4 of", "line 5 of")
                .contains(" Nothing was written. To have empty results, give --allow-empty.");
    }

    @Test
    void whereAllIsLaterThanTheEndTheMessageSaysHowMuch() throws IOException {
        String file = club.history("later.jsonl", ANN, ReplayedClub.event(2, "post", "ann", "2026-01-05T09:00:00Z"));

        assertThat(club.run("--events", file, "--until", "2026-01-05")).isEqualTo(Rollcall.FAILED);

        assertThat(club.err.toString())
                .contains("All 2 events of the community 'club' are later than --until. Nothing was written.");
        assertThat(club.result).doesNotExist();
    }

    @Test
    void whoAllowsItHasEmptyResultsWithAWarning() throws IOException {
        assertThat(club.run("--events", club.history("right.jsonl", ANN))).isEqualTo(Rollcall.DONE);
        String other = club.history("other.jsonl", ANN.replace("club", "chess"), "nonsense");
        club.out.getBuffer().setLength(0);

        assertThat(club.run("--events", other, "--allow-empty")).isEqualTo(Rollcall.DONE);

        assertThat(club.lines("outcomes.jsonl")).isEmpty();
        assertThat(club.lines("members.jsonl")).isEmpty();
        assertThat(club.lines("rejected.jsonl")).hasSize(1);
        assertThat(club.out.toString())
                .contains(" 0  events\n", " 1  event of another community, skipped\n", " 0  members\n")
                .doesNotContain("never occurred");
        assertThat(club.err.toString())
                .contains("warning: No event of the community 'club' is in " + other + " (2 lines); it")
                .contains(" The results are empty.");

        club.err.getBuffer().setLength(0);
        assertThat(club.run("--events", club.history("empty.jsonl", ""), "--allow-empty"))
                .isEqualTo(Rollcall.DONE);
        assertThat(club.lines("rejected.jsonl")).isEmpty();
        assertThat(club.err.toString()).contains("empty.jsonl; no event at all is there.", " The results are empty.");
    }

    private Map<String, String> results() throws IOException {
        Map<String, String> texts = new LinkedHashMap<>();
        try (var files = Files.list(club.result)) {
            for (Path file : files.sorted().toList()) {
                texts.put(file.getFileName().toString(), Files.readString(file));
            }
        }
        return texts;
    }
}
