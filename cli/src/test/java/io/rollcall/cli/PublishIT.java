package io.rollcall.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.rollcall.embedded.EmbeddedKafka;
import io.rollcall.embedded.TopicSetup;
import io.rollcall.jobs.config.JobConfiguration;
import io.rollcall.jobs.program.KafkaProgramBootstrap;
import io.rollcall.jobs.program.ProgramMessage;
import io.rollcall.wire.Topics;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code rollcall publish} to a real broker. Where nothing else is said nobody is at the terminal: that is how machines call it. */
class PublishIT {
    private static final String PROGRAM = """
            program: first
            community: club
            metrics: {posts: {count: post}}
            badges:
              writer: {when: "posts >= 10"}
              talker: {metric: posts, levels: {bronze: 20}}
            """;

    @TempDir
    private static Path kafkaDirectory;

    private static EmbeddedKafka kafka;

    @TempDir
    private Path directory;

    private StringWriter out = new StringWriter();
    private StringWriter err = new StringWriter();
    private Optional<Terminal> atTheTerminal = Optional.empty();

    @BeforeAll
    static void start() {
        kafka = EmbeddedKafka.start(kafkaDirectory);
    }

    @AfterAll
    static void stop() {
        kafka.close();
    }

    private int run(String... arguments) {
        out = new StringWriter();
        err = new StringWriter();
        return Rollcall.commandLine(new PrintWriter(out, true), new PrintWriter(err, true), () -> atTheTerminal)
                .execute(arguments);
    }

    /** Somebody is at the terminal from now on and gives this answer; what they are asked. */
    private StringWriter answers(String answer) {
        StringWriter asked = new StringWriter();
        atTheTerminal = Optional.of(new Terminal(new StringReader(answer + "\n"), new PrintWriter(asked)));
        return asked;
    }

    private int publish(String prefix, String text, String... further) throws IOException {
        Path file = Files.writeString(directory.resolve("program.yaml"), text);
        List<String> arguments = new ArrayList<>(
                List.of("publish", file.toString(), "-b", kafka.bootstrapServers(), "--topics-prefix", prefix));
        arguments.addAll(List.of(further));
        return run(arguments.toArray(String[]::new));
    }

    private static void topics(String prefix) {
        try (Admin admin = kafka.admin()) {
            TopicSetup.create(admin, new Topics(prefix), 2, 1);
        }
    }

    /** What is in the topic, as {@code offset key text}. */
    private static List<String> messages(String prefix) {
        JobConfiguration configuration = JobConfiguration.of(
                Map.of("kafka.bootstrap-servers", kafka.bootstrapServers(), "topics.prefix", prefix));
        return new KafkaProgramBootstrap(configuration)
                .read().stream().map(PublishIT::line).toList();
    }

    private static String line(ProgramMessage message) {
        return message.offset() + " " + text(message.key()) + " " + text(message.value());
    }

    private static String text(byte @Nullable [] bytes) {
        return bytes == null ? "-" : new String(bytes, StandardCharsets.UTF_8);
    }

    @Test
    void theFirstProgramThenTheSameThenAnotherOne() throws Exception {
        topics("plain.");
        assertThat(publish("plain.", PROGRAM, "--yes")).isEqualTo(Rollcall.DONE);
        assertThat(out.toString())
                .contains(
                        "is right",
                        "first program of the community 'club'",
                        "Published as version 0 of 'club'",
                        "offset 0");
        assertThat(messages("plain.")).containsExactly("0 club " + PROGRAM);

        assertThat(publish("plain.", PROGRAM, "--yes")).isEqualTo(Rollcall.DONE);
        assertThat(out.toString()).contains("in force already, as version 0", "Nothing was published");
        assertThat(messages("plain.")).hasSize(1);

        String changed = PROGRAM.replace("posts >= 10", "posts >= 5").replace("  talker", "  orator");
        assertThat(publish("plain.", changed, "--yes")).isEqualTo(Rollcall.DONE);
        assertThat(out.toString())
                .contains("In place of version 0", "changed  badge writer", "when: posts >= 10", "→ posts >= 5")
                .contains("new      badge orator", "gone     badge talker")
                .contains("Published as version 1");
        assertThat(messages("plain.")).hasSize(2).last().isEqualTo("1 club " + changed);
    }

