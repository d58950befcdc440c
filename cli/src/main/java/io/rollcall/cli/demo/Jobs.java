package io.rollcall.cli.demo;

import io.rollcall.cli.Failure;
import io.rollcall.embedded.EmbeddedFlink;
import io.rollcall.embedded.FlinkJob;
import io.rollcall.embedded.RollcallPlatform;
import io.rollcall.jobs.MemberJourneyJob;
import io.rollcall.jobs.SearchIndexJob;
import io.rollcall.jobs.config.JobConfiguration;
import io.rollcall.jobs.config.JobOptions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.kafka.common.TopicPartition;

/** The two jobs on the demo's cluster, and whether they are still well. */
final class Jobs {
    private static final String CHECKPOINT_INTERVAL = "1s";
    private static final String PARALLELISM = "1";
    private static final int RESTARTS = 3;
    private static final long CHECK_NANOS = Duration.ofSeconds(1).toNanos();

    private final List<FlinkJob> jobs;
    private final JobConfiguration configuration;
    private final AtomicBoolean stopping;
    private long checkedAt = System.nanoTime();

    private Jobs(List<FlinkJob> jobs, JobConfiguration configuration, AtomicBoolean stopping) {
        this.jobs = jobs;
        this.configuration = configuration;
        this.stopping = stopping;
    }

    /**
     * Starts both.
     *
     * @param start where member-journey begins to read: a history that is fed once more is read once more, and nothing
     *     of what was there before
     * @param stopping set when the process is on its way out
     */
    static Jobs start(RollcallPlatform platform, Map<TopicPartition, Long> start, AtomicBoolean stopping) {
        Map<String, String> values = new TreeMap<>();
        values.put(JobOptions.KAFKA_BOOTSTRAP_SERVERS.key(), platform.kafka().bootstrapServers());
        values.put(
                JobOptions.ELASTICSEARCH_URLS.key(),
                platform.elasticsearch().url().toString());
        values.put(
                JobOptions.EVENTS_START.key(),
                "offsets:"
                        + start.entrySet().stream()
                                .map(entry -> entry.getKey().partition() + "=" + entry.getValue())
                                .sorted()
                                .collect(Collectors.joining(",")));
        values.put(JobOptions.CHECKPOINT_INTERVAL.key(), CHECKPOINT_INTERVAL);
        values.put(JobOptions.SNAPSHOT_INTERVAL.key(), "1s");
        values.put(JobOptions.PARALLELISM.key(), PARALLELISM);
        // the feed tells the community's own time, which is not that of the wall
        values.put(JobOptions.HEARTBEAT_INTERVAL.key(), "0s");
        // one partition is in order, and what is simulated in the past is to be seen at once
        values.put(JobOptions.HOLD_AHEAD.key(), "0s");
        JobConfiguration configuration = JobConfiguration.of(values);
        FlinkJob search = submit(platform.flink(), configuration, SearchIndexJob::build);
        FlinkJob journey = submit(platform.flink(), configuration, MemberJourneyJob::build);
        return new Jobs(List.of(journey, search), configuration, stopping);
    }

    private static FlinkJob submit(
            EmbeddedFlink flink,
            JobConfiguration configuration,
            BiConsumer<StreamExecutionEnvironment, JobConfiguration> build) {
        StreamExecutionEnvironment environment = flink.environment();
        Configuration patience = new Configuration();
        patience.set(RestartStrategyOptions.RESTART_STRATEGY, "fixed-delay");
        patience.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_ATTEMPTS, RESTARTS);
        patience.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_DELAY, Duration.ofSeconds(1));
        environment.configure(patience);
        build.accept(environment, configuration);
        return flink.submit(environment);
    }

    /** The consumer group of member-journey. */
    String journeyGroup() {
        return configuration.get(JobOptions.JOURNEY_GROUP_ID);
    }

    /** The consumer group of search-index. */
    String searchGroup() {
        return configuration.get(JobOptions.SEARCH_GROUP_ID);
    }

    /**
     * Looks after the jobs, at most once a second, so that it can be called often.
     *
     * @throws Failure if one has failed, with the reason
     * @throws Stopped if the process is on its way out
     */
    void check() {
        if (stopping.get()) {
            throw new Stopped();
        }
        if (System.nanoTime() - checkedAt < CHECK_NANOS) {
            return;
        }
        for (FlinkJob job : jobs) {
            JobStatus status = job.status();
            if (status.isTerminalState()) {
                throw Failure.failed("The job " + job.name() + " has ended (" + status + "): "
                        + job.failure().map(Jobs::rootOf).orElse("nobody knows why")
                        + "\nThe log has the details: "
                        + System.getProperty("rollcall.logs", ".rollcall/logs") + "/rollcall.log");
            }
        }
        checkedAt = System.nanoTime();
    }

    private static String rootOf(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        return root.toString();
    }

    /**
     * Waits a little.
     *
     * @throws Stopped if the process is on its way out
     */
    void pause(Duration duration) {
        try {
            Thread.sleep(duration.toMillis());
        } catch (InterruptedException e) {
            throw new Stopped();
        }
    }
}
