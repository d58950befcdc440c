package io.rollcall.cli;

import io.rollcall.condition.Nearest;
import io.rollcall.event.Event;
import io.rollcall.program.Program;
import io.rollcall.replay.EventTypes;
import io.rollcall.wording.English;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The event types of a history that no rule of a program names, and those that its rules name and that never occurred: where
 * the two write one differently, nothing counts, and nothing else would tell.
 */
public final class UnmatchedTypes {
    /** So many are told by name. */
    private static final int FEW = 5;

    /** Of so many, the most frequent, it is asked whether another name was meant. */
    private static final int ASKED = 200;

    /** A longer text is no name that somebody mistyped, and is not shown as a whole. */
    private static final int LONGEST = 60;

    /** Below it one letter more or less is as often another word. */
    private static final int SHORTEST_TYPO = 5;

    private final List<Unnamed> unnamed;
    private final List<String> absent;
    private final boolean isWhole;

    private UnmatchedTypes(List<Unnamed> unnamed, List<String> absent, boolean isWhole) {
        this.unnamed = unnamed;
        this.absent = absent;
        this.isWhole = isWhole;
    }

    /**
     * Of a history and what evaluates it.
     *
     * @param occurred by type, how many events there are, as {@link EventTypes} counts them
     */
    public static UnmatchedTypes of(Map<String, Long> occurred, Program... programs) {
        Set<String> named = new TreeSet<>();
        for (Program program : programs) {
            named.addAll(program.eventTypes());
        }
        Set<String> known = new TreeSet<>(named);
        known.add(Event.JOIN);
        known.add(Event.LEAVE);
        List<Unnamed> unnamed = new ArrayList<>();
        occurred.entrySet().stream()
                .filter(each -> !known.contains(each.getKey()))
                .sorted(Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry.comparingByKey()))
                .forEach(each -> unnamed.add(new Unnamed(
                        each.getKey(),
                        each.getValue(),
                        unnamed.size() < ASKED ? hint(each.getKey(), known, occurred.keySet()) : "")));
        // a slip must not be lost among what a program leaves out on purpose
        unnamed.sort(Comparator.comparing(each -> each.hint().isEmpty()));
        boolean isWhole = occurred.size() < EventTypes.MOST;
        named.removeAll(occurred.keySet());
        return new UnmatchedTypes(unnamed, isWhole ? List.copyOf(named) : List.of(), isWhole);
    }

    /** {@code "; did you mean 'sighting'?"}, or nothing. */
    private static String hint(String type, Set<String> known, Set<String> occurred) {
        if (type.length() > LONGEST) {
            return "";
        }
        return Nearest.suggestion(
                type,
                known.stream()
                        .filter(name -> isNear(type, name, occurred.contains(name)))
                        .toList());
    }

    /** Whether one may be the other, mistyped; two letters apart, and both there, they are rather like and unlike. */
    private static boolean isNear(String type, String name, boolean isThere) {
        int distance = Nearest.distance(type, name);
        return distance == 0
                || distance <= (isThere ? 1 : 2) && Math.max(type.length(), name.length()) >= SHORTEST_TYPO;
    }

    /**
     * A type of events that no rule names.
     *
     * @param hint the known one that it may have been meant to be, as {@code "; did you mean 'sighting'?"}; empty if there is none
     */
    record Unnamed(String type, long events, String hint) {
        /** In quotes, as something that can be read. */
        String shown() {
            String visible = type.replaceAll("\\p{Cntrl}", "?");
            return "'" + (visible.length() <= LONGEST ? visible : visible.substring(0, LONGEST) + "…") + "'";
        }
    }

    /**
     * Those that are not told by name.
     *
     * @param types how many they are, as {@code 3 more types}
     * @param events how many events they have; 0 if there are no such
     */
    record Others(String types, long events) {}

    /** By type, how many events count for nothing; the likeliest slips first, then the most frequent. */
    Map<String, Long> unnamed() {
        Map<String, Long> events = new LinkedHashMap<>();
        unnamed.forEach(each -> events.put(each.type(), each.events()));
        return events;
    }

    /** The types that rules name and that never occurred; none where that is not known, as there are too many types. */
    List<String> absent() {
        return absent;
    }

    /** The first few of the others. */
    List<Unnamed> first() {
        return unnamed.subList(0, Math.min(FEW, unnamed.size()));
    }

    /** Those behind the first few. */
    Others others() {
        List<Unnamed> others = unnamed.subList(first().size(), unnamed.size());
        return new Others(
                (isWhole ? "" : "at least ") + English.counted(others.size(), "more type"),
                others.stream().mapToLong(Unnamed::events).sum());
    }

    /** {@code 'sighting', 'vote' and 3 more}. */
    String shownAbsent() {
        return English.conjunction(Stream.concat(
                        absent.stream().limit(FEW).map(type -> "'" + type + "'"),
                        absent.size() > FEW ? Stream.of("%,d more".formatted(absent.size() - FEW)) : Stream.empty())
                .toList());
    }

    /** All of it in sentences; none where history and programs name the same. */
    public List<String> sentences() {
        List<String> sentences = new ArrayList<>();
        if (!unnamed.isEmpty()) {
            List<String> names = new ArrayList<>();
            first().forEach(each -> names.add("%s (%,d%s)".formatted(each.shown(), each.events(), each.hint())));
            Others others = others();
            if (others.events() > 0) {
                names.add("%s (%,d)".formatted(others.types(), others.events()));
            }
            sentences.add("No rule names the event type" + (unnamed.size() == 1 ? " " : "s ")
                    + English.conjunction(names) + ".");
        }
        if (!absent.isEmpty()) {
            sentences.add("Rules name " + shownAbsent() + ", of which there is no event.");
        }
        return sentences;
    }
}
