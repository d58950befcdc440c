package io.rollcall.jobs.search;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.apache.flink.api.common.operators.MailboxExecutor;
import org.apache.flink.api.common.operators.ProcessingTimeService;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.SimpleCounter;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;
import org.apache.flink.streaming.runtime.tasks.StreamTaskActionExecutor;
import org.apache.flink.streaming.runtime.tasks.mailbox.MailboxExecutorImpl;
import org.apache.flink.streaming.runtime.tasks.mailbox.TaskMailboxImpl;

/** The task's side of a writer, with Flink's own mailbox: the thread that makes it is the task's. */
final class TestTask implements ProcessingTimeService, AutoCloseable {
    final MailboxExecutor mailbox =
            new MailboxExecutorImpl(new TaskMailboxImpl(Thread.currentThread()), 0, StreamTaskActionExecutor.IMMEDIATE);
    final Metrics metrics = new Metrics();
    private final ScheduledExecutorService timers = Executors.newSingleThreadScheduledExecutor();

    @Override
    public long getCurrentProcessingTime() {
        return System.currentTimeMillis();
    }

    @Override
    public ScheduledFuture<?> registerTimer(long timestamp, ProcessingTimeCallback target) {
        return timers.schedule(
                () -> mailbox.execute(() -> target.onProcessingTime(timestamp), "timer"),
                Math.max(0, timestamp - getCurrentProcessingTime()),
                TimeUnit.MILLISECONDS);
    }

    /** Lets the mailbox go on until something is so; fails after a while. */
    void runUntil(BooleanSupplier condition) throws InterruptedException {
        Instant end = Instant.now().plus(Duration.ofSeconds(20));
        ScheduledFuture<?> ticks =
                timers.scheduleAtFixedRate(() -> mailbox.execute(() -> {}, "tick"), 5, 5, TimeUnit.MILLISECONDS);
        try {
            while (!condition.getAsBoolean()) {
                if (Instant.now().isAfter(end)) {
                    throw new AssertionError("did not become so in 20 s");
                }
                mailbox.yield();
            }
        } finally {
            ticks.cancel(false);
        }
    }

    @Override
    public void close() {
        timers.shutdownNow();
    }

    /** Metrics by name. */
    static final class Metrics extends UnregisteredMetricsGroup {
        private final Map<String, Gauge<?>> gauges = new ConcurrentHashMap<>();
        private final Map<String, Counter> counters = new ConcurrentHashMap<>();

        @Override
        public <T, G extends Gauge<T>> G gauge(String name, G gauge) {
            gauges.put(name, gauge);
            return gauge;
        }

        @Override
        public Counter counter(String name) {
            return counters.computeIfAbsent(name, any -> new SimpleCounter());
        }

        long gauge(String name) {
            return ((Number) Objects.requireNonNull(gauges.get(name), name).getValue()).longValue();
        }

        long count(String name) {
            return Objects.requireNonNull(counters.get(name), name).getCount();
        }
    }
}
