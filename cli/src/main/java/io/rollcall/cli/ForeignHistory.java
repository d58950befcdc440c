package io.rollcall.cli;

import io.rollcall.wording.English;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a history holds besides events of the program's community: to say so when it holds no others. */
final class ForeignHistory {
    /** So many are counted one by one: any more are no help to whoever looks for the right one. */
    private static final int COUNTED = 10_000;

    private static final int NAMED = 5;

    private final Map<String, Long> events = new HashMap<>();
    private @Nullable String firstRejected;

    /** One more event of a community. */
    void add(String community) {
        if (events.size() < COUNTED || events.containsKey(community)) {
            events.merge(community, 1L, Long::sum);
        }
    }

    /** A line that is no event; lines count from 1. */
    void rejected(String file, long line, String reason) {
        if (firstRejected == null) {
            firstRejected = "line %,d of %s: %s".formatted(line, file, reason);
        }
    }

    /** The first line that is no event, with the reason, as a sentence of its own; empty where there is none. */
    String firstRejected() {
        return firstRejected == null ? "" : " The first is " + firstRejected + ".";
    }

    /** The same as a clause: {@code line 5 of a.jsonl: why}. */
    String firstRejectedLine() {
        return firstRejected == null ? "" : firstRejected;
    }

    /** What to say where no event was of the program's community; {@code rejected} lines were no event at all. */
    String message(List<Path> files, String community, long rejected) {
        String where = English.conjunction(files.stream().map(Path::toString).toList());
        String none = "No event of the community '" + community + "' is in " + where + "; ";
        String lines = rejected == 0
                ? ""
                : rejected == 1 ? "1 line that is no event" : "%,d lines that are no events".formatted(rejected);
        if (events.isEmpty()) {
            return none + (rejected == 0 ? "no event at all is there." : "only " + lines + "." + firstRejected())
                    + " A history has one JSON event a line, with the name of its community in 'community'.";
        }
        String holds = files.size() == 1 ? "it holds events of " : "they hold events of ";
        String alone = events.size() == 1 ? events.keySet().iterator().next() : "NAME";
        return none + holds + names() + (lines.isEmpty() ? "" : ", and " + lines) + "." + firstRejected()
                + " Is it the right file? If it is, write 'community: " + alone + "' into the program.";
    }

    /** The same for whoever can do nothing without such an event. */
    Failure failure(List<Path> files, String community, long rejected) {
        return Failure.wrong(message(files, community, rejected));
    }

    private String names() {
        List<String> names = new ArrayList<>();
        events.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry.comparingByKey()))
                .limit(NAMED)
                .forEach(each -> names.add("'%s' (%,d)".formatted(each.getKey(), each.getValue())));
        if (events.size() > NAMED) {
            names.add("%,d more".formatted(events.size() - NAMED));
        }
        return English.conjunction(names);
    }
}
