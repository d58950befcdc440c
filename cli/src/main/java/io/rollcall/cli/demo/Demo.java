package io.rollcall.cli.demo;

import io.rollcall.cli.Failure;
import io.rollcall.cli.ProgramTopic;
import io.rollcall.console.ConsoleException;
import io.rollcall.console.ConsoleServer;
import io.rollcall.embedded.RollcallPlatform;
import io.rollcall.index.IndexSettings;
import io.rollcall.index.IndexSetup;
import io.rollcall.index.SetupReport;
import io.rollcall.program.Program;
import io.rollcall.search.ElasticsearchConnection;
import io.rollcall.search.IndexNames;
import io.rollcall.search.UnavailableException;
import io.rollcall.wire.Topics;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.TopicPartition;

/**
 * Everything on this machine, from the first server to the page. Whatever ends it (the end of a history, a failure,
 * Ctrl-C), all that it started ends with it.
 */
public final class Demo {
    private static final int PARTITIONS = 1;
    private static final String STOPPED = "everything is stopped";
    private static final Duration LONGEST_STOP = Duration.ofSeconds(30);

    private final Settings settings;
    private final PrintWriter results;
    private final Talk talk;

    /** Set when the process is on its way out: what fails from then on fails because of that. */
    private final AtomicBoolean stopping = new AtomicBoolean();

    private final CountDownLatch ended = new CountDownLatch(1);

    /**
     * A demo.
     *
     * @param results where a summary as JSON goes
     * @param talk where everything goes that is for a person
     */
    public Demo(Settings settings, PrintWriter results, PrintWriter talk) {
        this.settings = settings;
        this.results = results;
        this.talk = new Talk(talk);
    }

    /**
     * Runs it, to the end of a history with {@code exitWhenDone}, else until the process is told to end.
     *
     * @throws Failure if the program or the history is wrong, or something fails
     */
    public void run() {
        Program program = settings.program().parse();
        if (program.shadow()) {
            throw Failure.wrong(
                    settings.program().name() + " says 'mode: shadow', which runs beside a live program, and"
                            + " the demo has none but this one. Take the line out.");
        }
        Run run = settings.events().isEmpty()
                ? SimulatedRun.of(settings, program)
                : HistoryRun.of(settings, program, results);
        Thread self = Thread.currentThread();
        Thread onExit = new Thread(
                () -> {
                    stopping.set(true);
                    talk.step("stopping");
                    self.interrupt();
                    awaitEnd();
                },
                "demo-stop");
        Runtime.getRuntime().addShutdownHook(onExit);
        try {
            run(run, program);
            talk.step(STOPPED);
        } catch (RuntimeException e) {
            if (!stopping.get()) {
                throw e;
            }
            talk.step(STOPPED);
        } finally {
            ended.countDown();
            remove(onExit);
        }
    }

    private static void remove(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // the process is on its way out
        }
    }

    /** The process would be gone before the last word. */
    private void awaitEnd() {
        try {
            boolean inTime = ended.await(LONGEST_STOP.toSeconds(), TimeUnit.SECONDS);
            if (!inTime) {
                talk.step("still stopping");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run(Run run, Program program) {
        talk.say("Rollcall demo: " + run.title());
        run.notes().forEach(talk::say);
        requireFree(settings.ports().console());
        try (RollcallPlatform platform = start();
                Admin admin = platform.kafka().admin()) {
            ElasticsearchConnection elasticsearch =
                    ElasticsearchConnection.to(platform.elasticsearch().url().toString());
            setUpIndices(elasticsearch);
            Topics topics = Topics.DEFAULT;
            String kafka = platform.kafka().bootstrapServers();
            long version = ProgramTopic.of(kafka)
                    .publishUnlessSame(program, settings.program().text());
            talk.step("program '" + program.name() + "' published, version " + version);
            Offsets offsets = new Offsets(admin);
            Map<TopicPartition, Long> start = offsets.ends(List.of(topics.events()));
            Jobs jobs = Jobs.start(platform, start, stopping);
            try (ConsoleServer console = startConsole(platform);
                    EventFeed feed = EventFeed.to(kafka, topics.events())) {
                talk.step("jobs member-journey and search-index are running");
                run.feed(
                        new Parts(platform, jobs, feed, offsets, start, elasticsearch, talk),
                        () -> addresses(platform, console));
            }
        }
    }

    /** A port in use must not cost the start of all the servers. */
    private static void requireFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        } catch (IOException e) {
            throw Failure.failed(
                    "The console cannot listen on port " + port + " of 127.0.0.1: " + e.getMessage()
                            + ".\nStop what uses it, or choose another one with --port (0: any that is free).",
                    e);
        }
    }

    private RollcallPlatform start() {
        RollcallPlatform.Launch launch = settings.dataDirectory() == null
                ? RollcallPlatform.temporary()
                : RollcallPlatform.in(settings.dataDirectory());
        return launch.partitions(PARTITIONS)
                .kafkaPort(settings.ports().kafka())
                .elasticsearchPort(settings.ports().elasticsearch())
                .flinkPort(settings.ports().flink())
                .progress(talk::step)
                .start();
    }

    private void setUpIndices(ElasticsearchConnection elasticsearch) {
        SetupReport report;
        try {
            report = new IndexSetup(elasticsearch, IndexNames.DEFAULT, IndexSettings.DEFAULT).run();
        } catch (UnavailableException e) {
            throw Failure.failed(String.valueOf(e.getMessage()), e);
        }
        if (!report.complete()) {
            throw Failure.failed("The indices in the data directory do not fit:\n" + report
                    + "\nChoose another --data-dir, or delete this one to begin anew.");
        }
        talk.step("index templates are installed");
    }

    private ConsoleServer startConsole(RollcallPlatform platform) {
        try {
            return ConsoleServer.builder(platform.elasticsearch().url())
                    .port(settings.ports().console())
                    .start();
        } catch (ConsoleException e) {
            throw Failure.failed(String.valueOf(e.getMessage()), e);
        }
    }

    private void addresses(RollcallPlatform platform, ConsoleServer console) {
        talk.say("");
        talk.say("        The page       " + console.uri());
        talk.say("        Flink          " + platform.flink().url() + "/");
        talk.say("        Kafka          " + platform.kafka().bootstrapServers());
        talk.say("        Elasticsearch  " + platform.elasticsearch().url());
        talk.say("");
    }
}
