package io.rollcall.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.rollcall.outcome.Outcome;
import io.rollcall.program.ProgramParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * The badges that {@code docs/programs/french-meta.yaml} makes of a real site's public history, beside those that its members
 * really got. A badge that one can get several times is compared award by award: a member's first, second, third one.
 *
 * <p>What is missing was earned with something that was deleted later, which the history no longer has: two Students and
 * a Teacher have no post or no vote left, two Commentators have nine comments, the Nice ones end at nine upvotes. So recall
 * cannot be 1, but nothing may be awarded that nobody got.
 */
class FrenchMetaTest {
    private static final List<String> BADGES = List.of(
            "Student",
            "Teacher",
            "Commentator",
            "Scholar",
            "Nice Question",
            "Nice Answer",
            "Good Question",
            "Good Answer");
    private static final Path PROGRAM = Path.of("..", "docs", "programs", "french-meta.yaml");

    @Test
    void theProgramAwardsTheBadgesThatTheMembersOfARealSiteGot() throws IOException {
        Map<String, Set<String>> real = real(Shared.path("data/french-meta-badges.csv"));
        Map<String, Set<String>> ours = ours(Shared.path("data/french-meta.jsonl.gz"));

        Map<String, Double> precision = new HashMap<>();
        Map<String, Double> recall = new HashMap<>();
        System.out.println("| badge         | really | ours | both | precision | recall | not ours |");
        System.out.println("|---------------|-------:|-----:|-----:|----------:|-------:|----------|");
        for (String badge : BADGES) {
            Set<String> expected = real.getOrDefault(badge, Set.of());
            Set<String> awarded = ours.getOrDefault(badge, Set.of());
            Set<String> both = new HashSet<>(awarded);
            both.retainAll(expected);
            Set<String> missing = new TreeSet<>(expected);
            missing.removeAll(awarded);
            precision.put(badge, (double) both.size() / awarded.size());
            recall.put(badge, (double) both.size() / expected.size());
            System.out.printf(
                    "| %-13s | %6d | %4d | %4d | %7.1f %% | %4.1f %% | %s |%n",
                    badge,
                    expected.size(),
                    awarded.size(),
                    both.size(),
                    precision.get(badge) * 100,
                    recall.get(badge) * 100,
                    String.join(", ", missing));
        }
        for (String badge : BADGES) {
            assertThat(precision.get(badge)).as(badge + ": precision").isEqualTo(1);
        }
        for (String badge : List.of("Student", "Teacher", "Nice Answer")) {
            assertThat(recall.get(badge)).as(badge + ": recall").isGreaterThanOrEqualTo(0.95);
        }
        for (String badge : List.of("Commentator", "Scholar", "Nice Question")) {
            assertThat(recall.get(badge)).as(badge + ": recall").isGreaterThanOrEqualTo(0.93);
        }
    }

    /** The awards by badge, each the member and which one of theirs it is: {@code 40 #2}. */
    private static Map<String, Set<String>> real(Path csv) throws IOException {
        Map<String, Set<String>> awards = new TreeMap<>();
        Map<String, Integer> times = new HashMap<>();
        for (String line : Files.readAllLines(csv)) {
            String[] cells = line.split(",", -1);
            int time = times.merge(cells[0] + "," + cells[1], 1, Integer::sum);
            awards.computeIfAbsent(cells[1], badge -> new HashSet<>()).add(cells[0] + " #" + time);
        }
        return awards;
    }

    private static Map<String, Set<String>> ours(Path events) throws IOException {
        var program = ProgramParser.parse("french-meta.yaml", Files.readString(PROGRAM), 0);
        var result = new Collected();
        new Replay(program)
                .run(History.ofFiles(program.community(), List.of(events), null, History.Listener.NONE), result);
        Map<String, Set<String>> awards = new TreeMap<>();
        for (Outcome outcome : result.outcomes()) {
            if (outcome instanceof Outcome.BadgeAwarded badge) {
                String award = badge.header().member() + " #" + badge.times();
                awards.computeIfAbsent(badge.title(), title -> new HashSet<>()).add(award);
            }
        }
        return awards;
    }
}
