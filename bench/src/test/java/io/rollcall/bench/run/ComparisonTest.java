package io.rollcall.bench.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import io.rollcall.bench.peer.PeerReport;
import io.rollcall.bench.peer.PeerReport.Checkpoints;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is made of the peers' reports. */
class ComparisonTest {
    private static final long MEMBERS = 1000;
    private static final double JIT_MICROS = 4;

    @Test
    void cpuPerEventIsComparedWithEachPeersAndWithTheBetterOfKafkaStreams() {
        Comparison comparison = new Comparison(
                MEMBERS,
                Map.of(
                        "rollcall", Map.of("zipf", report(6)),
                        "floor", Map.of("zipf", report(10)),
                        "naive", Map.of("zipf", report(60)),
                        "streams", Map.of("zipf", report(5)),
                        "streams-uncached", Map.of("zipf", report(12))));

        assertThat(comparison.targets())
                .extracting(Target::what, target -> Math.round(target.measured() * 100) / 100.0, Target::isMet)
                .containsExactlyInAnyOrder(
                        // 6 / 10, at most 0.7
                        tuple("zipf keys, CPU to floor's", 0.6, true),
                        // 6 / 60, at most 0.2
                        tuple("zipf keys, CPU to naive's", 0.1, true),
                        // 6 / 5, which is the better one
                        tuple("zipf keys, CPU to the better Kafka Streams'", 1.2, false),
                        // 150,000 bytes of 1000 members
                        tuple("zipf keys, bytes of checkpoint a member", 150.0, true));
    }

    @Test
    void theJitCompilersStandBesideWhatTheOthersTook() {
        Comparison comparison = new Comparison(MEMBERS, Map.of("rollcall", Map.of("zipf", report(6))));

        assertThat(comparison.tables().get("zipf"))
                .asString()
                .containsPattern("CPU µs/event +\\| JIT beside it")
                .containsPattern("rollcall +\\| 50 +\\| 6.0 +\\| 4.0 ");
    }

    @Test
    void onUniformKeysTheFloorMayBeExceeded() {
        Comparison comparison = new Comparison(
                MEMBERS, Map.of("rollcall", Map.of("uniform", report(12)), "floor", Map.of("uniform", report(10))));

        assertThat(comparison.targets())
                .filteredOn(target -> target.what().contains("floor"))
                .singleElement()
                .matches(Target::isMet)
                .hasToString("met  uniform keys, CPU to floor's: 1.20, at most 1.30");
    }

    @Test
    void aPeerThatDidNotRunIsComparedWithNothing() {
        Comparison comparison = new Comparison(MEMBERS, Map.of("rollcall", Map.of("zipf", report(6))));

        assertThat(comparison.ratio("zipf", "floor")).isEmpty();
        assertThat(comparison.targets())
                .extracting(Target::what)
                .containsExactly("zipf keys, bytes of checkpoint a member");
    }

    @Test
    void aTableHasAColumnForEachHeadAndIsEven() {
        Table table = new Table("peer", "CPU").row("rollcall", "6.0").row("floor", "10.0");

        assertThat(table.toString().lines().toList())
                .isEqualTo(List.of("| peer     | CPU  |", "|---|---|", "| rollcall | 6.0  |", "| floor    | 10.0 |"));
    }

    /** 100 events in 2 s, with so much CPU for each, and that of the JIT compilers beside it. */
    private static PeerReport report(double cpuMicros) {
        return new PeerReport(
                100,
                2,
                (cpuMicros + JIT_MICROS) * 100 / 1e6,
                JIT_MICROS * 100 / 1e6,
                3,
                new Checkpoints(1, 10, 10, 150 * MEMBERS),
                1.0);
    }
}
