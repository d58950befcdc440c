package io.rollcall.bench.community;

import io.rollcall.event.Event;
import java.util.Map;

/** Ordinary traffic in which every tenth event is the first post of somebody new, who wins a badge with it. */
public final class Newcomers {
    private static final int EVERY = 10;

    private final Traffic others;

    public Newcomers(Traffic others) {
        this.others = others;
    }

    /** The event of an id; its number from 0 says whose it is. */
    public Event next(String id, long number, long at) {
        if (number % EVERY != 0) {
            return others.next(id, at);
        }
        return first(id, "new-" + number, at);
    }

    /** The first post of somebody. */
    public static Event first(String id, String member, long at) {
        return new Event(id, Population.COMMUNITY, "post", member, null, at, 0, Map.of("quality", "plain"));
    }
}
