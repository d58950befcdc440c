package io.rollcall.bench.run;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.rollcall.bench.community.Keys;
import io.rollcall.bench.community.Population;
import io.rollcall.bench.community.PopulationMaker;
import io.rollcall.bench.community.Traffic;
import io.rollcall.bench.peer.PeerReport;
import io.rollcall.bench.peer.PeerSetup.Load;
import io.rollcall.jobs.config.JobOptions;
import io.rollcall.wire.Topics;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * Every peer reads the same events from the same broker, one peer after the other.
 *
 * <p>The events are a backlog of yesterday evening's, {@value #PER_SECOND} of them a second of their own time, so that no
 * midnight falls among them.
 */
@Command(
        name = "peers",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        description = "Throughput, CPU, checkpoints and recovery of the job and of its peers on one backlog of events.")
final class PeersCommand implements Callable<Integer> {
    private static final long PER_SECOND = 10_000;
    private static final int SEED = 7;
    private static final double PRICE = 50;

    /** A peer that needs ten times as long reads this share of the events. */
    private static final int SHARE_OF_SLOW = 4;

    @Spec
    private CommandSpec spec;

    @Mixin
    private SiteOptions options;

    @Option(names = "--events", description = "How many events there are.")
    private long events = 2_000_000;

    @Option(names = "--keys", split = ",", description = "Whose they are: ${COMPLETION-CANDIDATES}.")
    private List<Keys> keys = List.of(Keys.ZIPF, Keys.UNIFORM);

    @Option(names = "--peers", split = ",", description = "Who reads them.")
    private List<String> peers = Comparison.ALL;

    @Option(names = "--json", description = "A file for the figures.")
    private @Nullable Path json;

    @Option(names = "--keep", description = "Keep what was written below --work, for a look at it.")
    private boolean keeps;

    @Override
    public Integer call() throws Exception {
        PrintStream out = System.out;
        Peers.require(spec, peers, Comparison.ALL);
        Instant evening = Instant.now().truncatedTo(ChronoUnit.DAYS).minus(12, ChronoUnit.HOURS);
        Population population = PopulationMaker.at(options.members(), evening, next -> true);
        out.printf(
                Locale.ROOT,
                "%,d members of %.0f bytes each before the first event, %,d events%n",
                options.members(),
                population.meanBytes(),
                events);
        try (Site site = Site.open(options.work(), population, options.jvm())) {
            if (keeps) {
                site.keep();
                out.println("everything is in " + site.directory());
            }
            List<Load> loads = new ArrayList<>();
            for (Keys each : keys) {
                loads.add(load(site, each, evening.toEpochMilli()));
            }
            Map<String, Map<String, PeerReport>> reports = new LinkedHashMap<>();
            int status = 0;
            for (String peer : peers) {
                out.println(peer + " …");
                try {
                    reports.put(peer, run(site, peer, loads));
                } catch (IOException e) {
                    // the others' figures took an hour, and why this one has none is in what it wrote
                    out.println(e.getMessage());
                    site.keep();
                    status = 1;
                }
            }
            report(out, new Comparison(options.members(), reports));
            return status;
        }
    }

    private Load load(Site site, Keys each, long from) throws Exception {
        Topics topics = new Topics(each.text() + '.');
        site.topics().create(site.admin(), topics);
        long deliveries = site.topics()
                .write(topics.events(), new Traffic(each, options.members(), SEED, PRICE), events, from, PER_SECOND);
        return new Load(each.text(), topics.prefix(), events, deliveries);
    }

    private Map<String, PeerReport> run(Site site, String peer, List<Load> loads) throws Exception {
        // the events are of yesterday: the wall clock has no part in them, nor has what waits for the clock while a
        // backlog lasts
        Map<String, String> jobOptions = options.jobOptions(
                Map.of(JobOptions.HEARTBEAT_INTERVAL.key(), "0s", JobOptions.HOLD_AHEAD.key(), "0s"));
        List<Load> own = peer.equals(Comparison.NAIVE)
                ? loads.stream().map(PeersCommand::share).toList()
                : loads;
        return site.run(site.setup(peer, own, jobOptions));
    }

    private static Load share(Load load) {
        return new Load(
                load.name(), load.topicsPrefix(), load.events() / SHARE_OF_SLOW, load.deliveries() / SHARE_OF_SLOW);
    }

    private void report(PrintStream out, Comparison comparison) throws Exception {
        comparison.tables().values().forEach(table -> out.println("\n" + table));
        comparison.targets().forEach(out::println);
        if (json != null) {
            new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValue(json.toFile(), comparison);
        }
    }
}
