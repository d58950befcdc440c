package io.rollcall.decide;

import io.rollcall.event.Event;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Seeded histories of a few members, with the instants at which things go wrong: midnights, clock changes, deadlines. */
final class RandomHistory {
    private static final List<String> MEMBERS = List.of("ann", "bob", "cid", "dot");
    private static final List<String> TYPES = List.of(
            "post",
            "post",
            "comment",
            "like",
            "like",
            "like",
            "check-in",
            "check-in",
            "purchase",
            "redeem",
            "visit",
            "leave",
            "join");
    private static final List<String> TOPICS = List.of("a", "b", "c", "d", "");
    /** A month around the end of daylight saving time in Berlin (2024-10-27T01:00:00Z). */
    private static final long START = Instant.parse("2024-10-14T22:00:00Z").toEpochMilli();

    private static final long HOUR = 3_600_000;
    private static final int HOURS = 24 * 30;

    private RandomHistory() {}

    /** Events in order. */
    static List<Event> of(long seed, int size) {
        var random = new Random(seed);
        List<Event> events = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            String member = pick(random, MEMBERS);
            String type = pick(random, TYPES);
            long at = START + (long) random.nextInt(HOURS) * HOUR;
            // a third of the events fall exactly on an hour, among them midnights and others' deadlines
            at += random.nextInt(3) == 0 ? 0 : random.nextInt((int) HOUR);
            @Nullable String recipient = random.nextInt(2) == 0 ? pick(random, MEMBERS) : null;
            String id = random.nextInt(20) == 0 && i > 0
                    ? events.get(random.nextInt(i)).id()
                    : "e" + i;
            double value = random.nextInt(40) / 4.0 - 1;
            events.add(new Event(
                    id,
                    "c",
                    type,
                    type.equals("like") && random.nextInt(4) == 0 && recipient != null ? null : member,
                    recipient,
                    at,
                    value,
                    Map.of("topic", pick(random, TOPICS))));
        }
        events.sort(Comparator.comparingLong(Event::at).thenComparing(Event::id));
        return events;
    }

    private static <T> T pick(Random random, List<T> among) {
        return among.get(random.nextInt(among.size()));
    }
}
