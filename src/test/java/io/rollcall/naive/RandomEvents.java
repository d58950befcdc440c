package io.rollcall.naive;

import io.rollcall.event.Event;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Seeded histories of a few members, crowded at the instants at which things go wrong. */
public final class RandomEvents {
    private static final long HOUR = 3_600_000;
    private static final long DAY = 24 * HOUR;
    static final List<String> MEMBERS = List.of("ann", "zoë", "staff", "cid");
    /** What programs count in, so that events fall exactly on deadlines. */
    private static final List<Long> TIMES = List.of(
            HOUR,
            HOUR + HOUR / 2,
            6 * HOUR,
            12 * HOUR,
            DAY,
            30 * HOUR,
            36 * HOUR,
            2 * DAY,
            3 * DAY,
            80 * HOUR,
            4 * DAY,
            7 * DAY);

    /** None of which a sum can lie halfway between two sixth decimals: there doubles and exact numbers round apart. */
    private static final double[] VALUES = {0, 0, 1, 2, 3.5, 0.25, -1, -2.5, 10, 12.345, 0.1, 0.3333334};

    /** A time zone and a local date a few days before something happens in it. */
    public record Place(String zone, String from) {}

    public static final List<Place> PLACES = List.of(
            new Place("UTC", "2024-02-25"),
            new Place("Europe/Berlin", "2024-10-22"),
            new Place("Europe/Berlin", "2024-03-26"),
            // midnight skipped, midnight's hour before it repeated
            new Place("America/Sao_Paulo", "2018-10-31"),
            new Place("America/Sao_Paulo", "2018-02-14"),
            // midnight skipped, midnight itself repeated
            new Place("America/Havana", "2024-03-06"),
            new Place("America/Havana", "2024-10-30"),
            new Place("Australia/Lord_Howe", "2024-04-03"),
            // a whole date skipped
            new Place("Pacific/Apia", "2011-12-27"),
            new Place("Asia/Kathmandu", "2023-12-28"),
            // a minute past midnight back to the date before
            new Place("America/St_Johns", "2006-10-26"));

    /** In the order of UTF-16 the last two would change places. */
    private static final List<String> ID_BEGINNINGS = List.of("e", "e", "E", "é", "～", "😀");

    private RandomEvents() {}

    /** Events in no order. */
    public static List<Event> of(Random random, Place place, int size) {
        ZoneId zone = ZoneId.of(place.zone);
        LocalDate first = LocalDate.parse(place.from);
        long start = first.atStartOfDay(zone).toInstant().toEpochMilli();
        int days = random.nextInt(8) == 0 ? 100 : 4 + random.nextInt(14);
        int members = 1 + random.nextInt(MEMBERS.size());
        List<Event> events = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            long at = start + (long) (random.nextDouble() * days * DAY);
            Event earlier = events.isEmpty() ? null : events.get(random.nextInt(events.size()));
            switch (random.nextInt(8)) {
                case 0 ->
                    at = first.plusDays(random.nextInt(days))
                            .atStartOfDay(zone)
                            .toInstant()
                            .toEpochMilli();
                case 1, 2 -> at -= at % HOUR;
                case 3, 4 -> at = earlier == null ? at : earlier.at() + pick(random, TIMES);
                case 5 -> at = earlier == null ? at : earlier.at() + pick(random, TIMES) + 1 - 2 * random.nextInt(2);
                case 6 -> at = earlier == null ? at : earlier.at();
                default -> {}
            }
            String id = pick(random, ID_BEGINNINGS) + i;
            if (earlier != null && random.nextInt(15) == 0) {
                id = earlier.id();
                at = earlier.at() + random.nextInt(3) * HOUR / 2 + random.nextInt(2);
            }
            String type = pick(random, RandomProgram.TYPES);
            String member = MEMBERS.get(random.nextInt(members));
            @Nullable String recipient = random.nextInt(2) == 0 ? MEMBERS.get(random.nextInt(members)) : null;
            boolean anonymous = recipient != null && random.nextInt(8) == 0;
            Map<String, String> attributes =
                    random.nextInt(4) == 0 ? Map.of() : Map.of("topic", pick(random, RandomProgram.TOPICS));
            events.add(new Event(
                    id,
                    "c",
                    type,
                    anonymous ? null : member,
                    recipient,
                    at,
                    VALUES[random.nextInt(VALUES.length)],
                    attributes));
        }
        return events;
    }

    /** When to look: at the last event, or some time after it. */
    static @Nullable Long until(Random random, List<Event> events) {
        long last = events.stream().mapToLong(Event::at).max().orElse(0);
        return random.nextInt(3) == 0 ? null : Instant.ofEpochMilli(last).toEpochMilli() + random.nextInt(10) * DAY / 2;
    }

    private static <T> T pick(Random random, List<T> among) {
        return among.get(random.nextInt(among.size()));
    }
}
