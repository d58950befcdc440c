package io.rollcall.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.rollcall.naive.Comparison;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Every scenario that was computed by hand, once more by the naive evaluator: all fields, not only those written down. */
class ScenariosBothWaysTest {

    @TestFactory
    Stream<DynamicTest> theNaiveEvaluatorAgreesOnTheContractsScenarios() throws IOException {
        return scenarios(Shared.path("conformance/by-hand"));
    }

    @TestFactory
    Stream<DynamicTest> theNaiveEvaluatorAgreesOnOurOwnScenarios() throws IOException {
        return scenarios(Path.of("test/resources/scenarios"));
    }

    private static Stream<DynamicTest> scenarios(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            List<Path> sorted = files.filter(file -> file.toString().endsWith(".yaml"))
                    .sorted()
                    .toList();
            assertThat(sorted).isNotEmpty();
            return sorted.stream()
                    .map(file -> DynamicTest.dynamicTest(file.getFileName().toString(), () -> {
                        var scenario = Scenario.parse(Files.readString(file));
                        assertThat(Comparison.difference(scenario.program(), scenario.events(), scenario.until()))
                                .isNull();
                    }));
        }
    }
}
