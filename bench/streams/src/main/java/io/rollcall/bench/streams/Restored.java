package io.rollcall.bench.streams;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.processor.StateRestoreListener;

/** Notes when Kafka Streams runs, and how much it has read from changelog topics until then. */
final class Restored implements StateRestoreListener, KafkaStreams.StateListener {
    private static final Duration PATIENCE = Duration.ofMinutes(20);

    private final CountDownLatch decided = new CountDownLatch(1);
    private final AtomicLong records = new AtomicLong();
    private volatile KafkaStreams.State state = KafkaStreams.State.CREATED;
    private volatile long at;

    @Override
    public void onChange(KafkaStreams.State now, KafkaStreams.State before) {
        if (decided.getCount() > 0 && (now == KafkaStreams.State.RUNNING || now.hasStartedOrFinishedShuttingDown())) {
            at = System.nanoTime();
            state = now;
            decided.countDown();
        }
    }

    /**
     * Waits until it runs.
     *
     * @return when that was, by {@link System#nanoTime}
     * @throws IllegalStateException if it ends instead, or does neither in twenty minutes
     */
    long awaitRunning() throws InterruptedException {
        if (!decided.await(PATIENCE.toMinutes(), TimeUnit.MINUTES)) {
            throw new IllegalStateException("Kafka Streams is not restored after " + PATIENCE);
        }
        if (state != KafkaStreams.State.RUNNING) {
            throw new IllegalStateException("Kafka Streams is " + state + " and not restored");
        }
        return at;
    }

    /** How many records were read into stores. */
    long records() {
        return records.get();
    }

    @Override
    public void onRestoreStart(TopicPartition changelog, String store, long from, long to) {
        // onRestoreEnd counts
    }

    @Override
    public void onBatchRestored(TopicPartition changelog, String store, long to, long count) {
        // onRestoreEnd counts
    }

    @Override
    public void onRestoreEnd(TopicPartition changelog, String store, long total) {
        records.addAndGet(total);
    }
}
