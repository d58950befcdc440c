package io.rollcall.replay;

import io.rollcall.event.Event;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Finds the few events of a history that lie far before or after all others, as those do whose year is wrong: the clock
 * runs to the last event, so that one of them makes everybody a member who was away for years.
 *
 * <p>It counts events by months, so that what it keeps does not grow with the history.
 */
public final class Strays {
    /** About a month. */
    private static final long SPAN = Duration.ofDays(30).toMillis();

    /** Half a year without any event, between the few and the others. */
    private static final long FAR = Duration.ofDays(180).toMillis();

    /** More than so many are no slip. */
    private static final int MOST = 10;

    /** So many others there are for each. */
    private static final int OTHERS = 3;

    /** And so many times as long as the longest time without any among those. */
    private static final int LONGER = 3;

    private final TreeMap<Long, Month> months = new TreeMap<>();
    private @Nullable Month latest;

    private static final class Month {
        private final long number;
        private long events;
        private long from = Long.MAX_VALUE;
        private long to = Long.MIN_VALUE;
        private @Nullable Stray first;
        private @Nullable Stray last;

        Month(long number) {
            this.number = number;
        }
    }

    /** An event and where it stands. */
    private record Stray(String id, long at, @Nullable Path file, long line) {}

    /**
     * Few events that lie far from all others.
     *
     * @param events how many they are
     * @param id the id of the one that is farthest away
     * @param at when that one happened, in milliseconds since the epoch
     * @param file the file in which it stands; null where the events are in none
     * @param line which line of that file, from 1
     * @param isAhead whether they lie after the others; else before
     * @param others the instant of the nearest of the others, in milliseconds since the epoch
     */
    public record Few(
            long events, String id, long at, @Nullable Path file, long line, boolean isAhead, long others) {}

    /** The next event, in any order, and where it stands; lines count from 1. */
    public void add(Event event, @Nullable Path file, long line) {
        long number = Math.floorDiv(event.at(), SPAN);
        Month month = latest;
        if (month == null || month.number != number) {
            month = months.computeIfAbsent(number, Month::new);
            latest = month;
        }
        month.events++;
        // of few events the farthest is named, so only months of few need to know it
        boolean few = month.events <= MOST;
        if (event.at() < month.from) {
            month.from = event.at();
            month.first = few ? new Stray(event.id(), event.at(), file, line) : month.first;
        }
        if (event.at() > month.to) {
            month.to = event.at();
            month.last = few ? new Stray(event.id(), event.at(), file, line) : month.last;
        }
    }

    /** The few before all others and the few after them, where there are such. */
    public List<Few> find() {
        List<Month> all = List.copyOf(months.values());
        long events = all.stream().mapToLong(month -> month.events).sum();
        long most = Math.min(MOST, events / (OTHERS + 1));
        List<Month> backwards = reversed(all);
        List<Integer> begins = begins(all, most);
        List<Integer> ends = begins(backwards, most);
        List<Few> few = new ArrayList<>();
        if (innermost(begins) >= all.size() - innermost(ends)) {
            return few;
        }
        int begin = first(all, begins, all.size() - innermost(ends));
        if (begin > 0) {
            few.add(few(all.subList(0, begin), all.get(0).first, false, all.get(begin).from));
        }
        int end = all.size() - first(backwards, ends, all.size() - innermost(begins));
        if (end < all.size()) {
            few.add(few(all.subList(end, all.size()), all.get(all.size() - 1).last, true, all.get(end - 1).to));
        }
        return few;
    }

    private static int innermost(List<Integer> begins) {
        return begins.isEmpty() ? 0 : begins.get(begins.size() - 1);
    }

    /** Where the others can begin: behind few events, far from them. */
    private static List<Integer> begins(List<Month> months, long most) {
        List<Integer> begins = new ArrayList<>();
        long events = 0;
        for (int i = 0; i + 1 < months.size(); i++) {
            events += months.get(i).events;
            if (events > most) {
                break;
            }
            if (gap(months.get(i), months.get(i + 1)) >= FAR) {
                begins.add(i + 1);
            }
        }
        return begins;
    }

    /** Where the others begin: the last place before which there is a pause much longer than any behind it; 0 if nowhere. */
    private static int first(List<Month> months, List<Integer> begins, int end) {
        for (int i = begins.size() - 1; i >= 0; i--) {
            int begin = begins.get(i);
            long longest = FAR / LONGER;
            for (int month = begin + 1; month < end; month++) {
                longest = Math.max(longest, gap(months.get(month - 1), months.get(month)));
            }
            if (gap(months.get(begin - 1), months.get(begin)) >= LONGER * longest) {
                return begin;
            }
        }
        return 0;
    }

    private static List<Month> reversed(List<Month> months) {
        List<Month> reversed = new ArrayList<>(months);
        Collections.reverse(reversed);
        return reversed;
    }

    private static long gap(Month one, Month other) {
        return one.number < other.number ? other.from - one.to : one.from - other.to;
    }

    private static Few few(List<Month> months, @Nullable Stray farthest, boolean isAhead, long others) {
        if (farthest == null) {
            throw new IllegalStateException("few events, none of which is known");
        }
        long events = months.stream().mapToLong(month -> month.events).sum();
        return new Few(events, farthest.id(), farthest.at(), farthest.file(), farthest.line(), isAhead, others);
    }
}
