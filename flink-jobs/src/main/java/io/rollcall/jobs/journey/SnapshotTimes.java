package io.rollcall.jobs.journey;

import static java.util.Objects.requireNonNull;

import io.rollcall.jobs.type.Varint;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ScheduledFuture;
import java.util.function.BooleanSupplier;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataInputViewStreamWrapper;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.apache.flink.runtime.state.KeyGroupStatePartitionStreamProvider;
import org.apache.flink.runtime.state.KeyedStateCheckpointOutputStream;
import org.apache.flink.streaming.runtime.tasks.ProcessingTimeService;
import org.jspecify.annotations.Nullable;

/**
 * Sends members' snapshots when {@link SnapshotPace} says so, by the processing-time clock.
 *
 * <p>A checkpoint holds whose snapshots are owed, by key group as raw keyed state: a version byte, how many, their keys. So
 * the barrier waits for keys to be written and not for their snapshots to be sent.
 */
final class SnapshotTimes {
    private static final int FORMAT = 1;
    private static final int FIRST_BYTES = 4096;
    private static final int MOST_AT_ONCE = 100;
    private static final int TICKS_PER_INTERVAL = 10;
    private static final long LONGEST_TICK = 10;
    private static final int MILLIS = 1000;

    /** What could not leave while a checkpoint held everything up leaves at twice the rate afterwards, beside the events. */
    private static final int CATCHING_UP = 2;

    /** While others go first a fifth of the rate leaves, unless so many wait that they would soon leave without one. */
    private static final int FIFTH = 5;

    /** With more of them, each change would soon send its snapshot at once, whatever else there is to do. */
    static final int NEARLY_MOST_OWED = SnapshotPace.MOST_OWED / 10 * 9;

    private final SnapshotPace pace;
    private final long tick;
    private final int mostInTick;
    private final int mostStandingBack;
    private final long tickStandingBack;
    private final ProcessingTimeService clock;
    private final BooleanSupplier othersGoFirst;
    private final Sender sender;
    private boolean isStarted;
    private boolean looks;
    private boolean looksSoon;
    private @Nullable ScheduledFuture<?> look;

    /** Sends a member's snapshot as it is now. */
    @FunctionalInterface
    interface Sender {
        void send(String key) throws Exception;
    }

    /**
     * Times of snapshots of which one a member leaves in an interval, in milliseconds, and so many in a second.
     *
     * @param othersGoFirst whether there is so much else to do that only a fifth of those leave
     */
    SnapshotTimes(
            long interval,
            int perSecond,
            int keyGroups,
            ProcessingTimeService clock,
            BooleanSupplier othersGoFirst,
            Sender sender) {
        this.othersGoFirst = othersGoFirst;
        this.pace = new SnapshotPace(interval, perSecond, keyGroups, clock.getCurrentProcessingTime());
        this.tick = Math.max(1, Math.min(LONGEST_TICK, interval / TICKS_PER_INTERVAL));
        this.mostInTick = (int) Math.max(1, Math.min(MOST_AT_ONCE, CATCHING_UP * perSecond * tick / MILLIS));
        long fifth = (perSecond * tick + FIFTH * MILLIS - 1) / (FIFTH * MILLIS);
        this.mostStandingBack = (int) Math.min(MOST_AT_ONCE, fifth);
        // so long a fifth of the rate takes for these: of a low one not even one leaves in each tick
        this.tickStandingBack = Math.max(tick, (long) FIFTH * MILLIS * mostStandingBack / perSecond);
        this.clock = clock;
        this.sender = sender;
    }

    /** Begins to look at the clock, whenever a snapshot waits for it. */
    void start() {
        isStarted = true;
        lookAgain(clock.getCurrentProcessingTime() + tick);
    }

    /** A member changed; whether its snapshot is due at once, for the caller to send. */
    boolean isDue(String key) {
        long now = clock.getCurrentProcessingTime();
        boolean isDue = pace.changed(key, now);
        lookAgain(now + tick);
        return isDue;
    }

    /** Looks at the clock no more. */
    void stop() {
        isStarted = false;
        stopLooking();
    }

    /** Sends every snapshot that is due at some time. */
    void sendAll() throws Exception {
        for (String key : pace.drain()) {
            sender.send(key);
        }
    }

    /** How many snapshots wait for the rate. */
    int waiting() {
        return pace.waiting();
    }

    /** Writes whose snapshots are owed. Everything stands still meanwhile, so most of it only has to be copied. */
    void write(KeyedStateCheckpointOutputStream target) throws IOException {
        OwedKeys now = pace.owed();
        OwedKeys later = pace.owedLater();
        DataOutputSerializer out = new DataOutputSerializer(FIRST_BYTES);
        for (int group = 0; group < now.keyGroups(); group++) {
            int size = now.size(group) + later.size(group);
            if (size > 0) {
                out.clear();
                out.writeByte(FORMAT);
                out.writeInt(size);
                now.write(group, out);
                later.write(group, out);
                target.startNewKeyGroup(group);
                target.write(out.getSharedBuffer(), 0, out.length());
            }
        }
    }

    /**
     * Takes up what a checkpoint has kept.
     *
     * @throws IOException if it is not of this format
     */
    void read(Iterable<KeyGroupStatePartitionStreamProvider> groups) throws IOException {
        for (KeyGroupStatePartitionStreamProvider group : groups) {
            DataInputView in = new DataInputViewStreamWrapper(group.getStream());
            int format = in.readByte();
            if (format != FORMAT) {
                throw new IOException("whose snapshots are owed is kept in format " + format
                        + ", of which this version knows nothing; it reads format " + FORMAT
                        + ". Run the version that wrote the checkpoint, or a newer one.");
            }
            for (int left = in.readInt(); left > 0; left--) {
                pace.owe(new String(requireNonNull(Varint.readBytes(in)), StandardCharsets.UTF_8));
            }
        }
    }

    private void tick(long timestamp) throws Exception {
        long now = clock.getCurrentProcessingTime();
        boolean standsBack = othersGoFirst.getAsBoolean() && pace.waiting() < NEARLY_MOST_OWED;
        List<String> due = pace.due(now, standsBack ? mostStandingBack : mostInTick);
        for (String key : due) {
            sender.send(key);
        }
        // one that came although it was called off is not to be a second one for good
        stopLooking();
        // where more are due, let events pass in between
        lookAgain(due.size() == MOST_AT_ONCE ? now : now + (standsBack ? tickStandingBack : tick));
    }

    /**
     * Where nobody is owed a snapshot, and nobody had one of late, the clock is not asked. What is set says for what it is set and not for
     * when: it comes after a delay, whatever is done to the wall clock meanwhile.
     */
    private void lookAgain(long earliest) {
        if (!isStarted || looksSoon) {
            return;
        }
        boolean soon = pace.waiting() > 0;
        if (looks && !soon) {
            return;
        }
        long next = pace.next();
        if (next == SnapshotPace.NEVER) {
            return;
        }
        stopLooking();
        looks = true;
        looksSoon = soon;
        look = clock.registerTimer(Math.max(next, earliest), this::tick);
    }

    private void stopLooking() {
        looks = false;
        looksSoon = false;
        if (look != null) {
            look.cancel(false);
        }
    }
}
