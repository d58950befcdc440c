package io.rollcall.cli;

import io.rollcall.cli.demo.EventFeed;
import io.rollcall.cli.demo.Feeding;
import io.rollcall.simulate.Simulation;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Simulated events into a topic, with the clock, as the demo feeds them. */
final class SimulatedTopic {
    /** What a live job takes at most, if nobody says otherwise. */
    private static final Duration AHEAD = Duration.ofMinutes(10);

    private static final int PATIENCE_MILLIS = 5_000;
    private static final int PROGRESS_EVERY = 1_000;
    /** How long Ctrl-C waits for what is under way. */
    private static final int STOP_SECONDS = 10;

    private final KafkaOptions kafka;
    private final String topic;
    private final int rate;
    private final PrintWriter err;
    private final Pace pace;
    private volatile boolean stopped;

    SimulatedTopic(KafkaOptions kafka, String topic, int rate, PrintWriter err) {
        this.kafka = kafka;
        this.topic = topic;
        this.rate = rate;
        this.err = err;
        this.pace = Pace.of(rate, System::nanoTime);
    }

    /** Somebody pressed Ctrl-C. */
    private static final class StoppedException extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    /** Writes the events from {@code from} to before {@code end}, or those until somebody presses Ctrl-C, and says how many. */
    void write(Simulation simulation, Instant from, Instant end) {
        requireTopic();
        if (end.isAfter(Instant.now().plus(AHEAD))) {
            err.println("Some of the events lie in the future: a live job sends those to the dead letters."
                    + " An earlier --start or --until avoids that.");
        }
        CountDownLatch done = new CountDownLatch(1);
        Thread stop = new Thread(() -> stop(done), "stop");
        Runtime.getRuntime().addShutdownHook(stop);
        try (EventFeed feed = feed()) {
            feed(feed, simulation, from, end);
        } finally {
            done.countDown();
            remove(stop);
        }
    }

    private void feed(EventFeed feed, Simulation simulation, Instant from, Instant end) {
        long written;
        try (Progress progress = SimulateCommand.progress(from, end, err)) {
            Fed fed = new Fed(feed, from, progress);
            try {
                fed.feeding.simulated(simulation, end);
            } catch (StoppedException e) {
                feed.clock(fed.feeding.reached());
                feed.flush();
            }
            written = fed.feeding.fed();
        }
        // before the process may end: Ctrl-C waits for this
        err.println("%s%,d events in the topic %s of %s"
                .formatted(stopped ? "Stopped: " : "", written, topic, kafka.bootstrapServers()));
    }

    /** Waits after each event for the next one's turn. */
    private final class Fed {
        private final Instant from;
        private final Progress progress;
        private final Feeding feeding;

        Fed(EventFeed feed, Instant from, Progress progress) {
            this.from = from;
            this.progress = progress;
            this.feeding = rate == 0 ? Feeding.fast(feed, this::next) : Feeding.atRate(feed, this::next, rate);
        }

        private void next(long events) {
            if (stopped) {
                throw new StoppedException();
            }
            boolean early = pace.step();
            if (early || events % PROGRESS_EVERY == 0) {
                progress.done(SimulateCommand.days(from, feeding.reached()), "%,d events".formatted(events));
            }
            if (early) {
                pace.await();
            }
        }
    }

    private void requireTopic() {
        try (Admin admin = kafka.admin()) {
            admin.describeTopics(Set.of(topic), new DescribeTopicsOptions().timeoutMs(PATIENCE_MILLIS))
                    .allTopicNames()
                    .get();
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            if (cause instanceof UnknownTopicOrPartitionException) {
                throw Failure.failed("Kafka at " + kafka.bootstrapServers() + " has no topic '" + topic
                        + "'. 'rollcall topics create' makes those of Rollcall; or give the name of another one.");
            }
            throw kafka.unreachable(cause);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Failure.failed("Interrupted.", e);
        }
    }

    private EventFeed feed() {
        try {
            return EventFeed.to(kafka.producer(), topic);
        } catch (KafkaException e) {
            throw kafka.noClient(e);
        }
    }

    private void stop(CountDownLatch done) {
        stopped = true;
        try {
            boolean ended = done.await(STOP_SECONDS, TimeUnit.SECONDS);
            if (!ended) {
                System.err.println("rollcall: Kafka does not take what is left; it is given up.");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void remove(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // we are being ended already, and it runs
        }
    }
}