    @Test
    void withoutATerminalAndWithoutYesItRefusesAndShowsWhatWouldChange() throws Exception {
        topics("asks.");
        assertThat(publish("asks.", PROGRAM)).isEqualTo(Rollcall.WRONG);
        assertThat(out.toString()).contains("first program");
        assertThat(err.toString()).contains("no terminal to ask at", "--yes");
        assertThat(messages("asks.")).isEmpty();

        assertThat(publish("asks.", PROGRAM, "--dry-run")).isEqualTo(Rollcall.DONE);
        assertThat(messages("asks.")).isEmpty();
    }

    @Test
    void atATerminalItAsksAndPublishesAfterAYesOnly() throws Exception {
        topics("person.");
        StringWriter asked = answers("n");
        assertThat(publish("person.", PROGRAM)).isEqualTo(Rollcall.FAILED);
        assertThat(out.toString())
                .contains("first program of the community 'club'")
                .doesNotContain("Published");
        assertThat(asked.toString())
                .startsWith("Publish it to person.programs at ")
                .endsWith("? [y/N] ");
        assertThat(err.toString()).contains("Nothing was published");
        assertThat(messages("person.")).isEmpty();

        asked = answers("y");
        assertThat(publish("person.", PROGRAM)).isEqualTo(Rollcall.DONE);
        assertThat(asked.toString()).endsWith("? [y/N] ");
        assertThat(out.toString()).contains("Published as version 0 of 'club'");
        assertThat(messages("person.")).containsExactly("0 club " + PROGRAM);

        asked = answers("y");
        assertThat(publish("person.", PROGRAM)).isEqualTo(Rollcall.DONE);
        assertThat(asked.toString()).as("what is in force already").isEmpty();
        assertThat(publish("person.", PROGRAM.replace("10", "5"), "--yes")).isEqualTo(Rollcall.DONE);
        assertThat(asked.toString()).as("--yes").isEmpty();
        assertThat(messages("person.")).hasSize(2);
    }

    @Test
    void atATerminalATrialIsEndedAfterAYesOnly() throws Exception {
        topics("ending.");
        publish("ending.", PROGRAM, "--yes");
        publish("ending.", PROGRAM.replace("program: first", "program: sooner") + "mode: shadow\n", "--yes");
        String[] end = {
            "publish", "-b", kafka.bootstrapServers(), "--topics-prefix", "ending.", "--end-shadow", "club/sooner"
        };

        StringWriter asked = answers("n");
        assertThat(run(end)).isEqualTo(Rollcall.FAILED);
        assertThat(asked).hasToString("End the trial of 'sooner' in 'club'? [y/N] ");
        assertThat(err.toString()).contains("Nothing was published");
        assertThat(messages("ending.")).hasSize(2);

        answers("y");
        assertThat(run(end)).isEqualTo(Rollcall.DONE);
        assertThat(messages("ending.")).hasSize(3).last().isEqualTo("2 club/sooner -");
    }

    @Test
    void forMachinesItIsJson() throws Exception {
        topics("json.");
        publish("json.", PROGRAM, "--yes");
        assertThat(publish("json.", PROGRAM.replace("10", "5"), "--yes", "--json"))
                .isEqualTo(Rollcall.DONE);

        JsonNode result = new ObjectMapper().readTree(out.toString());
        assertThat(result.path("published").asBoolean()).isTrue();
        assertThat(result.path("version").asLong()).isEqualTo(1);
        assertThat(result.path("comparedWith").asLong()).isZero();
        assertThat(result.path("key").asText()).isEqualTo("club");
        assertThat(result.path("changes")).hasSize(1);

        assertThat(publish("json.", PROGRAM.replace("10", "5"), "--yes", "--json"))
                .isEqualTo(Rollcall.DONE);
        assertThat(new ObjectMapper().readTree(out.toString()).path("published").asBoolean())
                .isFalse();
    }

    @Test
    void aProgramWithErrorsIsRefusedWithAllOfThemAndReachesNoTopic() throws Exception {
        topics("wrong.");
        String wrong = PROGRAM.replace("posts >= 10", "pots >= 10").replace("count: post", "cuont: post");
        assertThat(publish("wrong.", wrong, "--yes")).isEqualTo(Rollcall.WRONG);
        assertThat(err.toString()).contains("cuont", "pots", "2 errors");
        assertThat(messages("wrong.")).isEmpty();
    }

