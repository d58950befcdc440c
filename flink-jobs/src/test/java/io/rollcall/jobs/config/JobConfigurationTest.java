package io.rollcall.jobs.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.apache.flink.util.InstantiationUtil;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JobConfigurationTest {

    @Test
    void everyOptionHasADefaultThatIsRight() {
        JobConfiguration defaults = JobConfiguration.of(Map.of());
        assertThat(JobOptions.all()).isNotEmpty().allSatisfy(option -> assertThatNoException()
                .isThrownBy(() -> defaults.get(option)));
        assertThat(defaults.get(JobOptions.DELIVERY)).isEqualTo(Delivery.AT_LEAST_ONCE);
        assertThat(defaults.get(JobOptions.MAX_OUT_OF_ORDERNESS)).isEqualTo(Duration.ofSeconds(5));
        assertThat(defaults.topics().events()).isEqualTo("rollcall.events");
    }

    @Test
    void everyDeclaredOptionIsListed() throws IllegalAccessException {
        for (Field field : JobOptions.class.getFields()) {
            if (field.getType() == Option.class) {
                assertThat(JobOptions.all()).contains((Option<?>) field.get(null));
            }
        }
    }

    @Test
    void everyKeyIsDeclaredOnce() {
        assertThat(JobOptions.all().stream().map(Option::key)).doesNotHaveDuplicates();
    }

    @Test
    void theCommandLineGoesBeforeTheFileAndTheFileBeforeTheDefault(@TempDir Path directory) throws IOException {
        Path file = directory.resolve("rollcall.properties");
        Files.writeString(file, "snapshot-interval = 3s\ntopics.prefix = füller.\n");
        JobConfiguration configuration =
                JobConfiguration.fromArguments("--snapshot-interval", "1s", "--config", file.toString());
        assertThat(configuration.get(JobOptions.SNAPSHOT_INTERVAL)).isEqualTo(Duration.ofSeconds(1));
        assertThat(configuration.topics().events()).isEqualTo("füller.events");
        assertThat(configuration.get(JobOptions.INDEX_PREFIX)).isEqualTo("rollcall");
    }

    @Test
    void aValueMayFollowAnEqualsSign() {
        JobConfiguration configuration =
                JobConfiguration.fromArguments("--kafka.properties.sasl.jaas.config=a=b", "--parallelism=4");
        assertThat(configuration.kafkaProperties()).containsEntry("sasl.jaas.config", "a=b");
        assertThat(configuration.get(JobOptions.PARALLELISM)).hasValue(4);
    }

    @Test
    void anUnknownKeyIsAnErrorThatNamesTheNearestOne() {
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> JobConfiguration.of(Map.of("snapshot-intervall", "1s")))
                .withMessageContaining("snapshot-intervall")
                .withMessageContaining("did you mean snapshot-interval?");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"kafka-1:9092", "kafka-1:9092, kafka-2:9092", "[::1]:9092", "127.0.0.1:9092", "SSL://kafka:9093"
            })
    void brokersAreAddressesWithPorts(String brokers) {
        assertThat(JobConfiguration.of(Map.of("kafka.bootstrap-servers", brokers))
                        .kafkaProperties()
                        .getProperty("bootstrap.servers"))
                .isEqualTo(brokers);
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "kafka-1:9092,kafka-2", "kafka:", "kafka:0", "kafka:65536", "kafka:port", ""})
    void anAddressWithoutAPortIsRefusedBeforeAnythingIsSubmitted(String brokers) {
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> JobConfiguration.of(Map.of("kafka.bootstrap-servers", brokers)))
                .withMessageContaining("kafka.bootstrap-servers: '" + brokers + "' is not right")
                .withMessageContaining("expected: HOST:PORT");
    }

    @Test
    void whatIsNoNumberOrOutOfItsBoundsIsSaidInWords() {
        assertThat(problemOf("parallelism", "four")).contains("'four' is not right (it is no whole number)");
        assertThat(problemOf("parallelism", "0")).contains("'0' is not right (it is too small)");
        assertThat(problemOf("parallelism", "4000000000")).contains("(it is too large)");
        assertThat(problemOf("delivery", "twice"))
                .contains("'twice' is not right (there is no such choice); expected: at-least-once or exactly-once");
    }

    private static String problemOf(String key, String value) {
        return String.join(
                "\n",
                catchThrowableOfType(ConfigurationException.class, () -> JobConfiguration.of(Map.of(key, value)))
                        .problems());
    }

    @Test
    void everyErrorIsReportedAtOnce() {
        ConfigurationException refused = catchThrowableOfType(
                ConfigurationException.class,
                () -> JobConfiguration.fromArguments(
                        "stray", "--checkpoint.interval", "soon", "--delivery", "twice", "--parallelism"));
        assertThat(refused.problems())
                .hasSize(4)
                .anySatisfy(problem -> assertThat(problem).contains("'stray'"))
                .anySatisfy(problem -> assertThat(problem).contains("checkpoint.interval", "'soon'", "500ms"))
                .anySatisfy(problem -> assertThat(problem).contains("at-least-once or exactly-once"))
                .anySatisfy(problem -> assertThat(problem).contains("parallelism: its value is missing"));
    }

    @Test
    void aMissingFileIsAnError() {
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> JobConfiguration.fromArguments("--config", "/nowhere/rollcall.properties"))
                .withMessageContaining("there is no file /nowhere/rollcall.properties");
    }

    @ParameterizedTest
    @CsvSource({"500ms, PT0.5S", "10s, PT10S", "15min, PT15M", "15m, PT15M", "36h, PT36H", "7d, PT168H"})
    void durations(String text, Duration expected) {
        assertThat(JobOptions.SNAPSHOT_INTERVAL.parse(text)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "7", "-7d", "1.5h", "7 weeks", "99999999999999999999s", "9999999999999999d"})
    void noDurations(String text) {
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> JobOptions.SNAPSHOT_INTERVAL.parse(text))
                .withMessageStartingWith("snapshot-interval");
    }

    @Test
    void startsOfEvents() {
        assertThat(EventsStart.parse("earliest")).isEqualTo(new EventsStart.Earliest());
        assertThat(EventsStart.parse("latest")).isEqualTo(new EventsStart.Latest());
        assertThat(EventsStart.parse("committed")).isEqualTo(new EventsStart.Committed());
        assertThat(EventsStart.parse("timestamp:1700000000000"))
                .isEqualTo(new EventsStart.Timestamp(1_700_000_000_000L));
        assertThat(EventsStart.parse("offsets:0=12,3=7")).isEqualTo(new EventsStart.Offsets(Map.of(0, 12L, 3, 7L)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "first", "timestamp:", "timestamp:-1", "offsets:", "offsets:0", "offsets:0=1,0=2"})
    void noStartsOfEvents(String text) {
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> JobOptions.EVENTS_START.parse(text))
                .withMessageContaining("offsets:P=O,P=O…");
    }

    @Test
    void whatWaitsForTheClockMustBeFurtherAheadThanTheClockTrailsLive() {
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> JobConfiguration.of(Map.of("event-time.heartbeat-margin", "1h")))
                .withMessageContaining("event-time.hold-ahead: must exceed")
                .withMessageContaining("(3870 s)");
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> JobConfiguration.of(Map.of("event-time.hold-ahead", "290s")))
                .withMessageContaining("2 × event-time.heartbeat-recovery")
                .withMessageContaining("(290 s)");
        JobConfiguration.of(Map.of("event-time.hold-ahead", "291s"));
        JobConfiguration.of(Map.of("event-time.heartbeat-margin", "1h", "event-time.hold-ahead", "2h"));
        JobConfiguration.of(Map.of("event-time.heartbeat-margin", "1h", "event-time.hold-ahead", "0s"));
        JobConfiguration.of(Map.of("event-time.heartbeat-margin", "1h", "event-time.heartbeat", "0s"));
    }

    @Test
    void partitionsThatGoIdleAreNotAligned() {
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(
                        () -> JobConfiguration.of(Map.of("event-time.heartbeat", "0s", "event-time.max-drift", "6h")))
                .withMessageContaining("event-time.max-drift: needs heartbeats")
                .withMessageContaining("event-time.idle-timeout 0s");
        JobConfiguration.of(
                Map.of("event-time.heartbeat", "0s", "event-time.max-drift", "6h", "event-time.idle-timeout", "0s"));
    }

    @Test
    void aTransactionMustOutliveACheckpointInterval() {
        Map<String, String> values = Map.of("delivery.transaction-timeout", "10s", "checkpoint.interval", "10s");
        assertThatNoException().isThrownBy(() -> JobConfiguration.of(values));
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> JobConfiguration.of(values).with(JobOptions.DELIVERY, "exactly-once"))
                .withMessageContaining("delivery.transaction-timeout");
    }

    @Test
    void aUserWithoutPasswordIsAnError() {
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> JobConfiguration.of(Map.of("elasticsearch.username", "anna")))
                .withMessageContaining("elasticsearch.password");
    }

    @Test
    void secretsAreNeverPrinted() {
        JobConfiguration configuration = JobConfiguration.of(Map.of(
                "elasticsearch.username", "anna",
                "elasticsearch.password", "hunter2",
                "kafka.properties.sasl.jaas.config", "password=hunter2",
                "kafka.properties.security.protocol", "SASL_SSL"));
        assertThat(configuration.toString())
                .contains("elasticsearch.username=anna", "kafka.properties.security.protocol=SASL_SSL")
                .doesNotContain("hunter2");
    }

    @Test
    void theReferenceNamesEveryOption() {
        String reference = JobConfiguration.reference();
        assertThat(JobOptions.all()).allSatisfy(option -> assertThat(reference)
                .contains("| `" + option.key() + "` |")
                .contains(option.description()));
        assertThat(JobConfiguration.asksForHelp("--parallelism", "2", "--help")).isTrue();
    }

    @Test
    void itTravelsToTheClusterUnchanged() throws Exception {
        JobConfiguration configuration = JobConfiguration.of(Map.of("checkpoint.dir", "file:///tmp/x"));
        JobConfiguration copy = InstantiationUtil.clone(configuration);
        assertThat(copy.get(JobOptions.CHECKPOINT_DIR)).isEqualTo(Optional.of("file:///tmp/x"));
    }
}
