package io.rollcall.console;

import co.elastic.clients.elasticsearch._types.aggregations.Aggregate;
import co.elastic.clients.elasticsearch._types.aggregations.StringTermsBucket;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads aggregations. What is missing is nothing counted: an index that is not there yet has no aggregations at all, and
 * a field that no document has ever had gives another kind of one.
 */
final class Buckets {

    private Buckets() {}

    static List<StringTermsBucket> of(Map<String, Aggregate> aggregations, String name) {
        Aggregate aggregate = aggregations.get(name);
        return aggregate != null && aggregate.isSterms()
                ? aggregate.sterms().buckets().array()
                : List.of();
    }

    /** Documents by term, the most frequent first. */
    static Map<String, Long> counts(Map<String, Aggregate> aggregations, String name) {
        Map<String, Long> counts = new LinkedHashMap<>();
        of(aggregations, name).forEach(bucket -> counts.put(bucket.key().stringValue(), bucket.docCount()));
        return counts;
    }

    static long filtered(Map<String, Aggregate> aggregations, String name) {
        Aggregate aggregate = aggregations.get(name);
        return aggregate != null && aggregate.isFilter() ? aggregate.filter().docCount() : 0;
    }

    static Map<String, Aggregate> within(Map<String, Aggregate> aggregations, String name) {
        Aggregate aggregate = aggregations.get(name);
        return aggregate != null && aggregate.isFilter() ? aggregate.filter().aggregations() : Map.of();
    }

    /** The latest instant, or null where no document has one. */
    static @Nullable Instant latest(Map<String, Aggregate> aggregations, String name) {
        Aggregate aggregate = aggregations.get(name);
        if (aggregate == null || !aggregate.isMax()) {
            return null;
        }
        double value = aggregate.max().value();
        // of no documents it is null, which the client reads as 0, or as minus infinity
        return Double.isFinite(value) && value != 0 ? Instant.ofEpochMilli((long) value) : null;
    }
}
