package io.rollcall.bench.run;

import io.rollcall.bench.community.EventTopics;
import io.rollcall.bench.community.Keys;
import io.rollcall.bench.community.Newcomers;
import io.rollcall.bench.community.Population;
import io.rollcall.bench.community.PopulationMaker;
import io.rollcall.bench.community.Traffic;
import io.rollcall.bench.peer.LiveProcess;
import io.rollcall.bench.peer.PeerSetup.Load;
import io.rollcall.bench.process.ChildProcess;
import io.rollcall.bench.process.Spoken;
import io.rollcall.cli.ProgramFile;
import io.rollcall.jobs.config.JobOptions;
import io.rollcall.wire.Topics;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.HdrHistogram.Histogram;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * Every member has a deadline at the same midnight. Events go on over it at an even pace, of which some win a badge at once,
 * as newcomers do with their first words.
 */
@Command(
        name = "midnight",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        description =
                "A midnight at which every member has something to decide: how long it takes, what else gets through.")
final class MidnightCommand implements Callable<Integer> {
    private static final List<String> PEERS = List.of(Comparison.ROLLCALL, Comparison.FLOOR_WITH_TIMERS);
    private static final Duration START = Duration.ofMinutes(10);
    private static final Duration BEFORE = Duration.ofMinutes(10);
    private static final int SEED = 7;
    private static final double PRICE = 50;
    private static final double MOST_SECONDS = 30;

    /** A request for each event would take the broker's half of one of two cores, which is the job's to use. */
    private static final int LINGER_MILLIS = 5;

    @Spec
    private CommandSpec spec;

    @Mixin
    private SiteOptions options;

    @Option(names = "--rate", description = "Events a second.")
    private long rate = 2_000;

    @Option(
            names = "--slots",
            description = "How many subtasks the job has, each in a slot of the example configuration.")
    private int slots = 1;

    @Option(names = "--before", description = "For how many seconds before midnight events are sent.")
    private long before = 25;

    @Option(names = "--after", description = "For how many seconds after it at most; else until all are settled.")
    private long after = 300;

    @Option(
            names = "--warm-up",
            description =
                    "How many more members have a midnight a day before, which is over before the other one comes:"
                            + " a job that has run for a day has compiled what a midnight needs.")
    private long warmUp = 100_000;

    @Option(
            names = "--peers",
            split = ",",
            description = "Whose midnight, one after the other: rollcall, floor-with-timers.")
    private List<String> peers = List.of(Comparison.ROLLCALL);

    @Override
    public Integer call() throws Exception {
        PrintStream out = System.out;
        Peers.require(spec, peers, PEERS);
        ZoneId zone = ProgramFile.example().parse().dates().zone();
        LocalDate today = LocalDate.ofInstant(Instant.now().minus(Duration.ofHours(1)), zone);
        Instant midnight = today.atStartOfDay(zone).toInstant();
        Instant eve = today.minusDays(1).atStartOfDay(zone).toInstant();
        Population population = due(options.members(), midnight).and(due(warmUp, eve));
        try (Site site = Site.open(options.work(), population, options.jvm());
                EventTopics live = new EventTopics(site.bootstrapServers(), LINGER_MILLIS)) {
            for (String peer : peers) {
                if (!measure(site, live, peer, eve, midnight, out)) {
                    return 1;
                }
            }
        }
        return 0;
    }

    /** One peer's midnights; whether all were settled. */
    private boolean measure(Site site, EventTopics live, String peer, Instant eve, Instant midnight, PrintStream out)
            throws Exception {
        Topics topics = new Topics("midnight-" + peer + '.');
        Latencies latencies = new Latencies(topics);
        live.create(site.admin(), topics);
        latencies.prepare(site.admin());
        // the events are of that midnight, or of the one before, and not the wall clock's, by which a job tells a
        // backlog
        Map<String, String> jobOptions = options.jobOptions(
                Map.of(JobOptions.HEARTBEAT_INTERVAL.key(), "0s", JobOptions.HOLD_AHEAD.key(), "72h"));
        Load load = Load.live("midnight", topics.prefix());
        try (ChildProcess job =
                site.startLive(slots, peer, load, List.of(eve.toEpochMilli(), midnight.toEpochMilli()), jobOptions)) {
            job.await(Spoken.RUNS, START);
            Night night = new Night(live, topics.events(), job);
            if (warmUp > 0 && !warmUp(night, eve.toEpochMilli())) {
                out.println("those of the midnight before are not settled in time");
                return false;
            }
            site.awaitRead(topics.events(), Site.consumerGroup(peer, load, jobOptions));
            long clockBefore = latencies.read(site.bootstrapServers(), (topic, due, millis) -> {});
            Newcomers newcomers = new Newcomers(new Traffic(Keys.ZIPF, options.members(), SEED, PRICE));
            long start = over(midnight.toEpochMilli(), night, before + after, newcomers::next);
            List<String> passed = job.said(LiveProcess.PASSED + midnight.toEpochMilli() + ' ');
            if (passed.isEmpty()) {
                out.println("not everybody is settled " + after + " s after midnight: give it more with --after");
                return false;
            }
            // what came meanwhile and is still on its way is the slowest of all
            site.awaitRead(topics.events(), Site.consumerGroup(peer, load, jobOptions));
            long begins = start + Duration.ofSeconds(before).toMillis();
            long ends = Long.parseLong(passed.get(0));
            long clock = report(out, peer, latencies, site.bootstrapServers(), Checkpoint.of(job), start, begins, ends);
            out.printf(Locale.ROOT, "%s: %,d outcomes of the clock%n%n", peer, clock - clockBefore);
            return true;
        }
    }

