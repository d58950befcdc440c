package io.rollcall.jobs.journey;

import io.rollcall.jobs.out.TopicRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.apache.flink.streaming.runtime.tasks.ProcessingTimeService;

/**
 * What is told of members, on its way out, in its order. Live each record leaves at once. On a backlog, where nobody waits for it, and while
 * timers fire, many leave together: a request of Kafka's producer costs nearly as much for one record as for a hundred, and records that come
 * one by one are sent one by one.
 */
final class Outbox {
    /** About so long a record waits at most, in milliseconds: its timer may come behind what the task is at. */
    static final long LONGEST = 100;

    /** So many wait at most: some hundred kilobytes. */
    static final int MOST = 500;

    private final ProcessingTimeService clock;
    private final BooleanSupplier gathers;
    private final Consumer<TopicRecord> out;
    private final List<TopicRecord> waiting = new ArrayList<>();
    private boolean isTimed;
    private boolean isOver;

    /**
     * An empty one.
     *
     * @param gathers whether what is told now is to leave with what is told next
     * @param out takes what leaves
     */
    Outbox(ProcessingTimeService clock, BooleanSupplier gathers, Consumer<TopicRecord> out) {
        this.clock = clock;
        this.gathers = gathers;
        this.out = out;
    }

    /** Takes a record. */
    void add(TopicRecord record) {
        if (!isOver && gathers.getAsBoolean()) {
            gather(record);
        } else {
            sendAll();
            out.accept(record);
        }
    }

    /** Sends what waits: before a barrier, as what is told was then done; before a watermark, which is not to overtake it. */
    void sendAll() {
        for (TopicRecord record : waiting) {
            out.accept(record);
        }
        waiting.clear();
    }

    /** Whether a time is set at which what waits leaves; for tests. */
    boolean isTimed() {
        return isTimed;
    }

    /** Sends what waits, and from now on each record at once: no time can be set any more. */
    void end() {
        isOver = true;
        sendAll();
    }

    private void gather(TopicRecord record) {
        waiting.add(record);
        if (waiting.size() >= MOST) {
            sendAll();
        } else if (!isTimed) {
            isTimed = true;
            clock.registerTimer(clock.getCurrentProcessingTime() + LONGEST, timestamp -> {
                isTimed = false;
                sendAll();
            });
        }
    }
}
