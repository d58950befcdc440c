package io.rollcall.program;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.zone.ZoneRules;
import java.util.ArrayList;

/**
 * The local dates of a time zone, as epoch days.
 *
 * <p>Every event asks for its date, so the zone's offsets from 1970 to 2100 are laid out in a table; instants outside it
 * ask the rules.
 */
public final class LocalDates {
    private static final long DAY = 86_400_000;
    private static final Instant FIRST = Instant.parse("1970-01-01T00:00:00Z");
    private static final Instant LAST = Instant.parse("2100-01-01T00:00:00Z");
    private static final long LAST_MILLI = LAST.toEpochMilli();
    private static final int GUESS_SHIFT = 31;

    private final ZoneId zone;
    /** The instant from which on the offset at the same index holds. */
    private final long[] from;

    private final long[] offset;

    /** For every 25 days since 1970 or so the index of the offset that holds at their beginning. */
    private final short[] guess;

    LocalDates(ZoneId zone) {
        this.zone = zone;
        ZoneRules rules = zone.getRules();
        var starts = new ArrayList<Long>();
        var offsets = new ArrayList<Long>();
        starts.add(FIRST.toEpochMilli());
        offsets.add(rules.getOffset(FIRST).getTotalSeconds() * 1000L);
        for (var next = rules.nextTransition(FIRST);
                next != null && next.getInstant().isBefore(LAST);
                next = rules.nextTransition(next.getInstant())) {
            starts.add(next.getInstant().toEpochMilli());
            offsets.add(next.getOffsetAfter().getTotalSeconds() * 1000L);
        }
        this.from = starts.stream().mapToLong(Long::longValue).toArray();
        this.offset = offsets.stream().mapToLong(Long::longValue).toArray();
        this.guess = new short[(int) ((LAST_MILLI - from[0]) >>> GUESS_SHIFT) + 1];
        for (int i = 0, index = 0; i < guess.length; i++) {
            index = later(index, from[0] + ((long) i << GUESS_SHIFT));
            guess[i] = (short) index;
        }
    }

    /** The time zone. */
    public ZoneId zone() {
        return zone;
    }

    /** The local date of an instant. */
    public int dateOf(long instant) {
        return (int) Math.floorDiv(instant + offsetAt(instant), DAY);
    }

    private long offsetAt(long instant) {
        if (instant < from[0] || instant >= LAST_MILLI) {
            return zone.getRules().getOffset(Instant.ofEpochMilli(instant)).getTotalSeconds() * 1000L;
        }
        return offset[later(guess[(int) ((instant - from[0]) >>> GUESS_SHIFT)], instant)];
    }

    /** The index of the offset that holds at an instant, from one that is no later on. */
    private int later(int index, long instant) {
        int found = index;
        while (found + 1 < from.length && from[found + 1] <= instant) {
            found++;
        }
        return found;
    }

    /** Midnight: the first instant of a local date. */
    public long startOf(int date) {
        long utc = date * DAY;
        // where the offset is the same a day before and after, no clock change is near
        long before = offsetAt(utc - DAY);
        if (before == offsetAt(utc + DAY)) {
            return utc - before;
        }
        return LocalDate.ofEpochDay(date).atStartOfDay(zone).toInstant().toEpochMilli();
    }
}
