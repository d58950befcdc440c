package io.rollcall.cli.demo;

import co.elastic.clients.elasticsearch.ElasticsearchClient;
import co.elastic.clients.elasticsearch._types.ElasticsearchException;
import co.elastic.clients.elasticsearch._types.aggregations.Aggregate;
import co.elastic.clients.elasticsearch._types.aggregations.Aggregation;
import co.elastic.clients.elasticsearch._types.query_dsl.Query;
import io.rollcall.cli.Failure;
import io.rollcall.program.Ladder;
import io.rollcall.program.Program;
import io.rollcall.search.ElasticsearchConnection;
import io.rollcall.search.IndexNames;
import io.rollcall.search.UnavailableException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What came out, as Elasticsearch knows it, counted as the page counts it: a member is who has joined and not left.
 *
 * @param members how many members there are now
 * @param left how many have left; they are on no tier here
 * @param notJoined how many have not joined: others have acted upon them
 * @param outcomes how many outcomes there are of each kind
 * @param alerts what became of each alert
 * @param badges how often each badge was awarded, by its level where it has levels ({@code talker gold})
 * @param tiers how many members are on each tier now, by ladder, in the order of the program, the lowest tier first
 */
public record Summary(
        long members,
        long left,
        long notJoined,
        Map<String, Long> outcomes,
        Map<String, Alerts> alerts,
        Map<String, Long> badges,
        Map<String, Map<String, Long>> tiers) {

    private static final int MOST = 1_000;
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
    static Summary read(ElasticsearchConnection connection, IndexNames names, Program program) {
        try (ElasticsearchClient client = connection.client()) {
            Query query = Query.of(q -> q.term(t -> t.field("community").value(program.community())));
            client.indices().refresh(request -> request.index(names.allOutcomes(), names.alerts(), names.members())
                    .ignoreUnavailable(true));
            Asking ask = new Asking(client, query);
            Query joined = and(query, exists("joinedAt"));
            Query now = Query.of(q -> q.bool(b -> b.filter(joined).mustNot(exists("leftAt"))));
            long everybody = ask.count(names.members(), query);
            long everJoined = ask.count(names.members(), joined);
            long members = ask.count(names.members(), now);
            return new Summary(
                    members,
                    everJoined - members,
                    everybody - everJoined,
                    ask.counts(names.allOutcomes(), "kind"),
                    alerts(ask, names.alerts()),
                    badges(ask, names.allOutcomes()),
                    tiers(new Asking(client, now), names.members(), program));
        } catch (IOException | ElasticsearchException e) {
            UnavailableException why = UnavailableException.of(connection, e);
            throw Failure.failed(String.valueOf(why.getMessage()), why);
        }
    }

    /** For people, one thing a line. */
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add(line(members, "member now", "members now"));
        if (left > 0) {
            lines.add(line(
                    left, "  more has left: they are on no tier below", "  more have left: they are on no tier below"));
        }
        if (notJoined > 0) {
            lines.add(line(
                    notJoined,
                    "  more has not joined yet: others have acted upon them",
                    "  more have not joined yet: others have acted upon them"));
        }
        tiers.forEach((ladder, counts) ->
                counts.forEach((tier, count) -> lines.add("%,10d    on tier %s of %s".formatted(count, tier, ladder))));
        badges.forEach((badge, count) -> lines.add(line(count, "award of badge " + badge, "awards of badge " + badge)));
        alerts.forEach((alert, became) -> {
            lines.add(line(became.raised(), "alert " + alert + " raised", "alerts " + alert + " raised"));
            became.resolved().forEach((reason, count) -> lines.add("%,10d    resolved: %s".formatted(count, reason)));
            lines.add("%,10d    open".formatted(became.open()));
        });
        long all = outcomes.values().stream().mapToLong(Long::longValue).sum();
        lines.add(line(all, "outcome", "outcomes"));
        outcomes.forEach((kind, count) -> lines.add("%,10d    %s".formatted(count, kind)));
        return lines;
    }

    private static String line(long count, String one, String many) {
        return "%,10d  %s".formatted(count, count == 1 ? one : many);
    }

    private static Query exists(String field) {
        return Query.of(q -> q.exists(e -> e.field(field)));
    }

    private static Query and(Query one, Query other) {
        return Query.of(q -> q.bool(b -> b.filter(one, other)));
    }

    private static Map<String, Map<String, Long>> tiers(Asking members, String index, Program program)
            throws IOException {
        Map<String, Map<String, Long>> tiers = new LinkedHashMap<>();
        for (Ladder ladder : program.ladders()) {
            Map<String, Long> counts = members.counts(index, "tiers." + ladder.name());
            Map<String, Long> inOrder = new LinkedHashMap<>();
            ladder.tiers().forEach(tier -> inOrder.put(tier.name(), counts.getOrDefault(tier.name(), 0L)));
            tiers.put(ladder.name(), inOrder);
        }
        return tiers;
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

        long count(String index, Query which) throws IOException {
            return client.count(request ->
                            request.index(index).ignoreUnavailable(true).query(which))
                    .count();
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
