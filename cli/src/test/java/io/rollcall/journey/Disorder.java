package io.rollcall.journey;

import static org.assertj.core.api.Assertions.assertThat;

import io.rollcall.event.Event;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;

/** A history as it comes where events overtake each other. */
final class Disorder {
    private Disorder() {}

    /**
     * Every event late by less than that, one in ten of them twice. What is not late is that a member comes or goes, and
     * no act crosses that: whose first act is read second has joined with the one read first, in the job.
     *
     * @param events in order
     * @param late by how much, in milliseconds
     */
    static List<Event> of(List<Event> events, long late, Random random) {
        record Arrival(long at, Event event) {}
        Map<String, NavigableSet<Long>> turns = new HashMap<>();
        Set<String> known = new HashSet<>();
        for (Event event : events) {
            if (event.member() != null && (known.add(whose(event)) || isTurn(event))) {
                turns.computeIfAbsent(whose(event), each -> new TreeSet<>()).add(event.at());
            }
        }
        List<Arrival> arrivals = new ArrayList<>();
        for (Event event : events) {
            NavigableSet<Long> own = turns.getOrDefault(whose(event), new TreeSet<>());
            Long turn = own.higher(event.at());
            long most = turn == null ? late : Math.min(late, turn - event.at());
            boolean punctual = own.contains(event.at());
            arrivals.add(new Arrival(punctual ? event.at() : event.at() + random.nextLong(most), event));
            if (random.nextInt(10) == 0) {
                arrivals.add(new Arrival(event.at() + random.nextLong(late), event));
            }
        }
        arrivals.sort(Comparator.comparingLong(Arrival::at));
        assertThat(arrivals.stream().map(Arrival::event).distinct())
                .as("disorder")
                .isNotEqualTo(events);
        return arrivals.stream().map(Arrival::event).toList();
    }

    private static String whose(Event event) {
        return event.community() + '/' + event.member();
    }

    private static boolean isTurn(Event event) {
        return event.type().equals("join") || event.type().equals("leave");
    }
}
