package io.rollcall.deploy;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.rollcall.embedded.EmbeddedKafka;
import io.rollcall.jobs.MemberJourneyJob;
import io.rollcall.jobs.SearchIndexJob;
import io.rollcall.jobs.config.JobConfiguration;
import io.rollcall.jobs.out.DeadLetterCode;
import io.rollcall.outcome.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
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
import org.apache.flink.metrics.reporter.MetricReporterFactory;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * The example alerts are rules that Prometheus takes, over metrics that the job has under the example configuration; and it has
 * all that the documentation lists.
 */
class PrometheusRulesIT {
    private static final Path RULES = Path.of("prometheus-rules.yaml");
    private static final Pattern METRIC = Pattern.compile("\\bflink_\\w+");
    private static final Pattern GROUPED = Pattern.compile("\\b(?:by|on) \\(([^)]*)\\)");
    private static final Pattern SELECTED = Pattern.compile("[{,]\\s*(\\w+)\\s*=~?");
    private static final String DURATION = "(\\d+(ms|[smhdwy]))+";

    private static final Duration PATIENCE = Duration.ofMinutes(3);

    @TempDir
    private static Path directory;

    private static EmbeddedKafka kafka;
    private static MiniCluster cluster;

    @BeforeAll
    static void start() throws Exception {
        kafka = EmbeddedKafka.start(directory.resolve("kafka"));
        OneOfEach.to(kafka);
        cluster = new MiniCluster(new MiniClusterConfiguration.Builder()
                .setConfiguration(configuration())
                .setNumTaskManagers(1)
                .setNumSlotsPerTaskManager(2)
                .build());
        cluster.start();
        submit(MemberJourneyJob::build);
        // that there is no Elasticsearch is one of the things to be measured
        submit(SearchIndexJob::build);
    }

    @AfterAll
    static void stop() throws Exception {
        cluster.close();
        kafka.close();
    }

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
        await().atMost(PATIENCE)
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

    @Test
    void everyMetricThatTheDocumentationListsIsThereUnderItsName() throws IOException {
        Set<Pattern> names = MetricsTable.names();
        assertThat(names).hasSizeGreaterThan(35);

        await().atMost(PATIENCE).untilAsserted(() -> {
            Set<String> scraped = PrometheusNames.scrape().keySet();
            assertThat(names).allSatisfy(name -> assertThat(scraped).anyMatch(name.asMatchPredicate()));
        });
    }

    @Test
    void everyKindOfOutcomeAndEveryReasonToRefuseIsCountedApart() {
        Set<DeadLetterCode> ofOperators = EnumSet.of(
                DeadLetterCode.UNKNOWN_COMMUNITY, DeadLetterCode.INVALID_PROGRAM, DeadLetterCode.EVALUATION_FAILED);
        List<String> names = new ArrayList<>();
        for (Class<?> kind : Outcome.class.getPermittedSubclasses()) {
            names.add(MetricsTable.ROLLCALL + "outcomes_" + kind.getSimpleName());
        }
        for (DeadLetterCode code : DeadLetterCode.values()) {
            if (code != DeadLetterCode.REJECTED_DOCUMENT) {
                names.add((ofOperators.contains(code) ? MetricsTable.ROLLCALL : MetricsTable.SOURCE) + "deadLettered_"
                        + code.text().replace('-', '_'));
            }
        }
        assertThat(names).hasSize(20);

        await().atMost(PATIENCE).untilAsserted(() -> assertThat(names)
                .allSatisfy(name -> assertThat(PrometheusNames.values(name, Map.of()))
                        .as(name)
                        .anyMatch(value -> value > 0)));
    }

    @Test
    void whatAnEventMakesOfTheOthersIsToBeSeen() throws Exception {
        // histograms forget what came before the last two minutes
        OneOfEach.andAPost(kafka);
        await().atMost(PATIENCE).untilAsserted(() -> {
            for (String name : List.of(
                    "outcomeLatency_count",
                    "deadlineLatency_count",
                    "members_stateBytes_count",
                    "members_cacheHitRate",
                    "snapshots",
                    "shadowOutcomes")) {
                assertThat(rollcall(name, Map.of())).as(name).anyMatch(value -> value > 0);
            }
            // whatever brought an outcome is a minute old or more
            assertThat(rollcall("outcomeLatency", Map.of("quantile", "0.5"))).anyMatch(value -> value >= 60_000);
            assertThat(rollcall("members_stateBytes", Map.of("quantile", "0.99")))
                    .anyMatch(value -> value > 10 && value < 1000);
            assertThat(rollcall("community_programVersion", Map.of("community", OneOfEach.COMMUNITY)))
                    .containsOnly((double) OneOfEach.VERSION);
            assertThat(rollcall(
                            "community_shadow_programVersion",
                            Map.of("community", OneOfEach.COMMUNITY, "shadow", OneOfEach.TRIAL)))
                    .containsOnly((double) OneOfEach.VERSION_ON_TRIAL);
        });
    }

    private static List<Double> rollcall(String name, Map<String, String> labels) {
        return PrometheusNames.values(MetricsTable.ROLLCALL + name, labels);
    }

    @Test
    void theReporterOfTheExampleIsOneThatFlinkFinds() throws IOException {
        String reporter = GlobalConfiguration.loadConfiguration(
                        Path.of("").toAbsolutePath().toString())
                .toMap()
                .get("metrics.reporter.prometheus.factory.class");

        assertThat(ServiceLoader.load(MetricReporterFactory.class).stream()
                        .map(provider -> provider.type().getName()))
                .contains(reporter);
    }

    private static void submit(BiConsumer<StreamExecutionEnvironment, JobConfiguration> job) throws Exception {
        StreamExecutionEnvironment environment = StreamExecutionEnvironment.getExecutionEnvironment(configuration());
        job.accept(
                environment,
                JobConfiguration.of(Map.of(
                        "kafka.bootstrap-servers",
                        kafka.bootstrapServers(),
                        "event-time.heartbeat",
                        "1s",
                        "checkpoint.interval",
                        "2s",
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

    /** What the example says of metrics, with the same reporter but for its server. */
    private static Configuration configuration() throws IOException {
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
