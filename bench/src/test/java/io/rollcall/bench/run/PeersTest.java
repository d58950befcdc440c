package io.rollcall.bench.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

class PeersTest {
    static Stream<Arguments> strangers() {
        return Stream.of(
                Arguments.of(new PeersCommand(), "flor", "rollcall, floor, naive, streams, streams-uncached"),
                Arguments.of(
                        new LatencyCommand(), "floor-with-timers", "rollcall, floor, naive, streams, streams-uncached"),
                // without timers its members would be settled at once
                Arguments.of(new MidnightCommand(), "floor", "rollcall, floor-with-timers"));
    }

    @ParameterizedTest
    @MethodSource("strangers")
    void aPeerThatABenchmarkDoesNotKnowIsRefusedBeforeAnythingIsStarted(
            Callable<Integer> benchmark, String peer, String known) {
        StringWriter err = new StringWriter();
        int status =
                new CommandLine(benchmark).setErr(new PrintWriter(err, true)).execute("--peers", "rollcall," + peer);

        assertThat(status).isEqualTo(CommandLine.ExitCode.USAGE);
        assertThat(err.toString()).contains("no peer '" + peer + "'", "--peers takes " + known);
    }
}
