package io.rollcall.jobs.journey;

import java.util.List;
import org.apache.flink.streaming.runtime.tasks.ProcessingTimeService;

/** Sends members' snapshots when {@link SnapshotPace} says so, by the processing-time clock. */
final class SnapshotTimes {
    private static final int MOST_AT_ONCE = 500;
    private static final int TICKS_PER_INTERVAL = 10;
    private static final long LONGEST_TICK = 1000;

    private final SnapshotPace pace;
    private final long tick;
    private final ProcessingTimeService clock;
    private final Sender sender;

    /** Sends a member's snapshot as it is now. */
    @FunctionalInterface
    interface Sender {
        void send(String key) throws Exception;
    }

    /** Begins to look at the clock; {@code interval} is in milliseconds. */
    SnapshotTimes(long interval, ProcessingTimeService clock, Sender sender) {
        this.pace = new SnapshotPace(interval);
        this.tick = Math.max(1, Math.min(LONGEST_TICK, interval / TICKS_PER_INTERVAL));
        this.clock = clock;
        this.sender = sender;
        clock.registerTimer(clock.getCurrentProcessingTime() + tick, this::tick);
    }

    /** A member changed; whether its snapshot is due at once, for the caller to send. */
    boolean isDue(String key) {
        return pace.changed(key, clock.getCurrentProcessingTime());
    }

    /** Sends every snapshot that is due at some time. */
    void sendAll() throws Exception {
        send(pace.drain(clock.getCurrentProcessingTime()));
    }

    private void tick(long timestamp) throws Exception {
        long now = clock.getCurrentProcessingTime();
        List<String> due = pace.due(now, MOST_AT_ONCE);
        send(due);
        // where more are due, let events pass in between
        clock.registerTimer(due.size() == MOST_AT_ONCE ? now : now + tick, this::tick);
    }

    private void send(List<String> keys) throws Exception {
        for (String key : keys) {
            sender.send(key);
        }
    }
}
