package io.rollcall.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.rollcall.embedded.EmbeddedKafka;
import io.rollcall.embedded.TopicSetup;
import io.rollcall.event.Event;
import io.rollcall.simulate.Community;
import io.rollcall.simulate.Simulation;
import io.rollcall.wire.MemberEvent;
import io.rollcall.wire.Topics;
import io.rollcall.wire.WireFormat;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code rollcall simulate} into a real topic, and stopped halfway. */
class SimulateIT {
    private static final int PARTITIONS = 3;
    private static final Instant START = Instant.parse("2026-01-04T16:00:00Z");
    private static final Instant END = Instant.parse("2026-01-08T00:00:00Z");
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    @TempDir
    private static Path kafkaDirectory;

    private static EmbeddedKafka kafka;

    @TempDir
    private Path directory;

    private final StringWriter err = new StringWriter();

    @BeforeAll
    static void start() {
        kafka = EmbeddedKafka.start(kafkaDirectory);
    }

    @AfterAll
    static void stop() {
        kafka.close();
    }

    private int run(String... arguments) {
        return Rollcall.commandLine(new PrintWriter(new StringWriter()), new PrintWriter(err, true))
                .execute(arguments);
    }

    private static void topics(String prefix) {
        try (Admin admin = kafka.admin()) {
            TopicSetup.create(admin, new Topics(prefix), PARTITIONS, 1);
        }
    }

    private static List<ConsumerRecord<byte[], byte[]>> read(String topic) {
        return TopicRecords.of(kafka.bootstrapServers(), topic);
    }

    private static List<Event> simulated(int members) {
        Simulation simulation =
                new Simulation(new Community("book-club", 42, START, ZoneId.of("Asia/Shanghai"), members));
        List<Event> events = new ArrayList<>();
        for (Event event = simulation.next(); event.at() < END.toEpochMilli(); event = simulation.next()) {
            events.add(event);
        }
        return events;
    }

    @Test
    void theEventsTopicGetsTheSimulatedEventsKeyedByMemberAndEveryPartitionTheClock() throws IOException {
        topics("whole.");

        int status = run(
                "simulate",
                "--members",
                "100",
                "--until",
                END.toString(),
                "--topic",
                "--topics-prefix",
                "whole.",
                "--bootstrap-servers",
                kafka.bootstrapServers());

        List<Event> expected = simulated(100);
        assertThat(status).as(err.toString()).isEqualTo(Rollcall.DONE);
        assertThat(err.toString()).contains("%,d events in the topic whole.events".formatted(expected.size()));
        WireFormat<MemberEvent> format = WireFormat.of(MemberEvent.class);
        List<MemberEvent> events = new ArrayList<>();
        Map<Integer, Long> clocks = new TreeMap<>();
        for (ConsumerRecord<byte[], byte[]> record : read("whole.events")) {
            if (record.value() == null) {
                String millis = new String(
                        record.headers().lastHeader(Topics.CLOCK_HEADER).value(), StandardCharsets.US_ASCII);
                clocks.put(record.partition(), Long.parseLong(millis));
            } else {
                MemberEvent event = format.decode(record.value());
                assertThat(new String(record.key(), StandardCharsets.UTF_8)).isEqualTo(event.getMember());
                assertThat(event.getAt().toEpochMilli())
                        .as("nothing comes that the clock has passed")
                        .isGreaterThan(clocks.getOrDefault(record.partition(), Long.MIN_VALUE));
                events.add(event);
            }
        }
        events.sort(
                Comparator.comparingInt(event -> Integer.parseInt(event.getId().substring("s42-".length()))));
        assertThat(events)
                .extracting(event -> event.getId() + event.getType() + event.getMember() + event.getAt())
                .containsExactlyElementsOf(expected.stream()
                        .map(event -> event.id() + event.type() + event.member() + Instant.ofEpochMilli(event.at()))
                        .toList());
        assertThat(clocks).hasSize(PARTITIONS).values().containsOnly(END.toEpochMilli() - 1);
    }

    @Test
    void aTopicThatIsNotThereIsNamedWithWhatMakesIt() {
        assertThat(run("simulate", "--topic", "nowhere", "--bootstrap-servers", kafka.bootstrapServers()))
                .isEqualTo(Rollcall.FAILED);

        assertThat(err.toString()).contains("no topic 'nowhere'", "rollcall topics create");
    }

    @Test
    void withoutKafkaItSaysSoAndFails() throws IOException {
        int free;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            free = socket.getLocalPort();
        }

        assertThat(run("simulate", "--topic", "--bootstrap-servers", "127.0.0.1:" + free))
                .isEqualTo(Rollcall.FAILED);

        assertThat(err.toString()).contains("Kafka at 127.0.0.1:" + free + " does not answer");
    }

    @Test
    void stoppedHalfwayIntoATopicItSendsWhatIsUnderWayAndCountsIt() throws Exception {
        topics("stopped.");
        Process process = process(
                "simulate",
                "--topic",
                "stopped.events",
                "--rate",
                "100",
                "--bootstrap-servers",
                kafka.bootstrapServers());
        try {
            await().atMost(PATIENCE)
                    .pollInterval(Duration.ofSeconds(1))
                    .until(() -> read("stopped.events").size() > 50);
        } finally {
            process.destroy();
        }
        assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();

        long events = read("stopped.events").stream()
                .filter(record -> record.value() != null)
                .count();
        assertThat(Files.readString(directory.resolve("err")))
                .contains("Stopped: %,d events in the topic stopped.events".formatted(events));
    }

    @Test
    void stoppedHalfwayIntoAPackedFileItLeavesNone() throws Exception {
        Path folder = Files.createDirectory(directory.resolve("out"));
        Path file = folder.resolve("events.jsonl.gz");
        Process process = process("simulate", "--members", "100000", "--weeks", "520", "--out", file.toString());
        try {
            await().atMost(PATIENCE).until(() -> sizes(folder) > 100_000);
        } finally {
            process.destroy();
        }
        assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();

        assertThat(folder).isEmptyDirectory();
    }

    private Process process(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Drollcall.logs=" + directory.resolve("logs"),
                "-cp",
                System.getProperty("java.class.path"),
                Rollcall.class.getName()));
        command.addAll(Arrays.asList(arguments));
        return new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(directory.resolve("err").toFile())
                .start();
    }

    private static long sizes(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.mapToLong(file -> file.toFile().length()).sum();
        }
    }
}
