package io.rollcall.bench.run;

import io.rollcall.bench.community.EventTopics;
import io.rollcall.bench.community.Keys;
import io.rollcall.bench.community.Population;
import io.rollcall.bench.community.PopulationMaker;
import io.rollcall.bench.community.Traffic;
import io.rollcall.bench.peer.PeerSetup.Load;
import io.rollcall.bench.process.ChildProcess;
import io.rollcall.bench.process.Spoken;
import io.rollcall.wire.Topics;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The job as it runs live, with all its defaults: events of now, one after the other, and when their outcomes are there. */
@Command(
        name = "latency",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        description = "How long it takes from an event to the topic of its outcome, checkpoints every 10 s.")
final class LatencyCommand implements Callable<Integer> {
    private static final Duration START = Duration.ofMinutes(10);
    private static final Duration BEFORE = Duration.ofMinutes(5);
    private static final long WARM_UP_RATE = 50_000;
    private static final int SEED = 7;
    private static final double PRICE_OF_SPREE = 5000;
    private static final double P50 = 5;
    private static final double P99 = 30;

    @Spec
    private CommandSpec spec;

    @Mixin
    private SiteOptions options;

    @Option(names = "--keys", description = "Whose the events are: ${COMPLETION-CANDIDATES}.")
    private Keys keys = Keys.ZIPF;

    @Option(names = "--rate", description = "Events a second; half of what `peers` says the job can take is half load.")
    private long rate = 10_000;

    @Option(names = "--seconds", description = "How long it is measured.")
    private long seconds = 60;

    @Option(
            names = "--warm-up",
            description =
                    "How many events are read before that, at 50,000 a second, in whole seconds: a job that has run for a day has"
                            + " compiled what it needs.")
    private long warmUp = 3_000_000;

    @Option(
            names = "--settle",
            description =
                    "For how many seconds events come at the measured rate before it is measured: the JIT"
                            + " compilers, which take from the two cores what they need, have then done what the warm-up left them.")
    private long settle = 60;

    @Option(
            names = "--csv",
            description =
                    "A file for every outcome: when its event was due, in milliseconds since the measuring began, the peer, its topic, its"
                            + " latency in milliseconds; and for every checkpoint that ended since then, as topic \"checkpoint\".")
    private @Nullable Path csv;

    @Option(
            names = "--peers",
            split = ",",
            description = "Whose latency: rollcall, floor, naive, streams, streams-uncached.")
    private List<String> peers = List.of(Comparison.ROLLCALL);

    @Override
    public Integer call() throws Exception {
        PrintStream out = System.out;
        Peers.require(spec, peers, Comparison.ALL);
        Population population =
                PopulationMaker.at(options.members(), Instant.now().minus(BEFORE), next -> true);
        Table table = Latencies.table("from an event to");
        try (PrintWriter lines = new PrintWriter(csv == null ? Writer.nullWriter() : Files.newBufferedWriter(csv));
                Site site = Site.open(options.work(), population, options.jvm());
                EventTopics live = new EventTopics(site.bootstrapServers(), 0)) {
            out.printf(Locale.ROOT, "%,d events/s of %s keys, %,d members%n", rate, keys.text(), options.members());
            List<Target> targets = new ArrayList<>();
            for (String peer : peers) {
                Measured measured = measure(site, live, peer, lines);
                report(out, peer, measured, table);
                if (peer.equals(Comparison.ROLLCALL)) {
                    Histogram alerts = measured.alerts();
                    targets.add(new Target("p50 from event to alert, ms", alerts.getValueAtPercentile(50), P50));
                    targets.add(new Target("p99 from event to alert, ms", alerts.getValueAtPercentile(99), P99));
                }
            }
            out.println("\n" + table);
            targets.forEach(out::println);
        }
        return 0;
    }

    /**
     * What came of a peer.
     *
     * @param alerts the latencies of its alerts
     * @param all those of all its outcomes
     * @param checkpoints that ended meanwhile; Kafka Streams has none
     */
    private record Measured(Histogram alerts, Histogram all, List<Checkpoint> checkpoints) {}

    private Measured measure(Site site, EventTopics live, String peer, PrintWriter lines) throws Exception {
        Topics topics = new Topics("live-" + peer + '.');
        Latencies latencies = new Latencies(topics);
        live.create(site.admin(), topics);
        latencies.prepare(site.admin());
        Traffic traffic = new Traffic(keys, options.members(), SEED, PRICE_OF_SPREE);
        Feed feed = new Feed(live, topics.events(), (id, number, due) -> traffic.next(id, due));
        Duration settling = Duration.ofSeconds(settle);
        Map<String, String> jobOptions = options.jobOptions(Map.of());
        Load load = Load.live(keys.text(), topics.prefix());
        try (ChildProcess job = site.startLive(1, peer, load, List.of(), jobOptions)) {
            job.await(Spoken.RUNS, START);
            feed.run(Duration.ofSeconds(warmUp / WARM_UP_RATE), WARM_UP_RATE, () -> false);
            site.awaitRead(topics.events(), Site.consumerGroup(peer, load, jobOptions));
            long start = settling.toMillis() + feed.run(settling.plusSeconds(seconds), rate, () -> false);
            // what is still on its way is the slowest of all
            site.awaitRead(topics.events(), Site.consumerGroup(peer, load, jobOptions));
            long end = start + Duration.ofSeconds(seconds).toMillis();
            List<Checkpoint> checkpoints = Checkpoint.of(job).stream()
                    .filter(checkpoint -> checkpoint.end() >= start && checkpoint.at() < end)
                    .toList();
            checkpoints.forEach(
                    each -> lines.println((each.at() - start) + "," + peer + ",checkpoint," + each.millis()));
            Measured measured = new Measured(Latencies.histogram(), Latencies.histogram(), checkpoints);
            latencies.read(site.bootstrapServers(), (topic, due, millis) -> {
                if (due >= start) {
                    lines.println((due - start) + "," + peer + "," + topic + "," + millis);
                    measured.all().recordValue(millis);
                    if (topic.equals(topics.alerts())) {
                        measured.alerts().recordValue(millis);
                    }
                }
            });
            return measured;
        }
    }

    private static void report(PrintStream out, String peer, Measured measured, Table table) {
        List<Checkpoint> checkpoints = measured.checkpoints();
        if (!checkpoints.isEmpty()) {
            out.printf(
                    Locale.ROOT,
                    "%s: checkpoints (ms): %s; of them synchronous: %s; they wrote (MB): %s%n",
                    peer,
                    checkpoints.stream().map(Checkpoint::millis).toList(),
                    checkpoints.stream().map(Checkpoint::synchronous).toList(),
                    checkpoints.stream()
                            .map(each -> Math.round(each.writtenMegabytes()))
                            .toList());
        }
        if (measured.alerts().getTotalCount() > 0) {
            Latencies.row(table, peer + "'s alert", measured.alerts());
        }
        Latencies.row(table, "any outcome of " + peer, measured.all());
    }
}
