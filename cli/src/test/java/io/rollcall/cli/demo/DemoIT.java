package io.rollcall.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.rollcall.cli.Failure;
import io.rollcall.cli.ProgramFile;
import io.rollcall.event.Event;
import io.rollcall.outcome.Outcome;
import io.rollcall.outcome.Outcome.AlertRaised;
import io.rollcall.outcome.Outcome.AlertResolved;
import io.rollcall.outcome.Outcome.BadgeAwarded;
import io.rollcall.program.Ladder;
import io.rollcall.program.Program;
import io.rollcall.simulate.Community;
import io.rollcall.simulate.EngineAlone;
import io.rollcall.simulate.EventLines;
import io.rollcall.simulate.Simulation;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole way of a history, on the real servers: file, Kafka, Flink, Kafka, Flink, Elasticsearch. */
class DemoIT {
    private static final Instant START = Instant.parse("2026-01-04T16:00:00Z");
    private static final int WEEKS = 6;
    private static final int MEMBERS = 40;

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private Path directory;

    private final StringWriter out = new StringWriter();
    private final StringWriter talk = new StringWriter();

    /** The search server of a demo by root runs as somebody else, who has to get to its data. */
    @BeforeEach
    void open() throws IOException {
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx--x--x"));
    }

    private Settings settings(List<Path> events, @Nullable Path data, int port) {
        return new Settings(
                ProgramFile.example(),
                events,
                1,
                MEMBERS,
                WEEKS,
                new Speed(3_600),
                data,
                new Settings.Ports(port, 0, 0, 0),
                true,
                true);
    }

    private JsonNode run(Settings settings) throws IOException {
        out.getBuffer().setLength(0);
        new Demo(settings, new PrintWriter(out, true), new PrintWriter(talk, true)).run();
        return new ObjectMapper().readTree(out.toString());
    }

    /** A history with lines in it that are no event and events that are none of our community's. */
    private Path write(EngineAlone engine) throws IOException {
        Program program = ProgramFile.example().parse();
        long end = START.plus(Duration.ofDays(7L * WEEKS)).toEpochMilli();
        Simulation simulation = new Simulation(
                new Community(program.community(), 1, START, program.dates().zone(), MEMBERS));
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        long last = 0;
        try (EventLines lines = new EventLines(text)) {
            for (Event event = simulation.next(); event.at() < end; event = simulation.next()) {
                engine.accept(event);
                lines.write(event);
                last = event.at();
            }
        }
        engine.runClock(last);
        text.writeBytes("this is no event\n".getBytes(StandardCharsets.UTF_8));
        text.writeBytes("{\"id\":\"x\",\"community\":\"book-club\",\"type\":\"post\",\"member\":\"a\"}\n"
                .getBytes(StandardCharsets.UTF_8));
        // Kafka does not take its time as the time of a record
        text.writeBytes(
                "{\"id\":\"f\",\"community\":\"book-club\",\"type\":\"post\",\"member\":\"a\",\"at\":4000000000000}\n"
                        .getBytes(StandardCharsets.UTF_8));
        text.writeBytes("{\"id\":\"y\",\"community\":\"chess\",\"type\":\"post\",\"member\":\"a\",\"at\":1}\n"
                .getBytes(StandardCharsets.UTF_8));
        return Files.write(directory.resolve("history.jsonl"), text.toByteArray());
    }

    private static long count(EngineAlone engine, Class<? extends Outcome> kind) {
        return engine.outcomes().stream().filter(kind::isInstance).count();
    }

    private static long count(EngineAlone engine, String badge, String level) {
        return engine.outcomes().stream()
                .filter(BadgeAwarded.class::isInstance)
                .map(BadgeAwarded.class::cast)
                .filter(award -> award.badge().equals(badge) && level.equals(award.level()))
                .count();
    }

    @Test
    void aHistoryEndsInElasticsearchAsTheEngineAloneHasItAndTheSameAgainChangesNothing() throws IOException {
        EngineAlone engine = new EngineAlone(ProgramFile.example().parse());
        Path history = write(engine);
        Path data = directory.resolve("data");

        JsonNode first = run(settings(List.of(history), data, 0));

        assertThat(first.path("rejectedLines").asInt()).isEqualTo(2);
        assertThat(first.path("eventsOfOtherCommunities").asInt()).isEqualTo(1);
        JsonNode result = first.path("result");
        assertThat(result.path("members").asLong()).isEqualTo(engine.members());
        assertThat(result.path("left").asLong()).isEqualTo(engine.left()).isPositive();
        assertThat(result.path("notJoined").asLong()).isEqualTo(engine.notJoined());
        assertThat(result.at("/tiers/activity").fieldNames())
                .toIterable()
                .containsExactlyElementsOf(ProgramFile.example().parse().ladders().get(0).tiers().stream()
                        .map(Ladder.Tier::name)
                        .toList());
        // who has left is on none
        long onTiers = 0;
        for (JsonNode tier : result.at("/tiers/activity")) {
            onTiers += tier.asLong();
        }
        assertThat(onTiers).isEqualTo(engine.members());
        long outcomes = 0;
        for (JsonNode kind : result.path("outcomes")) {
            outcomes += kind.asLong();
        }
        assertThat(outcomes).isEqualTo(engine.outcomes().size());
        assertThat(result.path("outcomes").path("badge-awarded").asLong()).isEqualTo(count(engine, BadgeAwarded.class));
        assertThat(result.path("badges").path("storyteller bronze").asLong())
                .isEqualTo(count(engine, "storyteller", "bronze"))
                .isPositive();
        long raised = 0;
        long open = 0;
        for (JsonNode alert : result.path("alerts")) {
            raised += alert.path("raised").asLong();
            open += alert.path("open").asLong();
        }
        assertThat(raised).isEqualTo(count(engine, AlertRaised.class)).isPositive();
        assertThat(open).isEqualTo(raised - count(engine, AlertResolved.class));
        assertThat(talk.toString())
                .contains(
                        "Lines that are no event: 2",
                        "Events of other communities: 1",
                        "Events in the future: 1",
                        "done:");

        JsonNode second = run(settings(List.of(history), data, 0));

        assertThat(second).isEqualTo(first);
    }

    @Test
    void aPortInUseIsSaidBeforeAnythingIsStarted() throws IOException {
        Path history = write(new EngineAlone(ProgramFile.example().parse()));
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Settings settings = settings(List.of(history), null, taken.getLocalPort());

            assertThatThrownBy(() -> run(settings))
                    .isInstanceOf(Failure.class)
                    .hasMessageContaining("port " + taken.getLocalPort())
                    .hasMessageContaining("--port");
        }
        assertThat(talk.toString()).doesNotContain("starting");
    }
}
