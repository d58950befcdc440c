package io.rollcall.jobs.journey;

import io.rollcall.event.CodePointOrder;
import io.rollcall.event.Event;
import io.rollcall.jobs.config.JobConfiguration;
import io.rollcall.jobs.config.JobOptions;
import io.rollcall.jobs.event.Reached;
import java.util.Map;
import java.util.PriorityQueue;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.typeutils.base.LongSerializer;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.runtime.state.KeyedStateBackend;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.runtime.state.VoidNamespaceSerializer;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.runtime.tasks.ProcessingTimeService;

/**
 * Events that are ahead of the clock, until it has come to them: partitions are read at different speeds, and what one of them
 * says of a member must not be decided before what happened earlier and stands in another.
 *
 * <p><b>Which.</b> Live, the watermark trails the wall clock by seconds; an event is held only if it is ahead of the
 * watermark by more than the out-of-orderness plus {@code event-time.hold-ahead} ({@code ahead} below), which no live
 * event is. A watermark that is itself as far behind the wall clock tells of a backlog, and then everything ahead of it is
 * held: events come in exact order, at whatever speeds. Before the first watermark all are held.
 *
 * <p><b>Until when.</b> Until the watermark has passed them, or has come near the wall clock; they are decided in the order of SEMANTICS
 * section 2, before the watermark fires timers. The engine runs a member's clock up to each event, so a deadline before the event fires
 * before it, and an event at a deadline counts. What has no clock to wait for is let go: everything, when the clock has stood still for
 * {@code ahead}, as where heartbeats fail beside a quiet partition; the earliest, when there is no more
 * room; and without heartbeats the tail of a history, once nothing came for some seconds and the clock is near. With
 * them a clock record passes the tail, and a silence is that of a broker that starts again.
 *
 * <p><b>State.</b> In memory, in order. Before a checkpoint's barrier ({@link #writeAll}) what is not yet kept becomes an entry in
 * keyed state, and it is removed with its decision; so an event that comes and goes between two checkpoints costs the backend
 * nothing.
 */
final class HeldEvents {
    /** How often it is looked whether the clock stands still, while anything is held; milliseconds of the wall clock. */
    static final long TICK = 1_000;

    /**
     * Without heartbeats: after so long without any event or watermark the end of what is there was reached; milliseconds of
     * the wall clock.
     */
    static final long QUIET = 5_000;

    /** What an event is taken to need of the heap, to say by number how much room there is; bytes. */
    static final long BYTES_OF_AN_EVENT = 500;

    private static final long NONE = Long.MIN_VALUE;

    private final long ahead;
    private final boolean hasHeartbeats;
    private final long room;
    private final AbstractStreamOperator<?> operator;
    private final MapState<Long, Reached> kept;
    private final ProcessingTimeService clock;
    private final Decider decider;
    private final Counter tooShort;
    private final PriorityQueue<Held> queue = new PriorityQueue<>();
    private long number;
    private long bytes;
    private long watermark = NONE;

    /** What is dated up to here is decided at once; none that is held is. */
    private long bound = NONE;

    // of the time since the last tick, and in milliseconds
    private boolean isTicking;
    private boolean hasMoved;
    private boolean hasCome;
    private long quiet;

    // since the watermark moved, while anything is held
    private long stood;

    /** Decides an event of the member of the operator's current key. */
    @FunctionalInterface
    interface Decider {
        void decide(Reached reached) throws Exception;
    }

    /** An event that waits; the number says which of two alike came first, and names its entry in state. */
    private static final class Held implements Comparable<Held> {
        private final Reached reached;
        private final long number;
        private final int bytes;
        private boolean isKept;

        Held(Reached reached, long number, boolean isKept) {
            this.reached = reached;
            this.number = number;
            this.bytes = HeldBytes.of(reached);
            this.isKept = isKept;
        }

        Event event() {
            return reached.event();
        }

        /** In the order of a history: by instant, by id, as they were read. */
        @Override
        public int compareTo(Held other) {
            if (event().at() != other.event().at()) {
                return Long.compare(event().at(), other.event().at());
            }
            int byId = CodePointOrder.compare(event().id(), other.event().id());
            return byId != 0 ? byId : Long.compare(number, other.number);
        }
    }

