package io.rollcall.compare;

import io.rollcall.wording.Told;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** All that is kept of one member under one program. */
final class Standing {
    private static final long[] NO_ENTRIES = {};
    private static final double[] NO_NUMBERS = {};

    private final @Nullable Place[] places;
    /** The points by entry, as the comparison numbers entries. */
    private long[] entries = NO_ENTRIES;
    /** The metrics at the end, in the order of the program. */
    double[] numbers = NO_NUMBERS;

    /** What is so besides numbers; null where no rule of the program asks for that. */
    @Nullable
    Told told;

    boolean joined;
    /** When they left, or {@link Place#NEVER}. */
    long leftAt = Place.NEVER;

    long points;
    long pointsEarned;
    /** Local dates from joining to the end. */
    int tenure;
    /** A hash of everything that became true and when; alerts, texts, evidence and causes aside. */
    long way;
    /** The same of alerts. */
    long alerts;
    /** A hash of the titles, perks and playbooks in all of it. */
    long texts;

    Standing(int rules) {
        this.places = new Place[rules];
    }

    Place place(int rule) {
        Place place = places[rule];
        if (place == null) {
            place = new Place();
            places[rule] = place;
        }
        return place;
    }

    @Nullable
    Place placeOrNull(int rule) {
        return places[rule];
    }

    void post(int entry, long amount) {
        if (entry >= entries.length) {
            entries = Arrays.copyOf(entries, entry + 1);
        }
        entries[entry] += amount;
    }

    Map<Integer, Long> entries() {
        Map<Integer, Long> posted = new HashMap<>();
        for (int i = 0; i < entries.length; i++) {
            if (entries[i] != 0) {
                posted.put(i, entries[i]);
            }
        }
        return posted;
    }
}
