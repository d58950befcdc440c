package io.rollcall.replay;

import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/** Counts the events of each type; of absurdly many types the first alone, so that what it keeps does not grow with the history. */
public final class EventTypes {
    /** More types than these are not told apart. */
    public static final int MOST = 10_000;

    private final Map<String, Count> counts = new HashMap<>();

    private static final class Count {
        private long events;
    }

    /** One more event of a type. */
    public void add(String type) {
        Count count = counts.get(type);
        if (count == null) {
            if (counts.size() == MOST) {
                return;
            }
            count = new Count();
            counts.put(type, count);
        }
        count.events++;
    }

    /** By type, how many events there were; where there are {@link #MOST} types, there may be others. */
    public Map<String, Long> counts() {
        Map<String, Long> events = new TreeMap<>();
        counts.forEach((type, count) -> events.put(type, count.events));
        return Collections.unmodifiableMap(events);
    }
}
