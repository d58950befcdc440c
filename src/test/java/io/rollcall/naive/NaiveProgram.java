package io.rollcall.naive;

import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** A program as its YAML has it, with the defaults that SEMANTICS gives. It must be right: nothing is checked. */
final class NaiveProgram {
    private final Map<String, Object> root;
    private final Map<String, Object> sets;
    private final Map<String, Cel.Node> conditions = new LinkedHashMap<>();
    final String community;
    final ZoneId zone;
    final boolean firstSeen;
    final boolean shadow;
    final Set<String> excluded;
    final long spread;
    final Map<String, Body> metrics;
    final Map<String, Body> earn;
    final @Nullable Set<String> redeem;
    final Map<String, List<Body>> ladders = new LinkedHashMap<>();
    final Map<String, Body> badges;
    final Map<String, Body> quests;
    final @Nullable Body lifecycle;
    final Map<String, Cel.Node> segments = new LinkedHashMap<>();
    final @Nullable Body rfm;
    final Map<String, Body> alerts;

    @SuppressWarnings("unchecked")
    NaiveProgram(String yaml) {
        root = (Map<String, Object>) new Load(LoadSettings.builder().build()).loadFromString(yaml);
        sets = map(root.get("events"));
        community = text(root.get("community"), "");
        zone = ZoneId.of(text(root.get("timezone"), "UTC"));
        firstSeen = text(root.get("join"), "explicit").equals("first-seen");
        shadow = text(root.get("mode"), "live").equals("shadow");
        excluded = new LinkedHashSet<>(list(root.get("exclude")));
        spread = duration(root.get("midnight_spread"));
        metrics = bodies(root.get("metrics"));
        Map<String, Object> points = map(root.get("points"));
        earn = bodies(points.get("earn"));
        redeem = points.containsKey("redeem") ? new Body(map(points.get("redeem"))).set("on") : null;
        map(root.get("ladders"))
                .forEach((name, tiers) -> ladders.put(
                        name,
                        ((List<Object>) tiers)
                                .stream().map(tier -> new Body(map(tier))).toList()));
        badges = bodies(root.get("badges"));
        quests = bodies(root.get("quests"));
        lifecycle = root.containsKey("lifecycle") ? new Body(map(root.get("lifecycle"))) : null;
        map(root.get("segments")).forEach((name, when) -> segments.put(name, condition((String) when)));
        rfm = root.containsKey("rfm") ? new Body(map(root.get("rfm"))) : null;
        alerts = bodies(root.get("alerts"));
    }

    /** The keys of one rule. */
    final class Body {
        private final Map<String, Object> keys;
        private final Map<String, Set<String>> read = new LinkedHashMap<>();

        private Body(Map<String, Object> keys) {
            this.keys = keys;
        }

        boolean has(String key) {
            return keys.get(key) != null;
        }

        String text(String key, String otherwise) {
            return NaiveProgram.text(keys.get(key), otherwise);
        }

        @Nullable
        String text(String key) {
            return keys.get(key) == null ? null : String.valueOf(keys.get(key));
        }

        double number(String key, double otherwise) {
            return keys.get(key) == null ? otherwise : Double.parseDouble(String.valueOf(keys.get(key)));
        }

        long duration(String key) {
            return NaiveProgram.duration(keys.get(key));
        }

        Set<String> set(String key) {
            return read.computeIfAbsent(key, each -> types(list(keys.get(each)), new LinkedHashSet<>()));
        }

        List<String> texts(String key) {
            return list(keys.get(key));
        }

        Body body(String key) {
            return new Body(map(keys.get(key)));
        }

        Set<String> keys() {
            return keys.keySet();
        }

        Cel.@Nullable Node condition(String key) {
            return keys.get(key) == null ? null : NaiveProgram.this.condition(text(key, ""));
        }
    }

    Cel.Node condition(String text) {
        return conditions.computeIfAbsent(text, Cel::parse);
    }

    private Map<String, Body> bodies(@Nullable Object section) {
        var bodies = new LinkedHashMap<String, Body>();
        map(section).forEach((name, body) -> bodies.put(name, new Body(map(body))));
        return bodies;
    }

    /** The event types behind names of sets and of types. */
    private Set<String> types(List<String> names, Set<String> within) {
        var types = new LinkedHashSet<String>();
        for (String name : names) {
            if (sets.containsKey(name) && !within.contains(name)) {
                var deeper = new LinkedHashSet<>(within);
                deeper.add(name);
                types.addAll(types(list(sets.get(name)), deeper));
            } else {
                types.add(name);
            }
        }
        return types;
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> map(@Nullable Object value) {
        var map = new LinkedHashMap<String, Object>();
        if (value != null) {
            ((Map<Object, Object>) value).forEach((key, each) -> map.put(String.valueOf(key), each));
        }
        return map;
    }

    private static List<String> list(@Nullable Object value) {
        var texts = new ArrayList<String>();
        if (value instanceof List<?> list) {
            list.forEach(each -> texts.add(String.valueOf(each)));
        } else if (value != null) {
            texts.add(String.valueOf(value));
        }
        return texts;
    }

    private static String text(@Nullable Object value, String otherwise) {
        return value == null ? otherwise : String.valueOf(value);
    }

    private static long duration(@Nullable Object value) {
        if (value == null) {
            return 0;
        }
        String text = String.valueOf(value);
        if (text.equals("0")) {
            return 0;
        }
        long number = Long.parseLong(text.substring(0, text.length() - 1));
        return number
                * switch (text.charAt(text.length() - 1)) {
                    case 'd' -> 86_400_000L;
                    case 'h' -> 3_600_000L;
                    case 'm' -> 60_000L;
                    case 's' -> 1_000L;
                    default -> throw new IllegalArgumentException(text);
                };
    }
}
