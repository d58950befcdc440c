package io.rollcall.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.rollcall.deploy.FlinkProcesses.JobManager;
import io.rollcall.embedded.TopicSetup;
import io.rollcall.event.Event;
import io.rollcall.jobs.MemberJourneyJob;
import io.rollcall.wire.Topics;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.awaitility.core.ConditionFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * The job jar on a real cluster, whose every part is killed while it works: a JobManager, two TaskManagers, a broker, each a
 * process of its own and each gone without a word.
 *
 * <p>Flink has no high availability that needs files alone: {@code high-availability.type} is {@code NONE}, {@code zookeeper},
 * {@code kubernetes} or a class of one's own. The first forgets all jobs with the JobManager. What is large (job graphs,
 * checkpoints, jars) is in files with the others too; what names the leader and the last checkpoint must be a store that
 * decides between two who both believe to lead, which files on a shared disk are not. So this takes the real thing, the ZooKeeper
 * that Flink brings along, also in a process of its own.
 *
 * <p>Both ways of delivery run beside each other, so that each blow hits both. One job decides events as they come, as live; in the other they
 * wait for the clock, as in any history, and are in its checkpoints. The one has room for few members. In both a program is on trial.
 */
class FailureIT {
    private static final Path DIRECTORY = Path.of("target/failure").toAbsolutePath();
    private static final Path JAR =
            Path.of("../flink-jobs/target/rollcall-jobs.jar").toAbsolutePath().normalize();
    private static final Duration LONG = Duration.ofMinutes(3);

    /** A look at all that was said takes the two cores a second, which those need who say it. */
    private static final Duration LOOK = Duration.ofSeconds(3);

    private static final int PARTS = 10;
    private static final int PARTITIONS = TwoCommunities.NAMES.size();

    private final Wire atLeastOnce = new Wire(new Topics("alo."));
    private final Wire exactlyOnce = new Wire(new Topics("eos."));
    private final TwoCommunities communities = new TwoCommunities();
    private final Said expectedAtLeastOnce = communities.replayed(atLeastOnce);
    private final Said expectedOnce = communities.replayed(exactlyOnce);
    private final long start = System.nanoTime();

    FailureIT() throws IOException {}

    @Test
    void whateverIsKilledAllIsSaidThatAReplaySays() throws Exception {
        delete(DIRECTORY);
        Files.createDirectories(DIRECTORY.resolve("tmp"));
        try (ZooKeeperProcess zookeeper = ZooKeeperProcess.start(DIRECTORY, DIRECTORY.resolve("zookeeper"));
                FlinkProcesses flink = FlinkProcesses.in(DIRECTORY, settings(zookeeper))) {
            List<JavaProcess> taskManagers = List.of(flink.startTaskManager(), flink.startTaskManager());
            JobManager jobManager = flink.startJobManager();
            Path data = DIRECTORY.resolve("kafka");
            try (BrokerProcess broker = BrokerProcess.start(DIRECTORY, "broker", data, 0)) {
                live(flink, taskManagers, jobManager, broker, data);
            }
        }
    }

    private void live(
            FlinkProcesses flink,
            List<JavaProcess> taskManagers,
            JobManager firstJobManager,
            BrokerProcess firstBroker,
            Path data)
            throws Exception {
        String kafka = firstBroker.bootstrapServers();
        makeTopics(kafka);
        try (Feed feed = new Feed(kafka, List.of(atLeastOnce, exactlyOnce));
                Outcomes outcomes = new Outcomes(kafka, atLeastOnce)) {
            feed.programs();
            feed.send(part(0));
            taskManagers.forEach(FlinkProcesses::awaitRegistered);
            tell("the cluster is there");
            FlinkRest rest = new FlinkRest(firstJobManager.url());
            List<String> jobs = submit(flink, kafka, rest);
            tell("both jobs run");

            assertThat(rest.get("/").statusCode()).isEqualTo(200);
            assertThat(rest.get("/").body()).contains("<title>Apache Flink Web Dashboard</title>");
            awaiting("outcomes").until(() -> outcomes.count() > 0);
            awaitCheckpoints(rest, jobs, 1);
            tell("first outcomes and checkpoints: " + rest.checkpoints(jobs.get(0)));

            feed.send(part(1));
            loseTaskManager(flink, taskManagers.get(0), rest, jobs, feed, outcomes);
            BrokerProcess broker = loseBroker(flink, firstBroker, data, feed, outcomes);
            try (broker) {
                rest = loseJobManager(flink, firstJobManager, jobs, feed, outcomes);
                failCheckpoints(flink, taskManagers.get(1), rest, jobs, feed);

                feed.send(part(9));
                feed.clock(TwoCommunities.end());
                feed.flush();
                compare(kafka);
                tell("all is said");
                stop(flink, jobs);
                compare(kafka);
                tell("and nothing more when both jobs have stopped with a savepoint");
            }
        }
    }

