package io.rollcall.naive;

import io.rollcall.event.Event;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A history through {@link NaiveMember}s: what {@code rollcall replay} must write, ids aside. */
public final class NaiveReplay {
    private static final Comparator<String> BYTES =
            (a, b) -> Arrays.compareUnsigned(a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));

    private NaiveReplay() {}

    /** Outcomes by member, each in canonical text, in order; snapshots likewise; how many evaluations did not settle. */
    public record Result(Map<String, List<String>> outcomes, Map<String, String> members, long overruns) {}

    /** Evaluates; {@code until} is null for the last event's instant. */
    public static Result run(String yaml, List<Event> history, @Nullable Long until) {
        var program = new NaiveProgram(yaml);
        List<Event> events = history.stream()
                .filter(event -> event.community().equals(program.community))
                .sorted(Comparator.comparingLong(Event::at).thenComparing(Event::id, BYTES))
                .toList();
        long end = until != null
                ? until
                : events.isEmpty() ? 0 : events.get(events.size() - 1).at();
        Map<String, List<String>> outcomes = new TreeMap<>();
        Map<String, NaiveMember> members = new TreeMap<>();
        for (Event event : events) {
            if (event.at() <= end) {
                if (event.member() != null) {
                    take(program, members, outcomes, event.member(), event, true);
                }
                if (event.recipient() != null && !event.recipient().equals(event.member())) {
                    take(program, members, outcomes, event.recipient(), event, false);
                }
            }
        }
        Map<String, String> snapshots = new TreeMap<>();
        long overruns = 0;
        for (NaiveMember member : members.values()) {
            member.run(end, true);
            snapshots.put(member.name, Canonical.text(member.snapshot(end)));
            overruns += member.overruns;
        }
        return new Result(outcomes, snapshots, overruns);
    }

    private static void take(
            NaiveProgram program,
            Map<String, NaiveMember> members,
            Map<String, List<String>> outcomes,
            String name,
            Event event,
            boolean actor) {
        if (program.excluded.contains(name)) {
            return;
        }
        List<String> own = outcomes.computeIfAbsent(name, each -> new ArrayList<>());
        members.computeIfAbsent(
                        name, each -> new NaiveMember(program, each, outcome -> own.add(Canonical.text(outcome))))
                .take(event, actor);
    }
}
