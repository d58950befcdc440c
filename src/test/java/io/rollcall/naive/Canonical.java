package io.rollcall.naive;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** One text for what is one value in JSON: keys sorted, whole numbers without a point, {@code id} left out. */
public final class Canonical {
    private Canonical() {}

    /** Of a map, a list, a number, a text, a truth or nothing. */
    public static String text(@Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            var sorted = new TreeMap<String, String>();
            map.forEach((key, each) -> sorted.put(String.valueOf(key), text(each)));
            sorted.remove("id");
            return sorted.toString();
        }
        if (value instanceof List<?> list) {
            return list.stream().map(Canonical::text).toList().toString();
        }
        if (value instanceof Number number) {
            double d = number.doubleValue();
            return d == Math.rint(d) && Math.abs(d) < 1L << 53 ? String.valueOf((long) d) : String.valueOf(d);
        }
        return String.valueOf(value);
    }

    /** Of JSON. */
    public static String text(JsonNode json) {
        return text(value(json));
    }

    /**
     * Outcomes of one member with those that one ladder gives at one instant sorted: whether a change of tier or the end of
     * its grace is told first, the page leaves open, and its histories and its scenarios differ.
     */
    public static List<String> toldInAnyOrder(List<String> outcomes) {
        var told = new ArrayList<>(outcomes);
        for (int i = 1; i < told.size(); i++) {
            String a = told.get(i - 1);
            String b = told.get(i);
            boolean pair = a.contains("ladder=")
                    && b.contains("ladder=")
                    && field(a, "ladder").equals(field(b, "ladder"))
                    && field(a, "at").equals(field(b, "at"))
                    && field(a, "cause").equals(field(b, "cause"));
            if (pair && a.compareTo(b) > 0) {
                told.set(i - 1, b);
                told.set(i, a);
            }
        }
        return told;
    }

    private static String field(String outcome, String name) {
        // the first field has no space in front
        String fields = " " + outcome.substring(1);
        int from = fields.indexOf(" " + name + "=");
        return fields.substring(from, fields.indexOf(", ", from));
    }

    private static @Nullable Object value(JsonNode json) {
        if (json.isObject()) {
            var map = new TreeMap<String, Object>();
            json.properties().forEach(field -> map.put(field.getKey(), value(field.getValue())));
            return map;
        }
        if (json.isArray()) {
            var list = new ArrayList<Object>();
            json.forEach(each -> list.add(value(each)));
            return list;
        }
        return json.isNumber() ? (Object) json.doubleValue() : json.isNull() ? null : json.asText();
    }
}
