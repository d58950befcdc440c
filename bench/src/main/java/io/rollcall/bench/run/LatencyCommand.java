package io.rollcall.bench.run;

import io.rollcall.bench.community.EventTopics;
import io.rollcall.bench.community.Keys;
import io.rollcall.bench.community.Population;
import io.rollcall.bench.community.PopulationMaker;
import io.rollcall.bench.community.Traffic;
import io.rollcall.bench.peer.LiveProcess;
import io.rollcall.bench.peer.PeerSetup.Load;
import io.rollcall.bench.process.ChildProcess;
import io.rollcall.wire.Topics;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The job as it runs live, with all its defaults: events of now, one after the other, and when their outcomes are there. */
@Command(
        name = "latency",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        description = "How long it takes from an event to the topic of its outcome, checkpoints every 10 s.")
final class LatencyCommand implements Callable<Integer> {
    private static final Topics TOPICS = new Topics("live.");
    private static final Duration START = Duration.ofMinutes(10);
    private static final Duration BEFORE = Duration.ofMinutes(5);
    private static final long WARM_UP_RATE = 50_000;
    private static final int SEED = 7;
    private static final double PRICE_OF_SPREE = 5000;
    private static final double P50 = 5;
    private static final double P99 = 30;

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
                    "A file for every outcome: when its event was due, in milliseconds since the measuring began, its topic, its"
                            + " latency in milliseconds; and for every checkpoint that ended since then, as topic \"checkpoint\".")
    private @Nullable Path csv;

    @Override
    public Integer call() throws Exception {
        PrintStream out = System.out;
        Population population =
                PopulationMaker.at(options.members(), Instant.now().minus(BEFORE), next -> true);
        Histogram all = Latencies.histogram();
        Histogram alerts = Latencies.histogram();
        try (PrintWriter lines = new PrintWriter(csv == null ? Writer.nullWriter() : Files.newBufferedWriter(csv));
                Site site = Site.open(options.work(), population, options.jvm());
                EventTopics live = new EventTopics(site.bootstrapServers(), 0)) {
            Latencies latencies = new Latencies(TOPICS);
            live.create(site.admin(), TOPICS);
            latencies.prepare(site.admin());
            Traffic traffic = new Traffic(keys, options.members(), SEED, PRICE_OF_SPREE);
            Feed feed = new Feed(live, TOPICS.events(), (id, number, due) -> traffic.next(id, due));
            Duration settling = Duration.ofSeconds(settle);
            try (ChildProcess job = site.startLive(
                    1, new Load(keys.text(), TOPICS.prefix(), 0, 0), List.of(), options.jobOptions(Map.of()))) {
                job.await(LiveProcess.RUNS, START);
                feed.run(Duration.ofSeconds(warmUp / WARM_UP_RATE), WARM_UP_RATE, () -> false);
                site.awaitRead(TOPICS.events(), options.jobOptions(Map.of()));
                long start = settling.toMillis() + feed.run(settling.plusSeconds(seconds), rate, () -> false);
                List<Checkpoint> checkpoints = Checkpoint.of(job).stream()
                        .filter(checkpoint -> checkpoint.end() >= start)
                        .toList();
                checkpoints.forEach(each -> lines.println((each.at() - start) + ",checkpoint," + each.millis()));
                latencies.read(site.bootstrapServers(), (topic, due, millis) -> {
                    if (due >= start) {
                        lines.println((due - start) + "," + topic + "," + millis);
                        all.recordValue(millis);
                        if (topic.equals(TOPICS.alerts())) {
                            alerts.recordValue(millis);
                        }
                    }
                });
                report(out, all, alerts, checkpoints);
            }
        }
        return 0;
    }

    private void report(PrintStream out, Histogram all, Histogram alerts, List<Checkpoint> checkpoints) {
        out.printf(
                Locale.ROOT,
                "%,d events/s of %s keys, %,d members; checkpoints (ms): %s; of them synchronous: %s; they wrote (MB): %s%n%n",
                rate,
                keys.text(),
                options.members(),
                checkpoints.stream().map(Checkpoint::millis).toList(),
                checkpoints.stream().map(Checkpoint::synchronous).toList(),
                checkpoints.stream()
                        .map(each -> Math.round(each.writtenMegabytes()))
                        .toList());
        Table table = Latencies.table("from an event to");
        Latencies.row(table, "its alert", alerts);
        Latencies.row(table, "any outcome", all);
        out.println(table);
        out.println(new Target("p50 from event to alert, ms", alerts.getValueAtPercentile(50), P50));
        out.println(new Target("p99 from event to alert, ms", alerts.getValueAtPercentile(99), P99));
    }
}