    @Test
    void aTrialBesideTheProgramInForceUntilItIsEnded() throws Exception {
        topics("trial.");
        String trial = PROGRAM.replace("program: first", "program: sooner").replace("10", "5") + "mode: shadow\n";
        assertThat(publish("trial.", trial, "--yes")).isEqualTo(Rollcall.WRONG);
        assertThat(err.toString()).contains("no program in force", "rollcall replay");

        publish("trial.", PROGRAM, "--yes");
        assertThat(publish("trial.", trial, "--yes")).isEqualTo(Rollcall.DONE);
        assertThat(out.toString()).contains("On trial beside version 0", "→ posts >= 5", "--end-shadow", "club/sooner");
        assertThat(publish("trial.", trial, "--yes")).isEqualTo(Rollcall.DONE);
        assertThat(out.toString()).contains("on trial already, as version 1");
        assertThat(publish("trial.", trial.replace("posts >= 5", "posts >= 6"), "--yes"))
                .isEqualTo(Rollcall.DONE);
        assertThat(out.toString()).contains("In place of version 1 of the same trial", "→ posts >= 6");
        assertThat(publish("trial.", PROGRAM.replace("10", "6"), "--yes")).isEqualTo(Rollcall.DONE);
        assertThat(out.toString()).contains("In place of version 0", "Still on trial beside it: 'sooner'");

        String[] end = {"publish", "-b", kafka.bootstrapServers(), "--topics-prefix", "trial.", "--yes", "--end-shadow"
        };
        assertThat(run(with(end, "club/later"))).isEqualTo(Rollcall.WRONG);
        assertThat(err.toString()).contains("On trial: club/sooner");
        assertThat(run(with(end, "club"))).isEqualTo(Rollcall.WRONG);
        assertThat(err.toString()).contains("cannot be withdrawn");
        assertThat(run(with(end, "club/sooner"))).isEqualTo(Rollcall.DONE);
        assertThat(messages("trial.")).last().isEqualTo("4 club/sooner -");
    }

    private static String[] with(String[] arguments, String last) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.add(last);
        return all.toArray(String[]::new);
    }

    @Test
    void whatWentPastThisCommandAndIsRefusedByTheJobsIsNotTakenForWhatIsInForce() throws Exception {
        topics("past.");
        publish("past.", PROGRAM, "--yes");
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", kafka.bootstrapServers()),
                new StringSerializer(),
                new StringSerializer())) {
            producer.send(new ProducerRecord<>("past.programs", 0, "club", PROGRAM.replace("posts >=", "pots >=")))
                    .get();
        }
        assertThat(publish("past.", PROGRAM.replace("10", "5"), "--dry-run")).isEqualTo(Rollcall.DONE);
        assertThat(out.toString()).contains("at offset 1, is refused by the jobs", "pots", "In place of version 0");
    }

    @Test
    void aTopicThatIsNotThereOrHasSeveralPartitionsIsSaidWithTheRemedy() throws Exception {
        assertThat(publish("none.", PROGRAM, "--yes")).isEqualTo(Rollcall.FAILED);
        assertThat(err.toString()).contains("has no topic 'none.programs'", "rollcall topics create");

        try (Admin admin = kafka.admin()) {
            admin.createTopics(List.of(new NewTopic("wide.programs", 3, (short) 1)))
                    .all()
                    .get();
        }
        assertThat(publish("wide.", PROGRAM, "--yes")).isEqualTo(Rollcall.FAILED);
        assertThat(err.toString()).contains("3 partitions", "offset in the only one");
    }

    @Test
    void aBrokerThatIsAwayIsAFailureWithTheAddress() throws Exception {
        int free;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            free = socket.getLocalPort();
        }
        Path file = Files.writeString(directory.resolve("program.yaml"), PROGRAM);
        assertThat(run("publish", file.toString(), "-b", "127.0.0.1:" + free, "--yes"))
                .isEqualTo(Rollcall.FAILED);
        assertThat(err.toString()).contains("127.0.0.1:" + free, "does not answer", "--bootstrap-servers");
    }

    @Test
    void withoutAnythingToPublishItSaysWhatItTakes() {
        assertThat(run("publish")).isEqualTo(Rollcall.WRONG);
        assertThat(err.toString()).contains("Give one program", "--end-shadow");
    }
}
