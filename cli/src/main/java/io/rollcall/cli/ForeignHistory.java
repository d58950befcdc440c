package io.rollcall.cli;

import io.rollcall.wording.English;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a history holds besides events of the program's community: to say so when it holds no others. */
public final class ForeignHistory {
    /** So many are counted one by one: any more are no help to whoever looks for the right one. */
    private static final int COUNTED = 10_000;

    private static final int NAMED = 5;

    /** So many reasons are told: a file of another kind has a new one in every line. */
    private static final int REASONS = 3;

    private final Map<String, Long> events = new HashMap<>();
    private long counted;
    /** By the reason, the first line that was refused for it. */
    private final Map<String, String> rejected = new LinkedHashMap<>();

    /** One more event of a community. */
    public void add(String community) {
        counted++;
        if (events.size() < COUNTED || events.containsKey(community)) {
            events.merge(community, 1L, Long::sum);
        }
    }

    /** A line that is no event; lines count from 1. */
    public void rejected(String file, long line, String reason) {
        if (rejected.size() < REASONS) {
            rejected.putIfAbsent(reason, "line %,d of %s: %s".formatted(line, file, reason));
        }
    }

    /** The first lines that are no event, with the reasons, as sentences of their own; empty where there is none. */
    private String reasons() {
        List<String> lines = List.copyOf(rejected.values());
        if (lines.isEmpty()) {
            return "";
        }
        List<String> others = lines.subList(1, lines.size());
        return " The first is " + lines.get(0) + "."
                + (others.isEmpty() ? "" : " For other reasons: " + String.join("; ", others) + ".");
    }

    /** The first line that is no event, with the reason: {@code line 5 of a.jsonl: why}; empty where there is none. */
    String firstRejectedLine() {
        return rejected.values().stream().findFirst().orElse("");
    }

    /** What to say where no event was of the program's community; {@code rejected} lines were no event at all. */
    String message(List<Path> files, String community, long rejectedLines) {
        String where = English.conjunction(files.stream().map(Path::toString).toList());
        long all = counted + rejectedLines;
        String none = "No event of the community '" + community + "' is in " + where
                + (all == 0 ? "" : " (" + English.counted(all, "line") + (files.size() > 1 ? " in all" : "") + ")")
                + "; ";
        String lines = rejectedLines == 0
                ? ""
                : rejectedLines == 1
                        ? "1 line that is no event"
                        : "%,d lines that are no events".formatted(rejectedLines);
        if (events.isEmpty()) {
            return none + (rejectedLines == 0 ? "no event at all is there." : "only " + lines + "." + reasons())
                    + " A history has one JSON event a line, with the name of its community in 'community'.";
        }
        String holds = files.size() == 1 ? "it holds events of " : "they hold events of ";
        String alone = events.size() == 1 ? events.keySet().iterator().next() : "NAME";
        return none + holds + names() + (lines.isEmpty() ? "" : ", and " + lines) + "." + reasons()
                + " Is it the right file? If it is, write 'community: " + alone + "' into the program.";
    }

    /** The same for whoever can do nothing without such an event; the history was read, so it is no wrong argument. */
    public Failure failure(List<Path> files, String community, long rejectedLines) {
        return Failure.failed(message(files, community, rejectedLines));
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
