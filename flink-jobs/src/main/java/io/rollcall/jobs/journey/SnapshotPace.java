package io.rollcall.jobs.journey;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * When a member's snapshot is due: with its first change at once, then at most once in an interval, and always after
 * the last change. A checkpoint asks for what is still due ahead of time ({@link #drain}), for what is only in memory
 * does not outlive a failure; that is the one case in which a member gets another snapshot within the interval.
 *
 * <p>Remembers the members of one interval. Instants are of the processing-time clock, in milliseconds.
 */
public final class SnapshotPace {
    private final long interval;
    private final Map<String, Window> windows = new LinkedHashMap<>();

    /**
     * A pace.
     *
     * @param interval in which a member has one snapshot at most, in milliseconds
     */
    public SnapshotPace(long interval) {
        this.interval = interval;
    }

    private static final class Window {
        private final long until;
        private boolean changed;

        Window(long until) {
            this.until = until;
        }
    }

    /** A member changed; whether its snapshot is due at once. */
    public boolean changed(String key, long now) {
        Window window = windows.get(key);
        if (window == null) {
            open(key, now);
            return true;
        }
        window.changed = true;
        return false;
    }

    /** The members whose snapshot is due because their interval has passed, at most so many of them. */
    public List<String> due(long now, int most) {
        List<String> due = new ArrayList<>();
        Iterator<Map.Entry<String, Window>> oldest = windows.entrySet().iterator();
        while (oldest.hasNext() && due.size() < most) {
            Map.Entry<String, Window> entry = oldest.next();
            if (entry.getValue().until > now) {
                break;
            }
            oldest.remove();
            if (entry.getValue().changed) {
                due.add(entry.getKey());
            }
        }
        due.forEach(key -> open(key, now));
        return due;
    }

    /** Every member whose snapshot is due at some time. */
    public List<String> drain(long now) {
        List<String> due = new ArrayList<>();
        windows.forEach((key, window) -> {
            if (window.changed) {
                due.add(key);
            }
        });
        due.forEach(key -> {
            windows.remove(key);
            open(key, now);
        });
        return due;
    }

    /** How many members are remembered. */
    int size() {
        return windows.size();
    }

    private void open(String key, long now) {
        windows.put(key, new Window(now + interval));
    }
}
