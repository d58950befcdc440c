package io.rollcall.bench.streams;

import io.rollcall.decide.Decision;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/**
 * The two stores: members by key, and deadlines by instant and key, which are what timers are in Flink. A deadline is kept
 * as lazily as the job's timer: moved when the next instant became earlier, else left, and looked at again when it comes.
 *
 * <p>Both have their changelog topic, as they must in production.
 */
record MemberTables(KeyValueStore<String, Stored> members, KeyValueStore<Bytes, byte[]> deadlines) {
    private static final String MEMBERS = "members";
    private static final String DEADLINES = "deadlines";

    /** Adds the stores to a topology, for a processor. */
    static void add(Topology topology, boolean cached, String processor) {
        StoreBuilder<KeyValueStore<String, Stored>> members =
                Stores.keyValueStoreBuilder(Stores.persistentKeyValueStore(MEMBERS), Serdes.String(), Stored.serde());
        StoreBuilder<KeyValueStore<Bytes, byte[]>> deadlines = Stores.keyValueStoreBuilder(
                Stores.persistentKeyValueStore(DEADLINES), Serdes.Bytes(), Serdes.ByteArray());
        topology.addStateStore(cached ? members.withCachingEnabled() : members.withCachingDisabled(), processor);
        topology.addStateStore(cached ? deadlines.withCachingEnabled() : deadlines.withCachingDisabled(), processor);
    }

    /** The stores of a processor. */
    static MemberTables of(ProcessorContext<?, ?> context) {
        return new MemberTables(context.getStateStore(MEMBERS), context.getStateStore(DEADLINES));
    }

    /** Keeps a member whose next instant is {@code next}; its deadline moves if that is earlier than {@code timer}. */
    void keep(String key, long timer, long next, byte[] content) {
        long armed = timer;
        if (next < timer) {
            if (timer != Decision.NEVER) {
                deadlines.delete(deadline(timer, key));
            }
            deadlines.put(deadline(next, key), new byte[0]);
            armed = next;
        }
        members.put(key, new Stored(armed, next, content));
    }

    /** Takes away the deadlines up to an instant: the keys of their members. */
    List<String> takeDue(long upTo) {
        List<Bytes> due = new ArrayList<>();
        try (KeyValueIterator<Bytes, byte[]> found = deadlines.range(deadline(0, ""), deadline(upTo + 1, ""))) {
            found.forEachRemaining(entry -> due.add(entry.key));
        }
        List<String> keys = new ArrayList<>(due.size());
        for (Bytes each : due) {
            deadlines.delete(each);
            byte[] bytes = each.get();
            keys.add(new String(bytes, Long.BYTES, bytes.length - Long.BYTES, StandardCharsets.UTF_8));
        }
        return keys;
    }

    private static Bytes deadline(long instant, String key) {
        byte[] name = key.getBytes(StandardCharsets.UTF_8);
        return Bytes.wrap(ByteBuffer.allocate(Long.BYTES + name.length)
                .putLong(instant)
                .put(name)
                .array());
    }
}
