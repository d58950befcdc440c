package io.rollcall.cli.demo;

import co.elastic.clients.elasticsearch.ElasticsearchClient;
import co.elastic.clients.elasticsearch._types.ElasticsearchException;
import co.elastic.clients.elasticsearch._types.aggregations.Aggregate;
import co.elastic.clients.elasticsearch._types.aggregations.Aggregation;
import co.elastic.clients.elasticsearch._types.query_dsl.Query;
import io.rollcall.cli.Failure;
import io.rollcall.search.ElasticsearchConnection;
import io.rollcall.search.IndexNames;
import io.rollcall.search.UnavailableException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What came out, as Elasticsearch knows it.
 *
 * @param members how many members there are
 * @param outcomes how many outcomes there are of each kind
 * @param alerts what became of each alert
 * @param badges how often each badge was awarded, by its level where it has levels ({@code talker gold})
 * @param tiers how many members are on each tier now, by ladder
 */
public record Summary(
        long members,
        Map<String, Long> outcomes,
        Map<String, Alerts> alerts,
        Map<String, Long> badges,
        Map<String, Map<String, Long>> tiers) {

    private static final int MOST = 1_000;
    private static final String TIERS = "tiers.";
    private static final Aggregate EMPTY = Aggregate.of(a -> a.sterms(t -> t.buckets(b -> b.array(List.of()))));

    /**
     * What became of an alert.
     *
     * @param raised how often it was raised
     * @param open how many are open
     * @param resolved how many were resolved, by reason
     */
    public record Alerts(long raised, long open, Map<String, Long> resolved) {}

    /** Asks Elasticsearch about a community. */
    static Summary read(ElasticsearchConnection connection, IndexNames names, String community) {
        try (ElasticsearchClient client = connection.client()) {
            Query query = Query.of(q -> q.term(t -> t.field("community").value(community)));
            client.indices().refresh(request -> request.index(names.allOutcomes(), names.alerts(), names.members())
                    .ignoreUnavailable(true));
            Asking ask = new Asking(client, query);
            long members = client.count(request -> request.index(names.members())
                            .ignoreUnavailable(true)
                            .query(query))
                    .count();
            Map<String, Map<String, Long>> tiers = new TreeMap<>();
            for (String field : ask.fields(names.members(), TIERS + "*")) {
                Map<String, Long> counts = ask.counts(names.members(), field);
                if (!counts.isEmpty()) {
                    tiers.put(field.substring(TIERS.length()), counts);
                }
            }
            return new Summary(
                    members,
                    ask.counts(names.allOutcomes(), "kind"),
                    alerts(ask, names.alerts()),
                    badges(ask, names.allOutcomes()),
                    tiers);
        } catch (IOException | ElasticsearchException e) {
            UnavailableException why = UnavailableException.of(connection, e);
            throw Failure.failed(String.valueOf(why.getMessage()), why);
        }
    }

    /** For people, one thing a line. */
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add("%,10d  members".formatted(members));
        tiers.forEach((ladder, counts) ->
                counts.forEach((tier, count) -> lines.add("%,10d    on tier %s of %s".formatted(count, tier, ladder))));
        badges.forEach((badge, count) -> lines.add("%,10d  badges %s".formatted(count, badge)));
        alerts.forEach((alert, became) -> {
            lines.add("%,10d  alerts %s raised".formatted(became.raised(), alert));
            became.resolved().forEach((reason, count) -> lines.add("%,10d    resolved: %s".formatted(count, reason)));
            lines.add("%,10d    open".formatted(became.open()));
        });
        lines.add("%,10d  outcomes"
                .formatted(outcomes.values().stream().mapToLong(Long::longValue).sum()));
        outcomes.forEach((kind, count) -> lines.add("%,10d    %s".formatted(count, kind)));
        return lines;
    }

    private static Map<String, Alerts> alerts(Asking ask, String index) throws IOException {
        Map<String, Alerts> alerts = new TreeMap<>();
        for (Map.Entry<String, Map<String, Long>> alert :
                ask.counts(index, "alert", "state").entrySet()) {
            long open = alert.getValue().getOrDefault("open", 0L);
            long raised = alert.getValue().values().stream()
                    .mapToLong(Long::longValue)
                    .sum();
            alerts.put(alert.getKey(), new Alerts(raised, open, new TreeMap<>()));
        }
        ask.counts(index, "alert", "reason").forEach((name, reasons) -> {
            Alerts known = alerts.get(name);
            if (known != null) {
                known.resolved().putAll(reasons);
            }
        });
        return alerts;
    }

    private static Map<String, Long> badges(Asking ask, String index) throws IOException {
        Map<String, Long> badges = new TreeMap<>();
        Map<String, Long> all = ask.counts(index, "badge");
        ask.counts(index, "badge", "level").forEach((badge, levels) -> {
            levels.forEach((level, count) -> badges.put(badge + " " + level, count));
            if (!levels.isEmpty()) {
                all.remove(badge);
            }
        });
        badges.putAll(all);
        return badges;
    }

    /** Counting documents of one community by the values of a field. */
    private record Asking(ElasticsearchClient client, Query query) {

        /** The names of the fields that match, whatever types they have. */
        Set<String> fields(String index, String pattern) throws IOException {
            Set<String> fields = new TreeSet<>();
            client.indices()
                    .getFieldMapping(
                            request -> request.index(index).fields(pattern).ignoreUnavailable(true))
                    .result()
                    .values()
                    .forEach(mapped -> fields.addAll(mapped.mappings().keySet()));
            return fields;
        }

        Map<String, Long> counts(String index, String field) throws IOException {
            Map<String, Long> counts = new TreeMap<>();
            buckets(index, Aggregation.of(a -> a.terms(t -> t.field(field).size(MOST))))
                    .sterms()
                    .buckets()
                    .array()
                    .forEach(bucket -> counts.put(bucket.key().stringValue(), bucket.docCount()));
            return counts;
        }

        Map<String, Map<String, Long>> counts(String index, String field, String inner) throws IOException {
            Map<String, Map<String, Long>> counts = new TreeMap<>();
            Aggregation by = Aggregation.of(a -> a.terms(t -> t.field(field).size(MOST))
                    .aggregations("inner", i -> i.terms(t -> t.field(inner).size(MOST))));
            buckets(index, by).sterms().buckets().array().forEach(bucket -> {
                Map<String, Long> of = new TreeMap<>();
                bucket.aggregations()
                        .getOrDefault("inner", EMPTY)
                        .sterms()
                        .buckets()
                        .array()
                        .forEach(value -> of.put(value.key().stringValue(), value.docCount()));
                counts.put(bucket.key().stringValue(), of);
            });
            return counts;
        }

        private Aggregate buckets(String index, Aggregation aggregation) throws IOException {
            Aggregate answer = client.search(
                            request -> request.index(index)
                                    .ignoreUnavailable(true)
                                    .size(0)
                                    .query(query)
                                    .aggregations("by", aggregation),
                            Void.class)
                    .aggregations()
                    .get("by");
            // an index that is not there yet has no field of any type, and no buckets
            return answer == null || !answer.isSterms() ? EMPTY : answer;
        }
    }
}
