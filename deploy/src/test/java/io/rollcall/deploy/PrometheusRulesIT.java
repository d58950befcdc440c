package io.rollcall.deploy;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.rollcall.embedded.EmbeddedKafka;
import io.rollcall.embedded.TopicSetup;
import io.rollcall.jobs.MemberJourneyJob;
import io.rollcall.jobs.SearchIndexJob;
import io.rollcall.jobs.config.JobConfiguration;
import io.rollcall.wire.Topics;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.GlobalConfiguration;
import org.apache.flink.configuration.JobManagerOptions;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The example alerts are rules that Prometheus takes, over metrics that the job has under the example configuration. */
class PrometheusRulesIT {
    private static final Path RULES = Path.of("prometheus-rules.yaml");
    private static final Pattern METRIC = Pattern.compile("\\bflink_\\w+");
    private static final Pattern GROUPED = Pattern.compile("\\b(?:by|on) \\(([^)]*)\\)");
    private static final Pattern SELECTED = Pattern.compile("[{,]\\s*(\\w+)\\s*=~?");
    private static final String DURATION = "(\\d+(ms|[smhdwy]))+";

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private Path directory;

    private record Rule(String alert, String expr, Map<String, Object> all) {}

    /** How the names of what no job has for itself begin. */
    private static final String OF_A_PROCESS = "flink_taskmanager_Status_";

    @Test
    void theFileHasTheFormOfPrometheusRules() throws IOException {
        Set<String> seen = new HashSet<>();
        for (Rule rule : rules()) {
            assertThat(rule.all.keySet())
                    .as(rule.alert)
                    .contains("alert", "expr", "labels", "annotations")
                    .isSubsetOf("alert", "expr", "for", "labels", "annotations");
            assertThat(rule.alert).matches("[a-zA-Z_:][a-zA-Z0-9_:]*");
            assertThat(String.valueOf(rule.all.getOrDefault("for", "0s"))).matches(DURATION);
            Map<?, ?> labels = (Map<?, ?>) requireNonNull(rule.all.get("labels"));
            assertThat(labels.get("severity")).as(rule.alert).isIn("warning", "critical");
            assertThat(seen.add(rule.alert + labels))
                    .as("two of %s with the same labels", rule.alert)
                    .isTrue();
            assertThat((Map<?, ?>) rule.all.get("annotations"))
                    .as(rule.alert)
                    .hasSize(2)
                    .allSatisfy((name, text) ->
                            assertThat(List.of("summary", "description")).contains((String) name));
            assertThat(rule.expr.chars().filter(c -> c == '(').count())
                    .as(rule.expr)
                    .isEqualTo(rule.expr.chars().filter(c -> c == ')').count());
        }
        assertThat(seen).hasSizeGreaterThan(15);
    }

    @Test
    void everyMetricAndLabelInThemIsOneOfTheRunningJob() throws Exception {
        Set<String> names = new TreeSet<>();
        rules().forEach(rule -> METRIC.matcher(rule.expr).results().forEach(match -> names.add(match.group())));
        assertThat(names).hasSizeGreaterThan(15);
        try (EmbeddedKafka kafka = EmbeddedKafka.start(directory.resolve("kafka"));
                MiniCluster cluster = new MiniCluster(new MiniClusterConfiguration.Builder()
                        .setConfiguration(configuration())
                        .setNumTaskManagers(1)
                        .setNumSlotsPerTaskManager(2)
                        .build())) {
            something(kafka);
            cluster.start();
            submit(cluster, kafka, MemberJourneyJob::build);
            // that there is no Elasticsearch is one of the things to be measured
            submit(cluster, kafka, SearchIndexJob::build);

            await().atMost(Duration.ofMinutes(3))
                    .untilAsserted(
                            () -> assertThat(PrometheusNames.scrape().keySet()).containsAll(names));

            Map<String, Set<String>> scraped = PrometheusNames.scrape();
            for (Rule rule : rules()) {
                Set<String> labels = labels(rule.expr);
                METRIC.matcher(rule.expr).results().forEach(metric -> {
                    // what is joined has its labels on one side at least, and what is grouped by on both
                    Set<String> there = new HashSet<>();
                    METRIC.matcher(rule.expr)
                            .results()
                            .forEach(each -> there.addAll(scraped.getOrDefault(each.group(), Set.of())));
                    assertThat(there).as(rule.expr).containsAll(labels);
                    assertThat(scraped.get(metric.group()))
                            .as(metric.group())
                            .contains(metric.group().startsWith(OF_A_PROCESS) ? "tm_id" : "job_name");
                });
            }
        }
    }