    private void loseTaskManager(
            FlinkProcesses flink,
            JavaProcess taskManager,
            FlinkRest rest,
            List<String> jobs,
            Feed feed,
            Outcomes outcomes)
            throws Exception {
        taskManager.kill();
        long killed = System.currentTimeMillis();
        feed.send(part(2));
        feed.flush();
        awaiting("both jobs start again").until(() -> {
            supervise(flink);
            return restarted(rest, jobs, killed);
        });
        long running = System.currentTimeMillis();
        awaitNext(flink, outcomes, feed, part(3));
        long processing = System.currentTimeMillis();
        tell("a TaskManager killed: both jobs started again after %,d ms, the next outcome came after %,d ms"
                .formatted(running - killed, processing - killed));
        FlinkRest.Checkpoints last = rest.checkpoints(jobs.get(0));
        awaitCheckpoints(rest, jobs, last.completed() + 1);
        tell("a checkpoint after %,d ms".formatted(System.currentTimeMillis() - killed));
        FlinkProcesses.awaitRegistered(flink.startTaskManager());
    }

    private static boolean restarted(FlinkRest rest, List<String> jobs, long since) throws Exception {
        for (String job : jobs) {
            if (rest.runningSince(job) <= since) {
                return false;
            }
        }
        return true;
    }

    private void supervise(FlinkProcesses flink) throws IOException {
        if (flink.supervise() > 0) {
            tell("another TaskManager ended by itself, and was started again");
        }
    }

    /** Sends events and waits for another outcome; of those sent before all can have been said already. */
    private void awaitNext(FlinkProcesses flink, Outcomes outcomes, Feed feed, List<Event> events) throws Exception {
        long before = outcomes.count();
        feed.send(events);
        feed.flush();
        awaiting("outcomes").until(() -> {
            supervise(flink);
            return outcomes.count() > before;
        });
    }

    private BrokerProcess loseBroker(FlinkProcesses flink, BrokerProcess first, Path data, Feed feed, Outcomes outcomes)
            throws Exception {
        feed.send(part(4));
        first.kill();
        BrokerProcess second = BrokerProcess.start(DIRECTORY, "broker-again", data, first.port());
        awaitNext(flink, outcomes, feed, part(5));
        tell("the broker killed and back");
        return second;
    }

    private FlinkRest loseJobManager(
            FlinkProcesses flink, JobManager first, List<String> jobs, Feed feed, Outcomes outcomes) throws Exception {
        first.process().kill();
        long killed = System.currentTimeMillis();
        feed.send(part(6));
        feed.flush();
        FlinkRest rest = new FlinkRest(flink.startJobManager().url());
        awaiting("both jobs are found again").until(() -> allRun(rest, jobs));
        awaitNext(flink, outcomes, feed, part(7));
        tell("the JobManager killed: the next outcome came after %,d ms, its new process included"
                .formatted(System.currentTimeMillis() - killed));
        return rest;
    }

