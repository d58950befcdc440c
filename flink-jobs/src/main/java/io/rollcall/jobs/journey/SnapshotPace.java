package io.rollcall.jobs.journey;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * When a member's snapshot is due: with its first change at once, then at most once in an interval, and always after
 * the last change. No more leave in a second than a rate allows: where more members change, their snapshots are
 * <em>owed</em>, and the interval between two of one member grows; a snapshot shows where a member stands and not how
 * they got there, so that one instead of ten loses nothing.
 *
 * <p>Remembers the members whose snapshots left within an interval, as many as the rate lets leave, and those owed: of more
 * than {@link #MOST_OWED} a change has its snapshot at once, whatever the rate. What is owed is all that has
 * to outlive a failure ({@link #owed}, {@link #owe}).
 *
 * <p>Instants are of the processing-time clock, in milliseconds.
 */
public final class SnapshotPace {
    /** Of heap each takes twice its key, and 40 bytes, at most: see {@link OwedKeys}. A checkpoint has all their keys. */
    static final int MOST_OWED = 3_000_000;

    /** No instant. */
    static final long NEVER = Long.MAX_VALUE;

    private static final int MILLIS = 1000;

    private final long interval;
    private final int perSecond;

    /** The members whose interval runs, the oldest first, and whether they changed in it. */
    private final Map<String, Window> windows = new LinkedHashMap<>();

    /** The members whose snapshots may leave as soon as the rate allows it, the longest waiting first. */
    private final OwedKeys owed;

    /** How many snapshots may leave, in thousandths. */
    private long allowance;

    private long allowanceAt;

    /**
     * A pace.
     *
     * @param interval in which a member has one snapshot at most, in milliseconds
     * @param perSecond how many members' snapshots leave in a second at most
     * @param keyGroups by which a checkpoint keeps what is owed; 0 where none does
     * @param now the instant at which it begins
     */
    public SnapshotPace(long interval, int perSecond, int keyGroups, long now) {
        this.owed = new OwedKeys(keyGroups);
        this.interval = interval;
        this.perSecond = perSecond;
        this.allowance = (long) perSecond * MILLIS;
        this.allowanceAt = now;
    }

    private static final class Window {
        private final long until;
        private boolean changed;

        Window(long until) {
            this.until = until;
        }
    }

    /** A member changed; whether its snapshot leaves at once. */
    public boolean changed(String key, long now) {
        Window window = windows.get(key);
        if (window != null) {
            window.changed = true;
            return false;
        }
        if (owed.isEmpty() && isAllowed(now) || owed.size() >= MOST_OWED && !owed.contains(key)) {
            left(key, now);
            return true;
        }
        owed.add(key);
        return false;
    }

    /** The members whose snapshots leave now because they are due and the rate allows it, at most so many of them. */
    public List<String> due(long now, int most) {
        endWindows(now);
        List<String> due = new ArrayList<>();
        while (!owed.isEmpty() && due.size() < most && isAllowed(now)) {
            due.add(owed.removeFirst());
            spend();
        }
        due.forEach(key -> windows.put(key, new Window(now + interval)));
        return due;
    }

    /** When to ask again what is {@link #due}: always where snapshots are owed, else when the oldest interval ends, {@link #NEVER} if none runs. */
    long next() {
        if (!owed.isEmpty()) {
            return 0;
        }
        return windows.isEmpty() ? NEVER : windows.values().iterator().next().until;
    }

    /** Every member whose snapshot is due at some time; none of them is any more. */
    public List<String> drain() {
        List<String> due = new ArrayList<>();
        while (!owed.isEmpty()) {
            due.add(owed.removeFirst());
        }
        windows.forEach((key, window) -> {
            if (window.changed) {
                due.add(key);
            }
        });
        windows.clear();
        return due;
    }

    /** The members whose snapshots may leave as soon as the rate allows it. */
    OwedKeys owed() {
        return owed;
    }

    /** The members that changed within the interval that runs, as a checkpoint keeps them beside {@link #owed}. */
    OwedKeys owedLater() {
        OwedKeys later = new OwedKeys(owed.keyGroups());
        windows.forEach((key, window) -> {
            if (window.changed) {
                later.add(key);
            }
        });
        return later;
    }

    /** A member's snapshot is due, as a checkpoint has kept it. */
    void owe(String key) {
        owed.add(key);
    }

    /** How many snapshots wait for the rate. */
    int waiting() {
        return owed.size();
    }

    /** How many members are remembered. */
    int size() {
        return windows.size() + owed.size();
    }

    private void endWindows(long now) {
        Iterator<Map.Entry<String, Window>> oldest = windows.entrySet().iterator();
        while (oldest.hasNext()) {
            Map.Entry<String, Window> entry = oldest.next();
            long until = entry.getValue().until;
            boolean isOver = until <= now || until > now + interval;
            if (!isOver) {
                return;
            }
            oldest.remove();
            if (entry.getValue().changed) {
                owed.add(entry.getKey());
            }
        }
    }

    private void left(String key, long now) {
        windows.put(key, new Window(now + interval));
        spend();
    }

    /** What leaves because too many are owed leaves no debt, or nobody who is owed one would have a turn for long. */
    private void spend() {
        allowance = Math.max(0, allowance - MILLIS);
    }

    private boolean isAllowed(long now) {
        if (now < allowanceAt) {
            // the wall clock was put back
            allowanceAt = now;
        } else if (now > allowanceAt) {
            // a second's worth is saved up at most
            long most = (long) perSecond * MILLIS;
            allowance = Math.min(most, allowance + Math.min(now - allowanceAt, MILLIS) * perSecond);
            allowanceAt = now;
        }
        return allowance >= MILLIS;
    }
}
