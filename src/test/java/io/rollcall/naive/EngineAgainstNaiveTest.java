package io.rollcall.naive;

import static org.assertj.core.api.Assertions.fail;

import io.rollcall.event.Event;
import io.rollcall.program.ProgramException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;

/**
 * Random programs over random histories: the engine, which keeps little and skips what cannot matter, says exactly what the
 * naive evaluator says. More of them: {@code -Drollcall.random.pairs=20000 -Drollcall.random.seed=7}.
 */
class EngineAgainstNaiveTest {
    private static final int PAIRS = Integer.getInteger("rollcall.random.pairs", 150);
    private static final long SEED = Long.getLong("rollcall.random.seed", 1);
    private static final int SHOWN = Integer.getInteger("rollcall.random.shown", 1);
    /** Whether a difference is made small before it is shown: for a person, not for mutation testing. */
    private static final boolean SHRINKS = !"false".equals(System.getProperty("rollcall.random.shrink"));

    /** One program over one history. */
    private record Pair(
            Map<String, Object> program,
            List<Event> events,
            @Nullable Long until) {
        String yaml() {
            return new Dump(DumpSettings.builder()
                            .setDefaultFlowStyle(FlowStyle.AUTO)
                            .setWidth(160)
                            .build())
                    .dumpToString(program);
        }
    }

    @Test
    void theEngineSaysOfRandomProgramsAndHistoriesWhatTheNaiveEvaluatorSays() {
        var failures = new ArrayList<String>();
        for (long seed = SEED; seed < SEED + PAIRS && failures.size() < SHOWN; seed++) {
            Pair pair = pair(seed);
            String difference = difference(pair);
            if (difference != null) {
                Pair small = SHRINKS ? shrunk(pair) : pair;
                failures.add("seed " + seed + ": " + difference(small) + "\n" + scenario(small));
            }
        }
        if (!failures.isEmpty()) {
            fail(String.join("\n\n", failures));
        }
    }

    private static Pair pair(long seed) {
        var random = new Random(seed * 0x9E3779B97F4A7C15L);
        var place = RandomEvents.PLACES.get(random.nextInt(RandomEvents.PLACES.size()));
        var program = RandomProgram.of(random, place.zone());
        List<Event> events = RandomEvents.of(random, place, 5 + random.nextInt(60));
        return new Pair(program, events, RandomEvents.until(random, events));
    }

    /** What differs first, or null. */
    private static @Nullable String difference(Pair pair) {
        return Comparison.difference(pair.yaml(), pair.events, pair.until);
    }

    // ---- shrinking

    private static Pair shrunk(Pair pair) {
        Pair small = pair;
        boolean shrank = true;
        while (shrank) {
            shrank = false;
            for (int size = Math.max(1, small.events.size() / 2); size > 0; size /= 2) {
                for (int i = 0; i + size <= small.events.size(); ) {
                    var fewer = new ArrayList<>(small.events);
                    fewer.subList(i, i + size).clear();
                    var candidate = new Pair(small.program, fewer, small.until);
                    if (differs(candidate)) {
                        small = candidate;
                        shrank = true;
                    } else {
                        i += size;
                    }
                }
            }
            for (List<Object> path : paths(small.program, List.of())) {
                var candidate = new Pair(without(small.program, path), small.events, small.until);
                if (differs(candidate)) {
                    small = candidate;
                    shrank = true;
                }
            }
        }
        return small;
    }

    private static boolean differs(Pair pair) {
        try {
            return difference(pair) != null;
        } catch (ProgramException e) {
            // what was left out is named elsewhere
            return false;
        } catch (RuntimeException e) {
            return false;
        }
    }

    private static List<List<Object>> paths(Object node, List<Object> at) {
        var paths = new ArrayList<List<Object>>();
        if (node instanceof Map<?, ?> map) {
            map.forEach((key, value) -> {
                var path = new ArrayList<>(at);
                path.add(key);
                paths.add(path);
                paths.addAll(paths(value, path));
            });
        } else if (node instanceof List<?> list) {
            for (int i = list.size() - 1; i >= 0; i--) {
                var path = new ArrayList<>(at);
                path.add(i);
                paths.add(path);
                paths.addAll(paths(list.get(i), path));
            }
        }
        return paths;
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> without(Map<String, Object> program, List<Object> path) {
        String yaml = new Pair(program, List.of(), null).yaml();
        var copy = (Map<String, Object>) new Load(LoadSettings.builder().build()).loadFromString(yaml);
        Object node = copy;
        for (int i = 0; i < path.size() && node != null; i++) {
            boolean last = i == path.size() - 1;
            if (node instanceof Map<?, ?> map) {
                node = last ? map.remove(path.get(i)) : map.get(path.get(i));
            } else if (node instanceof List<?> list && path.get(i) instanceof Integer index) {
                node = index >= list.size() ? null : last ? list.remove((int) index) : list.get(index);
            } else {
                node = null;
            }
        }
        return copy;
    }

    /** As a file for {@code test/resources/scenarios}; the outcomes are the naive evaluator's. */
    private static String scenario(Pair pair) {
        var text = new StringBuilder("about: >\n  …\nprogram:\n");
        var program = new LinkedHashMap<>(pair.program);
        new Pair(program, List.of(), null).yaml().lines().forEach(line -> text.append("  ")
                .append(line)
                .append('\n'));
        if (pair.until != null) {
            text.append("until: ").append(Instant.ofEpochMilli(pair.until)).append('\n');
        }
        text.append("events: |\n");
        pair.events.stream()
                .sorted(java.util.Comparator.comparingLong(Event::at).thenComparing(Event::id))
                .forEach(event -> {
                    text.append("  ").append(event.id()).append(' ').append(Instant.ofEpochMilli(event.at()));
                    text.append(' ').append(event.type()).append(' ');
                    text.append(event.member() == null ? "" : event.member());
                    text.append(event.recipient() == null ? "" : ">" + event.recipient());
                    text.append(event.value() == 0 ? "" : " value=" + event.value());
                    event.attributes().forEach((key, value) -> text.append(' ' + key + '=' + value));
                    text.append('\n');
                });
        text.append("outcomes: |\n");
        NaiveReplay.run(pair.yaml(), pair.events, pair.until)
                .outcomes()
                .values()
                .forEach(each -> each.forEach(
                        outcome -> text.append("  ").append(outcome).append('\n')));
        return text.toString();
    }
}
