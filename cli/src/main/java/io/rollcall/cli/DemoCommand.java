package io.rollcall.cli;

import io.rollcall.cli.demo.Demo;
import io.rollcall.cli.demo.Settings;
import io.rollcall.cli.demo.Speed;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;

/** {@code rollcall demo}. */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        header = "Runs all of Rollcall on this machine, with a simulated community or a real history.",
        description = {
            "A Kafka broker, a Flink cluster, an Elasticsearch server and the console start here, on 127.0.0.1 only.",
            "Ctrl-C stops it all and leaves nothing behind."
        },
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "0:the history was taken to its end (with --exit)",
            "1:something could not be started, or failed",
            "2:the arguments or the program are wrong",
            "130:stopped by Ctrl-C"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  rollcall demo",
            "  rollcall demo --speed 10m --members 2000 --seed 7",
            "  rollcall demo --data-dir ~/rollcall-data   (the same one goes on next time)",
            "  rollcall demo --events history.jsonl.gz --program club.yaml",
            "  rollcall demo --events history.jsonl.gz --program club.yaml --exit \\",
            "      --json > summary.json"
        })
final class DemoCommand implements Runnable {
    private static final int LAST_PORT = 65_535;
    private static final int PAGE_PORT = 8080;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--program",
            paramLabel = "FILE",
            description = "The program of the community (default: the example, book-club).")
    private @Nullable Path program;

    @Option(
            names = "--speed",
            paramLabel = "SPEED",
            defaultValue = "1h",
            description = "Community time that passes in one second, as 10m or 1h, or a multiple of real time, as 1x"
                    + " (default: ${DEFAULT-VALUE}). When its clock has caught up with the wall clock, after two hours,"
                    + " it goes on in real time.")
    private String speed;

    @Mixin
    private CommunityOptions community;

    @Option(
            names = "--events",
            paramLabel = "FILE",
            arity = "1..*",
            description = "A real history instead, to its end: one JSON event a line, packed (gzip) or not.")
    private List<Path> events = List.of();

    @Option(
            names = "--exit",
            description = "With --events: exit when the history is done, rather than serving the page on.")
    private boolean exit;

    @Option(
            names = "--json",
            description = "With --events: what came out as JSON on standard output, everything else on standard error.")
    private boolean json;

    @Option(
            names = "--data-dir",
            paramLabel = "DIR",
            description = "Keep topics and indices here (default: in a temporary directory, deleted at the end).")
    private @Nullable Path dataDirectory;

    @Option(
            names = "--port",
            paramLabel = "PORT",
            description = "The port of the page (default: 8080, with --exit any that is free; 0: any that is free).")
    private @Nullable Integer port;

    @Option(
            names = "--kafka-port",
            paramLabel = "PORT",
            defaultValue = "0",
            description = "The port of Kafka (default: any that is free).")
    private int kafkaPort;

    @Option(
            names = "--elasticsearch-port",
            paramLabel = "PORT",
            defaultValue = "0",
            description = "The port of Elasticsearch (default: any that is free).")
    private int elasticsearchPort;

    @Option(
            names = "--flink-port",
            paramLabel = "PORT",
            defaultValue = "0",
            description = "The port of Flink's own page (default: any that is free).")
    private int flinkPort;

    @Override
    public void run() {
        if (events.isEmpty() && (exit || json)) {
            throw Failure.wrong((exit ? "--exit" : "--json")
                    + " goes with --events: a simulated community has no end. Give a history, or leave it out.");
        }
        refuseWhatASimulationTakes();
        PrintWriter out = spec.commandLine().getOut();
        Settings settings = new Settings(
                program == null ? ProgramFile.example() : ProgramFile.read(program),
                events,
                community.seed(),
                community.members(),
                community.weeks(),
                speed(),
                dataDirectory,
                ports(),
                exit,
                json);
        new Demo(settings, out, json ? spec.commandLine().getErr() : out).run();
    }

    /** A history has its members, its length and its pace: who gives others would wait for what does not come. */
    private void refuseWhatASimulationTakes() {
        if (events.isEmpty()) {
            return;
        }
        ParseResult given = spec.commandLine().getParseResult();
        List<String> wrong = Stream.of("--weeks", "--members", "--seed", "--speed")
                .filter(given::hasMatchedOption)
                .toList();
        if (!wrong.isEmpty()) {
            throw Failure.wrong(String.join(", ", wrong) + (wrong.size() == 1 ? " is" : " are")
                    + " for a simulated community, and --events names a history, which is taken as it is."
                    + " Leave out one or the other.");
        }
    }

    private Speed speed() {
        try {
            return Speed.parse(speed);
        } catch (IllegalArgumentException e) {
            throw Failure.wrong("--speed: " + e.getMessage() + ".");
        }
    }

    private Settings.Ports ports() {
        return new Settings.Ports(
                checked("--port", port != null ? port : exit ? 0 : PAGE_PORT),
                checked("--kafka-port", kafkaPort),
                checked("--elasticsearch-port", elasticsearchPort),
                checked("--flink-port", flinkPort));
    }

    private static int checked(String option, int port) {
        if (port < 0 || port > LAST_PORT) {
            throw Failure.wrong(option + " takes a number from 0 to " + LAST_PORT + ", not " + port + ".");
        }
        return port;
    }
}