    private void submit(
            MiniCluster cluster, EmbeddedKafka kafka, BiConsumer<StreamExecutionEnvironment, JobConfiguration> job)
            throws Exception {
        StreamExecutionEnvironment environment = StreamExecutionEnvironment.getExecutionEnvironment(configuration());
        job.accept(
                environment,
                JobConfiguration.of(Map.of(
                        "kafka.bootstrap-servers",
                        kafka.bootstrapServers(),
                        "event-time.heartbeat",
                        "1s",
                        "elasticsearch.urls",
                        "http://127.0.0.1:1",
                        "parallelism",
                        "1")));
        cluster.submitJob(environment.getStreamGraph().getJobGraph()).get();
    }

    private static Set<String> labels(String expr) {
        Set<String> labels = new HashSet<>();
        Matcher grouped = GROUPED.matcher(expr);
        while (grouped.find()) {
            labels.addAll(List.of(grouped.group(1).split(", *")));
        }
        SELECTED.matcher(expr).results().forEach(match -> labels.add(match.group(1)));
        return labels;
    }

    private static List<Rule> rules() throws IOException {
        Map<?, ?> file = (Map<?, ?>) new Load(LoadSettings.builder().build()).loadFromString(Files.readString(RULES));
        assertThat(file).hasSize(1);
        List<Rule> rules = new ArrayList<>();
        Set<Object> names = new HashSet<>();
        for (Object each : (List<?>) requireNonNull(file.get("groups"))) {
            Map<?, ?> group = (Map<?, ?>) each;
            assertThat(group.keySet()).allMatch(key -> List.of("name", "rules").contains(key));
            assertThat(names.add(group.get("name"))).isTrue();
            for (Object rule : (List<?>) requireNonNull(group.get("rules"))) {
                @SuppressWarnings("unchecked")
                Map<String, Object> all = (Map<String, Object>) rule;
                rules.add(new Rule(String.valueOf(all.get("alert")), String.valueOf(all.get("expr")), all));
            }
        }
        return rules;
    }

    /** A program and an event: what is counted by community is there with the first one. */
    private static void something(EmbeddedKafka kafka) throws Exception {
        Topics topics = Topics.DEFAULT;
        try (Admin admin = kafka.admin();
                KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                        Map.of("bootstrap.servers", kafka.bootstrapServers()),
                        new ByteArraySerializer(),
                        new ByteArraySerializer())) {
            TopicSetup.create(admin, topics, 1, 1);
            producer.send(new ProducerRecord<>(
                            topics.programs(),
                            bytes("club"),
                            bytes("program: small\ncommunity: club\nmetrics: {posts: {count: post}}\n")))
                    .get();
            producer.send(new ProducerRecord<>(
                            topics.events(),
                            bytes("{\"id\":\"1\",\"community\":\"club\",\"type\":\"post\",\"member\":\"ann\",\"at\":\""
                                    + Instant.now() + "\"}")))
                    .get();
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** What the example says of metrics, with the same reporter but for its server. */
    private Configuration configuration() throws IOException {
        Configuration configuration = new Configuration();
        GlobalConfiguration.loadConfiguration(Path.of("").toAbsolutePath().toString())
                .toMap()
                .forEach((key, value) -> {
                    if (key.startsWith("metrics.")) {
                        configuration.setString(
                                key, key.endsWith(".factory.class") ? PrometheusNames.Factory.class.getName() : value);
                    }
                });
        configuration.set(JobManagerOptions.ADDRESS, "127.0.0.1");
        configuration.set(JobManagerOptions.BIND_HOST, "127.0.0.1");
        configuration.set(TaskManagerOptions.HOST, "127.0.0.1");
        configuration.set(TaskManagerOptions.BIND_HOST, "127.0.0.1");
        configuration.set(RestOptions.ADDRESS, "127.0.0.1");
        configuration.set(RestOptions.BIND_ADDRESS, "127.0.0.1");
        configuration.set(RestOptions.BIND_PORT, "0");
        configuration.set(TaskManagerOptions.MANAGED_MEMORY_SIZE, MemorySize.ofMebiBytes(128));
        configuration.set(StateBackendOptions.STATE_BACKEND, "rocksdb");
        configuration.set(
                CheckpointingOptions.CHECKPOINTS_DIRECTORY,
                Files.createDirectories(directory.resolve("checkpoints"))
                        .toUri()
                        .toString());
        return configuration;
    }
}