    /**
     * The store of checkpoints is away, and meanwhile a TaskManager is lost: so the jobs go back to what was before. We may be root, whom no permission keeps
     * out, so a file is where the directory was.
     */
    private void failCheckpoints(
            FlinkProcesses flink, JavaProcess taskManager, FlinkRest rest, List<String> jobs, Feed feed)
            throws Exception {
        awaitCheckpoints(rest, jobs, 1);
        Path checkpoints = DIRECTORY.resolve("checkpoints");
        Path aside = DIRECTORY.resolve("checkpoints-aside");
        List<FlinkRest.Checkpoints> before = new ArrayList<>();
        for (String job : jobs) {
            before.add(rest.checkpoints(job));
        }
        Files.move(checkpoints, aside);
        Files.writeString(checkpoints, "no directory");
        feed.send(part(8));
        feed.flush();
        for (int i = 0; i < jobs.size(); i++) {
            int failed = before.get(i).failed();
            String job = jobs.get(i);
            awaiting("checkpoints fail").until(() -> rest.checkpoints(job).failed() >= failed + 2);
        }
        assertThat(allRun(rest, jobs)).isTrue();
        taskManager.kill();
        long killed = System.currentTimeMillis();
        Files.delete(checkpoints);
        Files.move(aside, checkpoints);
        awaiting("both jobs start again").until(() -> {
            supervise(flink);
            return restarted(rest, jobs, killed);
        });
        for (int i = 0; i < jobs.size(); i++) {
            awaitCheckpoints(rest, List.of(jobs.get(i)), before.get(i).completed() + 2);
        }
        tell("checkpoints failed, a TaskManager was killed, and they succeed again");
    }

    private List<String> submit(FlinkProcesses flink, String kafka, FlinkRest rest) throws Exception {
        assertThat(JAR)
                .as("the job jar, which `mvn package` of flink-jobs makes")
                .exists();
        List<JavaProcess> clients = List.of(
                // few members fit its memory, so that most come from RocksDB and go there
                flink.client(run(
                        kafka,
                        atLeastOnce,
                        "at-least-once",
                        "0s",
                        "--member-journey.hot-members=10",
                        "--member-journey.warm-members=64kb")),
                flink.client(run(kafka, exactlyOnce, "exactly-once", "5min")));
        clients.forEach(JavaProcess::awaitSuccess);
        awaiting("both jobs run").until(() -> {
            Map<String, String> states = rest.jobs();
            return states.size() == 2 && states.values().stream().allMatch("RUNNING"::equals);
        });
        return List.copyOf(rest.jobs().keySet());
    }

    private static List<String> run(String kafka, Wire wire, String delivery, String holdAhead, String... more) {
        List<String> arguments = new ArrayList<>(List.of(
                "run",
                "-d",
                "-p",
                "2",
                "-c",
                MemberJourneyJob.class.getName(),
                JAR.toString(),
                "--kafka.bootstrap-servers=" + kafka,
                "--topics.prefix=" + wire.topics().prefix(),
                "--member-journey.group-id=" + wire.topics().prefix() + "member-journey",
                "--delivery=" + delivery,
                "--event-time.hold-ahead=" + holdAhead,
                "--checkpoint.interval=1s",
                "--snapshot-interval=500ms",
                // a history is fed in long after it happened, and clock records tell each partition its time
                "--event-time.heartbeat=0s",
                "--event-time.idle-timeout=0s"));
        arguments.addAll(List.of(more));
        return arguments;
    }

    private static void stop(FlinkProcesses flink, List<String> jobs) throws IOException {
        List<JavaProcess> clients = new ArrayList<>();
        for (String job : jobs) {
            clients.add(flink.client(List.of("stop", job)));
        }
        clients.forEach(JavaProcess::awaitSuccess);
    }

    /** Both jobs said what a replay says; the one more than once, if need be, but always the same. */
    private void compare(String kafka) throws IOException {
        assertThat(expectedOnce.outcomes()).as("this proves something").hasSizeGreaterThan(10_000);
        assertThat(expectedOnce.of(TwoCommunities.TRIED_IN, true))
                .as("this proves something of trials")
                .isGreaterThan(3_000)
                .isNotEqualTo(expectedOnce.of(TwoCommunities.TRIED_IN, false));
        await().atMost(LONG).pollInterval(LOOK).untilAsserted(() -> {
            Said said = exactlyOnce.read(kafka, "read_committed");
            Difference.none("exactly once", expectedOnce.outcomes(), said.outcomes());
            Difference.none("members, exactly once", expectedOnce.members(), said.members());
        });
        await().atMost(LONG).pollInterval(LOOK).untilAsserted(() -> {
            Said said = atLeastOnce.read(kafka, "read_uncommitted");
            Difference.none("at least once", expectedAtLeastOnce.distinct(), said.distinct());
            Difference.none("members, at least once", expectedAtLeastOnce.members(), said.members());
            assertThat(said.outcomes().values())
                    .allSatisfy(records -> assertThat(records).containsOnly(records.get(0)));
        });
        Said said = atLeastOnce.read(kafka, "read_uncommitted");
        assertThat(said.count())
                .as("what was said after a checkpoint is said again: else no blow has hit")
                .isGreaterThan(said.outcomes().size());
        tell("at least once: %,d outcomes, %,d of them repeated"
                .formatted(
                        said.outcomes().size(), said.count() - said.outcomes().size()));
    }