    /** Where events go, and who reads them. */
    private record Night(EventTopics live, String events, ChildProcess job) {}

    /** Members whose clock comes to an instant next, ten minutes before it. */
    private static Population due(long members, Instant instant) {
        return PopulationMaker.at(members, instant.minus(BEFORE), next -> next == instant.toEpochMilli());
    }

    /** Lets the midnight before come; whether all it concerns are settled. */
    private boolean warmUp(Night night, long eve) throws IOException {
        over(eve, night, before + after, (id, number, at) -> Newcomers.first(id, "early-" + number, at));
        return !night.job().said(LiveProcess.PASSED + eve + ' ').isEmpty();
    }

    /** Sends events until an instant has passed. Their time is the wall clock's, but for a distance, so that it comes when it is due. */
    private long over(long instant, Night night, long seconds, Feed.Source source) throws IOException {
        long distance = System.currentTimeMillis() + Duration.ofSeconds(before).toMillis() - instant;
        return new Feed(night.live(), night.events(), (id, number, due) -> source.event(id, number, due - distance))
                .run(Duration.ofSeconds(seconds), rate, () -> !night.job()
                        .said(LiveProcess.PASSED + instant + ' ')
                        .isEmpty());
    }

    /** Tells of it; how many outcomes the clock caused since the job began. */
    private long report(
            PrintStream out,
            String peer,
            Latencies latencies,
            String bootstrapServers,
            List<Checkpoint> checkpoints,
            long start,
            long begins,
            long ends)
            throws Exception {
        Histogram meanwhile = Latencies.histogram();
        Histogram otherwise = Latencies.histogram();
        // what is told at once: a badge of the job's, all that events cause in its peers
        boolean all = !isRollcall(peer);
        String badges = new Topics("midnight-" + peer + '.').badges();
        long clock = latencies.read(bootstrapServers, (topic, due, millis) -> {
            if (all || topic.equals(badges)) {
                if (due >= begins && due <= ends) {
                    meanwhile.recordValue(millis);
                } else if (due >= start + Duration.ofSeconds(before).toMillis() / 2 && due < begins) {
                    otherwise.recordValue(millis);
                }
            }
        });
        double seconds = (ends - begins) / 1000.0;
        out.printf(
                Locale.ROOT,
                "%s: %,d members at one midnight, %,d events/s, parallelism %d: settled %.1f s after it, the out-of-orderness included%n",
                peer,
                options.members(),
                rate,
                slots,
                seconds);
        for (Checkpoint checkpoint : checkpoints) {
            boolean during = checkpoint.end() >= begins && checkpoint.at() <= ends;
            out.printf(
                    Locale.ROOT,
                    "checkpoint %+.1f s: %s after %d ms, of them %d synchronous, %.0f MB%s%n",
                    (checkpoint.at() - begins) / 1000.0,
                    checkpoint.completed() ? "complete" : "failed",
                    checkpoint.millis(),
                    checkpoint.synchronous(),
                    checkpoint.writtenMegabytes(),
                    during ? ", meanwhile" : "");
        }
        Table table = Latencies.table("from an event to its " + (isRollcall(peer) ? "badge" : "outcome"));
        Latencies.row(table, "just before", otherwise);
        Latencies.row(table, "while the members were settled", meanwhile);
        out.println("\n" + table);
        if (isRollcall(peer)) {
            out.println(new Target("seconds until all are settled", seconds, MOST_SECONDS));
        }
        long completed = checkpoints.stream()
                .filter(checkpoint -> checkpoint.completed() && checkpoint.end() >= begins && checkpoint.end() <= ends)
                .count();
        out.println("checkpoints that were complete meanwhile: " + completed);
        return clock;
    }

    private static boolean isRollcall(String peer) {
        return peer.equals(Comparison.ROLLCALL);
    }
}
