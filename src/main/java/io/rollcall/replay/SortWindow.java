package io.rollcall.replay;

import io.rollcall.event.Event;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Puts events in order that are nearly so: one may come before those that follow within the window. An event in its place
 * costs a comparison.
 */
final class SortWindow {
    private final int size;
    private final @Nullable Event[] held;
    private int count;
    private @Nullable Event last;

    /** A window of so many events. */
    SortWindow(int size) {
        this.size = size;
        this.held = new Event[2 * size];
    }

    /** Adds an event; returns whether it is time to {@link #release}. */
    boolean add(Event event) {
        held[count++] = event;
        return count == held.length;
    }

    /** The next events in order; null if one of them should have come before those already released. */
    Event @Nullable [] release() {
        return release(Math.max(0, count - size));
    }

    /** All that is left, in order; null if one of them should have come before those already released. */
    Event @Nullable [] releaseAll() {
        return release(count);
    }

    private Event @Nullable [] release(int released) {
        // stable, and quick where there is little to do
        Arrays.sort(held, 0, count, EventOrder.INSTANCE);
        Event before = last;
        if (before != null && count > 0 && EventOrder.INSTANCE.compare(event(0), before) < 0) {
            return null;
        }
        Event[] events = new Event[released];
        System.arraycopy(held, 0, events, 0, released);
        System.arraycopy(held, released, held, 0, count - released);
        Arrays.fill(held, count - released, count, null);
        count -= released;
        if (released > 0) {
            last = events[released - 1];
        }
        return events;
    }

    private Event event(int index) {
        Event event = held[index];
        if (event == null) {
            throw new IllegalStateException("nothing at " + index);
        }
        return event;
    }
}