    private static boolean allRun(FlinkRest rest, List<String> jobs) throws Exception {
        for (String job : jobs) {
            if (rest.runningSince(job) == 0) {
                return false;
            }
        }
        return true;
    }

    private static void awaitCheckpoints(FlinkRest rest, List<String> jobs, int completed) {
        jobs.forEach(job -> awaiting("%d checkpoints of %s".formatted(completed, job))
                .until(() -> rest.checkpoints(job).completed() >= completed));
    }

    private static ConditionFactory awaiting(String what) {
        // a JobManager that is starting does not answer, or does not know the jobs yet
        return await(what)
                .atMost(LONG)
                .pollInterval(Duration.ofMillis(50))
                .ignoreExceptionsInstanceOf(IOException.class);
    }

    private List<Event> part(int number) {
        List<Event> events = communities.events();
        return events.subList(events.size() * number / PARTS, events.size() * (number + 1) / PARTS);
    }

    private void makeTopics(String kafka) {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka))) {
            TopicSetup.create(admin, atLeastOnce.topics(), PARTITIONS, 1);
            TopicSetup.create(admin, exactlyOnce.topics(), PARTITIONS, 1);
        }
    }

    /** What is different here from the example configuration: addresses, sizes, and less patience. */
    private static Map<String, String> settings(ZooKeeperProcess zookeeper) {
        Map<String, String> settings = new HashMap<>();
        settings.put("high-availability.zookeeper.quorum", zookeeper.quorum());
        settings.put(
                "high-availability.storageDir", DIRECTORY.resolve("ha").toUri().toString());
        settings.put("high-availability.zookeeper.client.session-timeout", "10s");
        settings.put("high-availability.zookeeper.client.connection-timeout", "10s");
        settings.put(
                "execution.checkpointing.dir",
                DIRECTORY.resolve("checkpoints").toUri().toString());
        settings.put(
                "execution.checkpointing.savepoint-dir",
                DIRECTORY.resolve("savepoints").toUri().toString());
        settings.put("io.tmp.dirs", DIRECTORY.resolve("tmp").toString());
        settings.put("rest.bind-port", "0");
        settings.put("jobmanager.memory.process.size", "600m");
        settings.put("jobmanager.memory.jvm-metaspace.size", "128m");
        settings.put("jobmanager.memory.off-heap.size", "64m");
        settings.put("taskmanager.memory.process.size", "900m");
        settings.put("taskmanager.memory.managed.size", "128m");
        settings.put("taskmanager.memory.framework.heap.size", "96m");
        settings.put("taskmanager.memory.framework.off-heap.size", "64m");
        settings.put("taskmanager.memory.network.min", "48m");
        settings.put("taskmanager.memory.network.max", "48m");
        settings.put("taskmanager.memory.jvm-metaspace.size", "160m");
        settings.put("taskmanager.memory.jvm-overhead.min", "96m");
        settings.put("taskmanager.memory.jvm-overhead.max", "96m");
        settings.put("taskmanager.numberOfTaskSlots", "4");
        return settings;
    }

    private void tell(String what) {
        System.out.printf("FailureIT %5.1f s: %s%n", (System.nanoTime() - start) / 1e9, what);
    }

    private static void delete(Path directory) throws IOException {
        if (!Files.exists(directory)) {
            return;
        }
        Files.walkFileTree(directory, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException failure) throws IOException {
                Files.delete(visited);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
