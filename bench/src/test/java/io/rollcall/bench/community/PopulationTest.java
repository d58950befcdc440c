package io.rollcall.bench.community;

import static org.assertj.core.api.Assertions.assertThat;

import io.rollcall.bench.community.Population.Kept;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The members that a benchmark begins with. */
class PopulationTest {
    private static final Kept LARGE = new Kept(2_000, new byte[] {1, 2, 3});
    private static final Kept SMALL = new Kept(3_000, new byte[] {4});

    @Test
    void eachNumberHasANameOfItsOwn() {
        Set<String> names = new HashSet<>();
        for (long number = 0; number < 100_000; number++) {
            names.add(Population.name(number));
        }

        assertThat(names).hasSize(100_000).allMatch(name -> name.matches("m[0-9a-f]{8}"));
        assertThat(Population.key(0)).isEqualTo("book-club/m00000000");
    }

    @Test
    void theFirstHalfOfTheMembersHasTheLargerOfTwoStates() {
        Population population = new Population(10, List.of(LARGE, SMALL));

        assertThat(population.kept(0)).isSameAs(LARGE);
        assertThat(population.kept(4)).isSameAs(LARGE);
        assertThat(population.kept(5)).isSameAs(SMALL);
        assertThat(population.kept(9)).isSameAs(SMALL);
        assertThat(population.meanBytes()).isEqualTo(2);
    }

    @Test
    void behindTheMembersComeOthers(@TempDir Path directory) throws IOException {
        Population none = new Population(0, List.of());
        Population all = new Population(2, List.of(LARGE))
                .and(none)
                .and(new Population(3, List.of(SMALL)))
                .and(new Population(1, List.of(LARGE)));
        Path file = directory.resolve("population");
        all.write(file);

        Population read = Population.read(file);

        assertThat(read.members()).isEqualTo(6);
        assertThat(List.of(0L, 1L, 2L, 4L, 5L).stream()
                        .map(number -> read.kept(number).next()))
                .containsExactly(2_000L, 2_000L, 3_000L, 3_000L, 2_000L);
    }

    @Test
    void aPeerReadsTheSameMembersFromTheFile(@TempDir Path directory) throws IOException {
        Path file = directory.resolve("population");
        new Population(10, List.of(LARGE, SMALL)).write(file);

        Population read = Population.read(file);

        assertThat(read.members()).isEqualTo(10);
        assertThat(read.kept(0).next()).isEqualTo(2_000);
        assertThat(read.kept(0).bytes()).containsExactly(1, 2, 3);
        assertThat(read.kept(9).bytes()).containsExactly(4);
    }
}