    /** To be made when the operator opens; takes up what a checkpoint kept. */
    HeldEvents(AbstractStreamOperator<?> operator, JobConfiguration configuration, Decider decider) throws Exception {
        long slack = configuration.get(JobOptions.HOLD_AHEAD).toMillis();
        this.ahead = slack == 0
                ? 0
                : slack + configuration.get(JobOptions.MAX_OUT_OF_ORDERNESS).toMillis();
        this.hasHeartbeats = !configuration.get(JobOptions.HEARTBEAT_INTERVAL).isZero();
        this.room = configuration.get(JobOptions.MOST_HELD) * BYTES_OF_AN_EVENT;
        this.operator = operator;
        this.clock = operator.getProcessingTimeService();
        this.decider = decider;
        MetricGroup group = operator.getMetricGroup().addGroup("rollcall");
        Gauge<Integer> held = queue::size;
        group.gauge("held", held);
        Gauge<Integer> catchingUp = () -> isCatchingUp() ? 1 : 0;
        group.gauge("catchingUp", catchingUp);
        this.tooShort = group.counter("heldTooShort");
        MapStateDescriptor<Long, Reached> descriptor =
                new MapStateDescriptor<>("held", LongSerializer.INSTANCE, new HeldEventSerializer());
        KeyedStateBackend<String> backend = operator.getKeyedStateBackend();
        this.kept = backend.getPartitionedState(VoidNamespace.INSTANCE, VoidNamespaceSerializer.INSTANCE, descriptor);
        backend.applyToAllKeys(
                VoidNamespace.INSTANCE, VoidNamespaceSerializer.INSTANCE, descriptor, (key, events) -> restore(events));
        if (queue.isEmpty()) {
            bound = isOff() ? Long.MAX_VALUE : NONE;
        } else {
            tickLater();
        }
    }

    private void restore(MapState<Long, Reached> events) throws Exception {
        for (Map.Entry<Long, Reached> event : events.entries()) {
            add(new Held(event.getValue(), event.getKey(), true));
            number = Math.max(number, event.getKey() + 1);
        }
    }

    private boolean isOff() {
        return ahead == 0;
    }

    /** Whether an event of this instant is to be held, else decided now. */
    boolean isAhead(long at) {
        return at > bound;
    }

    /** Holds an event; where there is no room, the earliest of all are decided for it. The current key may be another one afterwards. */
    void hold(Reached reached) throws Exception {
        add(new Held(reached, number++, false));
        hasCome = true;
        makeRoom();
        tickLater();
    }

    private void add(Held held) {
        queue.add(held);
        bytes += held.bytes;
    }

    private void makeRoom() throws Exception {
        while (bytes > room) {
            tooShort.inc();
            decideFirst();
        }
    }

    /** Decides what the clock has come to; to be called before its timers fire. */
    void to(long mark) throws Exception {
        if (isOff()) {
            return;
        }
        watermark = mark;
        hasMoved = true;
        boolean isLive = mark >= clock.getCurrentProcessingTime() - ahead;
        bound = isLive ? near() : mark;
        release();
    }

    /** Decides all that is held: nothing follows any more. */
    void end() throws Exception {
        bound = Long.MAX_VALUE;
        release();
    }

    /** Keeps what is held in state. The current key is another one afterwards. */
    void writeAll() throws Exception {
        for (Held held : queue) {
            if (!held.isKept) {
                operator.setCurrentKey(held.reached.key());
                kept.put(held.number, held.reached);
                held.isKept = true;
            }
        }
    }

    /** Whether all that is ahead of the watermark waits. */
    boolean isCatchingUp() {
        return bound <= watermark;
    }

    /** How many are held. */
    int size() {
        return queue.size();
    }

    /**
     * How many were decided before the clock had come near: for want of room, or because it stood still. Not the tail of a
     * history, to which it is as near as to a live event.
     */
    long tooShort() {
        return tooShort.getCount();
    }

    private long near() {
        return watermark + ahead;
    }

    private void release() throws Exception {
        for (Held first = queue.peek(); first != null && first.event().at() <= bound; first = queue.peek()) {
            decideFirst();
        }
    }

    private void decideFirst() throws Exception {
        Held held = queue.remove();
        bytes -= held.bytes;
        operator.setCurrentKey(held.reached.key());
        if (held.isKept) {
            kept.remove(held.number);
        }
        decider.decide(held.reached);
    }

    // ---- a clock that stands still

    private void tickLater() {
        if (!isTicking && !queue.isEmpty()) {
            isTicking = true;
            clock.registerTimer(clock.getCurrentProcessingTime() + TICK, instant -> tick());
        }
    }

    private void tick() throws Exception {
        isTicking = false;
        quiet = hasMoved || hasCome ? 0 : quiet + TICK;
        stood = hasMoved ? 0 : stood + TICK;
        hasMoved = false;
        hasCome = false;
        if (isOff()) {
            // held before it was turned off
            end();
        } else if (stood >= ahead) {
            tooShort.inc(queue.size());
            end();
        } else {
            if (!hasHeartbeats && quiet >= QUIET) {
                bound = Math.max(bound, near());
                release();
            }
            // a checkpoint of more subtasks, or of more room, can have kept more
            makeRoom();
        }
        tickLater();
    }
}
