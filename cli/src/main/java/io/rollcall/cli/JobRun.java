package io.rollcall.cli;

import io.rollcall.cli.demo.Offsets;
import io.rollcall.embedded.JobProcess;
import io.rollcall.jobs.config.JobConfiguration;
import io.rollcall.jobs.config.JobOptions;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/** A job in this process until somebody presses Ctrl-C, or it fails for good. */
final class JobRun {
    private static final Duration CHECK = Duration.ofSeconds(1);
    private static final int STOP_SECONDS = 120;

    private final String name;
    private final BiConsumer<StreamExecutionEnvironment, JobConfiguration> build;
    private final JobConfiguration configuration;
    private final RunCommand.JobArguments arguments;
    private final CountDownLatch stop = new CountDownLatch(1);
    private final CountDownLatch stopped = new CountDownLatch(1);

    JobRun(
            String name,
            BiConsumer<StreamExecutionEnvironment, JobConfiguration> build,
            JobConfiguration configuration,
            RunCommand.JobArguments arguments) {
        this.name = name;
        this.build = build;
        this.configuration = configuration;
        this.arguments = arguments;
    }

    /**
     * Runs it.
     *
     * @param topics what it reads
     * @param group by which it says how far it is
     * @param talk what a person should know
     */
    void untilStopped(List<String> topics, String group, PrintWriter talk) {
        Map<String, Object> client = new HashMap<>();
        configuration.kafkaProperties().forEach((key, value) -> client.put(key.toString(), value));
        client.putIfAbsent("default.api.timeout.ms", "15000");
        client.putIfAbsent("request.timeout.ms", "5000");
        Thread hook = new Thread(this::onExit, "run-stop");
        try (Admin admin = admin(client)) {
            requireTopics(admin, topics);
            Runtime.getRuntime().addShutdownHook(hook);
            try (JobProcess process = JobProcess.start(
                    arguments.data(),
                    arguments.webPort(),
                    configuration.get(JobOptions.PARALLELISM).orElse(1),
                    this::build)) {
                talk.println("%s runs%s: Kafka at %s, consumer group %s, Flink's page %s. Ctrl-C stops it."
                        .formatted(
                                name,
                                process.isContinued() ? " on from where it was" : "",
                                configuration.get(JobOptions.KAFKA_BOOTSTRAP_SERVERS),
                                group,
                                process.url()));
                talk.flush();
                watch(process, new Offsets(admin), topics, group, talk);
            }
            talk.println("%s is stopped%s."
                    .formatted(name, arguments.data() == null ? "" : "; it goes on from " + arguments.data()));
            talk.flush();
        } finally {
            stopped.countDown();
        }
        if (stop.getCount() > 0) {
            Runtime.getRuntime().removeShutdownHook(hook);
        }
    }

    private void build(StreamExecutionEnvironment environment) {
        // a broker that is away comes back: nobody is there to start the job again
        Configuration patience = new Configuration();
        patience.set(RestartStrategyOptions.RESTART_STRATEGY, "exponential-delay");
        patience.set(RestartStrategyOptions.RESTART_STRATEGY_EXPONENTIAL_DELAY_MAX_BACKOFF, Duration.ofMinutes(1));
        environment.configure(patience);
        environment.setParallelism(1);
        build.accept(environment, configuration);
    }

    /** Looks after it, and says once when what was there at the start is done. */
    private void watch(JobProcess process, Offsets offsets, List<String> topics, String group, PrintWriter talk) {
        Map<TopicPartition, Long> ends = offsets.ends(topics);
        boolean behind = true;
        while (!isStopping()) {
            JobStatus status = process.status();
            if (status.isTerminalState()) {
                throw Failure.failed("The job " + name + " has ended (" + status + "): "
                        + process.failure().map(JobRun::rootOf).orElse("nobody knows why")
                        + "\nThe log has the details: "
                        + System.getProperty("rollcall.logs", ".rollcall/logs") + "/rollcall.log");
            }
            if (behind && isThrough(offsets, group, ends)) {
                behind = false;
                talk.println("Caught up: everything that was there at the start is done.");
                talk.flush();
            }
        }
    }

    /** A broker that is away for a while is no reason to end: the job waits for it, too. */
    private static boolean isThrough(Offsets offsets, String group, Map<TopicPartition, Long> ends) {
        try {
            return offsets.behind(group, ends, Map.of()) == 0;
        } catch (Failure e) {
            return false;
        }
    }

    private boolean isStopping() {
        try {
            return stop.await(CHECK.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    private Admin admin(Map<String, Object> client) {
        try {
            return Admin.create(client);
        } catch (KafkaException e) {
            throw KafkaOptions.noClient(configuration.get(JobOptions.KAFKA_BOOTSTRAP_SERVERS), e);
        }
    }

    private void requireTopics(Admin admin, List<String> topics) {
        String kafka = configuration.get(JobOptions.KAFKA_BOOTSTRAP_SERVERS);
        try {
            Set<String> needed = new TreeSet<>(topics);
            needed.add(configuration.topics().programs());
            needed.removeAll(admin.listTopics().names().get());
            if (!needed.isEmpty()) {
                throw Failure.failed("Kafka at " + kafka + " does not have: " + String.join(", ", needed)
                        + ". 'rollcall topics create' makes them.");
            }
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw Failure.failed(
                    "Kafka at " + kafka + " does not answer as expected: " + cause.getMessage()
                            + "\nCheck that it runs there, or give another address with --"
                            + JobOptions.KAFKA_BOOTSTRAP_SERVERS.key() + ".",
                    cause);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Failure.failed("Interrupted.", e);
        }
    }

    private void onExit() {
        stop.countDown();
        try {
            boolean ended = stopped.await(STOP_SECONDS, TimeUnit.SECONDS);
            if (!ended) {
                System.err.println("rollcall: the job does not end; it is given up.");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String rootOf(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        return root.toString();
    }
}
